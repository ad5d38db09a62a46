/* report
title: Contract values
question: What are the contracts and portfolios worth, as printed, in which currency, and over how many years?
grain: [value_fact]
params:
  party:
    type: text
    help: key of an entity; only agreements it is a party of; without it all
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
  lower:
    meaning: smallest sum that would be printed so, half of the last printed digit below
    unit: see currency
    empty: open, or only words are printed
  upper:
    meaning: largest sum that would be printed so, half of the last printed digit above
    unit: see currency
    empty: open, or only words are printed
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
chart: {kind: dot, x: agreement, y: amount, series: value_kind, lower: lower, upper: upper}
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
        - {as_printed: 1.76 trillion KRW, lower: "1755000000000", upper: "1765000000000"}
  - params: {party: unnamed-european-automaker}
    expect:
      rows: 1
      contains:
        - {as_printed: 260 billion KRW, equivalent_as_printed: roughly 179 million USD, lower: "259500000000"}
  - params: {currency: XXX}
    expect: {rows: 0}
*/
WITH parties AS (
  SELECT
    p.agreement_key,
    bool_or(p.entity_key = :party) AS includes_party
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY p.agreement_key
),

terms AS (
  SELECT
    o.agreement_key,
    CASE WHEN min(o.value) = max(coalesce(o.upper_value, o.value)) THEN min(o.value) END AS term_years,
    array_agg(o.fact_id) AS term_facts
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  WHERE o.indicator_key = 'contract-term' AND o.agreement_key IS NOT NULL AND f.rank <> 'deprecated'
  GROUP BY o.agreement_key
),

worth AS (
  SELECT
    v.fact_id,
    f.path,
    v.agreement_key,
    v.kind,
    v.is_total,
    v.currency_code,
    v.amount,
    v.words,
    CASE WHEN v.approximation NOT IN ('at most', 'under') THEN v.amount - v.quantum / 2 END AS lower,
    CASE WHEN v.approximation NOT IN ('at least', 'over') THEN coalesce(v.upper_amount, v.amount) + v.quantum / 2 END
      AS upper,
    v.equivalent_amount,
    v.equivalent_currency_code,
    v.equivalent_words,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY v.agreement_key, v.kind, v.currency_code) AS one_is_preferred
  FROM core.monetary_values AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  WHERE
    v.agreement_key IS NOT NULL
    AND v.kind IN ('contract value', 'portfolio total')
    AND f.rank <> 'deprecated'
)

SELECT
  a.name AS agreement,
  v.kind AS value_kind,
  v.amount,
  v.currency_code AS currency,
  v.words AS as_printed,
  trim_scale(v.lower) AS lower,
  trim_scale(v.upper) AS upper,
  v.equivalent_amount,
  v.equivalent_currency_code AS equivalent_currency,
  v.equivalent_words AS equivalent_as_printed,
  t.term_years,
  v.is_total,
  v.agreement_key,
  v.fact_id AS value_fact,
  CASE WHEN v.equivalent_amount IS NOT NULL THEN v.fact_id END AS equivalent_fact,
  t.term_facts
FROM worth AS v
JOIN core.agreements AS a ON a.key = v.agreement_key
LEFT JOIN terms AS t ON t.agreement_key = v.agreement_key
LEFT JOIN parties AS p ON p.agreement_key = v.agreement_key
WHERE
  (v.is_preferred OR NOT v.one_is_preferred)
  AND (:party IS NULL OR p.includes_party)
  AND (:currency IS NULL OR v.currency_code = :currency)
ORDER BY v.is_total DESC, v.agreement_key, v.currency_code, v.path;
