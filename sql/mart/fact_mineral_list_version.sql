/* mart
grain: One row per version of a mineral list and document that speaks of it
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  mineral_list_key: {type: text, meaning: the list it is about, refers: dim_mineral_list}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  version_label: {type: text, meaning: tells the versions of a list apart}
  stated_count: {type: integer, meaning: number of entries the document states, unit: see counted, empty: none is stated}
  counted: {type: text, meaning: "what is counted: minerals or rare earth elements", empty: no count is stated}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  counted_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: no count is stated}
  period_words: {type: text, meaning: when it is valid as printed, empty: no document says}
  period_edtf: {type: text, meaning: "when it is valid as an EDTF value, no finer than the words", empty: no document says}
  period_earliest_date_key: {type: date, meaning: first day it is valid, empty: "open, or no document says", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day it is valid, empty: "open, or no document says", refers: dim_date.date_key}
  supersedes_label: {type: text, meaning: label of the version that it takes the place of, empty: none is said}
*/
SELECT
  f.fact_key,
  f.subject_key,
  n.mineral_list_key,
  q.question_key,
  n.label AS version_label,
  n.stated_count,
  k.label AS counted,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS counted_group,
  n.period_words,
  n.period_edtf,
  n.period_earliest AS period_earliest_date_key,
  n.period_latest AS period_latest_date_key,
  n.supersedes_label
FROM mineral_list_versions AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
LEFT JOIN dim_term AS k ON k.scheme = 'count-subject' AND k.word = n.counted
WHERE f.rank <> 'deprecated';
