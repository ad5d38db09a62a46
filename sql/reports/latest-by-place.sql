/* report
title: Latest figures by place
question: What is the latest figure of each quantity that documents state for a place and a mineral?
grain: [figure_fact]
params:
  indicator:
    type: text
    help: key of a quantity; only figures of it; without it all
    choices_from: SELECT indicator_key, name FROM mart.dim_indicator
  mineral:
    type: text
    help: key of a mineral or product; only figures of it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  place:
    type: text
    help: key of a place; only figures of it; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
columns:
  place:
    meaning: place that the figure is of
  quantity:
    meaning: what is measured, of which mineral, from where
  value:
    meaning: figure of the latest period; of several sources the one that is chosen
    unit: see unit
    empty: none is printed
  unit:
    meaning: unit of the figure
  period:
    meaning: latest period for which a figure is stated, as an EDTF value; what is only planned or expected does not count
    empty: no document says
  as_printed:
    meaning: the figure as printed
    empty: the document gives none
  said_by:
    meaning: who says so in the document
    empty: the document itself
  earlier_periods:
    meaning: earlier periods with a figure; "figures-over-time" shows them
    unit: periods
cite:
  value: figure_fact
chart: {kind: bar, x: place, y: value, series: quantity}
cases:
  - expect:
      rows: 2
      contains:
        - {place: South Korea, quantity: Import dependence of rare earth permanent magnets from China, value: "99.3"}
  - params: {indicator: import-dependence, mineral: rare-earth-metals, place: south-korea}
    expect:
      rows: 1
      contains:
        - {value: "80", unit: percent, earlier_periods: "0"}
  - params: {place: japan}
    expect: {rows: 0}
*/
WITH stated AS (
  SELECT
    o.fact_key,
    row_number() OVER latest_first AS place_in_time,
    count(*) OVER (PARTITION BY regexp_replace(o.question_key, ';during=[^;]*', '')) AS period_count
  FROM mart.fact_observation AS o
  WHERE o.is_chosen AND o.place_key IS NOT NULL AND o.outlook = 'present'
  WINDOW latest_first AS (
    PARTITION BY regexp_replace(o.question_key, ';during=[^;]*', '')
    ORDER BY o.period_latest_date_key DESC NULLS LAST, o.period_earliest_date_key NULLS LAST, o.fact_key
  )
)

SELECT
  p.name AS place,
  concat_ws(
    ' ', i.name, '[' || replace(o.aspect, '-', ' ') || ']', 'of ' || m.name, 'in ' || k.name, 'at ' || g.name,
    'for ' || o.end_use, 'from ' || coalesce(c.name, e.name),
    '(' || nullif(concat_ws(', ', o.measured_as, o.statistic, o.scenario), '') || ')'
  ) AS quantity,
  trim_scale(o.value) AS value,
  u.name AS unit,
  o.period_edtf AS period,
  o.as_printed,
  o.said_by,
  s.period_count - 1 AS earlier_periods,
  o.fact_key AS figure_fact
FROM stated AS s
JOIN mart.fact_observation AS o ON o.fact_key = s.fact_key
JOIN mart.dim_place AS p ON p.place_key = o.place_key
JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
JOIN mart.dim_unit AS u ON u.unit_key = o.unit_key
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = coalesce(o.mineral_key, o.about_mineral_key)
LEFT JOIN mart.dim_place AS k ON k.place_key = o.market_place_key
LEFT JOIN mart.dim_stage AS g ON g.stage_key = o.measured_stage_key
LEFT JOIN mart.dim_place AS c ON c.place_key = o.counterpart_place_key
LEFT JOIN mart.dim_entity AS e ON e.entity_key = o.counterpart_entity_key
WHERE
  s.place_in_time = 1
  AND (:indicator IS NULL OR o.indicator_key = :indicator)
  AND (:mineral IS NULL OR o.mineral_key = :mineral)
  AND (:place IS NULL OR o.place_key = :place)
ORDER BY quantity, unit, o.value DESC NULLS LAST, place, figure_fact;
