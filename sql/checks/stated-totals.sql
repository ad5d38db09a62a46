/* check
title: Stated totals agree with their parts
description: The total of a portfolio is compared with the sum of its contracts in each currency. Figures agree within what
  rounding may hide (mart.fact_answer), so that rounding is no breach. Where a contract has no value in the currency,
  the sum may only not exceed the total.
severity: warning
hint: compare total and parts with the documents; a contract may be missing, or belong to another portfolio
*/
WITH figures AS (
  SELECT
    v.fact_id,
    v.agreement_key,
    k.broadest,
    v.is_total,
    v.currency_code,
    q.tolerance_low AS low,
    q.tolerance_high AS high
  FROM core.monetary_values AS v
  JOIN core.terms AS k ON k.scheme = 'money-kind' AND k.key = v.kind
  JOIN mart.fact_answer AS q ON q.fact_key = v.fact_id::text
  WHERE v.agreement_key IS NOT NULL AND v.amount IS NOT NULL
  UNION ALL
  SELECT
    v.fact_id,
    v.agreement_key,
    k.broadest,
    v.is_total,
    v.equivalent_currency_code,
    q.equivalent_tolerance_low,
    q.equivalent_tolerance_high
  FROM core.monetary_values AS v
  JOIN core.terms AS k ON k.scheme = 'money-kind' AND k.key = v.kind
  JOIN mart.fact_answer AS q ON q.fact_key = v.fact_id::text
  WHERE v.agreement_key IS NOT NULL AND v.equivalent_amount IS NOT NULL
),

intervals AS (
  SELECT
    f.path,
    g.agreement_key,
    g.broadest,
    g.is_total,
    g.currency_code,
    coalesce(g.low, 0) AS low,
    coalesce(g.high, 'Infinity'::numeric) AS high
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  WHERE f.rank <> 'deprecated'
),

parts AS (
  SELECT
    a.parent_key,
    a.key,
    i.currency_code,
    min(i.low) AS low,
    max(i.high) AS high
  FROM core.agreements AS a
  JOIN intervals AS i ON i.agreement_key = a.key
  WHERE a.parent_key IS NOT NULL AND i.broadest = 'contract' AND NOT i.is_total
  GROUP BY a.parent_key, a.key, i.currency_code
),

sums AS (
  SELECT
    p.parent_key,
    p.currency_code,
    count(*) AS valued,
    sum(p.low) AS low,
    sum(p.high) AS high
  FROM parts AS p
  GROUP BY p.parent_key, p.currency_code
),

children AS (
  SELECT
    a.parent_key,
    count(*) AS contracts
  FROM core.agreements AS a
  WHERE a.parent_key IS NOT NULL
  GROUP BY a.parent_key
)

SELECT
  t.path AS fact,
  t.agreement_key AS agreement,
  t.currency_code AS currency,
  trim_scale(t.low) AS total_low,
  trim_scale(t.high) AS total_high,
  trim_scale(s.low) AS parts_low,
  trim_scale(s.high) AS parts_high,
  s.valued,
  c.contracts,
  format(
    'the total lies between %s and %s %s, the sum of %s of %s parts between %s and %s',
    trim_scale(t.low), trim_scale(t.high), t.currency_code, s.valued, c.contracts, trim_scale(s.low), trim_scale(s.high)
  ) AS problem
FROM intervals AS t
JOIN sums AS s ON s.parent_key = t.agreement_key AND s.currency_code = t.currency_code
JOIN children AS c ON c.parent_key = t.agreement_key
WHERE t.is_total AND (s.low > t.high OR (s.valued = c.contracts AND s.high < t.low))
ORDER BY t.path, t.currency_code;
