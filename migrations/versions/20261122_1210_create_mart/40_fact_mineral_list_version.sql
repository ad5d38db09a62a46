CREATE TABLE mart.fact_mineral_list_version (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    mineral_list_key text NOT NULL,
    question_key text NOT NULL,
    version_label text NOT NULL,
    stated_count integer,
    counted text,
    is_chosen boolean NOT NULL,
    chosen_by text,
    agreeing_source_count integer NOT NULL,
    differing_source_count integer NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_mineral_list_version_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_mineral_list_version_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_mineral_list_version_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_mineral_list_version_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_mineral_list_version_subject_key_idx ON mart.fact_mineral_list_version (subject_key);
CREATE INDEX fact_mineral_list_version_mineral_list_key_idx ON mart.fact_mineral_list_version (mineral_list_key);
COMMENT ON TABLE mart.fact_mineral_list_version IS 'One row per version of a mineral list and document that speaks of it';
COMMENT ON COLUMN mart.fact_mineral_list_version.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_mineral_list_version.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_mineral_list_version.mineral_list_key IS 'the list it is about';
COMMENT ON COLUMN mart.fact_mineral_list_version.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN mart.fact_mineral_list_version.version_label IS 'tells the versions of a list apart';
COMMENT ON COLUMN mart.fact_mineral_list_version.stated_count IS 'number of entries the document states; unit: see counted; NULL: none is stated';
COMMENT ON COLUMN mart.fact_mineral_list_version.counted IS 'what is counted: minerals or rare earth elements; NULL: no count is stated';
COMMENT ON COLUMN mart.fact_mineral_list_version.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN mart.fact_mineral_list_version.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.fact_mineral_list_version.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN mart.fact_mineral_list_version.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN mart.fact_mineral_list_version.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_mineral_list_version.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_mineral_list_version.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_mineral_list_version.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_mineral_list_version.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_mineral_list_version AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.mineral_list_key::text AS mineral_list_key,
    answer.question_key::text AS question_key,
    answer.version_label::text AS version_label,
    answer.stated_count::integer AS stated_count,
    answer.counted::text AS counted,
    answer.is_chosen::boolean AS is_chosen,
    answer.chosen_by::text AS chosen_by,
    answer.agreeing_source_count::integer AS agreeing_source_count,
    answer.differing_source_count::integer AS differing_source_count,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  n.mineral_list_key,
  q.question_key,
  n.label AS version_label,
  n.stated_count,
  n.counted,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM mineral_list_versions AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_mineral_list_version IS 'One row per version of a mineral list and document that speaks of it';
COMMENT ON COLUMN as_of.fact_mineral_list_version.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_mineral_list_version.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_mineral_list_version.mineral_list_key IS 'the list it is about';
COMMENT ON COLUMN as_of.fact_mineral_list_version.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN as_of.fact_mineral_list_version.version_label IS 'tells the versions of a list apart';
COMMENT ON COLUMN as_of.fact_mineral_list_version.stated_count IS 'number of entries the document states; unit: see counted; NULL: none is stated';
COMMENT ON COLUMN as_of.fact_mineral_list_version.counted IS 'what is counted: minerals or rare earth elements; NULL: no count is stated';
COMMENT ON COLUMN as_of.fact_mineral_list_version.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN as_of.fact_mineral_list_version.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.fact_mineral_list_version.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN as_of.fact_mineral_list_version.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN as_of.fact_mineral_list_version.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_mineral_list_version.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_mineral_list_version.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_mineral_list_version.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_mineral_list_version.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
