CREATE TABLE mart.fact_observation (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    place_key text,
    entity_key text,
    agreement_key text,
    facility_key text,
    strategy_key text,
    mineral_list_key text,
    event_key text,
    question_key text NOT NULL,
    indicator_key text NOT NULL,
    value numeric(28,6) NOT NULL,
    upper_value numeric(28,6),
    lowest_value numeric(28,6),
    highest_value numeric(28,6),
    unit_key text NOT NULL,
    as_printed text NOT NULL,
    approximation text NOT NULL,
    quantum numeric(28,6) NOT NULL,
    counterpart_place_key text,
    mineral_key text,
    period_words text,
    period_edtf text,
    period_earliest_date_key date,
    period_latest_date_key date,
    period_precision text,
    period_qualifier text,
    period_rule text,
    period_document_key text,
    is_chosen boolean NOT NULL,
    chosen_by text,
    agreeing_source_count integer NOT NULL,
    differing_source_count integer NOT NULL,
    modality text NOT NULL,
    said_by text,
    source_count integer NOT NULL,
    is_disputed boolean NOT NULL,
    citation_text text NOT NULL,
    CONSTRAINT fact_observation_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_observation_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_place_key_fkey FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_entity_key_fkey FOREIGN KEY (entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_agreement_key_fkey FOREIGN KEY (agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_facility_key_fkey FOREIGN KEY (facility_key) REFERENCES mart.dim_facility (facility_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_strategy_key_fkey FOREIGN KEY (strategy_key) REFERENCES mart.dim_strategy (strategy_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_mineral_list_key_fkey FOREIGN KEY (mineral_list_key) REFERENCES mart.dim_mineral_list (mineral_list_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_event_key_fkey FOREIGN KEY (event_key) REFERENCES mart.dim_event (event_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_indicator_key_fkey FOREIGN KEY (indicator_key) REFERENCES mart.dim_indicator (indicator_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_unit_key_fkey FOREIGN KEY (unit_key) REFERENCES mart.dim_unit (unit_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_counterpart_place_key_fkey FOREIGN KEY (counterpart_place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_mineral_key_fkey FOREIGN KEY (mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_period_earliest_date_key_fkey FOREIGN KEY (period_earliest_date_key) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_period_latest_date_key_fkey FOREIGN KEY (period_latest_date_key) REFERENCES mart.dim_date (date_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_observation_period_document_key_fkey FOREIGN KEY (period_document_key) REFERENCES mart.dim_document (document_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_observation_subject_key_idx ON mart.fact_observation (subject_key);
CREATE INDEX fact_observation_place_key_idx ON mart.fact_observation (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX fact_observation_entity_key_idx ON mart.fact_observation (entity_key) WHERE entity_key IS NOT NULL;
CREATE INDEX fact_observation_agreement_key_idx ON mart.fact_observation (agreement_key) WHERE agreement_key IS NOT NULL;
CREATE INDEX fact_observation_facility_key_idx ON mart.fact_observation (facility_key) WHERE facility_key IS NOT NULL;
CREATE INDEX fact_observation_strategy_key_idx ON mart.fact_observation (strategy_key) WHERE strategy_key IS NOT NULL;
CREATE INDEX fact_observation_mineral_list_key_idx ON mart.fact_observation (mineral_list_key) WHERE mineral_list_key IS NOT NULL;
CREATE INDEX fact_observation_event_key_idx ON mart.fact_observation (event_key) WHERE event_key IS NOT NULL;
CREATE INDEX fact_observation_counterpart_place_key_idx ON mart.fact_observation (counterpart_place_key) WHERE counterpart_place_key IS NOT NULL;
CREATE INDEX fact_observation_mineral_key_idx ON mart.fact_observation (mineral_key) WHERE mineral_key IS NOT NULL;
CREATE INDEX fact_observation_period_earliest_date_key_idx ON mart.fact_observation (period_earliest_date_key) WHERE period_earliest_date_key IS NOT NULL;
CREATE INDEX fact_observation_period_latest_date_key_idx ON mart.fact_observation (period_latest_date_key) WHERE period_latest_date_key IS NOT NULL;
CREATE INDEX fact_observation_period_document_key_idx ON mart.fact_observation (period_document_key) WHERE period_document_key IS NOT NULL;
COMMENT ON TABLE mart.fact_observation IS 'One row per stated quantity of one subject: shares, capacities, terms, counts';
COMMENT ON COLUMN mart.fact_observation.fact_key IS 'the fact';
COMMENT ON COLUMN mart.fact_observation.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_observation.place_key IS 'the place it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN mart.fact_observation.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN mart.fact_observation.indicator_key IS 'what is measured';
COMMENT ON COLUMN mart.fact_observation.value IS 'the number as stated; of a printed range the lower figure; shares are never added up; unit: see unit_key';
COMMENT ON COLUMN mart.fact_observation.upper_value IS 'upper figure of a printed range; unit: see unit_key; NULL: no range is printed';
COMMENT ON COLUMN mart.fact_observation.lowest_value IS 'smallest value that would be printed so, half of the last printed digit below; unit: see unit_key; NULL: open';
COMMENT ON COLUMN mart.fact_observation.highest_value IS 'largest value that would be printed so, half of the last printed digit above; unit: see unit_key; NULL: open';
COMMENT ON COLUMN mart.fact_observation.unit_key IS 'unit of the values, that of the indicator';
COMMENT ON COLUMN mart.fact_observation.as_printed IS 'the quantity as printed';
COMMENT ON COLUMN mart.fact_observation.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between';
COMMENT ON COLUMN mart.fact_observation.quantum IS 'weight of the last printed digit; unit: see unit_key';
COMMENT ON COLUMN mart.fact_observation.counterpart_place_key IS 'the other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN mart.fact_observation.mineral_key IS 'the mineral or product it is measured of; NULL: none in particular';
COMMENT ON COLUMN mart.fact_observation.period_words IS 'the period as printed; NULL: no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_edtf IS 'the period as an EDTF value, no finer than the words; NULL: no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_earliest_date_key IS 'first day it can be; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_latest_date_key IS 'last day it can be; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_precision IS 'how exactly it is stated: day, month, year or other; NULL: no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_rule IS 'how the words were resolved; NULL: no period is stated';
COMMENT ON COLUMN mart.fact_observation.period_document_key IS 'document whose page date the words hang on; NULL: they hang on none';
COMMENT ON COLUMN mart.fact_observation.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN mart.fact_observation.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.fact_observation.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN mart.fact_observation.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN mart.fact_observation.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.fact_observation.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.fact_observation.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.fact_observation.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.fact_observation.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_observation AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.place_key::text AS place_key,
    answer.entity_key::text AS entity_key,
    answer.agreement_key::text AS agreement_key,
    answer.facility_key::text AS facility_key,
    answer.strategy_key::text AS strategy_key,
    answer.mineral_list_key::text AS mineral_list_key,
    answer.event_key::text AS event_key,
    answer.question_key::text AS question_key,
    answer.indicator_key::text AS indicator_key,
    answer.value::numeric(28,6) AS value,
    answer.upper_value::numeric(28,6) AS upper_value,
    answer.lowest_value::numeric(28,6) AS lowest_value,
    answer.highest_value::numeric(28,6) AS highest_value,
    answer.unit_key::text AS unit_key,
    answer.as_printed::text AS as_printed,
    answer.approximation::text AS approximation,
    answer.quantum::numeric(28,6) AS quantum,
    answer.counterpart_place_key::text AS counterpart_place_key,
    answer.mineral_key::text AS mineral_key,
    answer.period_words::text AS period_words,
    answer.period_edtf::text AS period_edtf,
    answer.period_earliest_date_key::date AS period_earliest_date_key,
    answer.period_latest_date_key::date AS period_latest_date_key,
    answer.period_precision::text AS period_precision,
    answer.period_qualifier::text AS period_qualifier,
    answer.period_rule::text AS period_rule,
    answer.period_document_key::text AS period_document_key,
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
  o.place_key,
  o.entity_key,
  o.agreement_key,
  o.facility_key,
  o.strategy_key,
  o.mineral_list_key,
  o.event_key,
  q.question_key,
  o.indicator_key,
  o.value,
  o.upper_value,
  CASE WHEN o.approximation NOT IN ('at most', 'under') THEN o.value - o.quantum / 2 END AS lowest_value,
  CASE WHEN o.approximation NOT IN ('at least', 'over') THEN coalesce(o.upper_value, o.value) + o.quantum / 2
  END AS highest_value,
  i.unit_key,
  o.words AS as_printed,
  o.approximation,
  o.quantum,
  o.counterpart_key AS counterpart_place_key,
  o.mineral_key,
  o.period_words,
  o.period_edtf,
  o.period_earliest AS period_earliest_date_key,
  o.period_latest AS period_latest_date_key,
  CASE
    WHEN o.period_edtf IS NULL THEN NULL
    WHEN o.period_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN o.period_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN o.period_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS period_precision,
  o.period_qualifier,
  o.period_rule,
  o.period_document_key,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM observations AS o
JOIN dim_fact AS f ON f.fact_key = o.fact_id::text
JOIN indicators AS i ON i.key = o.indicator_key
JOIN fact_answer AS q ON q.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_observation IS 'One row per stated quantity of one subject: shares, capacities, terms, counts';
COMMENT ON COLUMN as_of.fact_observation.fact_key IS 'the fact';
COMMENT ON COLUMN as_of.fact_observation.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_observation.place_key IS 'the place it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.entity_key IS 'the entity it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.agreement_key IS 'the agreement it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.facility_key IS 'the facility it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.strategy_key IS 'the strategy it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.mineral_list_key IS 'the list it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.event_key IS 'the event it is about; NULL: it is about something else';
COMMENT ON COLUMN as_of.fact_observation.question_key IS 'the question it answers, the same for all documents that answer it';
COMMENT ON COLUMN as_of.fact_observation.indicator_key IS 'what is measured';
COMMENT ON COLUMN as_of.fact_observation.value IS 'the number as stated; of a printed range the lower figure; shares are never added up; unit: see unit_key';
COMMENT ON COLUMN as_of.fact_observation.upper_value IS 'upper figure of a printed range; unit: see unit_key; NULL: no range is printed';
COMMENT ON COLUMN as_of.fact_observation.lowest_value IS 'smallest value that would be printed so, half of the last printed digit below; unit: see unit_key; NULL: open';
COMMENT ON COLUMN as_of.fact_observation.highest_value IS 'largest value that would be printed so, half of the last printed digit above; unit: see unit_key; NULL: open';
COMMENT ON COLUMN as_of.fact_observation.unit_key IS 'unit of the values, that of the indicator';
COMMENT ON COLUMN as_of.fact_observation.as_printed IS 'the quantity as printed';
COMMENT ON COLUMN as_of.fact_observation.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between';
COMMENT ON COLUMN as_of.fact_observation.quantum IS 'weight of the last printed digit; unit: see unit_key';
COMMENT ON COLUMN as_of.fact_observation.counterpart_place_key IS 'the other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN as_of.fact_observation.mineral_key IS 'the mineral or product it is measured of; NULL: none in particular';
COMMENT ON COLUMN as_of.fact_observation.period_words IS 'the period as printed; NULL: no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_edtf IS 'the period as an EDTF value, no finer than the words; NULL: no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_earliest_date_key IS 'first day it can be; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_latest_date_key IS 'last day it can be; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_precision IS 'how exactly it is stated: day, month, year or other; NULL: no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_rule IS 'how the words were resolved; NULL: no period is stated';
COMMENT ON COLUMN as_of.fact_observation.period_document_key IS 'document whose page date the words hang on; NULL: they hang on none';
COMMENT ON COLUMN as_of.fact_observation.is_chosen IS 'whether it is the one to show of all facts that answer the same question';
COMMENT ON COLUMN as_of.fact_observation.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.fact_observation.agreeing_source_count IS 'documents whose answer agrees with this one, its own included; unit: documents';
COMMENT ON COLUMN as_of.fact_observation.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
COMMENT ON COLUMN as_of.fact_observation.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.fact_observation.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.fact_observation.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.fact_observation.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.fact_observation.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
