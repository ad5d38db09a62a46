/* site
rows: "the sums that may be added up for each thing, thing by thing: its own, those of what it is a party of, and those of the parts of an agreement; two or more of one kind, outlook and currency"
*/
WITH held AS (
  SELECT s.subject_key, s.subject_key AS paid_key
  FROM mart.dim_subject AS s
  WHERE s.family NOT IN ('documents', 'disagreements', 'currencies', 'indicators', 'units')
  UNION
  SELECT 'entities/' || p.entity_key, p.subject_key
  FROM mart.wide_parties AS p
  UNION
  SELECT 'agreements/' || a.parent_agreement_key, 'agreements/' || a.agreement_key
  FROM mart.dim_agreement AS a
  WHERE a.parent_agreement_key IS NOT NULL
),

grouped AS (
  SELECT
    h.subject_key,
    v.kind_group,
    v.outlook,
    v.currency_code,
    sum(v.amount) AS amount,
    count(*) AS sums,
    bool_and(v.approximation = 'exact') AS is_exact,
    bool_or(v.leg = 'equivalent') AS is_equivalent,
    json_agg(v.fact_key ORDER BY v.amount DESC, v.fact_key COLLATE "C") AS facts
  FROM held AS h
  JOIN mart.fact_money AS v ON v.subject_key = h.paid_key
  WHERE v.is_counted
  GROUP BY h.subject_key, v.kind_group, v.outlook, v.currency_code
)

SELECT
  g.subject_key,
  g.kind_group,
  g.outlook,
  g.currency_code,
  trim_scale(g.amount)::text AS amount,
  g.sums,
  g.is_exact,
  g.is_equivalent,
  g.facts
FROM grouped AS g
WHERE g.sums > 1
ORDER BY g.subject_key COLLATE "C", g.kind_group COLLATE "C", g.outlook DESC, g.is_equivalent, g.currency_code COLLATE "C";
