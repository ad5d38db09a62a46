/* report
title: Implied exchange rates
question: Which exchange rates do the printed conversions imply, and does one rate explain all conversions of a document?
grain: [document, value_fact]
params:
  document:
    type: text
    help: key of a document; only its conversions; without it all
  currency:
    type: text
    help: ISO 4217 code; only conversions from or into this currency; without it all
columns:
  document:
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
chart: {kind: dot, x: subject, y: rate, series: document, lower: nearest_low, upper: nearest_high}
cases:
  - expect:
      rows: 6
      contains:
        - {rate: "1446.9453", rate_unit: KRW per USD, nearest_low: "1445.7831", truncated_high: "1446.9453"}
        - {rate: "1454.5455", one_rate_if_nearest: "false", one_rate_if_truncated: "true"}
        - {equivalent_as_printed: about 690 million USD, rate: "1449.2754", one_rate_if_nearest: "true"}
  - params: {document: korean-firms-us-rare-earth-push}
    expect: {rows: 5}
  - params: {currency: EUR}
    expect: {rows: 0}
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
    coalesce(a.name, s.name, l.name, e.name) AS subject,
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
  LEFT JOIN core.agreements AS a ON a.key = v.agreement_key
  LEFT JOIN core.strategies AS s ON s.key = v.strategy_key
  LEFT JOIN core.facilities AS l ON l.key = v.facility_key
  LEFT JOIN core.entities AS e ON e.key = v.entity_key
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
    max(c.nearest_low) <= min(c.nearest_high) AS one_rate_if_nearest,
    max(c.truncated_low) < min(c.truncated_high) AS one_rate_if_truncated
  FROM conversions AS c
  GROUP BY c.document_key, c.currency_code, c.equivalent_currency_code
)

SELECT
  c.document_key AS document,
  c.subject,
  c.words AS as_printed,
  c.equivalent_words AS equivalent_as_printed,
  round(c.rate, 4) AS rate,
  concat_ws(' per ', c.currency_code, c.equivalent_currency_code) AS rate_unit,
  round(c.nearest_low, 4) AS nearest_low,
  round(c.nearest_high, 4) AS nearest_high,
  round(c.truncated_low, 4) AS truncated_low,
  round(c.truncated_high, 4) AS truncated_high,
  o.one_rate_if_nearest,
  o.one_rate_if_truncated,
  c.fact_id AS value_fact
FROM conversions AS c
JOIN common AS o
  ON o.document_key = c.document_key
  AND o.currency_code = c.currency_code
  AND o.equivalent_currency_code = c.equivalent_currency_code
WHERE
  (:document IS NULL OR c.document_key = :document)
  AND (:currency IS NULL OR :currency IN (c.currency_code, c.equivalent_currency_code))
ORDER BY c.document_key, c.currency_code, c.equivalent_currency_code, c.rate, c.path;
