/* report
title: Totals check
question: Does each stated total fit the sum of its parts, once rounding is allowed for?
grain: [portfolio_key, currency, line, line_key]
params:
  portfolio:
    type: text
    help: key of an agreement that has parts; only its totals; without it all
    choices_from: |-
      SELECT a.agreement_key, a.name
      FROM mart.dim_agreement AS a
      WHERE a.agreement_key IN (SELECT b.parent_agreement_key FROM mart.dim_agreement AS b)
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
columns:
  line:
    meaning: part, sum of the parts, or stated total; a total is never counted among its parts
  item:
    meaning: contract the part is of; for the sum, how many of the parts have a figure; portfolio the total is of
  amount:
    meaning: the number as stated; for the sum of the parts added up by us
    unit: see currency
    empty: documents give the part several numbers, or a part of the sum has several
  tolerance_low:
    meaning: lower end of what rounding may hide, for the comparison alone; for the sum that of the parts with a figure
    unit: see currency
    empty: open
  tolerance_high:
    meaning: upper end of what rounding may hide, for the comparison alone; for the sum that of the parts with a figure
    unit: see currency
    empty: open
  currency:
    meaning: currency, ISO 4217; each is checked by itself and nothing is converted
  as_printed:
    meaning: number and currency as printed
    empty: nothing is printed, the line is a sum of ours
  verdict:
    meaning: whether the total can be the sum of its parts
    empty: the line is not a total
  portfolio_key:
    meaning: key of the portfolio
    key_of: agreements
  line_key:
    meaning: key of the contract or portfolio; for a total the path of its fact
    key_of: agreements
cite:
  amount: figure_facts
chart: {kind: dot, x: item, y: amount, series: line}
cases:
  - expect:
      rows: 10
      contains:
        - {line: sum of the parts, currency: KRW, amount: "1760000000000", tolerance_low: "1717500000000", tolerance_high: "1802500000000"}
        - {line: stated total, currency: KRW, tolerance_low: "1755000000000", tolerance_high: "1765000000000", verdict: fits}
        - {line: sum of the parts, currency: USD, amount: "1215000000", tolerance_low: "1198780000", tolerance_high: "1231220000"}
        - {line: stated total, currency: USD, amount: "1210000000", tolerance_high: "1260000000", verdict: fits}
  - params: {currency: USD, portfolio: posco-contract-portfolio}
    expect:
      rows: 5
      contains:
        - {item: Permanent magnets for a European automaker, amount: "179000000", as_printed: roughly 179 million USD}
        - {item: 3 of 3 parts have a figure}
  - params: {portfolio: posco-reelement-mou}
    expect: {rows: 0}
*/
WITH figures AS (
  SELECT
    v.fact_key,
    v.agreement_key,
    v.kind,
    v.kind_group,
    v.is_total,
    v.currency_code AS currency,
    v.amount AS figure,
    CASE v.leg WHEN 'printed' THEN q.tolerance_low ELSE q.equivalent_tolerance_low END AS low,
    CASE v.leg WHEN 'printed' THEN q.tolerance_high ELSE q.equivalent_tolerance_high END AS high,
    v.as_printed,
    v.question_key
  FROM mart.fact_money AS v
  JOIN mart.fact_answer AS q ON q.fact_key = v.fact_key
  WHERE v.agreement_key IS NOT NULL AND v.per_unit_key IS NULL AND v.amount IS NOT NULL
),

ranked AS (
  SELECT
    g.fact_key,
    g.agreement_key,
    a.parent_agreement_key AS parent_key,
    a.name,
    g.kind,
    g.kind_group,
    g.is_total,
    g.currency,
    g.figure,
    coalesce(g.low, '-Infinity') AS low,
    coalesce(g.high, 'Infinity') AS high,
    g.as_printed,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY g.question_key, g.currency) AS one_is_preferred
  FROM figures AS g
  JOIN mart.dim_fact AS f ON f.fact_key = g.fact_key
  JOIN mart.dim_agreement AS a ON a.agreement_key = g.agreement_key
),

parts AS (
  SELECT
    r.parent_key,
    r.agreement_key,
    r.name,
    r.currency,
    CASE WHEN min(r.figure) = max(r.figure) THEN min(r.figure) END AS figure,
    min(r.low) AS low,
    max(r.high) AS high,
    string_agg(DISTINCT r.as_printed, '; ' ORDER BY r.as_printed) AS as_printed,
    array_agg(r.fact_key ORDER BY r.fact_key) AS facts
  FROM ranked AS r
  WHERE
    r.parent_key IS NOT NULL
    AND r.kind_group = 'contract'
    AND NOT r.is_total
    AND (r.is_preferred OR NOT r.one_is_preferred)
  GROUP BY r.parent_key, r.agreement_key, r.name, r.currency
),

children AS (
  SELECT
    a.parent_agreement_key AS parent_key,
    count(*) AS contracts
  FROM mart.dim_agreement AS a
  WHERE a.parent_agreement_key IS NOT NULL
  GROUP BY a.parent_agreement_key
),

part_facts AS (
  SELECT
    p.parent_key,
    p.currency,
    array_agg(u.fact_key ORDER BY u.fact_key) AS facts
  FROM parts AS p
  CROSS JOIN unnest(p.facts) AS u (fact_key)
  GROUP BY p.parent_key, p.currency
),

sums AS (
  SELECT
    p.parent_key,
    p.currency,
    count(*) AS valued,
    c.contracts,
    CASE WHEN count(*) = count(p.figure) THEN sum(p.figure) END AS figure,
    sum(p.low) AS low,
    sum(p.high) AS high
  FROM parts AS p
  JOIN children AS c ON c.parent_key = p.parent_key
  GROUP BY p.parent_key, p.currency, c.contracts
),

totals AS (
  SELECT
    r.agreement_key,
    r.name,
    r.currency,
    r.fact_key,
    r.path,
    r.figure,
    r.low,
    r.high,
    r.as_printed,
    CASE
      WHEN s.low > r.high THEN 'does not fit: the parts come to more'
      WHEN s.valued = s.contracts AND s.high < r.low THEN 'does not fit: the parts come to less'
      WHEN s.valued < s.contracts THEN 'cannot be told: parts are without a figure'
      ELSE 'fits'
    END AS verdict
  FROM ranked AS r
  JOIN sums AS s ON s.parent_key = r.agreement_key AND s.currency = r.currency
  WHERE r.is_total AND (r.is_preferred OR NOT r.one_is_preferred)
),

lines AS (
  SELECT
    p.parent_key AS portfolio_key,
    p.currency,
    1 AS position,
    'part' AS line,
    p.name AS item,
    p.agreement_key AS line_key,
    p.figure,
    p.low,
    p.high,
    p.as_printed,
    NULL AS verdict,
    p.facts
  FROM parts AS p
  UNION ALL
  SELECT
    s.parent_key,
    s.currency,
    2,
    'sum of the parts',
    format('%s of %s parts have a figure', s.valued, s.contracts),
    s.parent_key,
    s.figure,
    s.low,
    s.high,
    NULL,
    NULL,
    f.facts
  FROM sums AS s
  JOIN part_facts AS f ON f.parent_key = s.parent_key AND f.currency = s.currency
  UNION ALL
  SELECT
    t.agreement_key,
    t.currency,
    3,
    'stated total',
    t.name,
    t.path,
    t.figure,
    t.low,
    t.high,
    t.as_printed,
    t.verdict,
    ARRAY[t.fact_key]
  FROM totals AS t
)

SELECT
  n.line,
  n.item,
  trim_scale(n.figure) AS amount,
  trim_scale(nullif(n.low, '-Infinity')) AS tolerance_low,
  trim_scale(nullif(n.high, 'Infinity')) AS tolerance_high,
  n.currency,
  n.as_printed,
  n.verdict,
  n.portfolio_key,
  n.line_key,
  n.facts AS figure_facts
FROM lines AS n
WHERE
  (n.portfolio_key, n.currency) IN (SELECT t.agreement_key, t.currency FROM totals AS t)
  AND (:portfolio IS NULL OR n.portfolio_key = :portfolio)
  AND (:currency IS NULL OR n.currency = :currency)
ORDER BY n.portfolio_key, n.currency, n.position, n.line, n.line_key;
