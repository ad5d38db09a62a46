/* site
rows: "what every fact says, by its key, and of figures their parts; those no longer held have no words and no parts"
*/
WITH figures AS (
  SELECT
    o.fact_key,
    json_build_array(
      i.name,
      u.symbol,
      o.mineral_key,
      o.counterpart_place_key,
      replace(o.aspect, '-', ' '),
      trim_scale(o.value)::text,
      trim_scale(o.lowest_value)::text,
      trim_scale(o.highest_value)::text,
      o.as_printed,
      o.period_earliest_date_key,
      o.period_latest_date_key
    ) AS figure
  FROM mart.fact_observation AS o
  JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
  JOIN mart.dim_unit AS u ON u.unit_key = o.unit_key
)

SELECT
  f.fact_key,
  f.path,
  f.family,
  f.subject_key,
  s.name AS subject,
  w.says,
  w.date_edtf,
  w.earliest_date,
  f.modality,
  f.said_by,
  f.said_by_entity_key,
  f.basis,
  f.rank,
  f.rank_reason,
  f.note,
  f.is_disputed,
  g.figure
FROM mart.dim_fact AS f
LEFT JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key
LEFT JOIN figures AS g ON g.fact_key = f.fact_key
ORDER BY f.fact_key COLLATE "C";
