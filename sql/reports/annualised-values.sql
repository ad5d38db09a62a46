/* report
title: Annualised contract values
question: What does each contract come to per year of its term, where a term is stated?
grain: [value_fact, currency]
params:
  party:
    type: text
    help: key of an entity; only contracts it is a party of; without it all
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
columns:
  agreement:
    meaning: short title of the contract, ours; portfolios and other totals are left out
  per_year:
    meaning: sum divided by term, computed by us and rounded to whole units of currency
    unit: see currency
    empty: no term is stated, or documents differ on it
  lower:
    meaning: smallest amount per year that the printed digits of sum and term allow, half of the last one either side
    unit: see currency
    empty: open, or no term is stated
  upper:
    meaning: largest amount per year that the printed digits of sum and term allow, half of the last one either side
    unit: see currency
    empty: open, or no term is stated
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
    meaning: key of the contract
cite:
  amount: value_fact
  per_year: per_year_facts
  term_years: term_facts
chart: {kind: dot, x: agreement, y: per_year, lower: lower, upper: upper}
cases:
  - expect:
      rows: 6
      contains:
        - {agreement_key: posco-magnets-north-america, currency: KRW, per_year: "150000000000", term_as_printed: six years}
        - {agreement_key: posco-magnets-europe, currency: KRW, per_year: "28888888889", term_years: "9"}
        - {agreement_key: posco-magnets-north-america, currency: USD, per_year: "103666667", lower: "95615384", upper: "113181819"}
        - {agreement_key: posco-motor-cores-north-america, currency: USD, per_year: "", amount: "414000000"}
  - params: {currency: KRW, party: unnamed-european-automaker}
    expect:
      rows: 1
      contains:
        - {per_year: "28888888889", lower: "27315789473", upper: "30647058824"}
  - params: {currency: XXX}
    expect: {rows: 0}
*/
WITH figures AS (
  SELECT
    v.fact_id,
    v.agreement_key,
    1 AS position,
    v.currency_code AS currency,
    v.amount,
    v.words,
    CASE WHEN v.approximation NOT IN ('at most', 'under') THEN v.amount - v.quantum / 2 END AS low,
    CASE WHEN v.approximation NOT IN ('at least', 'over') THEN coalesce(v.upper_amount, v.amount) + v.quantum / 2 END
      AS high
  FROM core.monetary_values AS v
  WHERE v.agreement_key IS NOT NULL AND v.kind = 'contract value' AND NOT v.is_total AND v.amount IS NOT NULL
  UNION ALL
  SELECT
    v.fact_id,
    v.agreement_key,
    2,
    v.equivalent_currency_code,
    v.equivalent_amount,
    v.equivalent_words,
    CASE WHEN v.equivalent_approximation NOT IN ('at most', 'under') THEN v.equivalent_amount - v.equivalent_quantum / 2
    END,
    CASE WHEN v.equivalent_approximation NOT IN ('at least', 'over') THEN v.equivalent_amount + v.equivalent_quantum / 2
    END
  FROM core.monetary_values AS v
  WHERE
    v.agreement_key IS NOT NULL
    AND v.kind = 'contract value'
    AND NOT v.is_total
    AND v.equivalent_amount IS NOT NULL
),

sums AS (
  SELECT
    g.fact_id,
    g.agreement_key,
    g.position,
    g.currency,
    g.amount,
    g.words,
    g.low,
    g.high,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY g.agreement_key, g.currency) AS one_is_preferred
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  WHERE f.rank <> 'deprecated'
),

stated_terms AS (
  SELECT
    o.fact_id,
    o.agreement_key,
    o.value,
    coalesce(o.upper_value, o.value) AS upper_value,
    o.words,
    CASE WHEN o.approximation NOT IN ('at most', 'under') THEN o.value - o.quantum / 2 END AS low,
    CASE WHEN o.approximation NOT IN ('at least', 'over') THEN coalesce(o.upper_value, o.value) + o.quantum / 2 END
      AS high,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY o.agreement_key) AS one_is_preferred
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  WHERE o.indicator_key = 'contract-term' AND o.agreement_key IS NOT NULL AND f.rank <> 'deprecated'
),

terms AS (
  SELECT
    t.agreement_key,
    CASE WHEN min(t.value) = max(t.upper_value) THEN min(t.value) END AS years,
    CASE WHEN count(t.low) = count(*) THEN min(t.low) END AS low,
    CASE WHEN count(t.high) = count(*) THEN max(t.high) END AS high,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) AS words,
    array_agg(t.fact_id) AS facts
  FROM stated_terms AS t
  WHERE t.is_preferred OR NOT t.one_is_preferred
  GROUP BY t.agreement_key
),

parties AS (
  SELECT
    p.agreement_key,
    bool_or(p.entity_key = :party) AS includes_party
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY p.agreement_key
)

SELECT
  a.name AS agreement,
  round(v.amount / t.years) AS per_year,
  floor(v.low / t.high) AS lower,
  ceil(v.high / nullif(greatest(t.low, 0), 0)) AS upper,
  v.currency,
  v.amount,
  v.words AS as_printed,
  t.years AS term_years,
  t.words AS term_as_printed,
  v.agreement_key,
  v.fact_id AS value_fact,
  CASE WHEN t.years IS NOT NULL THEN t.facts || v.fact_id END AS per_year_facts,
  t.facts AS term_facts
FROM sums AS v
JOIN core.agreements AS a ON a.key = v.agreement_key
LEFT JOIN terms AS t ON t.agreement_key = v.agreement_key
LEFT JOIN parties AS p ON p.agreement_key = v.agreement_key
WHERE
  (v.is_preferred OR NOT v.one_is_preferred)
  AND (:party IS NULL OR p.includes_party)
  AND (:currency IS NULL OR v.currency = :currency)
ORDER BY v.currency, v.amount DESC, v.agreement_key, v.path;
