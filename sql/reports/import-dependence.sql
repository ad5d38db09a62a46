/* report
title: Import dependence
question: How large a share of its imports of a mineral or product does a place take from another, and who says so?
grain: [share_fact]
params:
  importer:
    type: text
    help: key of a place; only what it imports; without it all
  counterpart:
    type: text
    help: key of a place; only imports from there; without it all
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
        - {share: "99.3", attributed_to: Korea International Trade Association, period: ""}
  - params: {minimum: "100.1"}
    expect: {rows: 0}
*/
WITH shares AS (
  SELECT
    o.fact_id,
    f.path,
    o.place_key,
    o.counterpart_key,
    o.mineral_key,
    o.indicator_key,
    o.value,
    o.approximation,
    o.words,
    o.period_edtf,
    f.attributed_to_key,
    f.attributed_words,
    f.modality,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred')
      OVER (PARTITION BY o.place_key, o.counterpart_key, o.mineral_key, o.period_edtf) AS one_is_preferred
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  WHERE o.indicator_key = 'import-dependence' AND f.rank <> 'deprecated'
)

SELECT
  p.name AS importer,
  c.name AS counterpart,
  m.name AS mineral,
  o.value AS share,
  u.name AS unit,
  o.approximation,
  o.words AS as_printed,
  o.period_edtf AS period,
  coalesce(e.name, o.attributed_words) AS attributed_to,
  o.modality,
  o.fact_id AS share_fact
FROM shares AS o
JOIN core.indicators AS i ON i.key = o.indicator_key
JOIN core.units AS u ON u.key = i.unit_key
LEFT JOIN core.places AS p ON p.key = o.place_key
LEFT JOIN core.places AS c ON c.key = o.counterpart_key
LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
LEFT JOIN core.entities AS e ON e.key = o.attributed_to_key
WHERE
  (o.is_preferred OR NOT o.one_is_preferred)
  AND (:importer IS NULL OR o.place_key = :importer)
  AND (:counterpart IS NULL OR o.counterpart_key = :counterpart)
  AND (:mineral IS NULL OR o.mineral_key = :mineral)
  AND (:minimum IS NULL OR o.value >= :minimum)
ORDER BY o.place_key, o.value DESC, o.mineral_key, o.path;
