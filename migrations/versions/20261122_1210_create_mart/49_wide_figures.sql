SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_figures AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.indicator::text AS indicator,
    answer.mineral::text AS mineral,
    answer.counterpart::text AS counterpart,
    answer.counterpart_iso_code::text AS counterpart_iso_code,
    answer.value::numeric(28,6) AS value,
    answer.upper_value::numeric(28,6) AS upper_value,
    answer.lowest_value::numeric(28,6) AS lowest_value,
    answer.highest_value::numeric(28,6) AS highest_value,
    answer.unit_symbol::text AS unit_symbol,
    answer.as_printed::text AS as_printed,
    answer.approximation::text AS approximation,
    answer.period_words::text AS period_words,
    answer.period_earliest_date::date AS period_earliest_date,
    answer.period_latest_date::date AS period_latest_date,
    answer.period_precision::text AS period_precision,
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
  o.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  i.name AS indicator,
  m.name AS mineral,
  c.name AS counterpart,
  c.country_iso_code AS counterpart_iso_code,
  CASE WHEN o.is_chosen THEN o.value END AS value,
  CASE WHEN o.is_chosen THEN o.upper_value END AS upper_value,
  CASE WHEN o.is_chosen THEN o.lowest_value END AS lowest_value,
  CASE WHEN o.is_chosen THEN o.highest_value END AS highest_value,
  i.unit_symbol,
  o.as_printed,
  o.approximation,
  o.period_words,
  o.period_earliest_date_key AS period_earliest_date,
  o.period_latest_date_key AS period_latest_date,
  o.period_precision,
  o.is_chosen,
  o.chosen_by,
  o.agreeing_source_count,
  o.differing_source_count,
  o.modality,
  o.said_by,
  o.source_count,
  o.is_disputed,
  o.citation_text
FROM fact_observation AS o
JOIN dim_subject AS s ON s.subject_key = o.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
LEFT JOIN dim_place AS c ON c.place_key = o.counterpart_place_key
) AS answer;
COMMENT ON VIEW mart.wide_figures IS 'One row per stated quantity, with names; never add up figures of different indicators, and shares not at all';
COMMENT ON COLUMN mart.wide_figures.fact_key IS 'the fact, as in fact_observation';
COMMENT ON COLUMN mart.wide_figures.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_figures.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_figures.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_figures.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_figures.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_figures.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_figures.indicator IS 'what is measured';
COMMENT ON COLUMN mart.wide_figures.mineral IS 'mineral or product it is measured of; NULL: none in particular';
COMMENT ON COLUMN mart.wide_figures.counterpart IS 'the other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN mart.wide_figures.counterpart_iso_code IS 'ISO 3166-1 code of the country of the other place; NULL: none, or it lies in no country';
COMMENT ON COLUMN mart.wide_figures.value IS 'the figure as stated, of a printed range the lower one; show it, or take the average or maximum of one indicator; never the sum of shares, terms or capacities of the same thing; unit: see unit_symbol; NULL: another fact that answers the same question is chosen';
COMMENT ON COLUMN mart.wide_figures.upper_value IS 'upper figure of a printed range; unit: see unit_symbol; NULL: no range is printed, or another fact is chosen';
COMMENT ON COLUMN mart.wide_figures.lowest_value IS 'smallest value that would be printed so; unit: see unit_symbol; NULL: open, or another fact is chosen';
COMMENT ON COLUMN mart.wide_figures.highest_value IS 'largest value that would be printed so; unit: see unit_symbol; NULL: open, or another fact is chosen';
COMMENT ON COLUMN mart.wide_figures.unit_symbol IS 'unit, as printed after a number';
COMMENT ON COLUMN mart.wide_figures.as_printed IS 'the quantity as printed';
COMMENT ON COLUMN mart.wide_figures.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between';
COMMENT ON COLUMN mart.wide_figures.period_words IS 'the period as printed; NULL: no period is stated';
COMMENT ON COLUMN mart.wide_figures.period_earliest_date IS 'first day of the period; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN mart.wide_figures.period_latest_date IS 'last day of the period; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN mart.wide_figures.period_precision IS 'how exactly the period is stated: day, month, year or other; NULL: no period is stated';
COMMENT ON COLUMN mart.wide_figures.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN mart.wide_figures.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.wide_figures.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_figures.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_figures.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.wide_figures.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_figures.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_figures.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_figures.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_figures AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.indicator::text AS indicator,
    answer.mineral::text AS mineral,
    answer.counterpart::text AS counterpart,
    answer.counterpart_iso_code::text AS counterpart_iso_code,
    answer.value::numeric(28,6) AS value,
    answer.upper_value::numeric(28,6) AS upper_value,
    answer.lowest_value::numeric(28,6) AS lowest_value,
    answer.highest_value::numeric(28,6) AS highest_value,
    answer.unit_symbol::text AS unit_symbol,
    answer.as_printed::text AS as_printed,
    answer.approximation::text AS approximation,
    answer.period_words::text AS period_words,
    answer.period_earliest_date::date AS period_earliest_date,
    answer.period_latest_date::date AS period_latest_date,
    answer.period_precision::text AS period_precision,
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
  o.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  i.name AS indicator,
  m.name AS mineral,
  c.name AS counterpart,
  c.country_iso_code AS counterpart_iso_code,
  CASE WHEN o.is_chosen THEN o.value END AS value,
  CASE WHEN o.is_chosen THEN o.upper_value END AS upper_value,
  CASE WHEN o.is_chosen THEN o.lowest_value END AS lowest_value,
  CASE WHEN o.is_chosen THEN o.highest_value END AS highest_value,
  i.unit_symbol,
  o.as_printed,
  o.approximation,
  o.period_words,
  o.period_earliest_date_key AS period_earliest_date,
  o.period_latest_date_key AS period_latest_date,
  o.period_precision,
  o.is_chosen,
  o.chosen_by,
  o.agreeing_source_count,
  o.differing_source_count,
  o.modality,
  o.said_by,
  o.source_count,
  o.is_disputed,
  o.citation_text
FROM fact_observation AS o
JOIN dim_subject AS s ON s.subject_key = o.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
LEFT JOIN dim_place AS c ON c.place_key = o.counterpart_place_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_figures IS 'One row per stated quantity, with names; never add up figures of different indicators, and shares not at all';
COMMENT ON COLUMN as_of.wide_figures.fact_key IS 'the fact, as in fact_observation';
COMMENT ON COLUMN as_of.wide_figures.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_figures.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_figures.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_figures.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_figures.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_figures.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_figures.indicator IS 'what is measured';
COMMENT ON COLUMN as_of.wide_figures.mineral IS 'mineral or product it is measured of; NULL: none in particular';
COMMENT ON COLUMN as_of.wide_figures.counterpart IS 'the other place, such as the source of imports; NULL: none';
COMMENT ON COLUMN as_of.wide_figures.counterpart_iso_code IS 'ISO 3166-1 code of the country of the other place; NULL: none, or it lies in no country';
COMMENT ON COLUMN as_of.wide_figures.value IS 'the figure as stated, of a printed range the lower one; show it, or take the average or maximum of one indicator; never the sum of shares, terms or capacities of the same thing; unit: see unit_symbol; NULL: another fact that answers the same question is chosen';
COMMENT ON COLUMN as_of.wide_figures.upper_value IS 'upper figure of a printed range; unit: see unit_symbol; NULL: no range is printed, or another fact is chosen';
COMMENT ON COLUMN as_of.wide_figures.lowest_value IS 'smallest value that would be printed so; unit: see unit_symbol; NULL: open, or another fact is chosen';
COMMENT ON COLUMN as_of.wide_figures.highest_value IS 'largest value that would be printed so; unit: see unit_symbol; NULL: open, or another fact is chosen';
COMMENT ON COLUMN as_of.wide_figures.unit_symbol IS 'unit, as printed after a number';
COMMENT ON COLUMN as_of.wide_figures.as_printed IS 'the quantity as printed';
COMMENT ON COLUMN as_of.wide_figures.approximation IS 'how exactly it is stated: exact, about, at least, at most, over, under or between';
COMMENT ON COLUMN as_of.wide_figures.period_words IS 'the period as printed; NULL: no period is stated';
COMMENT ON COLUMN as_of.wide_figures.period_earliest_date IS 'first day of the period; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN as_of.wide_figures.period_latest_date IS 'last day of the period; see the precision; NULL: open, or no period is stated';
COMMENT ON COLUMN as_of.wide_figures.period_precision IS 'how exactly the period is stated: day, month, year or other; NULL: no period is stated';
COMMENT ON COLUMN as_of.wide_figures.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN as_of.wide_figures.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.wide_figures.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_figures.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_figures.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.wide_figures.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_figures.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_figures.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_figures.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
