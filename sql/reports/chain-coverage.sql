/* report
title: Chain coverage
question: Who covers which stage of the supply chain, with what, where, and how firmly?
grain: [stage, subject_family, subject_key]
params:
  stage:
    type: text
    help: key of a stage such as separation; only that one; without it all
  party:
    type: text
    help: key of an entity; only what it has a part in, issues, or is; without it all
  country:
    type: text
    help: key of a country; only what is in it or of it; without it all
  mineral:
    type: text
    help: key of a mineral or product; only where it is named with the stage; without it all
columns:
  stage:
    meaning: stage of the chain, in its order
  subject:
    meaning: plant, agreement, company, strategy or event that covers it, by name or our short title
  kind:
    meaning: what the subject is
  modality:
    meaning: whether the subject is in force, planned, intended, only explored …
    empty: no modality, as of organisations
  who:
    meaning: parties of the plant or agreement, issuer of the strategy, participants of the event, or the organisation
    empty: no document says
  country:
    meaning: country the plant or event is in, the strategy applies in, or the organisation belongs to
    empty: no document says
  minerals:
    meaning: minerals or products named with the stage, between semicolons
    empty: none is named with it
  as_printed:
    meaning: the stage as printed, between semicolons
  completeness:
    meaning: whether the document names all stages there are
  subject_family:
    meaning: register the subject stands in
  subject_key:
    meaning: key of the subject
    key_of: subject_family
cite:
  subject: scope_facts
  who: party_facts
chart: {kind: matrix, x: stage, y: subject, value: modality}
cases:
  - expect:
      rows: 16
      contains:
        - {stage: Mining, subject_key: posco-reelement-complex, modality: planned, country: United States}
        - {stage: Separation, subject: Alta Resource Technologies, modality: "", who: Alta Resource Technologies}
        - {stage: Purification, subject_family: strategies, as_printed: purification; refining, country: South Korea}
        - {stage: Recycling, subject_key: blue-house-rare-earth-recycling-meeting, minerals: rare earths}
  - params: {stage: manufacturing, party: ls-cable-and-system}
    expect:
      rows: 1
      contains:
        - {modality: exploring, minerals: rare earth permanent magnets, as_printed: permanent magnet factory}
  - params: {party: posco-international}
    expect: {rows: 8}
  - params: {country: japan}
    expect: {rows: 0}
*/
WITH countries AS (
  SELECT
    p.key AS place_key,
    CASE 'country'
      WHEN p.kind THEN p.key
      WHEN q.kind THEN q.key
      WHEN r.kind THEN r.key
      WHEN s.kind THEN s.key
      WHEN t.kind THEN t.key
    END AS country_key
  FROM core.places AS p
  LEFT JOIN core.places AS q ON q.key = p.parent_key
  LEFT JOIN core.places AS r ON r.key = q.parent_key
  LEFT JOIN core.places AS s ON s.key = r.parent_key
  LEFT JOIN core.places AS t ON t.key = s.parent_key
),

subjects AS (
  SELECT
    'facilities' AS family,
    l.key,
    l.name,
    l.kind,
    f.modality,
    c.country_key
  FROM core.facilities AS l
  JOIN core.facts AS f ON f.fact_id = l.fact_id
  LEFT JOIN countries AS c ON c.place_key = l.place_key
  UNION ALL
  SELECT 'agreements', a.key, a.name, a.kind, f.modality, NULL
  FROM core.agreements AS a
  JOIN core.facts AS f ON f.fact_id = a.fact_id
  UNION ALL
  SELECT 'entities', e.key, e.name, e.kind, NULL, e.country_key
  FROM core.entities AS e
  UNION ALL
  SELECT 'strategies', s.key, s.name, s.kind, f.modality, c.country_key
  FROM core.strategies AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  LEFT JOIN countries AS c ON c.place_key = s.jurisdiction_key
  UNION ALL
  SELECT 'events', v.key, v.name, v.kind, f.modality, c.country_key
  FROM core.events AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  LEFT JOIN countries AS c ON c.place_key = v.place_key
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name, 'mineral list', f.modality, c.country_key
  FROM core.mineral_lists AS n
  JOIN core.facts AS f ON f.fact_id = n.fact_id
  LEFT JOIN countries AS c ON c.place_key = n.jurisdiction_key
  UNION ALL
  SELECT 'minerals', m.key, m.name, m.kind, NULL, NULL
  FROM core.minerals AS m
),

parts AS (
  SELECT
    'facilities' AS family,
    p.facility_key AS key,
    p.entity_key,
    p.fact_id
  FROM core.facility_parties AS p
  UNION ALL
  SELECT 'agreements', p.agreement_key, p.entity_key, p.fact_id
  FROM core.agreement_parties AS p
  UNION ALL
  SELECT 'events', p.event_key, p.entity_key, p.fact_id
  FROM core.event_participants AS p
  UNION ALL
  SELECT 'strategies', s.key, s.issuer_key, s.fact_id
  FROM core.strategies AS s
  UNION ALL
  SELECT 'entities', e.key, e.key, e.fact_id
  FROM core.entities AS e
),

parties AS (
  SELECT
    p.family,
    p.key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) AS names,
    array_agg(DISTINCT p.fact_id) AS facts,
    bool_or(p.entity_key = :party) AS includes_party
  FROM parts AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  WHERE f.rank <> 'deprecated'
  GROUP BY p.family, p.key
),

stage_scopes AS (
  SELECT
    s.fact_id,
    s.covered_stage_key,
    s.covered_mineral_key,
    s.words,
    s.completeness,
    coalesce(
      'agreements/' || s.agreement_key,
      'entities/' || s.entity_key,
      'events/' || s.event_key,
      'facilities/' || s.facility_key,
      'mineral_lists/' || s.mineral_list_key,
      'minerals/' || s.mineral_key,
      'strategies/' || s.strategy_key
    ) AS thing
  FROM core.scopes AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  WHERE s.covered_stage_key IS NOT NULL AND f.rank <> 'deprecated'
),

covered AS (
  SELECT
    s.covered_stage_key AS stage_key,
    s.thing,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals,
    string_agg(DISTINCT s.words, '; ' ORDER BY s.words) AS words,
    string_agg(DISTINCT s.completeness, '; ' ORDER BY s.completeness) AS completeness,
    array_agg(s.fact_id) AS facts,
    bool_or(s.covered_mineral_key = :mineral) AS includes_mineral
  FROM stage_scopes AS s
  LEFT JOIN core.minerals AS m ON m.key = s.covered_mineral_key
  GROUP BY s.covered_stage_key, s.thing
)

SELECT
  g.name AS stage,
  s.name AS subject,
  s.kind,
  s.modality,
  p.names AS who,
  y.name AS country,
  c.minerals,
  c.words AS as_printed,
  c.completeness,
  s.family AS subject_family,
  s.key AS subject_key,
  c.facts AS scope_facts,
  p.facts AS party_facts
FROM covered AS c
JOIN core.supply_chain_stages AS g ON g.key = c.stage_key
JOIN subjects AS s ON s.family || '/' || s.key = c.thing
LEFT JOIN parties AS p ON p.family = s.family AND p.key = s.key
LEFT JOIN core.places AS y ON y.key = s.country_key
WHERE
  (:stage IS NULL OR c.stage_key = :stage)
  AND (:party IS NULL OR p.includes_party)
  AND (:country IS NULL OR s.country_key = :country)
  AND (:mineral IS NULL OR c.includes_mineral)
ORDER BY g.position, stage, subject_family, subject_key;
