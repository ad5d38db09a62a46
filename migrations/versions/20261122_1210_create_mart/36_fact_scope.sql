CREATE TABLE mart.fact_scope (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    agreement_key text,
    entity_key text,
    event_key text,
    facility_key text,
    mineral_list_key text,
    mineral_key text,
    strategy_key text,
    covered_mineral_key text,
    covered_stage_key text,
    covered_end_use text,
    as_printed text NOT NULL,
    completeness text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_scope_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_scope_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_event_key_fkey FOREIGN KEY (event_key) REFERENCES mart.dim_event (event_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_covered_mineral_key_fkey FOREIGN KEY (covered_mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_scope_covered_stage_key_fkey FOREIGN KEY (covered_stage_key) REFERENCES mart.dim_stage (stage_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_scope_subject_key_idx ON mart.fact_scope (subject_key);
CREATE INDEX fact_scope_agreement_key_idx ON mart.fact_scope (agreement_key) WHERE agreement_key IS NOT NULL;
CREATE INDEX fact_scope_entity_key_idx ON mart.fact_scope (entity_key) WHERE entity_key IS NOT NULL;
CREATE INDEX fact_scope_event_key_idx ON mart.fact_scope (event_key) WHERE event_key IS NOT NULL;
CREATE INDEX fact_scope_facility_key_idx ON mart.fact_scope (facility_key) WHERE facility_key IS NOT NULL;
CREATE INDEX fact_scope_mineral_list_key_idx ON mart.fact_scope (mineral_list_key) WHERE mineral_list_key IS NOT NULL;
CREATE INDEX fact_scope_mineral_key_idx ON mart.fact_scope (mineral_key) WHERE mineral_key IS NOT NULL;
CREATE INDEX fact_scope_strategy_key_idx ON mart.fact_scope (strategy_key) WHERE strategy_key IS NOT NULL;
CREATE INDEX fact_scope_covered_mineral_key_idx ON mart.fact_scope (covered_mineral_key) WHERE covered_mineral_key IS NOT NULL;
COMMENT ON TABLE mart.fact_scope IS 'One row per mineral, stage or end use that something covers, and document that says so';
COMMENT ON COLUMN mart.fact_scope.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_scope.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_scope.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.mineral_key IS 'the mineral it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_scope.covered_mineral_key IS 'mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN mart.fact_scope.covered_stage_key IS 'stage of the chain it covers; NULL: none in particular';
COMMENT ON COLUMN mart.fact_scope.covered_end_use IS 'end use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN mart.fact_scope.as_printed IS 'the scope as printed';
COMMENT ON COLUMN mart.fact_scope.completeness IS 'whether the document names all there are: complete, by example or not said';
COMMENT ON COLUMN mart.fact_scope.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_scope.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_scope.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_scope.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_scope AS
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
    answer.covered_mineral_key::text AS covered_mineral_key,
    answer.covered_stage_key::text AS covered_stage_key,
    answer.covered_end_use::text AS covered_end_use,
    answer.as_printed::text AS as_printed,
    answer.completeness::text AS completeness,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  f.fact_key,
  f.subject_key,
  s.agreement_key,
  s.entity_key,
  s.event_key,
  s.facility_key,
  s.mineral_list_key,
  s.mineral_key,
  s.strategy_key,
  s.covered_mineral_key,
  s.covered_stage_key,
  s.covered_end_use,
  s.words AS as_printed,
  s.completeness,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM scopes AS s
JOIN dim_fact AS f ON f.fact_key = s.fact_id::text
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_scope IS 'One row per mineral, stage or end use that something covers, and document that says so';
COMMENT ON COLUMN as_of.fact_scope.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_scope.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_scope.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.mineral_key IS 'the mineral it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_scope.covered_mineral_key IS 'mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN as_of.fact_scope.covered_stage_key IS 'stage of the chain it covers; NULL: none in particular';
COMMENT ON COLUMN as_of.fact_scope.covered_end_use IS 'end use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN as_of.fact_scope.as_printed IS 'the scope as printed';
COMMENT ON COLUMN as_of.fact_scope.completeness IS 'whether the document names all there are: complete, by example or not said';
COMMENT ON COLUMN as_of.fact_scope.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_scope.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_scope.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_scope.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
