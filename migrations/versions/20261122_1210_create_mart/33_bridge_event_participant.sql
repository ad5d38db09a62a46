CREATE TABLE mart.bridge_event_participant (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    event_key text NOT NULL,
    entity_key text NOT NULL,
    role text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT bridge_event_participant_pkey PRIMARY KEY (fact_key),
    CONSTRAINT bridge_event_participant_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_event_participant_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_event_participant_event_key_fkey FOREIGN KEY (event_key) REFERENCES mart.dim_event (event_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_event_participant_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX bridge_event_participant_subject_key_idx ON mart.bridge_event_participant (subject_key);
CREATE INDEX bridge_event_participant_event_key_idx ON mart.bridge_event_participant (event_key);
CREATE INDEX bridge_event_participant_entity_key_idx ON mart.bridge_event_participant (entity_key);
COMMENT ON TABLE mart.bridge_event_participant IS 'One row per participant of an event and role they play';
COMMENT ON COLUMN mart.bridge_event_participant.fact_key IS 'the fact';
COMMENT ON COLUMN mart.bridge_event_participant.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.bridge_event_participant.event_key IS 'the event it is about';
COMMENT ON COLUMN mart.bridge_event_participant.entity_key IS 'who takes part';
COMMENT ON COLUMN mart.bridge_event_participant.role IS 'the part played: convener, host, speaker, participant, founder or inaugurator';
COMMENT ON COLUMN mart.bridge_event_participant.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.bridge_event_participant.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.bridge_event_participant.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.bridge_event_participant.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.bridge_event_participant AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.event_key::text AS event_key,
    answer.entity_key::text AS entity_key,
    answer.role::text AS role,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  p.event_key,
  p.entity_key,
  p.role,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM event_participants AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.bridge_event_participant IS 'One row per participant of an event and role they play';
COMMENT ON COLUMN as_of.bridge_event_participant.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.bridge_event_participant.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.bridge_event_participant.event_key IS 'the event it is about';
COMMENT ON COLUMN as_of.bridge_event_participant.entity_key IS 'who takes part';
COMMENT ON COLUMN as_of.bridge_event_participant.role IS 'the part played: convener, host, speaker, participant, founder or inaugurator';
COMMENT ON COLUMN as_of.bridge_event_participant.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.bridge_event_participant.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.bridge_event_participant.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.bridge_event_participant.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
