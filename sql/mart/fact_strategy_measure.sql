/* mart
grain: One row per measure a strategy contains and document that tells of it
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  strategy_key: {type: text, meaning: the strategy it is about, refers: dim_strategy}
  kind: {type: text, meaning: "funding, monitoring, classification, list change, diversification, recycling and so on"}
  description: {type: text, meaning: "what is to be done, in our own words", empty: the kind says it}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  m.strategy_key,
  k.label AS kind,
  m.description,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS kind_group
FROM strategy_measures AS m
JOIN dim_fact AS f ON f.fact_key = m.fact_id::text
JOIN dim_term AS k ON k.scheme = 'measure-kind' AND k.word = m.kind
WHERE f.rank <> 'deprecated';
