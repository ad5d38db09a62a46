/* report
title: Totals check
question: Does each stated total fit the sum of its parts, once rounding is allowed for?
grain: [portfolio_key, currency, line, line_key]
params:
  portfolio:
    type: text
    help: key of an agreement that has parts; only its totals; without it all
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
columns:
  line:
    meaning: part, sum of the parts, or stated total; a total is never counted among its parts
  item:
    meaning: contract the part is of; for the sum, how many of the parts have a figure; portfolio the total is of
  figure:
    meaning: the number as stated; for the sum of the parts added up by us
    unit: see currency
    empty: documents give the part several numbers, or a part of the sum has several
  lower:
    meaning: smallest value the printed digits allow, half of the last one below; for the sum that of the parts with a figure
    unit: see currency
    empty: open
  upper:
    meaning: largest value the printed digits allow, half of the last one above; for the sum that of the parts with a figure
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
  figure: figure_facts
chart: {kind: dot, x: item, y: figure, series: line, lower: lower, upper: upper}
cases:
  - expect:
      rows: 10
      contains:
        - {line: sum of the parts, currency: KRW, figure: "1760000000000", lower: "1758500000000", upper: "1761500000000"}
        - {line: stated total, currency: KRW, lower: "1755000000000", upper: "1765000000000", verdict: fits}
        - {line: sum of the parts, currency: USD, figure: "1215000000", lower: "1213500000", upper: "1216500000"}
        - {line: stated total, currency: USD, figure: "1210000000", upper: "1215000000", verdict: fits}
  - params: {currency: USD, portfolio: posco-contract-portfolio}
    expect:
      rows: 5
      contains:
        - {item: Permanent magnets for a European automaker, figure: "179000000", as_printed: roughly 179 million USD}
        - {item: 3 of 3 parts have a figure}
  - params: {portfolio: no-such-agreement}
    expect: {rows: 0}
*/
WITH figures AS (
  SELECT
    v.fact_id,
    v.agreement_key,
    v.kind,
    v.is_total,
    v.currency_code AS currency,
    v.amount AS figure,
    v.upper_amount AS upper_figure,
    v.quantum,
    v.approximation,
    v.words
  FROM core.monetary_values AS v
  WHERE v.agreement_key IS NOT NULL AND v.amount IS NOT NULL
  UNION ALL
  SELECT
    v.fact_id,
    v.agreement_key,
    v.kind,
    v.is_total,
    v.equivalent_currency_code,
    v.equivalent_amount,
    NULL,
    v.equivalent_quantum,
    v.equivalent_approximation,
    v.equivalent_words
  FROM core.monetary_values AS v
  WHERE v.agreement_key IS NOT NULL AND v.equivalent_amount IS NOT NULL
),

intervals AS (
  SELECT
    g.fact_id,
    f.path,
    g.agreement_key,
    g.kind,
    g.is_total,
    g.currency,
    g.figure,
    g.words,
    CASE
      WHEN g.approximation IN ('at most', 'under') THEN '-Infinity'::numeric
      ELSE g.figure - g.quantum / 2
    END AS low,
    CASE
      WHEN g.approximation IN ('at least', 'over') THEN 'Infinity'::numeric
      ELSE coalesce(g.upper_figure, g.figure) + g.quantum / 2
    END AS high,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY g.agreement_key, g.kind, g.currency) AS one_is_preferred
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  WHERE f.rank <> 'deprecated'
),

parts AS (
  SELECT
    a.parent_key,
    a.key,
    a.name,
    i.currency,
    CASE WHEN min(i.figure) = max(i.figure) THEN min(i.figure) END AS figure,
    min(i.low) AS low,
    max(i.high) AS high,
    string_agg(DISTINCT i.words, '; ' ORDER BY i.words) AS words,
    array_agg(i.fact_id) AS facts
  FROM core.agreements AS a
  JOIN intervals AS i ON i.agreement_key = a.key
  WHERE
    a.parent_key IS NOT NULL
    AND i.kind = 'contract value'
    AND NOT i.is_total
    AND (i.is_preferred OR NOT i.one_is_preferred)
  GROUP BY a.parent_key, a.key, a.name, i.currency
),

children AS (
  SELECT
    a.parent_key,
    count(*) AS contracts
  FROM core.agreements AS a
  WHERE a.parent_key IS NOT NULL
  GROUP BY a.parent_key
),

part_facts AS (
  SELECT
    p.parent_key,
    p.currency,
    array_agg(u.fact_id) AS facts
  FROM parts AS p
  CROSS JOIN unnest(p.facts) AS u (fact_id)
  GROUP BY p.parent_key, p.currency
),

sums AS (
  SELECT
    p.parent_key,
    p.currency,
    count(*) AS valued,
    CASE WHEN count(*) = count(p.figure) THEN sum(p.figure) END AS figure,
    sum(p.low) AS low,
    sum(p.high) AS high
  FROM parts AS p
  GROUP BY p.parent_key, p.currency
),

totals AS (
  SELECT
    i.agreement_key,
    i.currency,
    i.fact_id,
    i.path,
    i.figure,
    i.low,
    i.high,
    i.words,
    CASE
      WHEN s.low > i.high THEN 'does not fit: the parts come to more'
      WHEN s.valued = c.contracts AND s.high < i.low THEN 'does not fit: the parts come to less'
      WHEN s.valued < c.contracts THEN 'cannot be told: parts are without a figure'
      ELSE 'fits'
    END AS verdict
  FROM intervals AS i
  JOIN sums AS s ON s.parent_key = i.agreement_key AND s.currency = i.currency
  JOIN children AS c ON c.parent_key = i.agreement_key
  WHERE i.is_total AND (i.is_preferred OR NOT i.one_is_preferred)
),

lines AS (
  SELECT
    p.parent_key AS portfolio_key,
    p.currency,
    1 AS position,
    'part' AS line,
    p.name AS item,
    p.key AS line_key,
    p.figure,
    p.low,
    p.high,
    p.words,
    NULL AS verdict,
    p.facts
  FROM parts AS p
  UNION ALL
  SELECT
    s.parent_key,
    s.currency,
    2,
    'sum of the parts',
    format('%s of %s parts have a figure', s.valued, c.contracts),
    s.parent_key,
    s.figure,
    s.low,
    s.high,
    NULL,
    NULL,
    f.facts
  FROM sums AS s
  JOIN part_facts AS f ON f.parent_key = s.parent_key AND f.currency = s.currency
  JOIN children AS c ON c.parent_key = s.parent_key
  UNION ALL
  SELECT
    t.agreement_key,
    t.currency,
    3,
    'stated total',
    a.name,
    t.path,
    t.figure,
    t.low,
    t.high,
    t.words,
    t.verdict,
    ARRAY[t.fact_id]
  FROM totals AS t
  JOIN core.agreements AS a ON a.key = t.agreement_key
)

SELECT
  n.line,
  n.item,
  trim_scale(n.figure) AS figure,
  CASE WHEN n.low > '-Infinity' THEN trim_scale(n.low) END AS lower,
  CASE WHEN n.high < 'Infinity' THEN trim_scale(n.high) END AS upper,
  n.currency,
  n.words AS as_printed,
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
