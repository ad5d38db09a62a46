/* report
title: Import dependence
question: How large a share of its imports of a mineral or product does a place take from another, and who says so?
grain: [share_fact]
params:
  mineral:
    type: text
    help: key of a mineral or product; only shares of it; without it all
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
  unit:
    meaning: unit of the share
  approximation:
    meaning: how exactly the share is stated
  as_printed:
    meaning: the share as printed
  period:
    meaning: period it holds for, as an EDTF value
    empty: no document says
  attributed_to:
    meaning: who says so in the document
    empty: the document itself
  modality:
    meaning: whether it was judged or measured, is expected …
cite:
  share: share_fact
chart: {kind: bar, x: mineral, y: share, series: counterpart}
cases:
  - expect:
      contains:
        - {share: "99.3", unit: percent, approximation: exact}
        - {share: "80", unit: percent, approximation: about}
  - params: {minimum: "99"}
    expect: {at_least: 1}
  - params: {minimum: "100.1"}
    expect: {rows: 0}
*/
SELECT
  p.name AS importer,
  c.name AS counterpart,
  m.name AS mineral,
  o.value AS share,
  u.name AS unit,
  o.approximation,
  o.words AS as_printed,
  o.period_edtf AS period,
  coalesce(e.name, f.attributed_words) AS attributed_to,
  f.modality,
  o.fact_id AS share_fact
FROM core.observations AS o
JOIN core.facts AS f ON f.fact_id = o.fact_id
JOIN core.indicators AS i ON i.key = o.indicator_key
JOIN core.units AS u ON u.key = i.unit_key
LEFT JOIN core.places AS p ON p.key = o.place_key
LEFT JOIN core.places AS c ON c.key = o.counterpart_key
LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
LEFT JOIN core.entities AS e ON e.key = f.attributed_to_key
WHERE
  o.indicator_key = 'import-dependence'
  AND f.rank <> 'deprecated'
  AND (:mineral IS NULL OR o.mineral_key = :mineral)
  AND (:minimum IS NULL OR o.value >= :minimum)
ORDER BY o.place_key, o.value DESC, o.mineral_key, f.path;
