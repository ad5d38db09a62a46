/* mart
grain: One row per word that documents use for a stage of the supply chain
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  stage_key: {type: text, meaning: the stage it is about, refers: dim_stage}
  as_printed: {type: text, meaning: the word as printed}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  w.stage_key,
  w.words AS as_printed,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM stage_synonyms AS w
JOIN dim_fact AS f ON f.fact_key = w.fact_id::text
WHERE f.rank <> 'deprecated';
