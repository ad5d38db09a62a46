CREATE TABLE mart.fact_identity_judgement (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    entity_key text NOT NULL,
    other_entity_key text NOT NULL,
    verdict text NOT NULL,
    reason text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_identity_judgement_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_identity_judgement_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_identity_judgement_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_identity_judgement_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_identity_judgement_other_entity_key_fkey FOREIGN KEY (other_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_identity_judgement_subject_key_idx ON mart.fact_identity_judgement (subject_key);
CREATE INDEX fact_identity_judgement_entity_key_idx ON mart.fact_identity_judgement (entity_key);
CREATE INDEX fact_identity_judgement_other_entity_key_idx ON mart.fact_identity_judgement (other_entity_key);
COMMENT ON TABLE mart.fact_identity_judgement IS 'One row per pair of entities judged to be the same, different or undecided';
COMMENT ON COLUMN mart.fact_identity_judgement.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_identity_judgement.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_identity_judgement.entity_key IS 'the entity it is about';
COMMENT ON COLUMN mart.fact_identity_judgement.other_entity_key IS 'the other entity';
COMMENT ON COLUMN mart.fact_identity_judgement.verdict IS 'same, different or unsure';
COMMENT ON COLUMN mart.fact_identity_judgement.reason IS 'why, in our own words';
COMMENT ON COLUMN mart.fact_identity_judgement.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_identity_judgement.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_identity_judgement.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_identity_judgement.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_identity_judgement AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.entity_key::text AS entity_key,
    answer.other_entity_key::text AS other_entity_key,
    answer.verdict::text AS verdict,
    answer.reason::text AS reason,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  j.entity_key,
  j.other_key AS other_entity_key,
  j.verdict,
  j.reason,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM identity_judgements AS j
JOIN dim_fact AS f ON f.fact_key = j.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_identity_judgement IS 'One row per pair of entities judged to be the same, different or undecided';
COMMENT ON COLUMN as_of.fact_identity_judgement.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_identity_judgement.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_identity_judgement.entity_key IS 'the entity it is about';
COMMENT ON COLUMN as_of.fact_identity_judgement.other_entity_key IS 'the other entity';
COMMENT ON COLUMN as_of.fact_identity_judgement.verdict IS 'same, different or unsure';
COMMENT ON COLUMN as_of.fact_identity_judgement.reason IS 'why, in our own words';
COMMENT ON COLUMN as_of.fact_identity_judgement.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_identity_judgement.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_identity_judgement.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_identity_judgement.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
