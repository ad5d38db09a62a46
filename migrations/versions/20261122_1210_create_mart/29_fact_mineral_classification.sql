CREATE TABLE mart.fact_mineral_classification (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    mineral_key text NOT NULL,
    classification text NOT NULL,
    authority_entity_key text,
    as_printed text NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_mineral_classification_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_mineral_classification_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_mineral_classification_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_mineral_classification_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_mineral_classification_authority_entity_key_fkey FOREIGN KEY (authority_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_mineral_classification_subject_key_idx ON mart.fact_mineral_classification (subject_key);
CREATE INDEX fact_mineral_classification_mineral_key_idx ON mart.fact_mineral_classification (mineral_key);
CREATE INDEX fact_mineral_classification_authority_entity_key_idx ON mart.fact_mineral_classification (authority_entity_key) WHERE authority_entity_key IS NOT NULL;
COMMENT ON TABLE mart.fact_mineral_classification IS 'One row per mineral, class, authority that puts it there and document that says so';
COMMENT ON COLUMN mart.fact_mineral_classification.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_mineral_classification.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_mineral_classification.mineral_key IS 'the mineral it is about';
COMMENT ON COLUMN mart.fact_mineral_classification.classification IS 'critical, strategic or key';
COMMENT ON COLUMN mart.fact_mineral_classification.authority_entity_key IS 'who classifies it; NULL: the document itself calls it so';
COMMENT ON COLUMN mart.fact_mineral_classification.as_printed IS 'the class as printed';
COMMENT ON COLUMN mart.fact_mineral_classification.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_mineral_classification.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_mineral_classification.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_mineral_classification.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_mineral_classification.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_mineral_classification AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.mineral_key::text AS mineral_key,
    answer.classification::text AS classification,
    answer.authority_entity_key::text AS authority_entity_key,
    answer.as_printed::text AS as_printed,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  c.mineral_key,
  c.classification,
  c.authority_key AS authority_entity_key,
  c.words AS as_printed,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM mineral_classifications AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_mineral_classification IS 'One row per mineral, class, authority that puts it there and document that says so';
COMMENT ON COLUMN as_of.fact_mineral_classification.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_mineral_classification.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_mineral_classification.mineral_key IS 'the mineral it is about';
COMMENT ON COLUMN as_of.fact_mineral_classification.classification IS 'critical, strategic or key';
COMMENT ON COLUMN as_of.fact_mineral_classification.authority_entity_key IS 'who classifies it; NULL: the document itself calls it so';
COMMENT ON COLUMN as_of.fact_mineral_classification.as_printed IS 'the class as printed';
COMMENT ON COLUMN as_of.fact_mineral_classification.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_mineral_classification.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_mineral_classification.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_mineral_classification.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_mineral_classification.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
