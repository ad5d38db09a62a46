SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_parties AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.subject_modality::text AS subject_modality,
    answer.role::text AS role,
    answer.party::text AS party,
    answer.party_kind::text AS party_kind,
    answer.party_country::text AS party_country,
    answer.party_country_iso_code::text AS party_country_iso_code,
    answer.party_is_named::boolean AS party_is_named,
    answer.entity_key::text AS entity_key,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parts AS (
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_agreement_party AS p
  UNION ALL
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_facility_party AS p
  UNION ALL
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_event_participant AS p
)

SELECT
  p.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  p.role,
  e.name AS party,
  e.kind AS party_kind,
  e.country_name AS party_country,
  e.country_iso_code AS party_country_iso_code,
  e.is_named AS party_is_named,
  p.entity_key,
  p.said_by,
  p.source_count,
  p.is_disputed,
  p.citation_text
FROM parts AS p
JOIN dim_subject AS s ON s.subject_key = p.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
JOIN dim_entity AS e ON e.entity_key = p.entity_key
) AS answer;
COMMENT ON VIEW mart.wide_parties IS 'One row per party of an agreement, facility or event and role it plays';
COMMENT ON COLUMN mart.wide_parties.fact_key IS 'the fact, as in bridge_agreement_party, bridge_facility_party or bridge_event_participant';
COMMENT ON COLUMN mart.wide_parties.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_parties.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_parties.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_parties.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_parties.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_parties.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_parties.subject_modality IS 'whether the agreement, facility or event is in force, planned, explored and so on';
COMMENT ON COLUMN mart.wide_parties.role IS 'the part played: supplier, buyer, partner, operator, speaker and so on';
COMMENT ON COLUMN mart.wide_parties.party IS 'name of who takes part; for an unnamed party a label of ours';
COMMENT ON COLUMN mart.wide_parties.party_kind IS 'company, government body, person and so on';
COMMENT ON COLUMN mart.wide_parties.party_country IS 'country the party belongs to; NULL: no document says';
COMMENT ON COLUMN mart.wide_parties.party_country_iso_code IS 'ISO 3166-1 code of that country; NULL: no document says';
COMMENT ON COLUMN mart.wide_parties.party_is_named IS 'false for a party that the documents leave unnamed';
COMMENT ON COLUMN mart.wide_parties.entity_key IS 'key of the party, as in dim_entity';
COMMENT ON COLUMN mart.wide_parties.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_parties.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_parties.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_parties.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_parties AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.subject_modality::text AS subject_modality,
    answer.role::text AS role,
    answer.party::text AS party,
    answer.party_kind::text AS party_kind,
    answer.party_country::text AS party_country,
    answer.party_country_iso_code::text AS party_country_iso_code,
    answer.party_is_named::boolean AS party_is_named,
    answer.entity_key::text AS entity_key,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parts AS (
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_agreement_party AS p
  UNION ALL
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_facility_party AS p
  UNION ALL
  SELECT p.fact_key, p.subject_key, p.entity_key, p.role, p.said_by, p.source_count, p.is_disputed, p.citation_text
  FROM bridge_event_participant AS p
)

SELECT
  p.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  p.role,
  e.name AS party,
  e.kind AS party_kind,
  e.country_name AS party_country,
  e.country_iso_code AS party_country_iso_code,
  e.is_named AS party_is_named,
  p.entity_key,
  p.said_by,
  p.source_count,
  p.is_disputed,
  p.citation_text
FROM parts AS p
JOIN dim_subject AS s ON s.subject_key = p.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
JOIN dim_entity AS e ON e.entity_key = p.entity_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_parties IS 'One row per party of an agreement, facility or event and role it plays';
COMMENT ON COLUMN as_of.wide_parties.fact_key IS 'the fact, as in bridge_agreement_party, bridge_facility_party or bridge_event_participant';
COMMENT ON COLUMN as_of.wide_parties.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_parties.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_parties.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_parties.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_parties.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_parties.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_parties.subject_modality IS 'whether the agreement, facility or event is in force, planned, explored and so on';
COMMENT ON COLUMN as_of.wide_parties.role IS 'the part played: supplier, buyer, partner, operator, speaker and so on';
COMMENT ON COLUMN as_of.wide_parties.party IS 'name of who takes part; for an unnamed party a label of ours';
COMMENT ON COLUMN as_of.wide_parties.party_kind IS 'company, government body, person and so on';
COMMENT ON COLUMN as_of.wide_parties.party_country IS 'country the party belongs to; NULL: no document says';
COMMENT ON COLUMN as_of.wide_parties.party_country_iso_code IS 'ISO 3166-1 code of that country; NULL: no document says';
COMMENT ON COLUMN as_of.wide_parties.party_is_named IS 'false for a party that the documents leave unnamed';
COMMENT ON COLUMN as_of.wide_parties.entity_key IS 'key of the party, as in dim_entity';
COMMENT ON COLUMN as_of.wide_parties.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_parties.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_parties.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_parties.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
