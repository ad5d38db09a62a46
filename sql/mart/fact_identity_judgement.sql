/* mart
grain: "One row per pair of entities judged to be the same, different or undecided"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  entity_key: {type: text, meaning: the entity it is about, refers: dim_entity}
  other_entity_key: {type: text, meaning: the other entity, refers: dim_entity.entity_key}
  verdict: {type: text, meaning: "same, different or unsure"}
  reason: {type: text, meaning: "why, in our own words"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  j.entity_key,
  j.other_key AS other_entity_key,
  j.verdict,
  j.reason,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM identity_judgements AS j
JOIN dim_fact AS f ON f.fact_key = j.fact_id::text
WHERE f.rank <> 'deprecated';
