/* report
title: Annualised contract values
question: What does each contract come to per year of its term, where a term is stated?
grain: [value_fact, currency]
params:
  party:
    type: text
    help: key of an entity; only contracts it is a party of; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
  standing:
    type: text
    help: only sums that are so firm, such as in force or non-binding; without it all
    choices: [in force, occurred, assessed, planned, intended, exploring, expected, pledged, under construction, paused, over, non-binding, disputed]
columns:
  agreement:
    meaning: short title of the contract, ours; portfolios and other totals are left out
  standing:
    meaning: how firm the sum is; in force, occurred and so on as documents tell of it, or how far its agreement holds where that is not in force, such as non-binding, planned or over
  per_year:
    meaning: sum divided by term, computed by us and rounded to whole units of currency
    unit: see currency
    empty: no term is stated, or documents differ on it
  lower:
    meaning: lower bound of the amount per year that the words for sum and term state
    unit: see currency
    empty: none is stated, as with about, or no term is stated
  upper:
    meaning: upper bound of the amount per year that the words for sum and term state
    unit: see currency
    empty: none is stated, as with about, or no term is stated
  currency:
    meaning: currency, ISO 4217; the sum and its printed equivalent are rows of their own, nothing is converted
  amount:
    meaning: the sum over the whole term as stated
    unit: see currency
  as_printed:
    meaning: the sum's number and currency as printed
  term_years:
    meaning: term of the contract
    unit: years
    empty: no document says, or documents differ
  term_as_printed:
    meaning: the term as printed
    empty: no document says
  agreement_key:
    meaning: key of the agreement
    key_of: agreements
cite:
  amount: value_fact
  per_year: per_year_facts
  term_years: term_facts
chart: {kind: dot, x: agreement, y: per_year, series: standing, lower: lower, upper: upper}
cases:
  - expect:
      rows: 6
      contains:
        - {agreement_key: posco-magnets-north-america, currency: KRW, per_year: "150000000000", term_as_printed: six years}
        - {agreement_key: posco-magnets-europe, currency: KRW, per_year: "28888888889", term_years: "9"}
        - {agreement_key: posco-magnets-north-america, currency: USD, per_year: "103666667", lower: "", upper: ""}
        - {agreement_key: posco-motor-cores-north-america, currency: USD, per_year: "", amount: "414000000"}
  - params: {currency: KRW, party: unnamed-european-automaker}
    expect:
      rows: 1
      contains:
        - {per_year: "28888888889", lower: "28888888889", upper: "28888888889"}
  - params: {party: korea-zinc}
    expect: {rows: 0}
*/
WITH sums AS (
  SELECT
    v.fact_key,
    v.agreement_key,
    v.currency_code AS currency,
    trim_scale(v.amount) AS amount,
    v.as_printed,
    v.lowest_amount AS low,
    v.highest_amount AS high,
    f.path,
    rank() OVER (PARTITION BY v.question_key, v.currency_code ORDER BY f.rank = 'preferred' DESC) AS place
  FROM mart.fact_money AS v
  JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
  WHERE
    v.agreement_key IS NOT NULL
    AND v.kind_group = 'contract'
    AND v.per_unit_key IS NULL
    AND NOT v.is_total
    -- What is worth so much in one year is no sum over the whole term.
    AND v.period_words IS NULL
    AND v.amount IS NOT NULL
),

stated_terms AS (
  SELECT
    o.fact_key,
    o.agreement_key,
    trim_scale(o.value) AS value,
    coalesce(o.upper_value, o.value) AS upper_value,
    o.lowest_value,
    o.highest_value,
    o.as_printed,
    rank() OVER (PARTITION BY o.agreement_key ORDER BY f.rank = 'preferred' DESC) AS place
  FROM mart.fact_observation AS o
  JOIN mart.dim_fact AS f ON f.fact_key = o.fact_key
  WHERE o.indicator_key = 'contract-term' AND o.agreement_key IS NOT NULL
),

terms AS (
  SELECT
    t.agreement_key,
    CASE WHEN min(t.value) = max(t.upper_value) THEN min(t.value) END AS years,
    CASE WHEN count(t.lowest_value) = count(*) THEN min(t.lowest_value) END AS low,
    CASE WHEN count(t.highest_value) = count(*) THEN max(t.highest_value) END AS high,
    string_agg(DISTINCT t.as_printed, '; ' ORDER BY t.as_printed) AS as_printed,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM stated_terms AS t
  WHERE t.place = 1
  GROUP BY t.agreement_key
)

SELECT
  a.name AS agreement,
  w.standing,
  round(v.amount / t.years) AS per_year,
  round(v.low / t.high) AS lower,
  round(v.high / nullif(greatest(t.low, 0), 0)) AS upper,
  v.currency,
  v.amount,
  v.as_printed,
  t.years AS term_years,
  t.as_printed AS term_as_printed,
  v.agreement_key,
  v.fact_key AS value_fact,
  CASE WHEN t.years IS NOT NULL THEN t.facts || v.fact_key END AS per_year_facts,
  t.facts AS term_facts
FROM sums AS v
JOIN mart.dim_agreement AS a ON a.agreement_key = v.agreement_key
JOIN mart.wide_money AS w ON w.fact_key = v.fact_key
LEFT JOIN terms AS t ON t.agreement_key = v.agreement_key
WHERE
  v.place = 1
  AND (
    :party IS NULL
    OR v.agreement_key IN (SELECT p.agreement_key FROM mart.bridge_agreement_party AS p WHERE p.entity_key = :party)
  )
  AND (:currency IS NULL OR v.currency = :currency)
  AND (:standing IS NULL OR w.standing = :standing)
ORDER BY v.currency, w.standing <> 'in force', v.amount DESC, v.agreement_key, v.path, value_fact;
