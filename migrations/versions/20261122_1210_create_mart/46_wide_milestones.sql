SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_milestones AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.step::text AS step,
    answer.date_words::text AS date_words,
    answer.date_edtf::text AS date_edtf,
    answer.earliest_date::date AS earliest_date,
    answer.latest_date::date AS latest_date,
    answer.date_precision::text AS date_precision,
    answer.date_qualifier::text AS date_qualifier,
    answer.date_rule::text AS date_rule,
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
  m.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  m.kind AS step,
  m.date_words,
  m.date_edtf,
  m.earliest_date_key AS earliest_date,
  m.latest_date_key AS latest_date,
  m.date_precision,
  m.date_qualifier,
  m.date_rule,
  m.is_chosen,
  m.chosen_by,
  m.agreeing_source_count,
  m.differing_source_count,
  m.modality,
  m.said_by,
  m.source_count,
  m.is_disputed,
  m.citation_text
FROM fact_milestone AS m
JOIN dim_subject AS s ON s.subject_key = m.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
) AS answer;
COMMENT ON VIEW mart.wide_milestones IS 'One row per dated step, with names';
COMMENT ON COLUMN mart.wide_milestones.fact_key IS 'the fact, as in fact_milestone';
COMMENT ON COLUMN mart.wide_milestones.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_milestones.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_milestones.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_milestones.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_milestones.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_milestones.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_milestones.step IS 'what step it is: announced, signed, production start and so on';
COMMENT ON COLUMN mart.wide_milestones.date_words IS 'the date as printed; NULL: no document says';
COMMENT ON COLUMN mart.wide_milestones.date_edtf IS 'the date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN mart.wide_milestones.earliest_date IS 'first day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_milestones.latest_date IS 'last day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_milestones.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN mart.wide_milestones.date_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no document says';
COMMENT ON COLUMN mart.wide_milestones.date_rule IS 'how the words were resolved; NULL: no document says';
COMMENT ON COLUMN mart.wide_milestones.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN mart.wide_milestones.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.wide_milestones.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_milestones.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_milestones.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.wide_milestones.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_milestones.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_milestones.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_milestones.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_milestones AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.step::text AS step,
    answer.date_words::text AS date_words,
    answer.date_edtf::text AS date_edtf,
    answer.earliest_date::date AS earliest_date,
    answer.latest_date::date AS latest_date,
    answer.date_precision::text AS date_precision,
    answer.date_qualifier::text AS date_qualifier,
    answer.date_rule::text AS date_rule,
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
  m.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  m.kind AS step,
  m.date_words,
  m.date_edtf,
  m.earliest_date_key AS earliest_date,
  m.latest_date_key AS latest_date,
  m.date_precision,
  m.date_qualifier,
  m.date_rule,
  m.is_chosen,
  m.chosen_by,
  m.agreeing_source_count,
  m.differing_source_count,
  m.modality,
  m.said_by,
  m.source_count,
  m.is_disputed,
  m.citation_text
FROM fact_milestone AS m
JOIN dim_subject AS s ON s.subject_key = m.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_milestones IS 'One row per dated step, with names';
COMMENT ON COLUMN as_of.wide_milestones.fact_key IS 'the fact, as in fact_milestone';
COMMENT ON COLUMN as_of.wide_milestones.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_milestones.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_milestones.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_milestones.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_milestones.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_milestones.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_milestones.step IS 'what step it is: announced, signed, production start and so on';
COMMENT ON COLUMN as_of.wide_milestones.date_words IS 'the date as printed; NULL: no document says';
COMMENT ON COLUMN as_of.wide_milestones.date_edtf IS 'the date as an EDTF value, no finer than the words; NULL: no document says';
COMMENT ON COLUMN as_of.wide_milestones.earliest_date IS 'first day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_milestones.latest_date IS 'last day it can be; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_milestones.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN as_of.wide_milestones.date_qualifier IS 'on, by, before, after or about the EDTF value; NULL: no document says';
COMMENT ON COLUMN as_of.wide_milestones.date_rule IS 'how the words were resolved; NULL: no document says';
COMMENT ON COLUMN as_of.wide_milestones.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN as_of.wide_milestones.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.wide_milestones.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_milestones.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_milestones.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.wide_milestones.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_milestones.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_milestones.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_milestones.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
