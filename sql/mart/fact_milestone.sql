/* mart
grain: "One row per dated step of one agreement, facility, strategy, mineral list, event or entity"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  mineral_list_key: {type: text, meaning: the list it is about, empty: it is about something else, refers: dim_mineral_list}
  event_key: {type: text, meaning: the event it is about, empty: it is about something else, refers: dim_event}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  kind: {type: text, meaning: "what step it is: announced, signed, awarded, production start, completion and so on"}
  date_words: {type: text, meaning: the date as printed, empty: no document says}
  date_edtf: {type: text, meaning: "the date as an EDTF value, no finer than the words", empty: no document says}
  earliest_date_key: {type: date, meaning: first day it can be; see the precision, empty: "open, or no document says", refers: dim_date.date_key}
  latest_date_key: {type: date, meaning: last day it can be; see the precision, empty: "open, or no document says", refers: dim_date.date_key}
  date_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no document says}
  date_qualifier: {type: text, meaning: "on, by, before, after or about the EDTF value", empty: no document says}
  date_rule: {type: text, meaning: how the words were resolved, empty: no document says}
  date_document_key: {type: text, meaning: document whose page date the words hang on, empty: they hang on none, refers: dim_document.document_key}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
*/
SELECT
  f.fact_key,
  f.subject_key,
  m.agreement_key,
  m.facility_key,
  m.strategy_key,
  m.mineral_list_key,
  m.event_key,
  m.entity_key,
  q.question_key,
  k.label AS kind,
  m.date_words,
  m.date_edtf,
  m.date_earliest AS earliest_date_key,
  m.date_latest AS latest_date_key,
  CASE
    WHEN m.date_edtf IS NULL THEN NULL
    WHEN m.date_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN m.date_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN m.date_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS date_precision,
  m.date_qualifier,
  m.date_rule,
  m.date_document_key,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS kind_group,
  m.aspect
FROM milestones AS m
JOIN dim_fact AS f ON f.fact_key = m.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
JOIN dim_term AS k ON k.scheme = 'milestone-kind' AND k.word = m.kind
WHERE f.rank <> 'deprecated';
