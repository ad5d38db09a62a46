/* site
rows: "every thing that has a page, family by family, with its properties as name, text, and the thing they lead to; with its names, identifiers, latest state and step, and position"
params:
  families: {type: "text[]", meaning: "the families in their order; NULL: in that of their keys"}
*/
WITH groups AS (
  SELECT DISTINCT ON (r.entity_key)
    r.entity_key,
    r.relation,
    o.name,
    r.object_entity_key
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_term AS k ON k.scheme = 'relation' AND k.label = r.relation
  JOIN mart.dim_entity AS o ON o.entity_key = r.object_entity_key
  WHERE r.is_ownership AND (r.relation_group = 'subsidiary of' OR k.is_symmetric)
  ORDER BY r.entity_key, k.is_symmetric, r.object_entity_key COLLATE "C", r.fact_key COLLATE "C"
),

properties AS (
  SELECT
    'entities/' || e.entity_key AS subject_key,
    json_build_array(
      json_build_array('Country', e.country_name, 'places/' || e.country_key),
      json_build_array(coalesce(g.relation, 'Group'), g.name, 'entities/' || g.object_entity_key),
      json_build_array('As a document describes it', e.descriptor, NULL)
    ) AS details
  FROM mart.dim_entity AS e
  LEFT JOIN groups AS g ON g.entity_key = e.entity_key
  UNION ALL
  SELECT
    'agreements/' || a.agreement_key,
    json_build_array(
      json_build_array('Modality', a.modality, NULL),
      json_build_array('Belongs to or came of', a.parent_name, 'agreements/' || a.parent_agreement_key)
    )
  FROM mart.dim_agreement AS a
  UNION ALL
  SELECT
    'strategies/' || g.strategy_key,
    json_build_array(
      json_build_array('Modality', g.modality, NULL),
      json_build_array('Issued by', g.issuer_name, 'entities/' || g.issuer_entity_key),
      json_build_array('Applies in', g.jurisdiction_name, 'places/' || g.jurisdiction_place_key),
      json_build_array('Aimed at', g.target_name, 'places/' || g.target_place_key)
    )
  FROM mart.dim_strategy AS g
  UNION ALL
  SELECT
    'mineral_lists/' || n.mineral_list_key,
    json_build_array(
      json_build_array('Applies in', n.jurisdiction_name, 'places/' || n.jurisdiction_place_key),
      json_build_array('Kept by', n.steward_name, 'entities/' || n.steward_entity_key),
      json_build_array('Its entries are called', n.entry_term, NULL)
    )
  FROM mart.dim_mineral_list AS n
  UNION ALL
  SELECT
    'facilities/' || l.facility_key,
    json_build_array(
      json_build_array('Modality', l.modality, NULL),
      json_build_array('Place', l.place_name, 'places/' || l.place_key),
      json_build_array('Country', l.country_name, 'places/' || l.country_key)
    )
  FROM mart.dim_facility AS l
  UNION ALL
  SELECT
    'events/' || v.event_key,
    json_build_array(
      json_build_array('Modality', v.modality, NULL),
      json_build_array('Place', v.place_name, 'places/' || v.place_key),
      json_build_array('Country', v.country_name, 'places/' || v.country_key),
      json_build_array('Open to the public', CASE v.is_public WHEN true THEN 'yes' WHEN false THEN 'no' END, NULL)
    )
  FROM mart.dim_event AS v
  UNION ALL
  SELECT
    'places/' || p.place_key,
    json_build_array(
      json_build_array('Lies in', p.parent_name, 'places/' || p.parent_place_key),
      json_build_array('ISO 3166 code', p.iso_code, NULL)
    )
  FROM mart.dim_place AS p
  UNION ALL
  SELECT
    'minerals/' || m.mineral_key,
    json_build_array(
      json_build_array('Belongs to or is made of', m.parent_name, 'minerals/' || m.parent_mineral_key),
      json_build_array('Symbol', m.symbol, NULL),
      json_build_array('Atomic number', m.atomic_number::text, NULL)
    )
  FROM mart.dim_mineral AS m
  UNION ALL
  SELECT
    'supply_chain_stages/' || g.stage_key,
    json_build_array(
      json_build_array('Position in the chain', g.position::text, NULL),
      json_build_array('Definition', g.definition, NULL)
    )
  FROM mart.dim_stage AS g
  UNION ALL
  SELECT
    'indicators/' || i.indicator_key,
    json_build_array(
      json_build_array('Definition', i.definition, NULL),
      json_build_array('Unit', u.name, 'units/' || i.unit_key)
    )
  FROM mart.dim_indicator AS i
  JOIN mart.dim_unit AS u ON u.unit_key = i.unit_key
  UNION ALL
  SELECT
    'units/' || u.unit_key,
    json_build_array(json_build_array('Symbol', u.symbol, NULL), json_build_array('UCUM code', u.ucum_code, NULL))
  FROM mart.dim_unit AS u
  UNION ALL
  SELECT 'currencies/' || lower(c.currency_code), json_build_array(json_build_array('ISO 4217 code', c.currency_code, NULL))
  FROM mart.dim_currency AS c
),

named AS (
  SELECT n.subject_key, string_agg(DISTINCT n.name COLLATE "C", '; ' ORDER BY n.name COLLATE "C") AS names
  FROM mart.fact_name AS n
  GROUP BY n.subject_key
),

identified AS (
  SELECT
    i.subject_key,
    json_agg(json_build_array(i.scheme, i.identifier) ORDER BY i.scheme COLLATE "C", i.identifier COLLATE "C") AS identifiers
  FROM mart.fact_identifier AS i
  GROUP BY i.subject_key
),

latest AS (
  SELECT DISTINCT
    t.subject_key,
    t.aspect,
    concat(replace(t.aspect, '-', ' ') || ': ', t.status, ', as of ' || coalesce(t.as_of_edtf, t.holds_on::text)) AS state
  FROM mart.fact_status AS t
  WHERE t.is_latest AND t.outlook = 'present'
),

states AS (
  SELECT l.subject_key, string_agg(l.state, '; ' ORDER BY l.aspect COLLATE "C" NULLS FIRST, l.state COLLATE "C") AS state
  FROM latest AS l
  GROUP BY l.subject_key
),

steps AS (
  SELECT DISTINCT ON (m.subject_key)
    m.subject_key,
    m.date_edtf AS step
  FROM mart.fact_milestone AS m
  WHERE m.is_chosen AND m.date_edtf IS NOT NULL
  ORDER BY m.subject_key, m.earliest_date_key DESC NULLS LAST, m.fact_key COLLATE "C"
),

measured AS (
  SELECT DISTINCT
    p.subject_key,
    concat(
      trim_scale(abs(p.latitude)), CASE WHEN p.latitude < 0 THEN '° S, ' ELSE '° N, ' END,
      trim_scale(abs(p.longitude)), CASE WHEN p.longitude < 0 THEN '° W' ELSE '° E' END,
      ', within ' || p.precision_metres || ' m', ' (' || p.status || ')'
    ) AS position
  FROM mart.fact_position AS p
),

positions AS (
  SELECT m.subject_key, string_agg(m.position, '; ' ORDER BY m.position COLLATE "C") AS position
  FROM measured AS m
  GROUP BY m.subject_key
)

SELECT
  s.subject_key,
  s.family,
  s.key,
  s.name,
  s.kind,
  f.modality,
  d.step,
  g.name AS in_group,
  CASE WHEN s.family <> 'places' THEN s.country_name END AS country,
  s.fact_count,
  p.details,
  n.names,
  i.identifiers,
  t.state,
  l.position
FROM mart.dim_subject AS s
JOIN properties AS p ON p.subject_key = s.subject_key
JOIN mart.dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN steps AS d ON d.subject_key = s.subject_key
LEFT JOIN groups AS g ON s.family = 'entities' AND g.entity_key = s.key
LEFT JOIN named AS n ON n.subject_key = s.subject_key
LEFT JOIN identified AS i ON i.subject_key = s.subject_key
LEFT JOIN states AS t ON t.subject_key = s.subject_key
LEFT JOIN positions AS l ON l.subject_key = s.subject_key
ORDER BY array_position(:families, s.family), s.subject_key COLLATE "C";
