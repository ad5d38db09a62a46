/* mart
kind: view
grain: "One row per fact of any kind that is not deprecated, with what it says in a phrase; for search and dossiers"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  topic: {type: text, meaning: "what is said: identity, name, relation, part, tie, holding, step, state, clause, money, figure, comparison, scope, list, measure, statement, or the kind of thing that is registered"}
  says: {type: text, meaning: "what is said of the subject, in our own words; figures, dates and titles as printed"}
  date_edtf: {type: text, meaning: its date or period as an EDTF value, empty: it has none}
  earliest_date: {type: date, meaning: first day of its date or period; see the precision, empty: "open, or it has none"}
  latest_date: {type: date, meaning: last day of its date or period; see the precision, empty: "open, or it has none"}
  date_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: it has none}
  basis: {type: text, meaning: "whether the source states it, it is inferred, or a reference work says so"}
  rank: {type: text, meaning: normal or preferred}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed", empty: it only names or classifies}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons", empty: "none, which only documents may have"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  known_since: {type: timestamptz, meaning: "since when the warehouse says so: the load that last wrote the fact, its figures or its citations, or took one back; as_of shows it at this instant, and not just before"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  path: {type: text, meaning: "where it stands among all facts: family, key, kind, document"}
  fact_key: {type: text, meaning: "the fact, as in dim_fact"}
*/
WITH things AS (
  SELECT
    s.subject_key,
    s.fact_key,
    s.name
  FROM dim_subject AS s
),

said AS (
  SELECT s.fact_key, 'identity' AS topic, concat_ws(', ', e.kind, e.country_name, e.descriptor) AS says
  FROM dim_entity AS e
  JOIN things AS s ON s.subject_key = 'entities/' || e.entity_key
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
    concat_ws(', ', d.kind, d.publisher_name, d.section, 'page date ' || d.page_date_printed, 'language ' || d.language)
  FROM dim_document AS d
  JOIN things AS s ON s.subject_key = 'documents/' || d.document_key
  UNION ALL
  SELECT s.fact_key, 'place', concat_ws(', ', p.kind, p.iso_code, 'in ' || p.parent_name)
  FROM dim_place AS p
  JOIN things AS s ON s.subject_key = 'places/' || p.place_key
  UNION ALL
  SELECT s.fact_key, 'mineral', concat_ws(', ', m.kind, m.symbol, 'belongs to or is made of: ' || m.parent_name)
  FROM dim_mineral AS m
  JOIN things AS s ON s.subject_key = 'minerals/' || m.mineral_key
  UNION ALL
  SELECT s.fact_key, 'stage', 'stage ' || g.position || ': ' || g.definition
  FROM dim_stage AS g
  JOIN things AS s ON s.subject_key = 'supply_chain_stages/' || g.stage_key
  UNION ALL
  SELECT s.fact_key, 'indicator', i.definition || ', in ' || i.unit_symbol
  FROM dim_indicator AS i
  JOIN things AS s ON s.subject_key = 'indicators/' || i.indicator_key
  UNION ALL
  SELECT s.fact_key, 'unit', concat_ws(', ', 'unit', u.symbol, 'UCUM ' || u.ucum_code)
  FROM dim_unit AS u
  JOIN things AS s ON s.subject_key = 'units/' || u.unit_key
  UNION ALL
  SELECT s.fact_key, 'currency', 'currency, ISO 4217 ' || c.currency_code
  FROM dim_currency AS c
  JOIN things AS s ON s.subject_key = 'currencies/' || lower(c.currency_code)
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
  FROM fact_name AS n
  UNION ALL
  SELECT i.fact_key, 'name', i.scheme || ' ' || i.identifier || coalesce(', ' || i.period_words, '')
  FROM fact_identifier AS i
  UNION ALL
  SELECT r.fact_key, 'relation', concat_ws(' ', r.relation, o.name, '(' || r.title || ')', r.period_words)
  FROM fact_entity_relation AS r
  JOIN dim_entity AS o ON o.entity_key = r.object_entity_key
  UNION ALL
  SELECT w.fact_key, 'name', 'also called ' || w.as_printed
  FROM fact_stage_synonym AS w
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role || coalesce(' (' || p.as_printed || ')', '')
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role || coalesce(' (' || p.as_printed || ')', '')
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role || coalesce(' (' || p.as_printed || ')', '')
  FROM bridge_event_participant AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.fact_key, 'part', e.name || ' is ' || p.role || coalesce(' (' || p.as_printed || ')', '')
  FROM bridge_strategy_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  WHERE p.fact_key NOT IN (SELECT s.fact_key FROM dim_strategy AS s)
  UNION ALL
  SELECT p.fact_key, 'part', p.role || ' ' || l.name
  FROM bridge_strategy_place AS p
  JOIN dim_place AS l ON l.place_key = p.place_key
  JOIN dim_fact AS f ON f.fact_key = p.fact_key AND f.family = 'strategy_places'
  UNION ALL
  SELECT t.fact_key, 'tie', concat_ws(' ', t.relation, o.name, '(' || t.as_printed || ')')
  FROM fact_link AS t
  JOIN things AS o ON o.subject_key = t.other_subject_key
  UNION ALL
  SELECT
    t.fact_key,
    'state',
    concat_ws(
      ' ', t.status, '[' || replace(t.aspect, '-', ' ') || ']', '(' || t.as_printed || ')', 'on ' || t.as_of_edtf
    )
  FROM fact_status AS t
  UNION ALL
  SELECT c.fact_key, 'clause', c.kind || ': ' || coalesce(c.statement, c.as_printed)
  FROM fact_clause AS c
  UNION ALL
  SELECT
    p.fact_key,
    'place',
    'lies at ' || trim_scale(p.latitude) || ', ' || trim_scale(p.longitude) || coalesce(' (' || p.status || ')', '')
  FROM fact_position AS p
  UNION ALL
  SELECT
    h.fact_key,
    'holding',
    concat_ws(' ', 'holds', h.instrument, 'of ' || o.name || ':', h.as_printed, h.period_words)
  FROM fact_holding AS h
  JOIN things AS o ON o.subject_key = h.held_subject_key
  UNION ALL
  SELECT
    c.fact_key,
    'comparison',
    concat_ws(
      ' ', c.measure, '[' || replace(c.aspect, '-', ' ') || ']', 'of ' || m.name, 'in ' || k.name, 'at ' || g.name,
      'with ' || coalesce(e.name, p.name), 'for ' || c.end_use
    )
    || ': '
    || concat_ws(
      ', ', c.as_printed, c.period_words,
      'compared with: ' || coalesce(c.base_words, concat_ws(', without ', concat_ws(', ', c.base_period_words, b.name), w.name))
    )
  FROM fact_comparison AS c
  LEFT JOIN dim_mineral AS m ON m.mineral_key = c.mineral_key
  LEFT JOIN dim_place AS k ON k.place_key = c.market_place_key
  LEFT JOIN dim_place AS p ON p.place_key = c.counterpart_place_key
  LEFT JOIN dim_place AS b ON b.place_key = c.base_place_key
  LEFT JOIN dim_place AS w ON w.place_key = c.base_without_place_key
  LEFT JOIN dim_stage AS g ON g.stage_key = c.measured_stage_key
  LEFT JOIN dim_entity AS e ON e.entity_key = c.counterpart_entity_key
  UNION ALL
  SELECT n.fact_key, 'list', concat_ws(' ', 'version', n.version_label || ':', n.stated_count, n.counted, n.period_words)
  FROM fact_mineral_list_version AS n
  UNION ALL
  SELECT n.fact_key, 'list', 'version ' || n.version_label || ' names ' || m.name
  FROM bridge_mineral_list_member AS n
  JOIN dim_mineral AS m ON m.mineral_key = n.member_mineral_key
  UNION ALL
  SELECT
    m.fact_key,
    'step',
    concat_ws(
      ' ', m.kind, '[' || replace(m.aspect, '-', ' ') || ']', nullif(m.date_qualifier, 'on'), m.date_edtf,
      '(' || m.date_words || ')'
    )
  FROM fact_milestone AS m
  UNION ALL
  SELECT
    v.fact_key,
    'money',
    concat_ws(
      ' ', v.kind, '[' || replace(v.aspect, '-', ' ') || ']', 'of ' || m.name, 'in ' || k.name, 'from ' || c.name,
      'for ' || v.end_use
    )
    || ': ' || v.as_printed || coalesce(' (' || q.as_printed || ')', '')
    || coalesce(' per ' || u.name, '')
    || concat(
      ', ' || v.period_words, ', ' || v.price_basis, ', ' || v.measured_as, ', ' || v.statistic, ', ' || v.scenario,
      ', ' || v.status, ', paid by ' || pr.name, ', paid to ' || pe.name
    )
    || CASE WHEN v.is_total THEN ', the total of parts' ELSE '' END
  FROM fact_money AS v
  LEFT JOIN fact_money AS q ON q.fact_key = v.fact_key AND q.leg = 'equivalent'
  LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = v.mineral_key
  LEFT JOIN dim_place AS k ON k.place_key = v.market_place_key
  LEFT JOIN dim_place AS c ON c.place_key = v.counterpart_place_key
  LEFT JOIN dim_entity AS pr ON pr.entity_key = v.payer_entity_key
  LEFT JOIN dim_entity AS pe ON pe.entity_key = v.payee_entity_key
  WHERE v.leg = 'printed'
  UNION ALL
  SELECT
    o.fact_key,
    'figure',
    concat_ws(
      ' ', i.name, '[' || replace(o.aspect, '-', ' ') || ']', 'of ' || m.name, 'in ' || k.name, 'at ' || g.name,
      'from ' || p.name, 'with ' || e.name, 'for ' || o.end_use
    )
    || ': ' || o.printed_with_unit
    || concat(
      ', ' || o.period_words, ', ' || o.measured_as, ', ' || o.statistic, ', ' || o.scenario, ', ' || o.status,
      CASE WHEN o.is_total THEN ', the total of parts' END
    )
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  LEFT JOIN dim_place AS p ON p.place_key = o.counterpart_place_key
  LEFT JOIN dim_place AS k ON k.place_key = o.market_place_key
  LEFT JOIN dim_stage AS g ON g.stage_key = o.measured_stage_key
  LEFT JOIN dim_entity AS e ON e.entity_key = o.counterpart_entity_key
  UNION ALL
  SELECT c.fact_key, 'scope', concat_ws(' ', 'covers', c.as_printed, '(' || g.name || ')', c.code)
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
  SELECT m.fact_key, 'measure', concat_ws(': ', m.kind, m.description)
  FROM fact_strategy_measure AS m
  UNION ALL
  SELECT t.fact_key, 'statement', t.kind || ': ' || t.statement
  FROM fact_statement AS t
),

dated AS (
  SELECT m.fact_key, m.date_edtf, m.earliest_date_key, m.latest_date_key
  FROM fact_milestone AS m
  UNION ALL
  SELECT o.fact_key, o.period_edtf, o.period_earliest_date_key, o.period_latest_date_key
  FROM fact_observation AS o
  UNION ALL
  SELECT v.fact_key, v.period_edtf, v.period_earliest_date_key, v.period_latest_date_key
  FROM fact_money AS v
  WHERE v.leg = 'printed'
  UNION ALL
  SELECT c.fact_key, c.period_edtf, c.period_earliest_date_key, c.period_latest_date_key
  FROM fact_comparison AS c
  UNION ALL
  SELECT h.fact_key, h.period_edtf, h.period_earliest_date_key, h.period_latest_date_key
  FROM fact_holding AS h
  UNION ALL
  SELECT r.fact_key, r.period_edtf, r.period_earliest_date_key, r.period_latest_date_key
  FROM fact_entity_relation AS r
  UNION ALL
  SELECT n.fact_key, n.period_edtf, n.period_earliest_date_key, n.period_latest_date_key
  FROM fact_mineral_list_version AS n
  UNION ALL
  SELECT i.fact_key, i.period_edtf, i.period_earliest_date_key, i.period_latest_date_key
  FROM fact_identifier AS i
  UNION ALL
  SELECT t.fact_key, t.as_of_edtf, t.as_of_earliest_date_key, t.as_of_latest_date_key
  FROM fact_status AS t
)

SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  w.topic,
  w.says,
  d.date_edtf,
  d.earliest_date_key AS earliest_date,
  d.latest_date_key AS latest_date,
  CASE
    WHEN d.date_edtf IS NULL THEN NULL
    WHEN d.date_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN d.date_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN d.date_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS date_precision,
  f.basis,
  f.rank,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  f.note,
  f.known_since,
  s.subject_key,
  f.path,
  f.fact_key
FROM said AS w
JOIN dim_fact AS f ON f.fact_key = w.fact_key
JOIN dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN dated AS d ON d.fact_key = f.fact_key
WHERE f.rank <> 'deprecated';
