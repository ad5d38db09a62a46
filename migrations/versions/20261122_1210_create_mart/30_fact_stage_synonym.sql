CREATE TABLE mart.fact_stage_synonym (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    stage_key text NOT NULL,
    as_printed text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_stage_synonym_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_stage_synonym_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_stage_synonym_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_stage_synonym_stage_key_fkey FOREIGN KEY (stage_key) REFERENCES mart.dim_stage (stage_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_stage_synonym_subject_key_idx ON mart.fact_stage_synonym (subject_key);
COMMENT ON TABLE mart.fact_stage_synonym IS 'One row per word that documents use for a stage of the supply chain';
COMMENT ON COLUMN mart.fact_stage_synonym.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_stage_synonym.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_stage_synonym.stage_key IS 'the stage it is about';
COMMENT ON COLUMN mart.fact_stage_synonym.as_printed IS 'the word as printed';
COMMENT ON COLUMN mart.fact_stage_synonym.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_stage_synonym.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_stage_synonym.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_stage_synonym.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_stage_synonym AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.stage_key::text AS stage_key,
    answer.as_printed::text AS as_printed,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  w.stage_key,
  w.words AS as_printed,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM stage_synonyms AS w
JOIN dim_fact AS f ON f.fact_key = w.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_stage_synonym IS 'One row per word that documents use for a stage of the supply chain';
COMMENT ON COLUMN as_of.fact_stage_synonym.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_stage_synonym.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_stage_synonym.stage_key IS 'the stage it is about';
COMMENT ON COLUMN as_of.fact_stage_synonym.as_printed IS 'the word as printed';
COMMENT ON COLUMN as_of.fact_stage_synonym.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_stage_synonym.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_stage_synonym.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_stage_synonym.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
