/* mart
grain: One row per government strategy, trade measure or programme
key: [strategy_key]
columns:
  strategy_key: {type: text, meaning: stable name of the strategy}
  name: {type: text, meaning: "a short title, ours"}
  kind: {type: text, meaning: "strategy, trade measure or programme"}
  modality: {type: text, meaning: "whether it is in force, planned and so on"}
  issuer_entity_key: {type: text, meaning: who issued it, empty: "no document says, or several; see issuer_name and bridge_strategy_party", refers: dim_entity.entity_key}
  issuer_name: {type: text, meaning: "name of the issuer; of several joined by semicolons", empty: no document says}
  jurisdiction_place_key: {type: text, meaning: where it applies, empty: "no document says, or several places; see bridge_strategy_place", refers: dim_place.place_key}
  jurisdiction_name: {type: text, meaning: "name of that place; of several joined by semicolons", empty: no document says}
  target_place_key: {type: text, meaning: the country it is aimed at, empty: none, refers: dim_place.place_key}
  target_name: {type: text, meaning: "name of that country; of several joined by semicolons", empty: none}
  fact_key: {type: text, meaning: "the strategy as a citable fact", refers: dim_fact}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
WITH issuers AS (
  SELECT
    p.strategy_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) AS names
  FROM strategy_parties AS p
  JOIN facts AS f ON f.fact_id = p.fact_id
  JOIN terms AS k ON k.scheme = 'strategy-role' AND k.key = p.role
  JOIN entities AS e ON e.key = p.entity_key
  WHERE f.rank <> 'deprecated' AND 'is_issuer' = ANY(k.flags)
  GROUP BY p.strategy_key
),

whereabouts AS (
  SELECT
    p.strategy_key,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) FILTER (WHERE k.broadest = 'jurisdiction') AS jurisdictions,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) FILTER (WHERE k.broadest = 'target') AS targets
  FROM strategy_places AS p
  JOIN facts AS f ON f.fact_id = p.fact_id
  JOIN terms AS k ON k.scheme = 'place-role' AND k.key = p.role
  JOIN places AS l ON l.key = p.role_place_key
  WHERE f.rank <> 'deprecated'
  GROUP BY p.strategy_key
)

SELECT
  s.key AS strategy_key,
  s.name,
  k.label AS kind,
  f.modality,
  s.issuer_key AS issuer_entity_key,
  coalesce(e.name, i.names) AS issuer_name,
  s.jurisdiction_key AS jurisdiction_place_key,
  coalesce(j.name, w.jurisdictions) AS jurisdiction_name,
  s.target_key AS target_place_key,
  coalesce(t.name, w.targets) AS target_name,
  s.fact_id AS fact_key,
  k.broadest AS kind_group
FROM strategies AS s
JOIN facts AS f ON f.fact_id = s.fact_id
LEFT JOIN entities AS e ON e.key = s.issuer_key
LEFT JOIN places AS j ON j.key = s.jurisdiction_key
LEFT JOIN places AS t ON t.key = s.target_key
LEFT JOIN issuers AS i ON i.strategy_key = s.key
LEFT JOIN whereabouts AS w ON w.strategy_key = s.key
JOIN dim_term AS k ON k.scheme = 'strategy-kind' AND k.word = s.kind;
