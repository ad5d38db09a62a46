CREATE TABLE mart.dim_document (
    document_key text NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    section text,
    publisher_entity_key text,
    publisher_name text,
    language text NOT NULL,
    page_date date,
    published_on date,
    url text,
    paragraph_count integer,
    character_count integer,
    text_sha256 text,
    fact_count integer NOT NULL,
    label text NOT NULL,
    CONSTRAINT dim_document_pkey PRIMARY KEY (document_key),
    CONSTRAINT dim_document_publisher_entity_key_fkey FOREIGN KEY (publisher_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_document_page_date_fkey FOREIGN KEY (page_date) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_document_published_on_fkey FOREIGN KEY (published_on) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_document_publisher_entity_key_idx ON mart.dim_document (publisher_entity_key) WHERE publisher_entity_key IS NOT NULL;
CREATE INDEX dim_document_page_date_idx ON mart.dim_document (page_date) WHERE page_date IS NOT NULL;
CREATE INDEX dim_document_published_on_idx ON mart.dim_document (published_on) WHERE published_on IS NOT NULL;
COMMENT ON TABLE mart.dim_document IS 'One row per source document';
COMMENT ON COLUMN mart.dim_document.document_key IS 'stable name of the document';
COMMENT ON COLUMN mart.dim_document.title IS 'title as printed';
COMMENT ON COLUMN mart.dim_document.kind IS 'article, policy or reference';
COMMENT ON COLUMN mart.dim_document.section IS 'section of the publication it stands in; NULL: not shown';
COMMENT ON COLUMN mart.dim_document.publisher_entity_key IS 'who published it; NULL: the text does not say';
COMMENT ON COLUMN mart.dim_document.publisher_name IS 'name of the publisher; NULL: the text does not say';
COMMENT ON COLUMN mart.dim_document.language IS 'BCP 47 language tag';
COMMENT ON COLUMN mart.dim_document.page_date IS 'date the page shows, which need not be the day of publication; NULL: it shows none';
COMMENT ON COLUMN mart.dim_document.published_on IS 'day of publication; NULL: unknown';
COMMENT ON COLUMN mart.dim_document.url IS 'where it can be read; NULL: unknown';
COMMENT ON COLUMN mart.dim_document.paragraph_count IS 'paragraphs of the text, by which citations count; unit: paragraphs; NULL: a reference work';
COMMENT ON COLUMN mart.dim_document.character_count IS 'length of the text; unit: code points; NULL: a reference work';
COMMENT ON COLUMN mart.dim_document.text_sha256 IS 'SHA-256 of the curator''s copy of the text; NULL: a reference work';
COMMENT ON COLUMN mart.dim_document.fact_count IS 'facts it is cited for; unit: facts';
COMMENT ON COLUMN mart.dim_document.label IS 'title and date, as citations name it';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_document AS
SELECT
    answer.document_key::text AS document_key,
    answer.title::text AS title,
    answer.kind::text AS kind,
    answer.section::text AS section,
    answer.publisher_entity_key::text AS publisher_entity_key,
    answer.publisher_name::text AS publisher_name,
    answer.language::text AS language,
    answer.page_date::date AS page_date,
    answer.published_on::date AS published_on,
    answer.url::text AS url,
    answer.paragraph_count::integer AS paragraph_count,
    answer.character_count::integer AS character_count,
    answer.text_sha256::text AS text_sha256,
    answer.fact_count::integer AS fact_count,
    answer.label::text AS label
FROM (WITH cited AS (
  SELECT
    c.document_key,
    count(DISTINCT c.fact_id) AS fact_count
  FROM citations AS c
  GROUP BY c.document_key
)

SELECT
  d.key AS document_key,
  d.title,
  d.kind,
  d.section,
  d.publisher_key AS publisher_entity_key,
  e.name AS publisher_name,
  d.language,
  d.page_date,
  d.published_on,
  d.url,
  d.paragraph_count,
  d.character_count,
  d.sha256 AS text_sha256,
  coalesce(c.fact_count, 0) AS fact_count,
  d.title || coalesce(' (' || d.page_date || ')', '') AS label
FROM documents AS d
LEFT JOIN entities AS e ON e.key = d.publisher_key
LEFT JOIN cited AS c ON c.document_key = d.key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_document IS 'One row per source document';
COMMENT ON COLUMN as_of.dim_document.document_key IS 'stable name of the document';
COMMENT ON COLUMN as_of.dim_document.title IS 'title as printed';
COMMENT ON COLUMN as_of.dim_document.kind IS 'article, policy or reference';
COMMENT ON COLUMN as_of.dim_document.section IS 'section of the publication it stands in; NULL: not shown';
COMMENT ON COLUMN as_of.dim_document.publisher_entity_key IS 'who published it; NULL: the text does not say';
COMMENT ON COLUMN as_of.dim_document.publisher_name IS 'name of the publisher; NULL: the text does not say';
COMMENT ON COLUMN as_of.dim_document.language IS 'BCP 47 language tag';
COMMENT ON COLUMN as_of.dim_document.page_date IS 'date the page shows, which need not be the day of publication; NULL: it shows none';
COMMENT ON COLUMN as_of.dim_document.published_on IS 'day of publication; NULL: unknown';
COMMENT ON COLUMN as_of.dim_document.url IS 'where it can be read; NULL: unknown';
COMMENT ON COLUMN as_of.dim_document.paragraph_count IS 'paragraphs of the text, by which citations count; unit: paragraphs; NULL: a reference work';
COMMENT ON COLUMN as_of.dim_document.character_count IS 'length of the text; unit: code points; NULL: a reference work';
COMMENT ON COLUMN as_of.dim_document.text_sha256 IS 'SHA-256 of the curator''s copy of the text; NULL: a reference work';
COMMENT ON COLUMN as_of.dim_document.fact_count IS 'facts it is cited for; unit: facts';
COMMENT ON COLUMN as_of.dim_document.label IS 'title and date, as citations name it';
