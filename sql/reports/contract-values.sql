/* report
title: Contract values
question: What are the contracts and portfolios worth, as printed, in which currency, and over how many years?
grain: [value_fact]
params:
  currency:
    type: text
    help: ISO 4217 code; only sums printed first in this currency; without it all
columns:
  agreement:
    meaning: short title of the agreement, ours
  value_kind:
    meaning: worth of one contract, or of several together
  amount:
    meaning: the sum as stated
    unit: see currency
    empty: only words are printed
  currency:
    meaning: currency of the sum, ISO 4217
    empty: none is printed
  as_printed:
    meaning: number and currency as printed
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
cite:
  amount: value_fact
  equivalent_amount: equivalent_fact
  term_years: term_facts
cases:
  - expect: {at_least: 4}
  - params: {currency: KRW}
    expect:
      contains:
        - {amount: "900000000000", equivalent_amount: "622000000", term_years: "6", is_total: "false"}
        - {amount: "260000000000", equivalent_amount: "179000000", term_years: "9", is_total: "false"}
        - {amount: "600000000000", equivalent_amount: "414000000", is_total: "false"}
        - {amount: "1760000000000", equivalent_amount: "1210000000", is_total: "true"}
  - params: {currency: XXX}
    expect: {rows: 0}
*/
WITH terms AS (
  SELECT
    o.agreement_key,
    CASE WHEN min(o.value) = max(coalesce(o.upper_value, o.value)) THEN min(o.value) END AS term_years,
    array_agg(o.fact_id) AS term_facts
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  WHERE o.indicator_key = 'contract-term' AND o.agreement_key IS NOT NULL AND f.rank <> 'deprecated'
  GROUP BY o.agreement_key
)

SELECT
  a.name AS agreement,
  v.kind AS value_kind,
  v.amount,
  v.currency_code AS currency,
  v.words AS as_printed,
  v.equivalent_amount,
  v.equivalent_currency_code AS equivalent_currency,
  v.equivalent_words AS equivalent_as_printed,
  t.term_years,
  v.is_total,
  v.agreement_key,
  v.fact_id AS value_fact,
  CASE WHEN v.equivalent_amount IS NOT NULL THEN v.fact_id END AS equivalent_fact,
  t.term_facts
FROM core.monetary_values AS v
JOIN core.facts AS f ON f.fact_id = v.fact_id
JOIN core.agreements AS a ON a.key = v.agreement_key
LEFT JOIN terms AS t ON t.agreement_key = v.agreement_key
WHERE
  f.rank <> 'deprecated'
  AND v.kind IN ('contract value', 'portfolio total')
  AND (:currency IS NULL OR v.currency_code = :currency)
ORDER BY v.is_total DESC, v.agreement_key, v.currency_code, f.path;
