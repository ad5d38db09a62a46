CREATE TABLE mart.fact_milestone (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    agreement_key text,
    facility_key text,
    strategy_key text,
    mineral_list_key text,
    event_key text,
    entity_key text,
    question_key text NOT NULL,
    kind text NOT NULL,
    date_words text,
    date_edtf text,
    earliest_date_key date,
    latest_date_key date,
    date_precision text,
    date_qualifier text,
    date_rule text,
    date_document_key text,
    is_chosen boolean NOT NULL,
    chosen_by text,
    agreeing_source_count integer NOT NULL,
    differing_source_count integer NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_milestone_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_milestone_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_event_key_fkey FOREIGN KEY (event_key) REFERENCES mart.dim_event (event_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_earliest_date_key_fkey FOREIGN KEY (earliest_date_key) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_latest_date_key_fkey FOREIGN KEY (latest_date_key) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_milestone_date_document_key_fkey FOREIGN KEY (date_document_key) REFERENCES mart.dim_document (document_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_milestone_subject_key_idx ON mart.fact_milestone (subject_key);
CREATE INDEX fact_milestone_agreement_key_idx ON mart.fact_milestone (agreement_key) WHERE agreement_key IS NOT NULL;
CREATE INDEX fact_milestone_facility_key_idx ON mart.fact_milestone (facility_key) WHERE facility_key IS NOT NULL;
CREATE INDEX fact_milestone_strategy_key_idx ON mart.fact_milestone (strategy_key) WHERE strategy_key IS NOT NULL;
CREATE INDEX fact_milestone_mineral_list_key_idx ON mart.fact_milestone (mineral_list_key) WHERE mineral_list_key IS NOT NULL;
CREATE INDEX fact_milestone_event_key_idx ON mart.fact_milestone (event_key) WHERE event_key IS NOT NULL;
CREATE INDEX fact_milestone_entity_key_idx ON mart.fact_milestone (entity_key) WHERE entity_key IS NOT NULL;
CREATE INDEX fact_milestone_earliest_date_key_idx ON mart.fact_milestone (earliest_date_key) WHERE earliest_date_key IS NOT NULL;
CREATE INDEX fact_milestone_latest_date_key_idx ON mart.fact_milestone (latest_date_key) WHERE latest_date_key IS NOT NULL;
CREATE INDEX fact_milestone_date_document_key_idx ON mart.fact_milestone (date_document_key) WHERE date_document_key IS NOT NULL;
COMMENT ON TABLE mart.fact_milestone IS 'One row per dated step of one agreement, facility, strategy, mineral list, event or entity';
COMMENT ON COLUMN mart.fact_milestone.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_milestone.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_milestone.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_milestone.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN mart.fact_milestone.kind IS 'what step it is: announced, signed, awarded, production start, completion and so on';
COMMENT ON COLUMN mart.fact_milestone.date_words IS 'the date as printed; NULL: no document says';
COMMENT ON COLUMN mart.fact_milestone.date_edtf IS 'the date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN mart.fact_milestone.earliest_date_key IS 'first day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.fact_milestone.latest_date_key IS 'last day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.fact_milestone.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN mart.fact_milestone.date_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no document says';
COMMENT ON COLUMN mart.fact_milestone.date_rule IS 'how the words were resolved; NULL: no document says';
COMMENT ON COLUMN mart.fact_milestone.date_document_key IS 'document whose page date the words hang on; NULL: they hang on none';
COMMENT ON COLUMN mart.fact_milestone.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN mart.fact_milestone.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.fact_milestone.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN mart.fact_milestone.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN mart.fact_milestone.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_milestone.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_milestone.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_milestone.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_milestone.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_milestone AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.agreement_key::text AS agreement_key,
    answer.facility_key::text AS facility_key,
    answer.strategy_key::text AS strategy_key,
    answer.mineral_list_key::text AS mineral_list_key,
    answer.event_key::text AS event_key,
    answer.entity_key::text AS entity_key,
    answer.question_key::text AS question_key,
    answer.kind::text AS kind,
    answer.date_words::text AS date_words,
    answer.date_edtf::text AS date_edtf,
    answer.earliest_date_key::date AS earliest_date_key,
    answer.latest_date_key::date AS latest_date_key,
    answer.date_precision::text AS date_precision,
    answer.date_qualifier::text AS date_qualifier,
    answer.date_rule::text AS date_rule,
    answer.date_document_key::text AS date_document_key,
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
  m.agreement_key,
  m.facility_key,
  m.strategy_key,
  m.mineral_list_key,
  m.event_key,
  m.entity_key,
  q.question_key,
  m.kind,
  m.date_words,
  m.date_edtf,
  m.date_earliest AS earliest_date_key,
  m.date_latest AS latest_date_key,
  CASE
    WHEN m.date_edtf IS NULL THEN NULL
    WHEN m.date_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN m.date_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN m.date_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS date_precision,
  m.date_qualifier,
  m.date_rule,
  m.date_document_key,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM milestones AS m
JOIN dim_fact AS f ON f.fact_key = m.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_milestone IS 'One row per dated step of one agreement, facility, strategy, mineral list, event or entity';
COMMENT ON COLUMN as_of.fact_milestone.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_milestone.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_milestone.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_milestone.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN as_of.fact_milestone.kind IS 'what step it is: announced, signed, awarded, production start, completion and so on';
COMMENT ON COLUMN as_of.fact_milestone.date_words IS 'the date as printed; NULL: no document says';
COMMENT ON COLUMN as_of.fact_milestone.date_edtf IS 'the date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN as_of.fact_milestone.earliest_date_key IS 'first day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.fact_milestone.latest_date_key IS 'last day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.fact_milestone.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN as_of.fact_milestone.date_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no document says';
COMMENT ON COLUMN as_of.fact_milestone.date_rule IS 'how the words were resolved; NULL: no document says';
COMMENT ON COLUMN as_of.fact_milestone.date_document_key IS 'document whose page date the words hang on; NULL: they hang on none';
COMMENT ON COLUMN as_of.fact_milestone.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN as_of.fact_milestone.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.fact_milestone.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN as_of.fact_milestone.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN as_of.fact_milestone.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_milestone.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_milestone.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_milestone.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_milestone.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
