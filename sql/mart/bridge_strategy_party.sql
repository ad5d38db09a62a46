/* mart
grain: "One row per party of a strategy and role it plays, the issuer that the strategy itself names included"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: "the fact; of an issuer that the strategy itself names, the strategy", refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  strategy_key: {type: text, meaning: the strategy it is about, refers: dim_strategy}
  entity_key: {type: text, meaning: who takes part, refers: dim_entity}
  role: {type: text, meaning: "the part played: issuer, administrator, funder, addressee and so on"}
  role_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  as_printed: {type: text, meaning: the role as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed", empty: that of the thing itself}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
WITH parts AS (
  SELECT p.fact_id, p.strategy_key, p.entity_key, p.role, p.words
  FROM strategy_parties AS p
  UNION ALL
  SELECT s.fact_id, s.key, s.issuer_key, t.key, NULL
  FROM strategies AS s
  JOIN terms AS t ON t.scheme = 'strategy-role' AND 'is_issuer' = ANY(t.flags) AND t.key = t.broadest
  WHERE s.issuer_key IS NOT NULL
)

SELECT
  f.fact_key,
  f.subject_key,
  p.strategy_key,
  p.entity_key,
  k.label AS role,
  k.broadest AS role_group,
  p.words AS as_printed,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM parts AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
JOIN dim_term AS k ON k.scheme = 'strategy-role' AND k.word = p.role
WHERE f.rank <> 'deprecated';
