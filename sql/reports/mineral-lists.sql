/* report
title: Mineral lists
question: Which official lists of minerals are there, who keeps them, and how many entries does each version count?
grain: [list_key, version]
params:
  jurisdiction:
    type: text
    help: key of a place; only lists that apply there; without it all
columns:
  list:
    meaning: short title of the list, ours
  jurisdiction:
    meaning: where the list applies
  steward:
    meaning: who keeps the list
    empty: no document says
  entry_term:
    meaning: what the document calls the entries
  version:
    meaning: label that tells the versions apart
    empty: no document speaks of a version
  stated_count:
    meaning: number of entries the document states
    unit: see counted
    empty: none is stated
  counted:
    meaning: what is counted
    empty: no count is stated
  modality:
    meaning: whether the version is in force, planned …
    empty: no document speaks of a version
  steps:
    meaning: dated steps of the list as EDTF values with the words as printed, between semicolons
    empty: no document gives any
  list_key:
    meaning: key of the list
    key_of: mineral_lists
cite:
  list: list_fact
  version: version_fact
  stated_count: count_fact
  steps: step_facts
chart: {kind: grouped bar, x: list, y: stated_count, series: version}
cases:
  - expect:
      rows: 3
      contains:
        - {list_key: korea-key-minerals, version: before-expansion, stated_count: "7", counted: minerals}
        - {list_key: korea-key-minerals, version: expanded, stated_count: "17", counted: minerals}
        - {list_key: korea-critical-minerals, stated_count: "17", counted: rare earth elements}
  - params: {jurisdiction: south-korea}
    expect: {rows: 3}
  - params: {jurisdiction: no-such-place}
    expect: {rows: 0}
*/
WITH versions AS (
  SELECT
    v.fact_id,
    v.mineral_list_key,
    v.label,
    v.stated_count,
    v.counted,
    f.modality,
    f.path
  FROM core.mineral_list_versions AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  WHERE f.rank <> 'deprecated'
),

steps AS (
  SELECT
    m.mineral_list_key,
    string_agg(
      DISTINCT concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')'), '; '
      ORDER BY concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')')
    ) AS steps,
    array_agg(m.fact_id) AS step_facts
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  WHERE m.mineral_list_key IS NOT NULL AND f.rank <> 'deprecated'
  GROUP BY m.mineral_list_key
)

SELECT
  l.key AS list_key,
  l.name AS list,
  p.name AS jurisdiction,
  e.name AS steward,
  l.entry_term,
  v.label AS version,
  v.stated_count,
  v.counted,
  v.modality,
  s.steps,
  l.fact_id AS list_fact,
  v.fact_id AS version_fact,
  CASE WHEN v.stated_count IS NOT NULL THEN v.fact_id END AS count_fact,
  s.step_facts
FROM core.mineral_lists AS l
JOIN core.facts AS f ON f.fact_id = l.fact_id
JOIN core.places AS p ON p.key = l.jurisdiction_key
LEFT JOIN core.entities AS e ON e.key = l.steward_key
LEFT JOIN versions AS v ON v.mineral_list_key = l.key
LEFT JOIN steps AS s ON s.mineral_list_key = l.key
WHERE f.rank <> 'deprecated' AND (:jurisdiction IS NULL OR l.jurisdiction_key = :jurisdiction)
ORDER BY l.key, v.stated_count NULLS FIRST, v.label;
