CREATE TABLE mart.fact_entity_relation (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    entity_key text NOT NULL,
    relation text NOT NULL,
    object_entity_key text NOT NULL,
    title text,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_entity_relation_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_entity_relation_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_entity_relation_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_entity_relation_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_entity_relation_object_entity_key_fkey FOREIGN KEY (object_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_entity_relation_subject_key_idx ON mart.fact_entity_relation (subject_key);
CREATE INDEX fact_entity_relation_entity_key_idx ON mart.fact_entity_relation (entity_key);
CREATE INDEX fact_entity_relation_object_entity_key_idx ON mart.fact_entity_relation (object_entity_key);
COMMENT ON TABLE mart.fact_entity_relation IS 'One row per stated relation between two entities';
COMMENT ON COLUMN mart.fact_entity_relation.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_entity_relation.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_entity_relation.entity_key IS 'the entity it is about';
COMMENT ON COLUMN mart.fact_entity_relation.relation IS 'what the subject is to the object: chair of, subsidiary of, member of, collaborates with and so on';
COMMENT ON COLUMN mart.fact_entity_relation.object_entity_key IS 'object of the relation';
COMMENT ON COLUMN mart.fact_entity_relation.title IS 'title as printed; NULL: none';
COMMENT ON COLUMN mart.fact_entity_relation.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_entity_relation.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_entity_relation.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_entity_relation.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_entity_relation.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_entity_relation AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.entity_key::text AS entity_key,
    answer.relation::text AS relation,
    answer.object_entity_key::text AS object_entity_key,
    answer.title::text AS title,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  r.entity_key,
  r.relation,
  r.object_key AS object_entity_key,
  r.title,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM entity_relations AS r
JOIN dim_fact AS f ON f.fact_key = r.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_entity_relation IS 'One row per stated relation between two entities';
COMMENT ON COLUMN as_of.fact_entity_relation.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_entity_relation.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_entity_relation.entity_key IS 'the entity it is about';
COMMENT ON COLUMN as_of.fact_entity_relation.relation IS 'what the subject is to the object: chair of, subsidiary of, member of, collaborates with and so on';
COMMENT ON COLUMN as_of.fact_entity_relation.object_entity_key IS 'object of the relation';
COMMENT ON COLUMN as_of.fact_entity_relation.title IS 'title as printed; NULL: none';
COMMENT ON COLUMN as_of.fact_entity_relation.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_entity_relation.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_entity_relation.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_entity_relation.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_entity_relation.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
