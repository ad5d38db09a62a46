/* report
title: Planned capacity
question: Which plants are to be built, enlarged or looked into, where and by whom, and how much are they to make in a year?
grain: [facility_fact, capacity_fact]
params:
  country:
    type: text
    help: key of a country; only plants in it; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place WHERE kind_group = 'country'
  mineral:
    type: text
    help: key of a mineral or product; only capacities of it; without it all plants, those without a stated capacity too
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  standing:
    type: text
    help: only plants or capacities that are so far, such as planned or under construction; without it all that do not stand yet
    choices: [planned, intended, exploring, expected, pledged, under construction, paused, disputed]
columns:
  facility:
    meaning: name of the plant, or our short title
  standing:
    meaning: how far the plant is, such as planned, exploring or under construction; of a plant that stands, the modality of a capacity still to come
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
    meaning: amount it is to make in a year; never to be added over standings
    unit: see unit
    empty: no document states one
  lower:
    meaning: lower bound that the words state
    unit: see unit
    empty: none is stated, as with about, or no capacity is stated
  upper:
    meaning: upper bound that the words state
    unit: see unit
    empty: none is stated, as with about, or no capacity is stated
  unit:
    meaning: unit of the capacity
    empty: no capacity is stated
  as_printed:
    meaning: the capacity as printed
    empty: no capacity is stated
  period:
    meaning: period it is to hold for, as an EDTF value
    empty: no document says, or no capacity is stated
  starts:
    meaning: start of production or operation as an EDTF value, with the words as printed
    empty: no document says
  facility_key:
    meaning: key of the plant
    key_of: facilities
cite:
  facility: facility_fact
  parties: party_facts
  capacity: capacity_fact
  starts: start_facts
chart: {kind: dot, x: facility, y: capacity, series: standing, lower: lower, upper: upper}
cases:
  - expect:
      rows: 4
      contains:
        - {facility_key: korea-zinc-alta-oxide-plant, capacity: "100", unit: ton (unspecified) per year, lower: "100", upper: "100"}
        - {facility_key: korea-zinc-alta-oxide-plant, country: United States, standing: intended}
        - {facility_key: posco-reelement-complex, place: Indiana, country: United States, capacity: ""}
        - {facility_key: ls-cable-chesapeake-magnet-plant, standing: exploring, starts: ""}
  - params: {mineral: rare-earth-oxides, country: united-states}
    expect:
      rows: 1
      contains:
        - {as_printed: 100 tons annually, starts: commercial operation by 2027 (by 2027)}
  - params: {country: japan}
    expect: {rows: 0}
*/
WITH parties AS (
  SELECT
    p.facility_key,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')') AS names,
    array_agg(p.fact_key ORDER BY p.fact_key) AS facts
  FROM mart.bridge_facility_party AS p
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.facility_key
),

dated AS (
  SELECT
    m.facility_key,
    m.fact_key,
    concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')') AS at
  FROM mart.fact_milestone AS m
  WHERE m.facility_key IS NOT NULL AND m.kind_group IN ('production start', 'commercial operation', 'completion')
),

starts AS (
  SELECT
    d.facility_key,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) AS at,
    array_agg(d.fact_key ORDER BY d.fact_key) AS facts
  FROM dated AS d
  GROUP BY d.facility_key
),

capacities AS (
  SELECT
    o.fact_key,
    o.facility_key,
    o.mineral_key,
    o.outlook,
    o.modality,
    o.value,
    o.lowest_value,
    o.highest_value,
    o.as_printed,
    o.period_edtf,
    i.unit_name,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY o.facility_key, o.mineral_key, o.period_edtf) AS one_is_preferred
  FROM mart.fact_observation AS o
  JOIN mart.dim_fact AS f ON f.fact_key = o.fact_key
  JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
  WHERE o.indicator_key = 'annual-capacity' AND o.facility_key IS NOT NULL
)

SELECT
  l.name AS facility,
  CASE WHEN w.is_to_come THEN w.standing ELSE c.modality END AS standing,
  l.place_name AS place,
  l.country_name AS country,
  p.names AS parties,
  m.name AS mineral,
  trim_scale(c.value) AS capacity,
  trim_scale(c.lowest_value) AS lower,
  trim_scale(c.highest_value) AS upper,
  c.unit_name AS unit,
  c.as_printed,
  c.period_edtf AS period,
  s.at AS starts,
  l.facility_key,
  l.fact_key AS facility_fact,
  p.facts AS party_facts,
  c.fact_key AS capacity_fact,
  s.facts AS start_facts
FROM mart.dim_facility AS l
JOIN mart.wide_standings AS w ON w.subject_key = 'facilities/' || l.facility_key
LEFT JOIN parties AS p ON p.facility_key = l.facility_key
LEFT JOIN starts AS s ON s.facility_key = l.facility_key
LEFT JOIN capacities AS c ON c.facility_key = l.facility_key AND (c.is_preferred OR NOT c.one_is_preferred)
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = c.mineral_key
WHERE
  -- A plant that works and is to be enlarged counts with what is still to come.
  (w.is_to_come OR c.outlook = 'future')
  AND (:standing IS NULL OR :standing = CASE WHEN w.is_to_come THEN w.standing ELSE c.modality END)
  AND (:country IS NULL OR l.country_key = :country)
  AND (:mineral IS NULL OR c.mineral_key = :mineral)
ORDER BY c.unit_name, standing, c.value DESC NULLS LAST, l.facility_key, facility_fact, c.path, capacity_fact;
