/* check
title: One exchange rate explains a document's conversions
description: A document that prints sums in two currencies has used some rate. Each conversion allows an interval of rates, under
  rounding to the nearest (a tie may go either way) or under truncation. Where the intervals of a document have no rate in
  common under either, a figure is misprinted, misread, or converted at a rate of another day.
severity: warning
hint: the report implied-exchange-rates shows each conversion; compare the one that stands apart with the document
*/
WITH printed AS (
  SELECT DISTINCT c.document_key, c.fact_id
  FROM core.citations AS c
),

conversions AS (
  SELECT
    p.document_key,
    v.currency_code,
    v.equivalent_currency_code,
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
)

SELECT
  'documents/' || c.document_key AS fact,
  c.currency_code AS currency,
  c.equivalent_currency_code AS equivalent_currency,
  count(*) AS conversions,
  round(max(c.nearest_low), 4) AS nearest_low,
  round(min(c.nearest_high), 4) AS nearest_high,
  round(max(c.truncated_low), 4) AS truncated_low,
  round(min(c.truncated_high), 4) AS truncated_high,
  format(
    'no rate of %s for one %s explains all %s conversions: one needs at least %s, another at most %s (rounded to nearest)',
    c.currency_code, c.equivalent_currency_code, count(*), round(max(c.nearest_low), 4), round(min(c.nearest_high), 4)
  ) AS problem
FROM conversions AS c
GROUP BY c.document_key, c.currency_code, c.equivalent_currency_code
HAVING max(c.nearest_low) > min(c.nearest_high) AND max(c.truncated_low) >= min(c.truncated_high)
ORDER BY c.document_key, c.currency_code, c.equivalent_currency_code;
