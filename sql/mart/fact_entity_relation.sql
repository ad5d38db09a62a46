/* mart
grain: One row per stated relation between two entities
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  entity_key: {type: text, meaning: the entity it is about, refers: dim_entity}
  relation: {type: text, meaning: "what the subject is to the object: chair of, subsidiary of, member of, collaborates with and so on"}
  object_entity_key: {type: text, meaning: object of the relation, refers: dim_entity.entity_key}
  title: {type: text, meaning: title as printed, empty: none}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  relation_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as an EDTF value, no finer than the words", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  inverse: {type: text, meaning: "the same seen from the object, such as chaired by", empty: nobody says it so}
  is_office: {type: boolean, meaning: whether the subject holds an office in the object}
  is_ownership: {type: boolean, meaning: whether the subject and the object are tied by ownership}
*/
SELECT
  f.fact_key,
  f.subject_key,
  r.entity_key,
  k.label AS relation,
  r.object_key AS object_entity_key,
  r.title,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS relation_group,
  r.period_words,
  r.period_edtf,
  r.period_earliest AS period_earliest_date_key,
  r.period_latest AS period_latest_date_key,
  k.inverse,
  k.is_office,
  k.is_ownership
FROM entity_relations AS r
JOIN dim_fact AS f ON f.fact_key = r.fact_id::text
JOIN dim_term AS k ON k.scheme = 'relation' AND k.word = r.relation
WHERE f.rank <> 'deprecated';
