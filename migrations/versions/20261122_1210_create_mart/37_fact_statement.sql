CREATE TABLE mart.fact_statement (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    agreement_key text,
    entity_key text,
    event_key text,
    facility_key text,
    mineral_list_key text,
    mineral_key text,
    strategy_key text,
    place_key text,
    kind text NOT NULL,
    statement text NOT NULL,
    said_by_entity_key text,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_statement_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_statement_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_event_key_fkey FOREIGN KEY (event_key) REFERENCES mart.dim_event (event_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_place_key_fkey FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_statement_said_by_entity_key_fkey FOREIGN KEY (said_by_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_statement_subject_key_idx ON mart.fact_statement (subject_key);
CREATE INDEX fact_statement_agreement_key_idx ON mart.fact_statement (agreement_key) WHERE agreement_key IS NOT NULL;
CREATE INDEX fact_statement_entity_key_idx ON mart.fact_statement (entity_key) WHERE entity_key IS NOT NULL;
CREATE INDEX fact_statement_event_key_idx ON mart.fact_statement (event_key) WHERE event_key IS NOT NULL;
CREATE INDEX fact_statement_facility_key_idx ON mart.fact_statement (facility_key) WHERE facility_key IS NOT NULL;
CREATE INDEX fact_statement_mineral_list_key_idx ON mart.fact_statement (mineral_list_key) WHERE mineral_list_key IS NOT NULL;
CREATE INDEX fact_statement_mineral_key_idx ON mart.fact_statement (mineral_key) WHERE mineral_key IS NOT NULL;
CREATE INDEX fact_statement_strategy_key_idx ON mart.fact_statement (strategy_key) WHERE strategy_key IS NOT NULL;
CREATE INDEX fact_statement_place_key_idx ON mart.fact_statement (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX fact_statement_said_by_entity_key_idx ON mart.fact_statement (said_by_entity_key) WHERE said_by_entity_key IS NOT NULL;
COMMENT ON TABLE mart.fact_statement IS 'One row per view, assessment, aim, reason or description, in our own words';
COMMENT ON COLUMN mart.fact_statement.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_statement.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_statement.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.mineral_key IS 'the mineral it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.place_key IS 'the place it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_statement.kind IS 'description, assessment, view, aim or reason';
COMMENT ON COLUMN mart.fact_statement.statement IS 'what is said, in our own words';
COMMENT ON COLUMN mart.fact_statement.said_by_entity_key IS 'who says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN mart.fact_statement.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_statement.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_statement.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_statement.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_statement.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_statement AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.agreement_key::text AS agreement_key,
    answer.entity_key::text AS entity_key,
    answer.event_key::text AS event_key,
    answer.facility_key::text AS facility_key,
    answer.mineral_list_key::text AS mineral_list_key,
    answer.mineral_key::text AS mineral_key,
    answer.strategy_key::text AS strategy_key,
    answer.place_key::text AS place_key,
    answer.kind::text AS kind,
    answer.statement::text AS statement,
    answer.said_by_entity_key::text AS said_by_entity_key,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  t.agreement_key,
  t.entity_key,
  t.event_key,
  t.facility_key,
  t.mineral_list_key,
  t.mineral_key,
  t.strategy_key,
  t.place_key,
  t.kind,
  t.statement,
  f.said_by_entity_key,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM statements AS t
JOIN dim_fact AS f ON f.fact_key = t.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_statement IS 'One row per view, assessment, aim, reason or description, in our own words';
COMMENT ON COLUMN as_of.fact_statement.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_statement.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_statement.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.mineral_key IS 'the mineral it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.place_key IS 'the place it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_statement.kind IS 'description, assessment, view, aim or reason';
COMMENT ON COLUMN as_of.fact_statement.statement IS 'what is said, in our own words';
COMMENT ON COLUMN as_of.fact_statement.said_by_entity_key IS 'who says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN as_of.fact_statement.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_statement.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_statement.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_statement.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_statement.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
