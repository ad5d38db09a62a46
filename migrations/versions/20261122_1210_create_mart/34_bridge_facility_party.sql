CREATE TABLE mart.bridge_facility_party (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    facility_key text NOT NULL,
    entity_key text NOT NULL,
    role text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT bridge_facility_party_pkey PRIMARY KEY (fact_key),
    CONSTRAINT bridge_facility_party_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_facility_party_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_facility_party_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_facility_party_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX bridge_facility_party_subject_key_idx ON mart.bridge_facility_party (subject_key);
CREATE INDEX bridge_facility_party_facility_key_idx ON mart.bridge_facility_party (facility_key);
CREATE INDEX bridge_facility_party_entity_key_idx ON mart.bridge_facility_party (entity_key);
COMMENT ON TABLE mart.bridge_facility_party IS 'One row per party of a facility and role it plays';
COMMENT ON COLUMN mart.bridge_facility_party.fact_key IS 'the fact';
COMMENT ON COLUMN mart.bridge_facility_party.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.bridge_facility_party.facility_key IS 'the facility it is about';
COMMENT ON COLUMN mart.bridge_facility_party.entity_key IS 'who takes part';
COMMENT ON COLUMN mart.bridge_facility_party.role IS 'the part played: operator, planner or partner';
COMMENT ON COLUMN mart.bridge_facility_party.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.bridge_facility_party.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.bridge_facility_party.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.bridge_facility_party.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.bridge_facility_party AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.facility_key::text AS facility_key,
    answer.entity_key::text AS entity_key,
    answer.role::text AS role,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  p.facility_key,
  p.entity_key,
  p.role,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM facility_parties AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.bridge_facility_party IS 'One row per party of a facility and role it plays';
COMMENT ON COLUMN as_of.bridge_facility_party.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.bridge_facility_party.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.bridge_facility_party.facility_key IS 'the facility it is about';
COMMENT ON COLUMN as_of.bridge_facility_party.entity_key IS 'who takes part';
COMMENT ON COLUMN as_of.bridge_facility_party.role IS 'the part played: operator, planner or partner';
COMMENT ON COLUMN as_of.bridge_facility_party.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.bridge_facility_party.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.bridge_facility_party.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.bridge_facility_party.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
