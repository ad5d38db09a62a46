/* mart
grain: One row per place that a document speaks of, from continents to buildings
key: [place_key]
columns:
  place_key: {type: text, meaning: stable name of the place}
  name: {type: text, meaning: name in English}
  kind: {type: text, meaning: "world, continent, region, country, state, city, district, site …"}
  iso_code: {type: text, meaning: "ISO 3166-1 or 3166-2 code", empty: none exists}
  parent_place_key: {type: text, meaning: the place it lies in, empty: none recorded, refers: dim_place.place_key}
  parent_name: {type: text, meaning: name of the place it lies in, empty: none recorded}
  country_key: {type: text, meaning: "the country it lies in, or itself", empty: it is larger than a country or none is recorded, refers: dim_place.place_key}
  country_name: {type: text, meaning: name of that country, empty: as country_key}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps in BI tools want it", empty: as country_key}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  is_aggregate: {type: boolean, meaning: "whether it stands for several places, such as the world or the rest of it; never add it to them"}
*/
WITH countries AS (
  SELECT p.key
  FROM places AS p
  JOIN dim_term AS k ON k.scheme = 'place-kind' AND k.word = p.kind
  WHERE k.broadest = 'country'
),

located AS (
  SELECT
    p.key,
    CASE
      WHEN p.key IN (SELECT c.key FROM countries AS c) THEN p.key
      WHEN q.key IN (SELECT c.key FROM countries AS c) THEN q.key
      WHEN r.key IN (SELECT c.key FROM countries AS c) THEN r.key
      WHEN s.key IN (SELECT c.key FROM countries AS c) THEN s.key
      WHEN t.key IN (SELECT c.key FROM countries AS c) THEN t.key
    END AS country_key
  FROM places AS p
  LEFT JOIN places AS q ON q.key = p.parent_key
  LEFT JOIN places AS r ON r.key = q.parent_key
  LEFT JOIN places AS s ON s.key = r.parent_key
  LEFT JOIN places AS t ON t.key = s.parent_key
)

SELECT
  p.key AS place_key,
  p.name,
  k.label AS kind,
  p.iso_code,
  p.parent_key AS parent_place_key,
  q.name AS parent_name,
  l.country_key,
  c.name AS country_name,
  c.iso_code AS country_iso_code,
  k.broadest AS kind_group,
  k.is_aggregate
FROM places AS p
JOIN located AS l ON l.key = p.key
LEFT JOIN places AS q ON q.key = p.parent_key
LEFT JOIN places AS c ON c.key = l.country_key
JOIN dim_term AS k ON k.scheme = 'place-kind' AND k.word = p.kind;
