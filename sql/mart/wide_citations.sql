/* mart
kind: view
grain: One row per fact that is not deprecated and place in a document that says so
key: [fact_key, document_key, locator]
columns:
  subject: {type: text, meaning: "what it is about: name or short title"}
  topic: {type: text, meaning: "what is said: step, money, figure, statement and so on"}
  says: {type: text, meaning: "subject and what is said of it, in our own words; figures, dates and titles as printed"}
  document_title: {type: text, meaning: title of the document as printed}
  document_kind: {type: text, meaning: "article, policy or reference"}
  document_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  publisher: {type: text, meaning: who published it, empty: the text does not say}
  page_date: {type: date, meaning: "date the page shows, which need not be the day of publication; of a month or year its first day", empty: it shows none}
  document_url: {type: text, meaning: where it can be read, empty: unknown}
  paragraph: {type: integer, meaning: "number of the paragraph, from 1", empty: a reference work}
  locator: {type: text, meaning: "paragraph and span as text, or the section of a reference work"}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed", empty: it only names or classifies}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "this source: title, date and place in the text"}
  path: {type: text, meaning: "where the fact stands among all facts: family, key, kind, document"}
  fact_key: {type: text, meaning: "the fact, as in dim_fact"}
  document_key: {type: text, meaning: "the document, as in dim_document"}
*/
SELECT
  w.subject,
  w.topic,
  w.subject || ': ' || w.says AS says,
  d.title AS document_title,
  d.kind AS document_kind,
  d.kind_group AS document_kind_group,
  d.publisher_name AS publisher,
  d.page_date,
  d.url AS document_url,
  c.paragraph,
  c.locator,
  w.modality,
  w.said_by,
  w.source_count,
  w.is_disputed,
  c.citation_text,
  w.path,
  c.fact_key,
  c.document_key
FROM bridge_fact_document AS c
JOIN wide_facts AS w ON w.fact_key = c.fact_key
JOIN dim_document AS d ON d.document_key = c.document_key;
