SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_scopes AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.subject_modality::text AS subject_modality,
    answer.parties::text AS parties,
    answer.stage::text AS stage,
    answer.stage_position::integer AS stage_position,
    answer.mineral::text AS mineral,
    answer.mineral_kind::text AS mineral_kind,
    answer.mineral_root::text AS mineral_root,
    answer.end_use::text AS end_use,
    answer.as_printed::text AS as_printed,
    answer.completeness::text AS completeness,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
  SELECT p.subject_key, e.name
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT 'strategies/' || g.strategy_key, g.issuer_name
  FROM dim_strategy AS g
  UNION ALL
  SELECT 'mineral_lists/' || n.mineral_list_key, n.steward_name
  FROM dim_mineral_list AS n
  UNION ALL
  SELECT 'entities/' || e.entity_key, e.name
  FROM dim_entity AS e
),

joined AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT p.name, '; ' ORDER BY p.name) AS parties
  FROM parties AS p
  GROUP BY p.subject_key
)

SELECT
  c.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  j.parties,
  g.name AS stage,
  g.position AS stage_position,
  m.name AS mineral,
  m.kind AS mineral_kind,
  m.root_name AS mineral_root,
  c.covered_end_use AS end_use,
  c.as_printed,
  c.completeness,
  c.said_by,
  c.source_count,
  c.is_disputed,
  c.citation_text
FROM fact_scope AS c
JOIN dim_subject AS s ON s.subject_key = c.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN joined AS j ON j.subject_key = c.subject_key
LEFT JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
) AS answer;
COMMENT ON VIEW mart.wide_scopes IS 'One row per mineral, stage or end use that something covers, with names, and document that says so';
COMMENT ON COLUMN mart.wide_scopes.fact_key IS 'the fact, as in fact_scope';
COMMENT ON COLUMN mart.wide_scopes.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_scopes.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_scopes.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_scopes.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_scopes.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_scopes.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_scopes.subject_modality IS 'whether what covers it is in force, planned, explored and so on; NULL: it only names something, as of organisations and minerals';
COMMENT ON COLUMN mart.wide_scopes.parties IS 'who is behind it: parties of the agreement or facility, participants of the event, issuer of the strategy, steward of the list, or the organisation itself; joined by semicolons; NULL: no document says, or a mineral covers it';
COMMENT ON COLUMN mart.wide_scopes.stage IS 'stage of the chain it covers; NULL: none in particular';
COMMENT ON COLUMN mart.wide_scopes.stage_position IS 'order of the stage along the chain, 1 is the resource; sort by it; NULL: no stage in particular';
COMMENT ON COLUMN mart.wide_scopes.mineral IS 'mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN mart.wide_scopes.mineral_kind IS 'element, group, compound, metal, ore or product; NULL: no mineral in particular';
COMMENT ON COLUMN mart.wide_scopes.mineral_root IS 'last group or mineral on the way from parent to parent, or the mineral itself; NULL: no mineral in particular';
COMMENT ON COLUMN mart.wide_scopes.end_use IS 'end use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN mart.wide_scopes.as_printed IS 'the scope as printed';
COMMENT ON COLUMN mart.wide_scopes.completeness IS 'whether the document names all there are: complete, by example or not said';
COMMENT ON COLUMN mart.wide_scopes.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_scopes.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_scopes.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_scopes.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_scopes AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.subject_modality::text AS subject_modality,
    answer.parties::text AS parties,
    answer.stage::text AS stage,
    answer.stage_position::integer AS stage_position,
    answer.mineral::text AS mineral,
    answer.mineral_kind::text AS mineral_kind,
    answer.mineral_root::text AS mineral_root,
    answer.end_use::text AS end_use,
    answer.as_printed::text AS as_printed,
    answer.completeness::text AS completeness,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
  SELECT p.subject_key, e.name
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT 'strategies/' || g.strategy_key, g.issuer_name
  FROM dim_strategy AS g
  UNION ALL
  SELECT 'mineral_lists/' || n.mineral_list_key, n.steward_name
  FROM dim_mineral_list AS n
  UNION ALL
  SELECT 'entities/' || e.entity_key, e.name
  FROM dim_entity AS e
),

joined AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT p.name, '; ' ORDER BY p.name) AS parties
  FROM parties AS p
  GROUP BY p.subject_key
)

SELECT
  c.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  f.modality AS subject_modality,
  j.parties,
  g.name AS stage,
  g.position AS stage_position,
  m.name AS mineral,
  m.kind AS mineral_kind,
  m.root_name AS mineral_root,
  c.covered_end_use AS end_use,
  c.as_printed,
  c.completeness,
  c.said_by,
  c.source_count,
  c.is_disputed,
  c.citation_text
FROM fact_scope AS c
JOIN dim_subject AS s ON s.subject_key = c.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN joined AS j ON j.subject_key = c.subject_key
LEFT JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_scopes IS 'One row per mineral, stage or end use that something covers, with names, and document that says so';
COMMENT ON COLUMN as_of.wide_scopes.fact_key IS 'the fact, as in fact_scope';
COMMENT ON COLUMN as_of.wide_scopes.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_scopes.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_scopes.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_scopes.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_scopes.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_scopes.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_scopes.subject_modality IS 'whether what covers it is in force, planned, explored and so on; NULL: it only names something, as of organisations and minerals';
COMMENT ON COLUMN as_of.wide_scopes.parties IS 'who is behind it: parties of the agreement or facility, participants of the event, issuer of the strategy, steward of the list, or the organisation itself; joined by semicolons; NULL: no document says, or a mineral covers it';
COMMENT ON COLUMN as_of.wide_scopes.stage IS 'stage of the chain it covers; NULL: none in particular';
COMMENT ON COLUMN as_of.wide_scopes.stage_position IS 'order of the stage along the chain, 1 is the resource; sort by it; NULL: no stage in particular';
COMMENT ON COLUMN as_of.wide_scopes.mineral IS 'mineral or product it covers; NULL: none in particular';
COMMENT ON COLUMN as_of.wide_scopes.mineral_kind IS 'element, group, compound, metal, ore or product; NULL: no mineral in particular';
COMMENT ON COLUMN as_of.wide_scopes.mineral_root IS 'last group or mineral on the way from parent to parent, or the mineral itself; NULL: no mineral in particular';
COMMENT ON COLUMN as_of.wide_scopes.end_use IS 'end use it covers, as printed; NULL: none in particular';
COMMENT ON COLUMN as_of.wide_scopes.as_printed IS 'the scope as printed';
COMMENT ON COLUMN as_of.wide_scopes.completeness IS 'whether the document names all there are: complete, by example or not said';
COMMENT ON COLUMN as_of.wide_scopes.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_scopes.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_scopes.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_scopes.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
