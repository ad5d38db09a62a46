/* report
title: Chain coverage
question: Who covers which stage of the supply chain, with what, where, and how firmly?
grain: [stage, subject_family, subject_key]
params:
  stage:
    type: text
    help: key of a stage such as separation; only that one; without it all
    choices_from: SELECT stage_key, name, words_used FROM mart.dim_stage
  party:
    type: text
    help: key of an entity; only what it has a part in, issues, or is; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  country:
    type: text
    help: key of a country; only what is in it or of it; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place WHERE kind_group = 'country'
  mineral:
    type: text
    help: key of a mineral or product; only where it is named with the stage; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
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
  parties:
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
  parties: party_facts
chart: {kind: matrix, x: stage, y: subject, value: modality}
cases:
  - expect:
      rows: 16
      contains:
        - {stage: Mining, subject_key: posco-reelement-complex, modality: planned, country: United States}
        - {stage: Separation, subject: Alta Resource Technologies, modality: "", parties: Alta Resource Technologies}
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
WITH parts AS (
  SELECT p.subject_key, p.entity_key, p.fact_key
  FROM mart.bridge_facility_party AS p
  UNION ALL
  SELECT p.subject_key, p.entity_key, p.fact_key
  FROM mart.bridge_agreement_party AS p
  UNION ALL
  SELECT p.subject_key, p.entity_key, p.fact_key
  FROM mart.bridge_event_participant AS p
  UNION ALL
  SELECT 'strategies/' || g.strategy_key, g.issuer_entity_key, g.fact_key
  FROM mart.dim_strategy AS g
  UNION ALL
  SELECT s.subject_key, s.key, s.fact_key
  FROM mart.dim_subject AS s
  WHERE s.family = 'entities'
),

parties AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) AS names,
    array_agg(DISTINCT p.fact_key) AS facts,
    bool_or(p.entity_key = :party) AS includes_party
  FROM parts AS p
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  JOIN mart.dim_fact AS f ON f.fact_key = p.fact_key
  WHERE f.rank <> 'deprecated'
  GROUP BY p.subject_key
),

covered AS (
  SELECT
    c.covered_stage_key AS stage_key,
    c.subject_key,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals,
    string_agg(DISTINCT c.as_printed, '; ' ORDER BY c.as_printed) AS as_printed,
    string_agg(DISTINCT c.completeness, '; ' ORDER BY c.completeness) AS completeness,
    array_agg(c.fact_key ORDER BY c.fact_key) AS facts,
    bool_or(c.covered_mineral_key = :mineral) AS includes_mineral
  FROM mart.fact_scope AS c
  LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
  WHERE c.covered_stage_key IS NOT NULL
  GROUP BY c.covered_stage_key, c.subject_key
)

SELECT
  g.name AS stage,
  s.name AS subject,
  coalesce(s.kind, 'mineral list') AS kind,
  f.modality,
  p.names AS parties,
  s.country_name AS country,
  c.minerals,
  c.as_printed,
  c.completeness,
  s.family AS subject_family,
  s.key AS subject_key,
  c.facts AS scope_facts,
  p.facts AS party_facts
FROM covered AS c
JOIN mart.dim_stage AS g ON g.stage_key = c.stage_key
JOIN mart.dim_subject AS s ON s.subject_key = c.subject_key
JOIN mart.dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN parties AS p ON p.subject_key = c.subject_key
WHERE
  (:stage IS NULL OR c.stage_key = :stage)
  AND (:party IS NULL OR p.includes_party)
  AND (:country IS NULL OR s.country_key = :country)
  AND (:mineral IS NULL OR c.includes_mineral)
ORDER BY g.position, stage, subject_family, subject_key;
