/* report
title: Figures over time
question: What do documents state of a quantity, period by period, in which unit, and for which place or plant?
grain: [figure_fact]
params:
  place:
    type: text
    help: key of a place; only figures of it, or that hold in it; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  mineral:
    type: text
    help: key of a mineral or product; only figures of it or about it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  indicator:
    type: text
    help: key of a quantity; only figures of it; without it all
    choices_from: SELECT indicator_key, name FROM mart.dim_indicator
  since:
    type: date
    help: only periods that end on this day or later; without it all, figures without a period too
columns:
  subject:
    meaning: place, plant, party or agreement that the figure is of
  quantity:
    meaning: what is measured, of which mineral, where, at which stage, on which basis and so on
  period:
    meaning: period the figure holds for, as an EDTF value
    empty: no document says
  first_day:
    meaning: first day of the period
    empty: open, or no document says
  last_day:
    meaning: last day of the period
    empty: open, or no document says
  value:
    meaning: the figure; of several sources the one that is chosen
    unit: see unit
    empty: none is printed
  lower:
    meaning: lower bound that the words state
    unit: see unit
    empty: none is stated, as with about
  upper:
    meaning: upper bound that the words state
    unit: see unit
    empty: none is stated, as with about
  unit:
    meaning: unit of the figure
  as_printed:
    meaning: the figure as printed
    empty: the document gives none
  modality:
    meaning: whether it was judged or measured, is planned, expected …
  said_by:
    meaning: who says so in the document
    empty: the document itself
  differing_sources:
    meaning: documents with another figure for the same question
    unit: documents
cite:
  value: figure_fact
chart: {kind: line, x: period, start: first_day, end: last_day, y: value, series: subject, panel: quantity, lower: lower, upper: upper}
cases:
  - expect:
      at_least: 6
      contains:
        - {subject: South Korea, value: "99.3", unit: percent, period: ""}
        - {quantity: Import dependence of rare earth metals from China, as_printed: about 80%, lower: "", upper: ""}
  - params: {place: south-korea, mineral: rare-earth-metals, indicator: import-dependence}
    expect:
      rows: 1
      contains:
        - {value: "80", said_by: Korea International Trade Association, differing_sources: "0"}
  - params: {since: "2100-01-01"}
    expect: {rows: 0}
*/
SELECT
  s.name AS subject,
  concat_ws(
    ' ', i.name, '[' || replace(o.aspect, '-', ' ') || ']', 'of ' || m.name, 'in ' || k.name, 'at ' || g.name,
    'for ' || o.end_use, 'from ' || coalesce(c.name, e.name),
    '(' || nullif(concat_ws(', ', o.measured_as, o.statistic, o.scenario), '') || ')'
  ) AS quantity,
  o.period_edtf AS period,
  o.period_earliest_date_key AS first_day,
  o.period_latest_date_key AS last_day,
  trim_scale(o.value) AS value,
  trim_scale(o.lowest_value) AS lower,
  trim_scale(o.highest_value) AS upper,
  u.name AS unit,
  o.as_printed,
  o.modality,
  o.said_by,
  o.differing_source_count AS differing_sources,
  o.fact_key AS figure_fact
FROM mart.fact_observation AS o
JOIN mart.dim_subject AS s ON s.subject_key = o.subject_key
JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
JOIN mart.dim_unit AS u ON u.unit_key = o.unit_key
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = coalesce(o.mineral_key, o.about_mineral_key)
LEFT JOIN mart.dim_place AS k ON k.place_key = o.market_place_key
LEFT JOIN mart.dim_stage AS g ON g.stage_key = o.measured_stage_key
LEFT JOIN mart.dim_place AS c ON c.place_key = o.counterpart_place_key
LEFT JOIN mart.dim_entity AS e ON e.entity_key = o.counterpart_entity_key
WHERE
  o.is_chosen
  AND (:place IS NULL OR :place IN (o.place_key, o.market_place_key))
  AND (:mineral IS NULL OR :mineral IN (o.mineral_key, o.about_mineral_key))
  AND (:indicator IS NULL OR o.indicator_key = :indicator)
  AND (:since IS NULL OR o.period_latest_date_key >= :since)
ORDER BY quantity, unit, subject, o.period_earliest_date_key, o.period_latest_date_key, figure_fact;
