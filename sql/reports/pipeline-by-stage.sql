/* report
title: Pipeline by stage
question: How many agreements and plants are only explored, intended, planned or non-binding, and how many hold already?
grain: [standing, subject_family]
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
  standing:
    meaning: how far it holds; in force, else what keeps it from that, such as non-binding, planned, paused or over
  subject_family:
    meaning: register they stand in, agreements or facilities; a venture and its plant count once in each, so the two are not to be added up
  projects:
    meaning: number of them; portfolios are not counted beside their contracts, nor seats of organisations as plants
    unit: projects
  names:
    meaning: their names or our short titles, between semicolons
  kinds:
    meaning: what kinds they are of
  statuses:
    meaning: sorts of states that they are in on the latest day that a document speaks of, with the number of projects
    empty: no document says
  parties:
    meaning: who has a part in them
    empty: no document says
cite:
  projects: project_facts
  statuses: state_facts
  parties: party_facts
chart: {kind: grouped bar, x: standing, y: projects, series: subject_family}
cases:
  - expect:
      rows: 6
      contains:
        - {standing: exploring, subject_family: facilities, projects: "1", parties: LS Cable & System}
        - {standing: intended, subject_family: facilities, names: High-purity oxide plant of Korea Zinc and Alta}
        - {standing: planned, subject_family: agreements, projects: "2", kinds: joint venture}
        - {standing: planned, subject_family: facilities, projects: "2", kinds: integrated complex; plant}
        - {standing: in force, subject_family: agreements, projects: "8"}
        - {standing: non-binding, subject_family: agreements, projects: "1", kinds: memorandum of understanding}
  - params: {party: korea-zinc}
    expect:
      rows: 3
      contains:
        - {standing: intended, subject_family: facilities, parties: Alta Resource Technologies; Korea Zinc}
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
    w.standing
  FROM mart.dim_subject AS s
  JOIN mart.wide_standings AS w ON w.subject_key = s.subject_key
  WHERE
    s.family IN ('agreements', 'facilities')
    AND s.kind_group NOT IN ('contract portfolio', 'headquarters', 'office', 'government complex')
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
    p.standing,
    p.family,
    t.status_group || ' ' || count(DISTINCT t.subject_key) AS words,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM projects AS p
  JOIN mart.fact_status AS t ON t.subject_key = p.subject_key
  WHERE t.is_latest AND t.outlook = 'present' AND t.aspect IS NULL
  GROUP BY p.standing, p.family, t.status_group
),

states AS (
  SELECT
    c.standing,
    c.family,
    string_agg(DISTINCT c.words, '; ' ORDER BY c.words) AS statuses,
    array_agg(f.fact_key ORDER BY f.fact_key) AS facts
  FROM counted AS c
  CROSS JOIN unnest(c.facts) AS f (fact_key)
  GROUP BY c.standing, c.family
)

SELECT
  s.standing,
  s.family AS subject_family,
  count(DISTINCT s.subject_key) AS projects,
  string_agg(DISTINCT s.name, '; ' ORDER BY s.name) AS names,
  string_agg(DISTINCT s.kind, '; ' ORDER BY s.kind) AS kinds,
  t.statuses,
  string_agg(DISTINCT p.party, '; ' ORDER BY p.party) AS parties,
  array_agg(DISTINCT s.fact_key) AS project_facts,
  t.facts AS state_facts,
  array_agg(DISTINCT p.fact_key) AS party_facts
FROM projects AS s
LEFT JOIN states AS t ON t.standing = s.standing AND t.family = s.family
LEFT JOIN mart.wide_parties AS p ON p.subject_key = s.subject_key
GROUP BY s.standing, s.family, t.statuses, t.facts
ORDER BY
  array_position(
    ARRAY['exploring', 'intended', 'expected', 'pledged', 'planned', 'under construction', 'in force', 'non-binding'],
    s.standing
  ),
  standing,
  subject_family;
