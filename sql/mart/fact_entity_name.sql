/* mart
grain: One row per further name an entity goes by
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  entity_key: {type: text, meaning: the entity it is about, refers: dim_entity}
  name: {type: text, meaning: the name as printed}
  kind: {type: text, meaning: "alias, short or native"}
  language: {type: text, meaning: BCP 47 language tag of the name, empty: the language of the document}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  n.entity_key,
  n.name,
  k.label AS kind,
  n.language,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS kind_group
FROM names AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
JOIN dim_term AS k ON k.scheme = 'name-kind' AND k.word = n.kind
WHERE f.rank <> 'deprecated' AND n.entity_key IS NOT NULL;
