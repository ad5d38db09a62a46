/* mart
grain: One row per plant, complex or institute, standing or planned
key: [facility_key]
columns:
  facility_key: {type: text, meaning: stable name of the facility}
  name: {type: text, meaning: "name as printed, or a short title of ours"}
  kind: {type: text, meaning: "plant, integrated complex, headquarters, research institute or government complex"}
  modality: {type: text, meaning: "whether it stands, is planned, intended and so on"}
  place_key: {type: text, meaning: where it is, empty: no document says, refers: dim_place}
  place_name: {type: text, meaning: name of that place, empty: no document says}
  country_key: {type: text, meaning: country it is in, empty: no document says, refers: dim_place.place_key}
  country_name: {type: text, meaning: name of that country, empty: no document says}
  fact_key: {type: text, meaning: "the facility as a citable fact", refers: dim_fact}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  l.key AS facility_key,
  l.name,
  k.label AS kind,
  f.modality,
  l.place_key,
  p.name AS place_name,
  p.country_key,
  p.country_name,
  l.fact_id AS fact_key,
  k.broadest AS kind_group
FROM facilities AS l
JOIN facts AS f ON f.fact_id = l.fact_id
LEFT JOIN dim_place AS p ON p.place_key = l.place_key
JOIN dim_term AS k ON k.scheme = 'facility-kind' AND k.word = l.kind;
