/* report
title: Planned capacity
question: Which plants are to be built or looked into, where and by whom, and how much are they to make in a year?
grain: [facility_fact, capacity_fact]
params:
  country:
    type: text
    help: key of a country; only plants in it; without it all
  mineral:
    type: text
    help: key of a mineral or product; only capacities of it; without it all plants, those without a stated capacity too
  modality:
    type: text
    help: only plants of which this is said; without it all that do not stand yet
    choices: [planned, intended, exploring, expected, pledged]
columns:
  facility:
    meaning: name of the plant, or our short title
  modality:
    meaning: whether the plant is planned, intended, only explored …
  place:
    meaning: where it is to be
    empty: no document says
  country:
    meaning: country of that place
    empty: no document says
  parties:
    meaning: who has a part in it, with the role, between semicolons
    empty: no document says
  mineral:
    meaning: what the capacity is of
    empty: no capacity is stated, or it is of nothing in particular
  capacity:
    meaning: amount it is to make in a year
    unit: see unit
    empty: no document states one
  lower:
    meaning: smallest capacity that would be printed so, half of the last printed digit below
    unit: see unit
    empty: open, or no capacity is stated
  upper:
    meaning: largest capacity that would be printed so, half of the last printed digit above
    unit: see unit
    empty: open, or no capacity is stated
  unit:
    meaning: unit of the capacity
    empty: no capacity is stated
  as_printed:
    meaning: the capacity as printed
    empty: no capacity is stated
  start:
    meaning: start of production or operation as an EDTF value, with the words as printed
    empty: no document says
  facility_key:
    meaning: key of the plant
cite:
  facility: facility_fact
  parties: party_facts
  capacity: capacity_fact
  start: start_facts
chart: {kind: dot, x: facility, y: capacity, series: modality, lower: lower, upper: upper}
cases:
  - expect:
      rows: 4
      contains:
        - {facility_key: korea-zinc-alta-oxide-plant, capacity: "100", unit: ton (unspecified) per year, lower: "99.5"}
        - {facility_key: korea-zinc-alta-oxide-plant, country: United States, modality: intended}
        - {facility_key: posco-reelement-complex, place: Indiana, country: United States, capacity: ""}
        - {facility_key: ls-cable-chesapeake-magnet-plant, modality: exploring, start: ""}
  - params: {mineral: rare-earth-oxides, country: united-states}
    expect:
      rows: 1
      contains:
        - {as_printed: 100 tons annually, start: commercial operation by 2027 (by 2027)}
  - params: {country: japan}
    expect: {rows: 0}
*/
WITH countries AS (
  SELECT
    p.key AS place_key,
    CASE 'country'
      WHEN p.kind THEN p.key
      WHEN q.kind THEN q.key
      WHEN r.kind THEN r.key
      WHEN s.kind THEN s.key
      WHEN t.kind THEN t.key
    END AS country_key
  FROM core.places AS p
  LEFT JOIN core.places AS q ON q.key = p.parent_key
  LEFT JOIN core.places AS r ON r.key = q.parent_key
  LEFT JOIN core.places AS s ON s.key = r.parent_key
  LEFT JOIN core.places AS t ON t.key = s.parent_key
),

parties AS (
  SELECT
    p.facility_key,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')') AS names,
    array_agg(p.fact_id) AS facts
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  WHERE f.rank <> 'deprecated'
  GROUP BY p.facility_key
),

dated AS (
  SELECT
    m.facility_key,
    m.fact_id,
    concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')') AS at
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  WHERE
    m.facility_key IS NOT NULL
    AND m.kind IN ('production start', 'commercial operation', 'completion')
    AND f.rank <> 'deprecated'
),

starts AS (
  SELECT
    d.facility_key,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) AS at,
    array_agg(d.fact_id) AS facts
  FROM dated AS d
  GROUP BY d.facility_key
),

capacities AS (
  SELECT
    o.fact_id,
    f.path,
    o.facility_key,
    o.mineral_key,
    m.name AS mineral,
    o.value,
    u.name AS unit,
    o.words,
    CASE WHEN o.approximation NOT IN ('at most', 'under') THEN o.value - o.quantum / 2 END AS lower,
    CASE WHEN o.approximation NOT IN ('at least', 'over') THEN coalesce(o.upper_value, o.value) + o.quantum / 2 END
      AS upper,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY o.facility_key, o.mineral_key) AS one_is_preferred
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  JOIN core.indicators AS i ON i.key = o.indicator_key
  JOIN core.units AS u ON u.key = i.unit_key
  LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
  WHERE o.indicator_key = 'annual-capacity' AND o.facility_key IS NOT NULL AND f.rank <> 'deprecated'
)

SELECT
  l.name AS facility,
  f.modality,
  p.name AS place,
  y.name AS country,
  t.names AS parties,
  c.mineral,
  c.value AS capacity,
  trim_scale(c.lower) AS lower,
  trim_scale(c.upper) AS upper,
  c.unit,
  c.words AS as_printed,
  s.at AS start,
  l.key AS facility_key,
  l.fact_id AS facility_fact,
  t.facts AS party_facts,
  c.fact_id AS capacity_fact,
  s.facts AS start_facts
FROM core.facilities AS l
JOIN core.facts AS f ON f.fact_id = l.fact_id
LEFT JOIN core.places AS p ON p.key = l.place_key
LEFT JOIN countries AS n ON n.place_key = l.place_key
LEFT JOIN core.places AS y ON y.key = n.country_key
LEFT JOIN parties AS t ON t.facility_key = l.key
LEFT JOIN starts AS s ON s.facility_key = l.key
LEFT JOIN capacities AS c ON c.facility_key = l.key AND (c.is_preferred OR NOT c.one_is_preferred)
WHERE
  f.rank <> 'deprecated'
  AND f.modality NOT IN ('in force', 'occurred')
  AND (:modality IS NULL OR f.modality = :modality)
  AND (:country IS NULL OR n.country_key = :country)
  AND (:mineral IS NULL OR c.mineral_key = :mineral)
ORDER BY c.value DESC NULLS LAST, l.key, facility_fact, c.path, capacity_fact;
