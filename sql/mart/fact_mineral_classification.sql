/* mart
grain: "One row per mineral, class, authority that puts it there and document that says so"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  mineral_key: {type: text, meaning: the mineral it is about, refers: dim_mineral}
  classification: {type: text, meaning: "critical, strategic or key"}
  authority_entity_key: {type: text, meaning: who classifies it, empty: the document itself calls it so, refers: dim_entity.entity_key}
  as_printed: {type: text, meaning: the class as printed}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  classification_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  c.mineral_key,
  k.label AS classification,
  c.authority_key AS authority_entity_key,
  c.words AS as_printed,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS classification_group
FROM mineral_classifications AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_id::text
JOIN dim_term AS k ON k.scheme = 'classification' AND k.word = c.classification
WHERE f.rank <> 'deprecated';
