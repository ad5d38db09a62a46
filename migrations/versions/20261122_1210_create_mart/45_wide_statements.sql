SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_statements AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.statement_kind::text AS statement_kind,
    answer.statement::text AS statement,
    answer.speaker::text AS speaker,
    answer.speaker_kind::text AS speaker_kind,
    answer.speaker_country::text AS speaker_country,
    answer.note::text AS note,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  t.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  t.kind AS statement_kind,
  t.statement,
  e.name AS speaker,
  e.kind AS speaker_kind,
  e.country_name AS speaker_country,
  f.note,
  t.modality,
  t.said_by,
  t.source_count,
  t.is_disputed,
  t.citation_text
FROM fact_statement AS t
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = t.fact_key
LEFT JOIN dim_entity AS e ON e.entity_key = t.said_by_entity_key
) AS answer;
COMMENT ON VIEW mart.wide_statements IS 'One row per view, assessment, aim, reason or description, with names';
COMMENT ON COLUMN mart.wide_statements.fact_key IS 'the fact, as in fact_statement';
COMMENT ON COLUMN mart.wide_statements.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_statements.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_statements.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_statements.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_statements.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_statements.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_statements.statement_kind IS 'description, assessment, view, aim or reason';
COMMENT ON COLUMN mart.wide_statements.statement IS 'what is said, in our own words';
COMMENT ON COLUMN mart.wide_statements.speaker IS 'registered entity that says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN mart.wide_statements.speaker_kind IS 'company, government body, person and so on; NULL: as speaker';
COMMENT ON COLUMN mart.wide_statements.speaker_country IS 'country the speaker belongs to; NULL: as speaker, or no document says';
COMMENT ON COLUMN mart.wide_statements.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN mart.wide_statements.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.wide_statements.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_statements.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_statements.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_statements.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_statements AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.statement_kind::text AS statement_kind,
    answer.statement::text AS statement,
    answer.speaker::text AS speaker,
    answer.speaker_kind::text AS speaker_kind,
    answer.speaker_country::text AS speaker_country,
    answer.note::text AS note,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (SELECT
  t.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  t.kind AS statement_kind,
  t.statement,
  e.name AS speaker,
  e.kind AS speaker_kind,
  e.country_name AS speaker_country,
  f.note,
  t.modality,
  t.said_by,
  t.source_count,
  t.is_disputed,
  t.citation_text
FROM fact_statement AS t
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = t.fact_key
LEFT JOIN dim_entity AS e ON e.entity_key = t.said_by_entity_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_statements IS 'One row per view, assessment, aim, reason or description, with names';
COMMENT ON COLUMN as_of.wide_statements.fact_key IS 'the fact, as in fact_statement';
COMMENT ON COLUMN as_of.wide_statements.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_statements.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_statements.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_statements.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_statements.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_statements.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_statements.statement_kind IS 'description, assessment, view, aim or reason';
COMMENT ON COLUMN as_of.wide_statements.statement IS 'what is said, in our own words';
COMMENT ON COLUMN as_of.wide_statements.speaker IS 'registered entity that says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN as_of.wide_statements.speaker_kind IS 'company, government body, person and so on; NULL: as speaker';
COMMENT ON COLUMN as_of.wide_statements.speaker_country IS 'country the speaker belongs to; NULL: as speaker, or no document says';
COMMENT ON COLUMN as_of.wide_statements.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN as_of.wide_statements.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.wide_statements.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_statements.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_statements.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_statements.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
