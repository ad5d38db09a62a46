/* report
title: Pipeline by stage
question: How many agreements and plants are only explored, intended or planned, and how many hold already?
grain: [stage, family]
params:
  party:
    type: text
    help: key of an entity; only what it has a part in; without it all
  mineral:
    type: text
    help: key of a mineral or product; only what is said to cover it; without it all
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
  parties:
    meaning: who has a part in them
    empty: no document says
cite:
  projects: project_facts
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
        - {stage: in force, family: agreements, projects: "5"}
  - params: {party: korea-zinc}
    expect:
      rows: 3
      contains:
        - {stage: intended, family: plants, parties: Alta Resource Technologies; Korea Zinc}
  - params: {mineral: rare-earth-permanent-magnets}
    expect: {rows: 4}
  - params: {party: no-such-entity}
    expect: {rows: 0}
*/
WITH stages (position, stage) AS (
  VALUES
    (1, 'exploring'),
    (2, 'intended'),
    (3, 'expected'),
    (4, 'pledged'),
    (5, 'planned'),
    (6, 'in force'),
    (7, 'occurred'),
    (8, 'assessed')
),

projects AS (
  SELECT
    'agreements' AS family,
    a.key,
    a.name,
    a.kind,
    a.fact_id,
    f.modality
  FROM core.agreements AS a
  JOIN core.facts AS f ON f.fact_id = a.fact_id
  WHERE f.rank <> 'deprecated' AND a.kind <> 'contract portfolio'
  UNION ALL
  SELECT
    'plants',
    l.key,
    l.name,
    l.kind,
    l.fact_id,
    f.modality
  FROM core.facilities AS l
  JOIN core.facts AS f ON f.fact_id = l.fact_id
  WHERE f.rank <> 'deprecated' AND l.kind NOT IN ('headquarters', 'government complex')
),

parties AS (
  SELECT
    'agreements' AS family,
    p.agreement_key AS key,
    p.entity_key,
    e.name,
    p.fact_id
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'plants',
    p.facility_key,
    p.entity_key,
    e.name,
    p.fact_id
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN core.entities AS e ON e.key = p.entity_key
  WHERE f.rank <> 'deprecated'
),

covering AS (
  SELECT
    CASE WHEN s.agreement_key IS NOT NULL THEN 'agreements' ELSE 'plants' END AS family,
    coalesce(s.agreement_key, s.facility_key) AS key
  FROM core.scopes AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  WHERE
    f.rank <> 'deprecated'
    AND s.covered_mineral_key = :mineral
    AND num_nonnulls(s.agreement_key, s.facility_key) = 1
),

wanted AS (
  SELECT
    p.family,
    p.key,
    p.name,
    p.kind,
    p.fact_id,
    p.modality
  FROM projects AS p
  WHERE
    (:mineral IS NULL OR (p.family, p.key) IN (SELECT c.family, c.key FROM covering AS c))
    AND (:party IS NULL OR (p.family, p.key) IN (SELECT t.family, t.key FROM parties AS t WHERE t.entity_key = :party))
)

SELECT
  g.stage,
  w.family,
  count(DISTINCT w.key) AS projects,
  string_agg(DISTINCT w.name, '; ' ORDER BY w.name) AS names,
  string_agg(DISTINCT w.kind, '; ' ORDER BY w.kind) AS kinds,
  string_agg(DISTINCT t.name, '; ' ORDER BY t.name) AS parties,
  array_agg(DISTINCT w.fact_id) AS project_facts,
  array_agg(DISTINCT t.fact_id) AS party_facts
FROM wanted AS w
JOIN stages AS g ON g.stage = w.modality
LEFT JOIN parties AS t ON t.family = w.family AND t.key = w.key
GROUP BY g.position, g.stage, w.family
ORDER BY g.position, stage, family;
