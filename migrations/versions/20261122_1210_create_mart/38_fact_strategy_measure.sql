CREATE TABLE mart.fact_strategy_measure (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    strategy_key text NOT NULL,
    kind text NOT NULL,
    description text NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_strategy_measure_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_strategy_measure_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_strategy_measure_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_strategy_measure_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_strategy_measure_subject_key_idx ON mart.fact_strategy_measure (subject_key);
CREATE INDEX fact_strategy_measure_strategy_key_idx ON mart.fact_strategy_measure (strategy_key);
COMMENT ON TABLE mart.fact_strategy_measure IS 'One row per measure a strategy contains and document that tells of it';
COMMENT ON COLUMN mart.fact_strategy_measure.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_strategy_measure.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_strategy_measure.strategy_key IS 'the strategy it is about';
COMMENT ON COLUMN mart.fact_strategy_measure.kind IS 'funding, monitoring, classification, list change, diversification, recycling and so on';
COMMENT ON COLUMN mart.fact_strategy_measure.description IS 'what is to be done, in our own words';
COMMENT ON COLUMN mart.fact_strategy_measure.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_strategy_measure.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_strategy_measure.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_strategy_measure.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_strategy_measure.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_strategy_measure AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.strategy_key::text AS strategy_key,
    answer.kind::text AS kind,
    answer.description::text AS description,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  m.strategy_key,
  m.kind,
  m.description,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM strategy_measures AS m
JOIN dim_fact AS f ON f.fact_key = m.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_strategy_measure IS 'One row per measure a strategy contains and document that tells of it';
COMMENT ON COLUMN as_of.fact_strategy_measure.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_strategy_measure.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_strategy_measure.strategy_key IS 'the strategy it is about';
COMMENT ON COLUMN as_of.fact_strategy_measure.kind IS 'funding, monitoring, classification, list change, diversification, recycling and so on';
COMMENT ON COLUMN as_of.fact_strategy_measure.description IS 'what is to be done, in our own words';
COMMENT ON COLUMN as_of.fact_strategy_measure.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_strategy_measure.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_strategy_measure.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_strategy_measure.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_strategy_measure.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
