CREATE TABLE mart.bridge_fact_document (
    fact_key text NOT NULL,
    document_key text NOT NULL,
    locator text NOT NULL,
    paragraph integer,
    span_start integer,
    span_end integer,
    quote_sha256 text,
    citation_text text NOT NULL,
    CONSTRAINT bridge_fact_document_pkey PRIMARY KEY (fact_key, document_key, locator),
    CONSTRAINT bridge_fact_document_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_fact_document_document_key_fkey FOREIGN KEY (document_key) REFERENCES mart.dim_document (document_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX bridge_fact_document_document_key_idx ON mart.bridge_fact_document (document_key);
COMMENT ON TABLE mart.bridge_fact_document IS 'One row per fact and place in a document that says so';
COMMENT ON COLUMN mart.bridge_fact_document.fact_key IS 'the fact';
COMMENT ON COLUMN mart.bridge_fact_document.document_key IS 'the document';
COMMENT ON COLUMN mart.bridge_fact_document.locator IS 'paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN mart.bridge_fact_document.paragraph IS 'number of the paragraph, from 1; NULL: a reference work';
COMMENT ON COLUMN mart.bridge_fact_document.span_start IS 'first code point of the quote in its paragraph, from 0; NULL: all of it';
COMMENT ON COLUMN mart.bridge_fact_document.span_end IS 'code point after the quote; NULL: all of it';
COMMENT ON COLUMN mart.bridge_fact_document.quote_sha256 IS 'SHA-256 of the quoted text; NULL: not recorded';
COMMENT ON COLUMN mart.bridge_fact_document.citation_text IS 'title, date and place in the text';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.bridge_fact_document AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.document_key::text AS document_key,
    answer.locator::text AS locator,
    answer.paragraph::integer AS paragraph,
    answer.span_start::integer AS span_start,
    answer.span_end::integer AS span_end,
    answer.quote_sha256::text AS quote_sha256,
    answer.citation_text::text AS citation_text
FROM (SELECT
  c.fact_id AS fact_key,
  c.document_key,
  c.locator,
  c.paragraph,
  c.span_start,
  c.span_end,
  c.quote_sha256,
  d.title || coalesce(' (' || d.page_date || ')', '') || ', ' || coalesce('¶' || c.paragraph, c.locator)
    AS citation_text
FROM citations AS c
JOIN documents AS d ON d.key = c.document_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.bridge_fact_document IS 'One row per fact and place in a document that says so';
COMMENT ON COLUMN as_of.bridge_fact_document.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.bridge_fact_document.document_key IS 'the document';
COMMENT ON COLUMN as_of.bridge_fact_document.locator IS 'paragraph and span as text, or the section of a reference work';
COMMENT ON COLUMN as_of.bridge_fact_document.paragraph IS 'number of the paragraph, from 1; NULL: a reference work';
COMMENT ON COLUMN as_of.bridge_fact_document.span_start IS 'first code point of the quote in its paragraph, from 0; NULL: all of it';
COMMENT ON COLUMN as_of.bridge_fact_document.span_end IS 'code point after the quote; NULL: all of it';
COMMENT ON COLUMN as_of.bridge_fact_document.quote_sha256 IS 'SHA-256 of the quoted text; NULL: not recorded';
COMMENT ON COLUMN as_of.bridge_fact_document.citation_text IS 'title, date and place in the text';
