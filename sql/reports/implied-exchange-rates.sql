/* report
title: Implied exchange rates
question: Which exchange rates do the printed conversions imply, and does one rate explain all conversions of a document?
grain: [document_key, value_fact]
params:
  document:
    type: text
    help: key of a document; only its conversions; without it all
    choices_from: SELECT document_key, title FROM mart.dim_document
  currency:
    type: text
    help: ISO 4217 code; only conversions from or into this currency; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
columns:
  document_key:
    meaning: key of the document that prints the conversion
    key_of: documents
  subject:
    meaning: what the sum is about
  as_printed:
    meaning: the sum's number and currency as printed
  equivalent_as_printed:
    meaning: the equivalent's number and currency as printed
  rate:
    meaning: sum divided by equivalent, rounded to four decimals
    unit: see rate_unit
  rate_unit:
    meaning: the two currencies of the rate
  nearest_low:
    meaning: smallest rate that gives the equivalent when rounded to its last printed digit; a tie may go either way
    unit: see rate_unit
  nearest_high:
    meaning: largest rate that gives the equivalent when rounded to its last printed digit; a tie may go either way
    unit: see rate_unit
  truncated_low:
    meaning: rates above this one give the equivalent when digits are cut off after its last printed one
    unit: see rate_unit
  truncated_high:
    meaning: largest rate that gives the equivalent when digits are cut off after its last printed one
    unit: see rate_unit
  one_rate_if_nearest:
    meaning: true where one rate explains all of them under rounding to the nearest
  one_rate_if_truncated:
    meaning: true where one rate explains all of them under truncation
cite:
  as_printed: value_fact
chart: {kind: dot, x: subject, y: rate, series: document_key, lower: nearest_low, upper: nearest_high}
cases:
  - expect:
      rows: 6
      contains:
        - {rate: "1446.9453", rate_unit: KRW per USD, nearest_low: "1445.7831", truncated_high: "1446.9453"}
        - {rate: "1454.5455", one_rate_if_nearest: "false", one_rate_if_truncated: "true"}
        - {equivalent_as_printed: about 690 million USD, rate: "1449.2754", one_rate_if_nearest: "true"}
  - params: {document: korean-firms-us-rare-earth-push}
    expect: {rows: 5}
  - params: {currency: USD}
    expect: {rows: 6}
  - params: {document: iso-4217}
    expect: {rows: 0}
*/
WITH printed AS (
  SELECT DISTINCT c.document_key, c.fact_key
  FROM mart.bridge_fact_document AS c
),

conversions AS (
  SELECT
    p.document_key,
    v.fact_key,
    v.subject_key,
    v.as_printed,
    e.as_printed AS equivalent_as_printed,
    v.currency_code,
    e.currency_code AS equivalent_currency_code,
    v.amount / e.amount AS rate,
    v.amount / (e.amount + e.quantum / 2) AS nearest_low,
    v.amount / (e.amount - e.quantum / 2) AS nearest_high,
    v.amount / (e.amount + e.quantum) AS truncated_low,
    v.amount / e.amount AS truncated_high
  FROM mart.fact_money AS v
  JOIN mart.fact_money AS e ON e.fact_key = v.fact_key AND e.leg = 'equivalent'
  JOIN printed AS p ON p.fact_key = v.fact_key
  WHERE
    v.leg = 'printed'
    AND v.approximation IN ('exact', 'about')
    AND e.approximation IN ('exact', 'about')
    AND e.amount > e.quantum / 2
)

SELECT
  c.document_key,
  s.name AS subject,
  c.as_printed,
  c.equivalent_as_printed,
  round(c.rate, 4) AS rate,
  concat_ws(' per ', c.currency_code, c.equivalent_currency_code) AS rate_unit,
  round(c.nearest_low, 4) AS nearest_low,
  round(c.nearest_high, 4) AS nearest_high,
  round(c.truncated_low, 4) AS truncated_low,
  round(c.truncated_high, 4) AS truncated_high,
  max(c.nearest_low) OVER alike <= min(c.nearest_high) OVER alike AS one_rate_if_nearest,
  max(c.truncated_low) OVER alike < min(c.truncated_high) OVER alike AS one_rate_if_truncated,
  c.fact_key AS value_fact
FROM conversions AS c
JOIN mart.dim_fact AS f ON f.fact_key = c.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = c.subject_key
WHERE
  (:document IS NULL OR c.document_key = :document)
  AND (:currency IS NULL OR :currency IN (c.currency_code, c.equivalent_currency_code))
WINDOW alike AS (PARTITION BY c.document_key, c.currency_code, c.equivalent_currency_code)
ORDER BY c.document_key, c.currency_code, c.equivalent_currency_code, c.rate, f.path, value_fact;
