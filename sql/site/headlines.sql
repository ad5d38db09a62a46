/* site
rows: "the largest share, capacity and sum of each kind that documents state, for the start page"
*/
WITH sums AS (
  SELECT
    v.fact_key,
    v.kind_group,
    v.amount,
    count(*) OVER (PARTITION BY v.kind_group, v.currency_code) AS of_currency
  FROM mart.fact_money AS v
  WHERE v.leg = 'printed' AND v.is_chosen AND v.amount IS NOT NULL AND v.per_unit_key IS NULL AND v.kind_group <> 'price'
),

largest_sums AS (
  SELECT DISTINCT ON (s.kind_group)
    s.fact_key,
    s.kind_group AS what
  FROM sums AS s
  ORDER BY s.kind_group, s.of_currency DESC, s.amount DESC, s.fact_key COLLATE "C"
),

largest_figures AS (
  SELECT DISTINCT ON (o.indicator_key)
    o.fact_key,
    concat_ws(' ', i.name, 'of ' || m.name, 'from ' || p.name) AS what,
    o.unit_key = 'percent' AS is_share
  FROM mart.fact_observation AS o
  JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = o.mineral_key
  LEFT JOIN mart.dim_place AS p ON p.place_key = o.counterpart_place_key
  WHERE o.is_chosen AND o.value IS NOT NULL
  ORDER BY o.indicator_key, o.value DESC, o.fact_key COLLATE "C"
),

candidates AS (
  SELECT f.fact_key, f.what, CASE WHEN f.is_share THEN 1 ELSE 3 END AS place
  FROM largest_figures AS f
  UNION ALL
  SELECT s.fact_key, s.what, 2
  FROM largest_sums AS s
)

SELECT
  c.fact_key,
  c.what
FROM candidates AS c
ORDER BY c.place, c.what COLLATE "C", c.fact_key COLLATE "C"
LIMIT 6;
