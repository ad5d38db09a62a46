/* report
title: Implied exchange rates
question: Which exchange rates do the printed conversions imply, and does one rate explain all conversions of a document?
grain: [document, fact]
params:
  document:
    type: text
    help: key of a document; only its conversions; without it all
columns:
  document:
    meaning: key of the document that prints the conversion
  fact:
    meaning: path of the fact in the warehouse
  amount:
    meaning: sum printed first, taken as exact
    unit: see currency
  currency:
    meaning: currency of the sum, ISO 4217
  as_printed:
    meaning: the sum's number and currency as printed
  equivalent_amount:
    meaning: equivalent printed beside it
    unit: see equivalent_currency
  equivalent_currency:
    meaning: currency of the equivalent, ISO 4217
  equivalent_as_printed:
    meaning: the equivalent's number and currency as printed
  rate:
    meaning: sum divided by equivalent, rounded to four decimals
    unit: units of currency for one of equivalent_currency
  nearest_low:
    meaning: smallest rate that gives the equivalent when rounded to its last printed digit; a tie may go either way
    unit: units of currency for one of equivalent_currency
  nearest_high:
    meaning: largest rate that gives the equivalent when rounded to its last printed digit; a tie may go either way
    unit: units of currency for one of equivalent_currency
  truncated_low:
    meaning: rates above this one give the equivalent when digits are cut off after its last printed one
    unit: units of currency for one of equivalent_currency
  truncated_high:
    meaning: largest rate that gives the equivalent when digits are cut off after its last printed one
    unit: units of currency for one of equivalent_currency
  conversions:
    meaning: number of conversions between the two currencies in the document
    unit: conversions
  one_rate_if_nearest:
    meaning: true where one rate explains all of them under rounding to the nearest
  one_rate_if_truncated:
    meaning: true where one rate explains all of them under truncation
cite:
  amount: value_fact
  rate: value_fact
cases:
  - expect:
      contains:
        - {amount: "900000000000", equivalent_amount: "622000000", rate: "1446.9453"}
        - {equivalent_amount: "1210000000", one_rate_if_nearest: "false", one_rate_if_truncated: "true"}
  - params: {document: no-such-document}
    expect: {rows: 0}
*/
WITH printed AS (
  SELECT DISTINCT c.document_key, c.fact_id
  FROM core.citations AS c
),

conversions AS (
  SELECT
    p.document_key,
    v.fact_id,
    f.path,
    v.amount,
    v.currency_code,
    v.words,
    v.equivalent_amount,
    v.equivalent_currency_code,
    v.equivalent_words,
    v.amount / v.equivalent_amount AS rate,
    v.amount / (v.equivalent_amount + v.equivalent_quantum / 2) AS nearest_low,
    v.amount / (v.equivalent_amount - v.equivalent_quantum / 2) AS nearest_high,
    v.amount / (v.equivalent_amount + v.equivalent_quantum) AS truncated_low,
    v.amount / v.equivalent_amount AS truncated_high
  FROM core.monetary_values AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  JOIN printed AS p ON p.fact_id = v.fact_id
  WHERE
    f.rank <> 'deprecated'
    AND v.approximation IN ('exact', 'about')
    AND v.equivalent_approximation IN ('exact', 'about')
    AND v.equivalent_amount > v.equivalent_quantum / 2
),

common AS (
  SELECT
    c.document_key,
    c.currency_code,
    c.equivalent_currency_code,
    count(*) AS conversions,
    max(c.nearest_low) <= min(c.nearest_high) AS one_rate_if_nearest,
    max(c.truncated_low) < min(c.truncated_high) AS one_rate_if_truncated
  FROM conversions AS c
  GROUP BY c.document_key, c.currency_code, c.equivalent_currency_code
)

SELECT
  c.document_key AS document,
  c.path AS fact,
  c.amount,
  c.currency_code AS currency,
  c.words AS as_printed,
  c.equivalent_amount,
  c.equivalent_currency_code AS equivalent_currency,
  c.equivalent_words AS equivalent_as_printed,
  round(c.rate, 4) AS rate,
  round(c.nearest_low, 4) AS nearest_low,
  round(c.nearest_high, 4) AS nearest_high,
  round(c.truncated_low, 4) AS truncated_low,
  round(c.truncated_high, 4) AS truncated_high,
  o.conversions,
  o.one_rate_if_nearest,
  o.one_rate_if_truncated,
  c.fact_id AS value_fact
FROM conversions AS c
JOIN common AS o
  ON o.document_key = c.document_key
  AND o.currency_code = c.currency_code
  AND o.equivalent_currency_code = c.equivalent_currency_code
WHERE :document IS NULL OR c.document_key = :document
ORDER BY c.document_key, c.currency_code, c.equivalent_currency_code, c.rate, c.path;
