/* mart
grain: One row per government strategy, trade measure or programme
key: [strategy_key]
columns:
  strategy_key: {type: text, meaning: stable name of the strategy}
  name: {type: text, meaning: "a short title, ours"}
  kind: {type: text, meaning: "strategy, trade measure or programme"}
  modality: {type: text, meaning: "whether it is in force, planned and so on"}
  issuer_entity_key: {type: text, meaning: who issued it, refers: dim_entity.entity_key}
  issuer_name: {type: text, meaning: name of the issuer}
  jurisdiction_place_key: {type: text, meaning: where it applies, refers: dim_place.place_key}
  jurisdiction_name: {type: text, meaning: name of that place}
  target_place_key: {type: text, meaning: the country it is aimed at, empty: none, refers: dim_place.place_key}
  target_name: {type: text, meaning: name of that country, empty: none}
  fact_key: {type: text, meaning: "the strategy as a citable fact", refers: dim_fact}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  s.key AS strategy_key,
  s.name,
  k.label AS kind,
  f.modality,
  s.issuer_key AS issuer_entity_key,
  e.name AS issuer_name,
  s.jurisdiction_key AS jurisdiction_place_key,
  j.name AS jurisdiction_name,
  s.target_key AS target_place_key,
  t.name AS target_name,
  s.fact_id AS fact_key,
  k.broadest AS kind_group
FROM strategies AS s
JOIN facts AS f ON f.fact_id = s.fact_id
JOIN entities AS e ON e.key = s.issuer_key
JOIN places AS j ON j.key = s.jurisdiction_key
LEFT JOIN places AS t ON t.key = s.target_key
JOIN dim_term AS k ON k.scheme = 'strategy-kind' AND k.word = s.kind;
