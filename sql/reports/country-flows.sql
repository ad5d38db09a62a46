/* report
title: Country flows
question: What runs from one country to another, as imports, trade measures, supply contracts, plants abroad, cooperation?
grain: [from_place, to_place]
params:
  place:
    type: text
    help: key of a place; only flows from it or to it; without it all
columns:
  from_place:
    meaning: where it comes from; "not stated" where no document says which country a party belongs to
  to_place:
    meaning: where it goes to; "not stated" as before
  flows:
    meaning: number of them, whatever their kind
    unit: flows
  imports:
    meaning: shares of the imports of to_place that come from from_place, by mineral or product, as printed
    empty: none is stated
  trade_measures:
    meaning: measures of from_place that are aimed at to_place, with modality
    empty: none is stated
  supply:
    meaning: contracts of suppliers of from_place with buyers of to_place, with modality
    empty: none is stated
  plants:
    meaning: plants in to_place that parties of from_place have a part in, with party and modality
    empty: none is stated
  cooperation:
    meaning: agreements of equals of both, with modality; it has no direction and stands once, under the names in order
    empty: none is stated
cite:
  imports: import_facts
  trade_measures: measure_facts
  supply: supply_facts
  plants: plant_facts
  cooperation: cooperation_facts
chart: {kind: matrix, x: to_place, y: from_place, value: flows}
cases:
  - expect:
      rows: 5
      contains:
        - {from_place: China, to_place: South Korea, flows: "2"}
        - {from_place: China, to_place: South Korea, imports: rare earth metals about 80%; rare earth permanent magnets 99.3%}
        - {from_place: China, to_place: Japan, flows: "1", imports: ""}
        - {from_place: South Korea, to_place: United States, flows: "3", supply: ""}
        - {from_place: not stated, to_place: United States, flows: "4"}
        - {from_place: not stated, to_place: not stated, flows: "5", plants: ""}
  - params: {place: japan}
    expect:
      rows: 1
      contains:
        - {trade_measures: "China's restrictions on rare-earth exports to Japan (in force)"}
  - params: {place: australia}
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

agreed AS (
  SELECT
    p.agreement_key,
    p.role,
    p.fact_id,
    e.name,
    e.country_key,
    coalesce(c.name, '') AS country
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  LEFT JOIN core.places AS c ON c.key = e.country_key
  WHERE f.rank <> 'deprecated'
),

flows AS (
  SELECT
    'import' AS kind,
    o.counterpart_key AS from_key,
    o.place_key AS to_key,
    concat_ws(' ', coalesce(m.name, 'all'), o.words) AS words,
    o.fact_id,
    o.fact_id AS other_fact_id
  FROM core.observations AS o
  JOIN core.facts AS f ON f.fact_id = o.fact_id
  LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
  WHERE o.indicator_key = 'import-dependence' AND o.place_key IS NOT NULL AND f.rank <> 'deprecated'
  UNION ALL
  SELECT 'measure', s.jurisdiction_key, s.target_key, s.name || ' (' || f.modality || ')', s.fact_id, s.fact_id
  FROM core.strategies AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  WHERE s.target_key IS NOT NULL AND f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'supply',
    one.country_key,
    other.country_key,
    a.name || ' (' || f.modality || ')',
    one.fact_id,
    other.fact_id
  FROM agreed AS one
  JOIN agreed AS other ON other.agreement_key = one.agreement_key AND other.role = 'buyer'
  JOIN core.agreements AS a ON a.key = one.agreement_key
  JOIN core.facts AS f ON f.fact_id = a.fact_id
  WHERE one.role = 'supplier' AND f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'cooperation',
    one.country_key,
    other.country_key,
    a.name || ' (' || f.modality || ')',
    one.fact_id,
    other.fact_id
  FROM agreed AS one
  JOIN agreed AS other
    ON other.agreement_key = one.agreement_key
    AND (one.country COLLATE "C", one.name COLLATE "C") < (other.country COLLATE "C", other.name COLLATE "C")
  JOIN core.agreements AS a ON a.key = one.agreement_key
  JOIN core.facts AS f ON f.fact_id = a.fact_id
  WHERE
    one.role NOT IN ('supplier', 'buyer')
    AND other.role NOT IN ('supplier', 'buyer')
    AND f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'plant',
    e.country_key,
    c.country_key,
    l.name || ' (' || e.name || ', ' || g.modality || ')',
    p.fact_id,
    l.fact_id
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  JOIN core.facilities AS l ON l.key = p.facility_key
  JOIN core.facts AS g ON g.fact_id = l.fact_id
  LEFT JOIN countries AS c ON c.place_key = l.place_key
  WHERE
    l.kind NOT IN ('headquarters', 'government complex')
    AND f.rank <> 'deprecated'
    AND g.rank <> 'deprecated'
),

abroad AS (
  SELECT
    w.kind,
    coalesce(p.name, 'not stated') AS from_place,
    coalesce(q.name, 'not stated') AS to_place,
    w.words,
    w.fact_id,
    w.other_fact_id
  FROM flows AS w
  LEFT JOIN core.places AS p ON p.key = w.from_key
  LEFT JOIN core.places AS q ON q.key = w.to_key
  WHERE
    (w.from_key IS NULL OR w.to_key IS NULL OR w.from_key <> w.to_key)
    AND (:place IS NULL OR w.from_key = :place OR w.to_key = :place)
)

SELECT
  a.from_place,
  a.to_place,
  count(DISTINCT a.kind || '/' || a.words) AS flows,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'import') AS imports,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'measure') AS trade_measures,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'supply') AS supply,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'plant') AS plants,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'cooperation') AS cooperation,
  array_agg(a.fact_id) FILTER (WHERE a.kind = 'import') AS import_facts,
  array_agg(a.fact_id) FILTER (WHERE a.kind = 'measure') AS measure_facts,
  array_agg(a.fact_id) FILTER (WHERE a.kind = 'supply') || array_agg(a.other_fact_id) FILTER (WHERE a.kind = 'supply')
    AS supply_facts,
  array_agg(a.fact_id) FILTER (WHERE a.kind = 'plant') || array_agg(a.other_fact_id) FILTER (WHERE a.kind = 'plant')
    AS plant_facts,
  array_agg(a.fact_id) FILTER (WHERE a.kind = 'cooperation')
    || array_agg(a.other_fact_id) FILTER (WHERE a.kind = 'cooperation') AS cooperation_facts
FROM abroad AS a
GROUP BY a.from_place, a.to_place
ORDER BY a.from_place = 'not stated', a.from_place, a.to_place = 'not stated', a.to_place;
