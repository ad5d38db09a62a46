/* mart
grain: One row per party of an agreement and role it plays
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, refers: dim_agreement}
  entity_key: {type: text, meaning: who takes part, refers: dim_entity}
  role: {type: text, meaning: "the part played: supplier, buyer, signatory, partner or founder"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  role_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  as_printed: {type: text, meaning: the role as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed", empty: that of the thing itself}
*/
SELECT
  f.fact_key,
  f.subject_key,
  p.agreement_key,
  p.entity_key,
  k.label AS role,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS role_group,
  p.words AS as_printed,
  f.modality
FROM agreement_parties AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
JOIN dim_term AS k ON k.scheme = 'party-role' AND k.word = p.role
WHERE f.rank <> 'deprecated';
