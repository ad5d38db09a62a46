/* report
title: Contract values
question: What are the contracts and portfolios worth, as printed, in which currency, over how many years, and do they hold?
grain: [value_fact]
params:
  party:
    type: text
    help: key of an entity; only agreements it is a party of; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  currency:
    type: text
    help: ISO 4217 code; only sums printed first in this currency; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
  standing:
    type: text
    help: only sums that are so firm, such as in force or non-binding; without it all
    choices: [in force, occurred, assessed, planned, intended, exploring, expected, pledged, under construction, paused, over, non-binding, disputed]
columns:
  agreement:
    meaning: short title of the agreement, ours
  money_kind:
    meaning: what the sum is, such as contract value or portfolio total
  standing:
    meaning: how firm the sum is; in force, occurred and so on as documents tell of it, or how far its agreement holds where that is not in force, such as non-binding, planned or over
  amount:
    meaning: the sum as stated
    unit: see currency
    empty: only words are printed
  currency:
    meaning: currency of the sum, ISO 4217
    empty: none is printed
  as_printed:
    meaning: number and currency as printed
  lower:
    meaning: lower bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  upper:
    meaning: upper bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  equivalent_amount:
    meaning: the sum in another currency, as printed beside it; never converted by us
    unit: see equivalent_currency
    empty: none is printed
  equivalent_currency:
    meaning: currency of the equivalent, ISO 4217
    empty: none is printed
  equivalent_as_printed:
    meaning: the equivalent's number and currency as printed
    empty: none is printed
  term_years:
    meaning: term of the contract
    unit: years
    empty: no document says, or they differ
  is_total:
    meaning: true where the sum is the total of parts that stand as rows of their own; leave such rows out when adding
  agreement_key:
    meaning: key of the agreement
    key_of: agreements
cite:
  amount: value_fact
  equivalent_amount: equivalent_fact
  term_years: term_facts
chart: {kind: dot, x: agreement, y: amount, series: standing, lower: lower, upper: upper}
cases:
  - expect: {rows: 4}
  - params: {currency: KRW}
    expect:
      rows: 4
      contains:
        - {amount: "900000000000", equivalent_amount: "622000000", term_years: "6", is_total: "false"}
        - {amount: "260000000000", equivalent_amount: "179000000", term_years: "9", is_total: "false"}
        - {amount: "600000000000", equivalent_amount: "414000000", term_years: "", is_total: "false"}
        - {amount: "1760000000000", equivalent_amount: "1210000000", is_total: "true"}
        - {as_printed: 1.76 trillion KRW, lower: "1760000000000", upper: "1760000000000"}
  - params: {party: unnamed-european-automaker}
    expect:
      rows: 1
      contains:
        - {as_printed: 260 billion KRW, equivalent_as_printed: roughly 179 million USD, lower: "260000000000"}
  - params: {currency: USD}
    expect: {rows: 0}
*/
WITH terms AS (
  SELECT
    o.agreement_key,
    CASE WHEN min(o.value) = max(coalesce(o.upper_value, o.value)) THEN trim_scale(min(o.value)) END AS years,
    array_agg(o.fact_key ORDER BY o.fact_key) AS facts
  FROM mart.fact_observation AS o
  WHERE o.indicator_key = 'contract-term' AND o.agreement_key IS NOT NULL
  GROUP BY o.agreement_key
),

worth AS (
  SELECT
    v.fact_key,
    f.path,
    v.agreement_key,
    v.kind,
    v.is_total,
    v.currency_code,
    trim_scale(v.amount) AS amount,
    v.as_printed,
    trim_scale(v.lowest_amount) AS lower,
    trim_scale(v.highest_amount) AS upper,
    trim_scale(e.amount) AS equivalent_amount,
    e.currency_code AS equivalent_currency_code,
    e.as_printed AS equivalent_as_printed,
    rank() OVER (PARTITION BY v.question_key, v.currency_code ORDER BY f.rank = 'preferred' DESC) AS place
  FROM mart.fact_money AS v
  JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
  LEFT JOIN mart.fact_money AS e ON e.fact_key = v.fact_key AND e.leg = 'equivalent'
  WHERE
    v.leg = 'printed'
    AND v.agreement_key IS NOT NULL
    AND v.kind_group IN ('contract', 'total')
    AND v.per_unit_key IS NULL
)

SELECT
  a.name AS agreement,
  v.kind AS money_kind,
  w.standing,
  v.amount,
  v.currency_code AS currency,
  v.as_printed,
  v.lower,
  v.upper,
  v.equivalent_amount,
  v.equivalent_currency_code AS equivalent_currency,
  v.equivalent_as_printed,
  t.years AS term_years,
  v.is_total,
  v.agreement_key,
  v.fact_key AS value_fact,
  CASE WHEN v.equivalent_amount IS NOT NULL THEN v.fact_key END AS equivalent_fact,
  t.facts AS term_facts
FROM worth AS v
JOIN mart.dim_agreement AS a ON a.agreement_key = v.agreement_key
JOIN mart.wide_money AS w ON w.fact_key = v.fact_key
LEFT JOIN terms AS t ON t.agreement_key = v.agreement_key
WHERE
  v.place = 1
  AND (
    :party IS NULL
    OR v.agreement_key IN (SELECT p.agreement_key FROM mart.bridge_agreement_party AS p WHERE p.entity_key = :party)
  )
  AND (:currency IS NULL OR v.currency_code = :currency)
  AND (:standing IS NULL OR w.standing = :standing)
ORDER BY v.currency_code NULLS LAST, v.is_total DESC, w.standing <> 'in force', v.agreement_key, v.path, value_fact;
