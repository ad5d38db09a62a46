SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_citations AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.document_key::text AS document_key,
    answer.locator::text AS locator,
    answer.path::text AS path,
    answer.topic::text AS topic,
    answer.subject::text AS subject,
    answer.says::text AS says,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.document_title::text AS document_title,
    answer.document_kind::text AS document_kind,
    answer.publisher::text AS publisher,
    answer.page_date::date AS page_date,
    answer.document_url::text AS document_url,
    answer.paragraph::integer AS paragraph,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  c.fact_key,
  c.document_key,
  c.locator,
  w.path,
  w.topic,
  w.subject,
  w.subject || ': ' || w.says AS says,
  w.modality,
  w.said_by,
  d.title AS document_title,
  d.kind AS document_kind,
  d.publisher_name AS publisher,
  d.page_date,
  d.url AS document_url,
  c.paragraph,
  w.source_count,
  w.is_disputed,
  c.citation_text
FROM bridge_fact_document AS c
JOIN wide_facts AS w ON w.fact_key = c.fact_key
JOIN dim_document AS d ON d.document_key = c.document_key
) AS answer;
COMMENT ON VIEW mart.wide_citations IS 'One row per fact that is not deprecated and place in a document that says so';
COMMENT ON COLUMN mart.wide_citations.fact_key IS 'the fact, as in dim_fact';
COMMENT ON COLUMN mart.wide_citations.document_key IS 'the document, as in dim_document';
COMMENT ON COLUMN mart.wide_citations.locator IS 'paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN mart.wide_citations.path IS 'where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN mart.wide_citations.topic IS 'what is said: step, money, figure, statement and so on';
COMMENT ON COLUMN mart.wide_citations.subject IS 'what it is about: name or short title';
COMMENT ON COLUMN mart.wide_citations.says IS 'subject and what is said of it, in our own words; figures, dates and titles as printed';
COMMENT ON COLUMN mart.wide_citations.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: it only names or classifies';
COMMENT ON COLUMN mart.wide_citations.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_citations.document_title IS 'title of the document as printed';
COMMENT ON COLUMN mart.wide_citations.document_kind IS 'article, policy or reference';
COMMENT ON COLUMN mart.wide_citations.publisher IS 'who published it; NULL: the text does not say';
COMMENT ON COLUMN mart.wide_citations.page_date IS 'date the page shows, which need not be the day of publication; always a whole day; NULL: it shows none';
COMMENT ON COLUMN mart.wide_citations.document_url IS 'where it can be read; NULL: unknown';
COMMENT ON COLUMN mart.wide_citations.paragraph IS 'number of the paragraph, from 1; NULL: a reference work';
COMMENT ON COLUMN mart.wide_citations.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_citations.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_citations.citation_text IS 'this source: title, date and place in the text';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_citations AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.document_key::text AS document_key,
    answer.locator::text AS locator,
    answer.path::text AS path,
    answer.topic::text AS topic,
    answer.subject::text AS subject,
    answer.says::text AS says,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.document_title::text AS document_title,
    answer.document_kind::text AS document_kind,
    answer.publisher::text AS publisher,
    answer.page_date::date AS page_date,
    answer.document_url::text AS document_url,
    answer.paragraph::integer AS paragraph,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  c.fact_key,
  c.document_key,
  c.locator,
  w.path,
  w.topic,
  w.subject,
  w.subject || ': ' || w.says AS says,
  w.modality,
  w.said_by,
  d.title AS document_title,
  d.kind AS document_kind,
  d.publisher_name AS publisher,
  d.page_date,
  d.url AS document_url,
  c.paragraph,
  w.source_count,
  w.is_disputed,
  c.citation_text
FROM bridge_fact_document AS c
JOIN wide_facts AS w ON w.fact_key = c.fact_key
JOIN dim_document AS d ON d.document_key = c.document_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_citations IS 'One row per fact that is not deprecated and place in a document that says so';
COMMENT ON COLUMN as_of.wide_citations.fact_key IS 'the fact, as in dim_fact';
COMMENT ON COLUMN as_of.wide_citations.document_key IS 'the document, as in dim_document';
COMMENT ON COLUMN as_of.wide_citations.locator IS 'paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN as_of.wide_citations.path IS 'where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN as_of.wide_citations.topic IS 'what is said: step, money, figure, statement and so on';
COMMENT ON COLUMN as_of.wide_citations.subject IS 'what it is about: name or short title';
COMMENT ON COLUMN as_of.wide_citations.says IS 'subject and what is said of it, in our own words; figures, dates and titles as printed';
COMMENT ON COLUMN as_of.wide_citations.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: it only names or classifies';
COMMENT ON COLUMN as_of.wide_citations.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_citations.document_title IS 'title of the document as printed';
COMMENT ON COLUMN as_of.wide_citations.document_kind IS 'article, policy or reference';
COMMENT ON COLUMN as_of.wide_citations.publisher IS 'who published it; NULL: the text does not say';
COMMENT ON COLUMN as_of.wide_citations.page_date IS 'date the page shows, which need not be the day of publication; always a whole day; NULL: it shows none';
COMMENT ON COLUMN as_of.wide_citations.document_url IS 'where it can be read; NULL: unknown';
COMMENT ON COLUMN as_of.wide_citations.paragraph IS 'number of the paragraph, from 1; NULL: a reference work';
COMMENT ON COLUMN as_of.wide_citations.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_citations.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_citations.citation_text IS 'this source: title, date and place in the text';
