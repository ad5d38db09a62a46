/* mart
grain: One row per meeting, launch, inauguration or announcement
key: [event_key]
columns:
  event_key: {type: text, meaning: stable name of the event}
  name: {type: text, meaning: "a short title, ours"}
  kind: {type: text, meaning: "meeting, launch, inauguration or announcement"}
  modality: {type: text, meaning: "whether it took place, is planned and so on"}
  place_key: {type: text, meaning: where it took place, empty: no document says, refers: dim_place}
  place_name: {type: text, meaning: name of that place, empty: no document says}
  country_key: {type: text, meaning: country it took place in, empty: no document says, refers: dim_place.place_key}
  country_name: {type: text, meaning: name of that country, empty: no document says}
  is_public: {type: boolean, meaning: false where a document calls it private, empty: no document says}
  fact_key: {type: text, meaning: "the event as a citable fact", refers: dim_fact}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  v.key AS event_key,
  v.name,
  k.label AS kind,
  f.modality,
  v.place_key,
  p.name AS place_name,
  p.country_key,
  p.country_name,
  v.is_public,
  v.fact_id AS fact_key,
  k.broadest AS kind_group
FROM events AS v
JOIN facts AS f ON f.fact_id = v.fact_id
LEFT JOIN dim_place AS p ON p.place_key = v.place_key
JOIN dim_term AS k ON k.scheme = 'event-kind' AND k.word = v.kind;
