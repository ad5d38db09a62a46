/* report
title: Import dependence
question: How large a share of its imports of a mineral or product does a place take from another, and who says so?
grain: [share_fact]
params:
  importer:
    type: text
    help: key of a place; only what it imports; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  counterpart:
    type: text
    help: key of a place; only imports from there; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  mineral:
    type: text
    help: key of a mineral or product; only shares of it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  minimum:
    type: numeric
    help: only shares of at least this many percent; without it all
columns:
  importer:
    meaning: place that imports
    empty: the share is not stated of a place
  counterpart:
    meaning: place the imports come from
    empty: no document says
  mineral:
    meaning: mineral or product that is imported
    empty: none in particular
  share:
    meaning: share of the imports that comes from the counterpart
    unit: see unit
  lower:
    meaning: lower bound that the words state
    unit: see unit
    empty: none is stated, as with about
  upper:
    meaning: upper bound that the words state
    unit: see unit
    empty: none is stated, as with about
  unit:
    meaning: unit of the share
  approximation:
    meaning: how exactly the share is stated
  as_printed:
    meaning: the share as printed
  period:
    meaning: latest period for which a share is stated, as an EDTF value; "figures-over-time" shows earlier ones
    empty: no document says
  said_by:
    meaning: who says so in the document
    empty: the document itself
  modality:
    meaning: whether it was judged or measured, is expected …
cite:
  share: share_fact
chart: {kind: bar, x: mineral, y: share, series: counterpart, lower: lower, upper: upper}
cases:
  - expect:
      rows: 2
      contains:
        - {mineral: rare earth permanent magnets, share: "99.3", unit: percent, approximation: exact}
        - {mineral: rare earth metals, share: "80", unit: percent, approximation: about, as_printed: about 80%}
  - params: {importer: south-korea, counterpart: china, mineral: rare-earth-metals}
    expect: {rows: 1}
  - params: {minimum: "99"}
    expect:
      rows: 1
      contains:
        - {share: "99.3", said_by: Korea International Trade Association, period: ""}
  - params: {minimum: "100.1"}
    expect: {rows: 0}
*/
WITH shares AS (
  SELECT
    o.fact_key,
    f.path,
    rank() OVER (
      PARTITION BY
        o.place_key,
        o.counterpart_place_key,
        o.mineral_key,
        o.period_earliest_date_key,
        o.period_latest_date_key
      ORDER BY f.rank = 'preferred' DESC
    ) AS place,
    dense_rank() OVER (
      PARTITION BY
        o.place_key,
        o.counterpart_place_key,
        o.mineral_key,
        o.aspect,
        o.period_edtf IS NULL
      ORDER BY o.period_latest_date_key DESC NULLS LAST, o.period_earliest_date_key DESC
    ) AS place_in_time
  FROM mart.fact_observation AS o
  JOIN mart.dim_fact AS f ON f.fact_key = o.fact_key
  WHERE o.indicator_key = 'import-dependence'
)

SELECT
  p.name AS importer,
  c.name AS counterpart,
  m.name AS mineral,
  trim_scale(o.value) AS share,
  trim_scale(o.lowest_value) AS lower,
  trim_scale(o.highest_value) AS upper,
  u.name AS unit,
  o.approximation,
  o.as_printed,
  o.period_edtf AS period,
  o.said_by,
  o.modality,
  o.fact_key AS share_fact
FROM shares AS s
JOIN mart.fact_observation AS o ON o.fact_key = s.fact_key
JOIN mart.dim_unit AS u ON u.unit_key = o.unit_key
LEFT JOIN mart.dim_place AS p ON p.place_key = o.place_key
LEFT JOIN mart.dim_place AS c ON c.place_key = o.counterpart_place_key
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = o.mineral_key
WHERE
  s.place = 1
  AND s.place_in_time = 1
  AND (:importer IS NULL OR o.place_key = :importer)
  AND (:counterpart IS NULL OR o.counterpart_place_key = :counterpart)
  AND (:mineral IS NULL OR o.mineral_key = :mineral)
  AND (:minimum IS NULL OR o.value >= :minimum)
ORDER BY o.place_key, u.name, o.value DESC, o.mineral_key, s.path, share_fact;
