SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_facts AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.path::text AS path,
    answer.topic::text AS topic,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.says::text AS says,
    answer.date_edtf::text AS date_edtf,
    answer.earliest_date::date AS earliest_date,
    answer.latest_date::date AS latest_date,
    answer.date_precision::text AS date_precision,
    answer.basis::text AS basis,
    answer.rank::text AS rank,
    answer.note::text AS note,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text,
    answer.known_since::timestamptz AS known_since
FROM (WITH said AS (
  SELECT s.fact_key, 'identity' AS topic, concat_ws(', ', e.kind, e.country_name, e.descriptor) AS says
  FROM dim_entity AS e
  JOIN dim_subject AS s ON s.subject_key = 'entities/' || e.entity_key
  UNION ALL
  SELECT a.fact_key, 'agreement', concat_ws(', ', a.kind, 'belongs to or came of: ' || a.parent_name)
  FROM dim_agreement AS a
  UNION ALL
  SELECT t.fact_key, 'plant', concat_ws(', ', t.kind, t.place_name)
  FROM dim_facility AS t
  UNION ALL
  SELECT
    v.fact_key,
    'event',
    concat_ws(', ', v.kind, v.place_name, CASE v.is_public WHEN true THEN 'public' WHEN false THEN 'private' END)
  FROM dim_event AS v
  UNION ALL
  SELECT
    g.fact_key,
    'strategy',
    concat_ws(', ', g.kind, 'issued by ' || g.issuer_name, g.jurisdiction_name, 'aimed at ' || g.target_name)
  FROM dim_strategy AS g
  UNION ALL
  SELECT
    n.fact_key,
    'list',
    concat_ws(', ', 'list of ' || n.entry_term, n.jurisdiction_name, 'kept by ' || n.steward_name)
  FROM dim_mineral_list AS n
  UNION ALL
  SELECT d.fact_key, 'disagreement', concat_ws(', ', 'question, ' || d.status, d.resolution)
  FROM dim_disagreement AS d
  UNION ALL
  SELECT
    s.fact_key,
    'document',
    concat_ws(', ', d.kind, d.publisher_name, d.section, 'page date ' || d.page_date, 'language ' || d.language)
  FROM dim_document AS d
  JOIN dim_subject AS s ON s.subject_key = 'documents/' || d.document_key
  UNION ALL
  SELECT s.fact_key, 'place', concat_ws(', ', p.kind, p.iso_code, 'in ' || p.parent_name)
  FROM dim_place AS p
  JOIN dim_subject AS s ON s.subject_key = 'places/' || p.place_key
  UNION ALL
  SELECT s.fact_key, 'mineral', concat_ws(', ', m.kind, m.symbol, 'belongs to or is made of: ' || m.parent_name)
  FROM dim_mineral AS m
  JOIN dim_subject AS s ON s.subject_key = 'minerals/' || m.mineral_key
  UNION ALL
  SELECT s.fact_key, 'stage', 'stage ' || g.position || ': ' || g.definition
  FROM dim_stage AS g
  JOIN dim_subject AS s ON s.subject_key = 'supply_chain_stages/' || g.stage_key
  UNION ALL
  SELECT s.fact_key, 'indicator', i.definition || ', in ' || i.unit_symbol
  FROM dim_indicator AS i
  JOIN dim_subject AS s ON s.subject_key = 'indicators/' || i.indicator_key
  UNION ALL
  SELECT s.fact_key, 'unit', concat_ws(', ', 'unit', u.symbol, 'UCUM ' || u.ucum_code)
  FROM dim_unit AS u
  JOIN dim_subject AS s ON s.subject_key = 'units/' || u.unit_key
  UNION ALL
  SELECT s.fact_key, 'currency', 'currency, ISO 4217 ' || c.currency_code
  FROM dim_currency AS c
  JOIN dim_subject AS s ON s.subject_key = 'currencies/' || lower(c.currency_code)
  UNION ALL
  SELECT
    j.fact_key,
    'identity',
    CASE j.verdict WHEN 'same' THEN '' WHEN 'different' THEN 'not ' ELSE 'perhaps ' END
      || 'the same as ' || o.name || ': ' || j.reason
  FROM fact_identity_judgement AS j
  JOIN dim_entity AS o ON o.entity_key = j.other_entity_key
  UNION ALL
  SELECT n.fact_key, 'name', 'also called ' || n.name || ' (' || n.kind || ')'
  FROM fact_entity_name AS n
  UNION ALL
  SELECT r.fact_key, 'relation', concat_ws(' ', r.relation, o.name, '(' || r.title || ')')
  FROM fact_entity_relation AS r
  JOIN dim_entity AS o ON o.entity_key = r.object_entity_key
  UNION ALL
  SELECT w.fact_key, 'name', 'also called ' || w.as_printed
  FROM fact_stage_synonym AS w
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT n.fact_key, 'list', concat_ws(' ', 'version', n.version_label || ':', n.stated_count, n.counted)
  FROM fact_mineral_list_version AS n
  UNION ALL
  SELECT n.fact_key, 'list', 'version ' || n.version_label || ' names ' || m.name
  FROM bridge_mineral_list_member AS n
  JOIN dim_mineral AS m ON m.mineral_key = n.member_mineral_key
  UNION ALL
  SELECT
    m.fact_key,
    'step',
    concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')')
  FROM fact_milestone AS m
  UNION ALL
  SELECT
    v.fact_key,
    'money',
    v.kind || ': ' || v.as_printed || coalesce(' (' || v.equivalent_as_printed || ')', '')
      || coalesce(' per ' || u.name, '') || CASE WHEN v.is_total THEN ', the total of parts' ELSE '' END
  FROM fact_monetary_value AS v
  LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
  UNION ALL
  SELECT
    o.fact_key,
    'figure',
    concat_ws(' ', i.name, 'of ' || m.name, 'from ' || p.name) || ': ' || o.as_printed
      || coalesce(', ' || o.period_words, '')
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  LEFT JOIN dim_place AS p ON p.place_key = o.counterpart_place_key
  UNION ALL
  SELECT c.fact_key, 'scope', concat_ws(' ', 'covers', c.as_printed, '(' || g.name || ')')
  FROM fact_scope AS c
  LEFT JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
  UNION ALL
  SELECT
    c.fact_key,
    'scope',
    'called ' || c.classification || coalesce(' by ' || e.name, '') || ' (' || c.as_printed || ')'
  FROM fact_mineral_classification AS c
  LEFT JOIN dim_entity AS e ON e.entity_key = c.authority_entity_key
  UNION ALL
  SELECT m.fact_key, 'measure', m.kind || ': ' || m.description
  FROM fact_strategy_measure AS m
  UNION ALL
  SELECT t.fact_key, 'statement', t.kind || ': ' || t.statement
  FROM fact_statement AS t
),

dated AS (
  SELECT m.fact_key, m.date_edtf, m.earliest_date_key, m.latest_date_key, m.date_precision
  FROM fact_milestone AS m
  UNION ALL
  SELECT o.fact_key, o.period_edtf, o.period_earliest_date_key, o.period_latest_date_key, o.period_precision
  FROM fact_observation AS o
)

SELECT
  f.fact_key,
  f.path,
  w.topic,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  w.says,
  d.date_edtf,
  d.earliest_date_key AS earliest_date,
  d.latest_date_key AS latest_date,
  d.date_precision,
  f.basis,
  f.rank,
  f.note,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  f.known_since
FROM said AS w
JOIN dim_fact AS f ON f.fact_key = w.fact_key
JOIN dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN dated AS d ON d.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
COMMENT ON VIEW mart.wide_facts IS 'One row per fact of any kind that is not deprecated, with what it says in a phrase; for search and dossiers';
COMMENT ON COLUMN mart.wide_facts.fact_key IS 'the fact, as in dim_fact';
COMMENT ON COLUMN mart.wide_facts.path IS 'where it stands among all facts: family, key, kind, document';
COMMENT ON COLUMN mart.wide_facts.topic IS 'what is said: identity, name, relation, part, step, money, figure, scope, list, measure, statement, or the kind of thing that is registered';
COMMENT ON COLUMN mart.wide_facts.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_facts.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_facts.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_facts.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_facts.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_facts.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_facts.says IS 'what is said of the subject, in our own words; figures, dates and titles as printed';
COMMENT ON COLUMN mart.wide_facts.date_edtf IS 'its date or period as an EDTF value; NULL: it has none';
COMMENT ON COLUMN mart.wide_facts.earliest_date IS 'first day of its date or period; see the precision; NULL: open, or it has none';
COMMENT ON COLUMN mart.wide_facts.latest_date IS 'last day of its date or period; see the precision; NULL: open, or it has none';
COMMENT ON COLUMN mart.wide_facts.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: it has none';
COMMENT ON COLUMN mart.wide_facts.basis IS 'whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN mart.wide_facts.rank IS 'normal or preferred';
COMMENT ON COLUMN mart.wide_facts.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN mart.wide_facts.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: it only names or classifies';
COMMENT ON COLUMN mart.wide_facts.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_facts.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_facts.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_facts.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons; NULL: none, which only documents may have';
COMMENT ON COLUMN mart.wide_facts.known_since IS 'since when the warehouse says so';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_facts AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.path::text AS path,
    answer.topic::text AS topic,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.says::text AS says,
    answer.date_edtf::text AS date_edtf,
    answer.earliest_date::date AS earliest_date,
    answer.latest_date::date AS latest_date,
    answer.date_precision::text AS date_precision,
    answer.basis::text AS basis,
    answer.rank::text AS rank,
    answer.note::text AS note,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text,
    answer.known_since::timestamptz AS known_since
FROM (WITH said AS (
  SELECT s.fact_key, 'identity' AS topic, concat_ws(', ', e.kind, e.country_name, e.descriptor) AS says
  FROM dim_entity AS e
  JOIN dim_subject AS s ON s.subject_key = 'entities/' || e.entity_key
  UNION ALL
  SELECT a.fact_key, 'agreement', concat_ws(', ', a.kind, 'belongs to or came of: ' || a.parent_name)
  FROM dim_agreement AS a
  UNION ALL
  SELECT t.fact_key, 'plant', concat_ws(', ', t.kind, t.place_name)
  FROM dim_facility AS t
  UNION ALL
  SELECT
    v.fact_key,
    'event',
    concat_ws(', ', v.kind, v.place_name, CASE v.is_public WHEN true THEN 'public' WHEN false THEN 'private' END)
  FROM dim_event AS v
  UNION ALL
  SELECT
    g.fact_key,
    'strategy',
    concat_ws(', ', g.kind, 'issued by ' || g.issuer_name, g.jurisdiction_name, 'aimed at ' || g.target_name)
  FROM dim_strategy AS g
  UNION ALL
  SELECT
    n.fact_key,
    'list',
    concat_ws(', ', 'list of ' || n.entry_term, n.jurisdiction_name, 'kept by ' || n.steward_name)
  FROM dim_mineral_list AS n
  UNION ALL
  SELECT d.fact_key, 'disagreement', concat_ws(', ', 'question, ' || d.status, d.resolution)
  FROM dim_disagreement AS d
  UNION ALL
  SELECT
    s.fact_key,
    'document',
    concat_ws(', ', d.kind, d.publisher_name, d.section, 'page date ' || d.page_date, 'language ' || d.language)
  FROM dim_document AS d
  JOIN dim_subject AS s ON s.subject_key = 'documents/' || d.document_key
  UNION ALL
  SELECT s.fact_key, 'place', concat_ws(', ', p.kind, p.iso_code, 'in ' || p.parent_name)
  FROM dim_place AS p
  JOIN dim_subject AS s ON s.subject_key = 'places/' || p.place_key
  UNION ALL
  SELECT s.fact_key, 'mineral', concat_ws(', ', m.kind, m.symbol, 'belongs to or is made of: ' || m.parent_name)
  FROM dim_mineral AS m
  JOIN dim_subject AS s ON s.subject_key = 'minerals/' || m.mineral_key
  UNION ALL
  SELECT s.fact_key, 'stage', 'stage ' || g.position || ': ' || g.definition
  FROM dim_stage AS g
  JOIN dim_subject AS s ON s.subject_key = 'supply_chain_stages/' || g.stage_key
  UNION ALL
  SELECT s.fact_key, 'indicator', i.definition || ', in ' || i.unit_symbol
  FROM dim_indicator AS i
  JOIN dim_subject AS s ON s.subject_key = 'indicators/' || i.indicator_key
  UNION ALL
  SELECT s.fact_key, 'unit', concat_ws(', ', 'unit', u.symbol, 'UCUM ' || u.ucum_code)
  FROM dim_unit AS u
  JOIN dim_subject AS s ON s.subject_key = 'units/' || u.unit_key
  UNION ALL
  SELECT s.fact_key, 'currency', 'currency, ISO 4217 ' || c.currency_code
  FROM dim_currency AS c
  JOIN dim_subject AS s ON s.subject_key = 'currencies/' || lower(c.currency_code)
  UNION ALL
  SELECT
    j.fact_key,
    'identity',
    CASE j.verdict WHEN 'same' THEN '' WHEN 'different' THEN 'not ' ELSE 'perhaps ' END
      || 'the same as ' || o.name || ': ' || j.reason
  FROM fact_identity_judgement AS j
  JOIN dim_entity AS o ON o.entity_key = j.other_entity_key
  UNION ALL
  SELECT n.fact_key, 'name', 'also called ' || n.name || ' (' || n.kind || ')'
  FROM fact_entity_name AS n
  UNION ALL
  SELECT r.fact_key, 'relation', concat_ws(' ', r.relation, o.name, '(' || r.title || ')')
  FROM fact_entity_relation AS r
  JOIN dim_entity AS o ON o.entity_key = r.object_entity_key
  UNION ALL
  SELECT w.fact_key, 'name', 'also called ' || w.as_printed
  FROM fact_stage_synonym AS w
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT n.fact_key, 'list', concat_ws(' ', 'version', n.version_label || ':', n.stated_count, n.counted)
  FROM fact_mineral_list_version AS n
  UNION ALL
  SELECT n.fact_key, 'list', 'version ' || n.version_label || ' names ' || m.name
  FROM bridge_mineral_list_member AS n
  JOIN dim_mineral AS m ON m.mineral_key = n.member_mineral_key
  UNION ALL
  SELECT
    m.fact_key,
    'step',
    concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')')
  FROM fact_milestone AS m
  UNION ALL
  SELECT
    v.fact_key,
    'money',
    v.kind || ': ' || v.as_printed || coalesce(' (' || v.equivalent_as_printed || ')', '')
      || coalesce(' per ' || u.name, '') || CASE WHEN v.is_total THEN ', the total of parts' ELSE '' END
  FROM fact_monetary_value AS v
  LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
  UNION ALL
  SELECT
    o.fact_key,
    'figure',
    concat_ws(' ', i.name, 'of ' || m.name, 'from ' || p.name) || ': ' || o.as_printed
      || coalesce(', ' || o.period_words, '')
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  LEFT JOIN dim_place AS p ON p.place_key = o.counterpart_place_key
  UNION ALL
  SELECT c.fact_key, 'scope', concat_ws(' ', 'covers', c.as_printed, '(' || g.name || ')')
  FROM fact_scope AS c
  LEFT JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
  UNION ALL
  SELECT
    c.fact_key,
    'scope',
    'called ' || c.classification || coalesce(' by ' || e.name, '') || ' (' || c.as_printed || ')'
  FROM fact_mineral_classification AS c
  LEFT JOIN dim_entity AS e ON e.entity_key = c.authority_entity_key
  UNION ALL
  SELECT m.fact_key, 'measure', m.kind || ': ' || m.description
  FROM fact_strategy_measure AS m
  UNION ALL
  SELECT t.fact_key, 'statement', t.kind || ': ' || t.statement
  FROM fact_statement AS t
),

dated AS (
  SELECT m.fact_key, m.date_edtf, m.earliest_date_key, m.latest_date_key, m.date_precision
  FROM fact_milestone AS m
  UNION ALL
  SELECT o.fact_key, o.period_edtf, o.period_earliest_date_key, o.period_latest_date_key, o.period_precision
  FROM fact_observation AS o
)

SELECT
  f.fact_key,
  f.path,
  w.topic,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  w.says,
  d.date_edtf,
  d.earliest_date_key AS earliest_date,
  d.latest_date_key AS latest_date,
  d.date_precision,
  f.basis,
  f.rank,
  f.note,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  f.known_since
FROM said AS w
JOIN dim_fact AS f ON f.fact_key = w.fact_key
JOIN dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN dated AS d ON d.fact_key = f.fact_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_facts IS 'One row per fact of any kind that is not deprecated, with what it says in a phrase; for search and dossiers';
COMMENT ON COLUMN as_of.wide_facts.fact_key IS 'the fact, as in dim_fact';
COMMENT ON COLUMN as_of.wide_facts.path IS 'where it stands among all facts: family, key, kind, document';
COMMENT ON COLUMN as_of.wide_facts.topic IS 'what is said: identity, name, relation, part, step, money, figure, scope, list, measure, statement, or the kind of thing that is registered';
COMMENT ON COLUMN as_of.wide_facts.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_facts.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_facts.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_facts.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_facts.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_facts.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_facts.says IS 'what is said of the subject, in our own words; figures, dates and titles as printed';
COMMENT ON COLUMN as_of.wide_facts.date_edtf IS 'its date or period as an EDTF value; NULL: it has none';
COMMENT ON COLUMN as_of.wide_facts.earliest_date IS 'first day of its date or period; see the precision; NULL: open, or it has none';
COMMENT ON COLUMN as_of.wide_facts.latest_date IS 'last day of its date or period; see the precision; NULL: open, or it has none';
COMMENT ON COLUMN as_of.wide_facts.date_precision IS 'how exactly it is stated: day, month, year or other; NULL: it has none';
COMMENT ON COLUMN as_of.wide_facts.basis IS 'whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN as_of.wide_facts.rank IS 'normal or preferred';
COMMENT ON COLUMN as_of.wide_facts.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN as_of.wide_facts.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: it only names or classifies';
COMMENT ON COLUMN as_of.wide_facts.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_facts.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_facts.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_facts.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons; NULL: none, which only documents may have';
COMMENT ON COLUMN as_of.wide_facts.known_since IS 'since when the warehouse says so';
