CREATE TABLE mart.bridge_mineral_list_member (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    mineral_list_key text NOT NULL,
    version_label text NOT NULL,
    member_mineral_key text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT bridge_mineral_list_member_pkey PRIMARY KEY (fact_key),
    CONSTRAINT bridge_mineral_list_member_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_mineral_list_member_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_mineral_list_member_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_mineral_list_member_member_mineral_key_fkey FOREIGN KEY (member_mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX bridge_mineral_list_member_subject_key_idx ON mart.bridge_mineral_list_member (subject_key);
CREATE INDEX bridge_mineral_list_member_mineral_list_key_idx ON mart.bridge_mineral_list_member (mineral_list_key);
CREATE INDEX bridge_mineral_list_member_member_mineral_key_idx ON mart.bridge_mineral_list_member (member_mineral_key);
COMMENT ON TABLE mart.bridge_mineral_list_member IS 'One row per mineral a document names as an entry of a list; entries nobody names are not filled in';
COMMENT ON COLUMN mart.bridge_mineral_list_member.fact_key IS 'the fact';
COMMENT ON COLUMN mart.bridge_mineral_list_member.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.bridge_mineral_list_member.mineral_list_key IS 'the list it is about';
COMMENT ON COLUMN mart.bridge_mineral_list_member.version_label IS 'the version of the list, as in fact_mineral_list_version';
COMMENT ON COLUMN mart.bridge_mineral_list_member.member_mineral_key IS 'the mineral, or the group of minerals; count each once, as several documents can name it';
COMMENT ON COLUMN mart.bridge_mineral_list_member.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.bridge_mineral_list_member.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.bridge_mineral_list_member.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.bridge_mineral_list_member.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.bridge_mineral_list_member AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.mineral_list_key::text AS mineral_list_key,
    answer.version_label::text AS version_label,
    answer.member_mineral_key::text AS member_mineral_key,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  n.mineral_list_key,
  n.version_label,
  n.member_key AS member_mineral_key,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM mineral_list_members AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.bridge_mineral_list_member IS 'One row per mineral a document names as an entry of a list; entries nobody names are not filled in';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.mineral_list_key IS 'the list it is about';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.version_label IS 'the version of the list, as in fact_mineral_list_version';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.member_mineral_key IS 'the mineral, or the group of minerals; count each once, as several documents can name it';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.bridge_mineral_list_member.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
