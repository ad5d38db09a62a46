/* mart
grain: One row per organisation, person or unnamed party
key: [entity_key]
columns:
  entity_key: {type: text, meaning: stable name of the entity}
  name: {type: text, meaning: "name as printed; for an unnamed party a label of ours"}
  kind: {type: text, meaning: "company, corporate group, government body, association, university, research institute, person or unnamed party"}
  country_key: {type: text, meaning: country it belongs to, empty: no document says, refers: dim_place.place_key}
  country_name: {type: text, meaning: name of that country, empty: no document says}
  country_iso_code: {type: text, meaning: ISO 3166-1 code of that country, empty: no document says}
  is_named: {type: boolean, meaning: false for a party that the documents leave unnamed}
  descriptor: {type: text, meaning: how a document describes a party it does not name, empty: it has a name}
  other_names: {type: text, meaning: "further names it goes by, joined by semicolons", empty: none recorded}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  identifiers: {type: text, meaning: "what registers and standards call it, such as LEI or ticker, joined by semicolons", empty: none recorded}
*/
WITH named AS (
  SELECT
    n.entity_key,
    string_agg(DISTINCT n.name, '; ' ORDER BY n.name) AS other_names
  FROM names AS n
  JOIN facts AS f ON f.fact_id = n.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY n.entity_key
),

identified AS (
  SELECT
    i.entity_key,
    string_agg(DISTINCT k.label || ' ' || i.value, '; ' ORDER BY k.label || ' ' || i.value) AS identifiers
  FROM identifiers AS i
  JOIN facts AS f ON f.fact_id = i.fact_id
  JOIN terms AS k ON k.scheme = 'identifier-scheme' AND k.key = i.scheme
  WHERE f.rank <> 'deprecated'
  GROUP BY i.entity_key
)

SELECT
  e.key AS entity_key,
  e.name,
  k.label AS kind,
  e.country_key,
  c.name AS country_name,
  c.iso_code AS country_iso_code,
  e.is_named,
  e.descriptor,
  n.other_names,
  k.broadest AS kind_group,
  i.identifiers
FROM entities AS e
LEFT JOIN places AS c ON c.key = e.country_key
LEFT JOIN named AS n ON n.entity_key = e.key
LEFT JOIN identified AS i ON i.entity_key = e.key
JOIN dim_term AS k ON k.scheme = 'entity-kind' AND k.word = e.kind;
