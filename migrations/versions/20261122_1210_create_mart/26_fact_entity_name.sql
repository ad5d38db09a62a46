CREATE TABLE mart.fact_entity_name (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    entity_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    language text,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_entity_name_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_entity_name_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_entity_name_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_entity_name_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_entity_name_subject_key_idx ON mart.fact_entity_name (subject_key);
CREATE INDEX fact_entity_name_entity_key_idx ON mart.fact_entity_name (entity_key);
COMMENT ON TABLE mart.fact_entity_name IS 'One row per further name an entity goes by';
COMMENT ON COLUMN mart.fact_entity_name.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_entity_name.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_entity_name.entity_key IS 'the entity it is about';
COMMENT ON COLUMN mart.fact_entity_name.name IS 'the name as printed';
COMMENT ON COLUMN mart.fact_entity_name.kind IS 'alias, short or native';
COMMENT ON COLUMN mart.fact_entity_name.language IS 'BCP 47 language tag of the name; NULL: the language of the document';
COMMENT ON COLUMN mart.fact_entity_name.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_entity_name.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_entity_name.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_entity_name.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_entity_name AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.entity_key::text AS entity_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.language::text AS language,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  n.entity_key,
  n.name,
  n.kind,
  n.language,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM entity_names AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_entity_name IS 'One row per further name an entity goes by';
COMMENT ON COLUMN as_of.fact_entity_name.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_entity_name.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_entity_name.entity_key IS 'the entity it is about';
COMMENT ON COLUMN as_of.fact_entity_name.name IS 'the name as printed';
COMMENT ON COLUMN as_of.fact_entity_name.kind IS 'alias, short or native';
COMMENT ON COLUMN as_of.fact_entity_name.language IS 'BCP 47 language tag of the name; NULL: the language of the document';
COMMENT ON COLUMN as_of.fact_entity_name.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_entity_name.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_entity_name.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_entity_name.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
