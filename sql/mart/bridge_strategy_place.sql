/* mart
grain: "One row per place of a strategy or mineral list and role it plays, those that the record itself names included"
follows: facts
key: [fact_key, role]
columns:
  fact_key: {type: text, meaning: "the fact; of a place that the record itself names, the strategy or list", refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about a list, refers: dim_strategy}
  mineral_list_key: {type: text, meaning: the list it is about, empty: it is about a strategy, refers: dim_mineral_list}
  place_key: {type: text, meaning: the place, refers: dim_place}
  role: {type: text, meaning: "jurisdiction where it applies, target at which it is aimed, partner and so on"}
  role_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
WITH parts AS (
  SELECT p.fact_id, p.strategy_key, p.mineral_list_key, p.role_place_key, p.role
  FROM strategy_places AS p
  UNION ALL
  SELECT s.fact_id, s.key, NULL, s.jurisdiction_key, 'jurisdiction'
  FROM strategies AS s
  WHERE s.jurisdiction_key IS NOT NULL
  UNION ALL
  SELECT s.fact_id, s.key, NULL, s.target_key, 'target'
  FROM strategies AS s
  WHERE s.target_key IS NOT NULL
  UNION ALL
  SELECT n.fact_id, NULL, n.key, n.jurisdiction_key, 'jurisdiction'
  FROM mineral_lists AS n
  WHERE n.jurisdiction_key IS NOT NULL
)

SELECT
  f.fact_key,
  f.subject_key,
  p.strategy_key,
  p.mineral_list_key,
  p.role_place_key AS place_key,
  k.label AS role,
  k.broadest AS role_group,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM parts AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
JOIN dim_term AS k ON k.scheme = 'place-role' AND k.word = p.role
WHERE f.rank <> 'deprecated';
