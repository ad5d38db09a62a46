/* report
title: Pipeline by stage
question: How many agreements and plants are only explored, intended or planned, and how many hold already?
grain: [stage, family]
params:
  party:
    type: text
    help: key of an entity; only what it has a part in; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  mineral:
    type: text
    help: key of a mineral or product; only what is said to cover it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
columns:
  stage:
    meaning: how far it has come, from explored to done, as the documents put it
  family:
    meaning: agreements or plants; a venture and its plant count once in each, so the two are not to be added up
  projects:
    meaning: number of them; portfolios are not counted beside their contracts, nor seats of organisations as plants
    unit: projects
  names:
    meaning: their names or our short titles, between semicolons
  kinds:
    meaning: what kinds they are of
  states:
    meaning: sorts of states that they are in on the latest day that a document speaks of, with the number of projects
    empty: no document says
  parties:
    meaning: who has a part in them
    empty: no document says
cite:
  projects: project_facts
  states: state_facts
  parties: party_facts
chart: {kind: grouped bar, x: stage, y: projects, series: family}
cases:
  - expect:
      rows: 5
      contains:
        - {stage: exploring, family: plants, projects: "1", parties: LS Cable & System}
        - {stage: intended, family: plants, names: High-purity oxide plant of Korea Zinc and Alta}
        - {stage: planned, family: agreements, projects: "2", kinds: joint venture}
        - {stage: planned, family: plants, projects: "2", kinds: integrated complex; plant}
        - {stage: in force, family: agreements, projects: "9"}
  - params: {party: korea-zinc}
    expect:
      rows: 3
      contains:
        - {stage: intended, family: plants, parties: Alta Resource Technologies; Korea Zinc}
  - params: {mineral: rare-earth-permanent-magnets}
    expect: {rows: 4}
  - params: {party: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH projects AS (
  SELECT
    s.subject_key,
    s.family,
    s.name,
    s.kind,
    s.fact_key,
    f.modality
  FROM mart.dim_subject AS s
  JOIN mart.dim_fact AS f ON f.fact_key = s.fact_key
  WHERE
    s.family IN ('agreements', 'facilities')
    AND s.kind_group NOT IN ('contract portfolio', 'headquarters', 'office', 'government complex')
    AND f.rank <> 'deprecated'
    AND (
      :mineral IS NULL
      OR s.subject_key IN (SELECT c.subject_key FROM mart.fact_scope AS c WHERE c.covered_mineral_key = :mineral)
    )
    AND (
      :party IS NULL
      OR s.subject_key IN (SELECT t.subject_key FROM mart.wide_parties AS t WHERE t.entity_key = :party)
    )
),

counted AS (
  SELECT
    p.modality,
    p.family,
    t.status_group || ' ' || count(DISTINCT t.subject_key) AS words,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM projects AS p
  JOIN mart.fact_status AS t ON t.subject_key = p.subject_key
  WHERE t.is_latest AND t.outlook = 'present' AND t.aspect IS NULL
  GROUP BY p.modality, p.family, t.status_group
),

states AS (
  SELECT
    c.modality,
    c.family,
    string_agg(DISTINCT c.words, '; ' ORDER BY c.words) AS states,
    array_agg(f.fact_key ORDER BY f.fact_key) AS facts
  FROM counted AS c
  CROSS JOIN unnest(c.facts) AS f (fact_key)
  GROUP BY c.modality, c.family
)

SELECT
  s.modality AS stage,
  CASE s.family WHEN 'agreements' THEN 'agreements' ELSE 'plants' END AS family,
  count(DISTINCT s.subject_key) AS projects,
  string_agg(DISTINCT s.name, '; ' ORDER BY s.name) AS names,
  string_agg(DISTINCT s.kind, '; ' ORDER BY s.kind) AS kinds,
  t.states,
  string_agg(DISTINCT p.party, '; ' ORDER BY p.party) AS parties,
  array_agg(DISTINCT s.fact_key) AS project_facts,
  t.facts AS state_facts,
  array_agg(DISTINCT p.fact_key) AS party_facts
FROM projects AS s
LEFT JOIN states AS t ON t.modality = s.modality AND t.family = s.family
LEFT JOIN mart.wide_parties AS p ON p.subject_key = s.subject_key
GROUP BY s.modality, s.family, t.states, t.facts
ORDER BY
  array_position(
    ARRAY['exploring', 'intended', 'expected', 'pledged', 'planned', 'in force', 'occurred', 'assessed'], s.modality
  ),
  stage,
  family;
