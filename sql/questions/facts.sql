/* question
title: Facts
question: What do the documents say, about everything or one thing?
grain: [said_fact]
params:
  subject:
    type: text
    help: register and key of a thing, such as entities/posco-international; only facts about it, and those that name it; without it all
    choices_from: SELECT subject_key, name FROM mart.dim_subject
  topic:
    type: text
    help: only facts of this topic, such as money; without it all
    choices_from: SELECT DISTINCT topic FROM mart.wide_facts
  document:
    type: text
    help: key of a document; only what it says; without it all
    choices_from: SELECT document_key, title FROM mart.dim_document
columns:
  fact:
    meaning: "path of the fact: family, key, kind, document"
  topic:
    meaning: "what is said: step, money, figure, statement and so on"
  subject:
    meaning: "what it is about: name or short title"
  subject_key:
    meaning: "what it is about: register and key"
  says:
    meaning: what is said, in our own words; figures, dates and titles as printed
  date:
    meaning: date as an EDTF value, no finer than the document prints it
    empty: the fact has no date
  earliest_date:
    meaning: first day on which it can lie
    empty: no date, or open to that side
  latest_date:
    meaning: last day on which it can lie
    empty: no date, or open to that side
  modality:
    meaning: whether it has occurred, is in force, planned, pledged …
    empty: the fact only names or classifies
  said_by:
    meaning: who says so in the document
    empty: the document itself
  note:
    meaning: what a reader must know to use the fact
    empty: nothing
  source_count:
    meaning: documents that say so
    unit: documents
  is_disputed:
    meaning: whether a question that is still open involves it
cite:
  says: said_fact
*/
SELECT
  f.path AS fact,
  f.topic,
  f.subject,
  f.subject_key,
  f.says,
  f.date_edtf AS date,
  f.earliest_date,
  f.latest_date,
  f.modality,
  f.said_by,
  f.note,
  f.source_count,
  f.is_disputed,
  f.fact_key AS said_fact
FROM mart.wide_facts AS f
WHERE
  (
    :subject IS NULL
    OR f.subject_key = :subject
    OR f.fact_key IN (SELECT n.fact_key FROM site.named AS n WHERE n.subject_key = :subject)
  )
  AND (:topic IS NULL OR f.topic = :topic)
  AND (
    :document IS NULL
    OR f.fact_key IN (SELECT c.fact_key FROM mart.bridge_fact_document AS c WHERE c.document_key = :document)
  )
ORDER BY f.path COLLATE "C", said_fact;
