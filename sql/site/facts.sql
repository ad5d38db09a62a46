/* site
rows: "what every fact says, by its key, also from the other side, and of figures their parts; those no longer held have no words and no parts"
*/
WITH figures AS (
  SELECT
    o.fact_key,
    json_build_array(
      i.name,
      u.symbol,
      o.mineral_key,
      o.counterpart_place_key,
      nullif(concat_ws(
        ', ', replace(o.aspect, '-', ' '), 'in ' || k.name, 'with ' || e.name, g.name, 'for ' || o.end_use, o.measured_as,
        o.statistic, o.scenario, CASE WHEN o.is_total THEN 'total' END
      ), ''),
      trim_scale(o.value)::text,
      trim_scale(o.lowest_value)::text,
      trim_scale(o.highest_value)::text,
      concat(o.as_printed, ' (' || o.status || ')'),
      o.period_earliest_date_key,
      o.period_latest_date_key,
      o.approximation,
      trim_scale(o.upper_value)::text
    ) AS figure
  FROM mart.fact_observation AS o
  JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
  JOIN mart.dim_unit AS u ON u.unit_key = o.unit_key
  LEFT JOIN mart.dim_place AS k ON k.place_key = o.market_place_key
  LEFT JOIN mart.dim_entity AS e ON e.entity_key = o.counterpart_entity_key
  LEFT JOIN mart.dim_stage AS g ON g.stage_key = o.measured_stage_key
  UNION ALL
  SELECT
    v.fact_key,
    json_build_array(
      v.kind,
      concat_ws(' per ', v.currency_code, u.name),
      v.mineral_key,
      v.counterpart_place_key,
      nullif(concat_ws(
        ', ', replace(v.aspect, '-', ' '), 'in ' || k.name, g.name, 'for ' || v.end_use, v.measured_as, v.price_basis,
        v.statistic, v.scenario, CASE WHEN v.is_total THEN 'total' END
      ), ''),
      trim_scale(v.amount)::text,
      trim_scale(v.lowest_amount)::text,
      trim_scale(v.highest_amount)::text,
      concat(v.as_printed, ' (' || q.as_printed || ')', ' (' || v.status || ')'),
      v.period_earliest_date_key,
      v.period_latest_date_key,
      v.approximation,
      trim_scale(v.upper_amount)::text
    )
  FROM mart.fact_money AS v
  LEFT JOIN mart.fact_money AS q ON q.fact_key = v.fact_key AND q.leg = 'equivalent'
  LEFT JOIN mart.dim_unit AS u ON u.unit_key = v.per_unit_key
  LEFT JOIN mart.dim_place AS k ON k.place_key = v.market_place_key
  LEFT JOIN mart.dim_stage AS g ON g.stage_key = v.measured_stage_key
  WHERE v.leg = 'printed' AND v.currency_code IS NOT NULL
),

-- the thing on the other side, the words before the name of what the fact is about, and those behind it
inverses AS (
  SELECT
    r.fact_key,
    json_build_array('entities/' || r.object_entity_key, r.inverse, nullif(concat_ws(', ', r.title, r.period_words), '')) AS inverse
  FROM mart.fact_entity_relation AS r
  WHERE r.inverse IS NOT NULL
  UNION ALL
  SELECT t.fact_key, json_build_array(t.other_subject_key, t.inverse, t.as_printed)
  FROM mart.fact_link AS t
  WHERE t.inverse IS NOT NULL
  UNION ALL
  SELECT
    h.fact_key,
    json_build_array(h.held_subject_key, 'held by', concat_ws(', ', h.instrument, h.as_printed, h.period_words))
  FROM mart.fact_holding AS h
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
  g.figure,
  i.inverse
FROM mart.dim_fact AS f
LEFT JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key
LEFT JOIN figures AS g ON g.fact_key = f.fact_key
LEFT JOIN inverses AS i ON i.fact_key = f.fact_key
ORDER BY f.fact_key COLLATE "C";
