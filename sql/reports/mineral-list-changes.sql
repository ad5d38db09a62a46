/* report
title: Mineral-list changes
question: How does each official list of minerals grow or shrink from one version to the next, and which entries are named?
grain: [version_fact]
params:
  list:
    type: text
    help: key of a list; only its versions; without it all
  jurisdiction:
    type: text
    help: key of a place; only lists that apply there; without it all
columns:
  list:
    meaning: short title of the list, ours
  version:
    meaning: label that tells the versions apart, ours
  modality:
    meaning: whether the version is in force, planned …
  stated_count:
    meaning: number of entries the document states
    unit: see counted
    empty: none is stated
  counted:
    meaning: what is counted
    empty: no count is stated
  previous_version:
    meaning: version before it of the same list and count; what holds stands before what is planned, the smaller first
    empty: it is the first that documents speak of
  change:
    meaning: entries more than in the version before; negative where it shrinks
    unit: see counted
    empty: there is no version before, or a count is missing
  named_entries:
    meaning: minerals that documents name as its entries, between semicolons; a group stands for its elements
    empty: no document names any; none is filled in
  list_key:
    meaning: key of the list
cite:
  version: version_fact
  stated_count: count_fact
  change: change_facts
  named_entries: member_facts
chart: {kind: bar, x: version, y: stated_count, series: list}
cases:
  - expect:
      rows: 3
      contains:
        - {version: before-expansion, stated_count: "7", modality: in force, change: "", named_entries: ""}
        - {version: expanded, stated_count: "17", modality: planned, previous_version: before-expansion, change: "10"}
        - {version: with-rare-earths, counted: rare earth elements, change: "", named_entries: rare earths}
  - params: {list: korea-key-minerals}
    expect: {rows: 2}
  - params: {jurisdiction: china}
    expect: {rows: 0}
*/
WITH versions AS (
  SELECT
    v.fact_id,
    f.path,
    v.mineral_list_key,
    v.label,
    v.stated_count,
    v.counted,
    f.modality,
    CASE WHEN f.modality IN ('occurred', 'in force') THEN 1 ELSE 2 END AS position
  FROM core.mineral_list_versions AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  WHERE f.rank <> 'deprecated'
),

in_order AS (
  SELECT
    v.fact_id,
    v.path,
    v.mineral_list_key,
    v.label,
    v.stated_count,
    v.counted,
    v.modality,
    v.position,
    lag(v.label) OVER before AS previous_label,
    lag(v.stated_count) OVER before AS previous_count,
    lag(v.fact_id) OVER before AS previous_fact
  FROM versions AS v
  WINDOW before AS (
    PARTITION BY v.mineral_list_key, v.counted
    ORDER BY v.position, v.stated_count, v.label, v.path
  )
),

members AS (
  SELECT
    m.mineral_list_key,
    m.version_label,
    string_agg(DISTINCT n.name, '; ' ORDER BY n.name) AS names,
    array_agg(m.fact_id) AS facts
  FROM core.mineral_list_members AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  JOIN core.minerals AS n ON n.key = m.member_key
  WHERE f.rank <> 'deprecated'
  GROUP BY m.mineral_list_key, m.version_label
)

SELECT
  l.name AS list,
  v.label AS version,
  v.modality,
  v.stated_count,
  v.counted,
  v.previous_label AS previous_version,
  v.stated_count - v.previous_count AS change,
  m.names AS named_entries,
  l.key AS list_key,
  v.fact_id AS version_fact,
  CASE WHEN v.stated_count IS NOT NULL THEN v.fact_id END AS count_fact,
  CASE WHEN v.stated_count - v.previous_count IS NOT NULL THEN ARRAY[v.previous_fact, v.fact_id] END AS change_facts,
  m.facts AS member_facts
FROM in_order AS v
JOIN core.mineral_lists AS l ON l.key = v.mineral_list_key
LEFT JOIN members AS m ON m.mineral_list_key = v.mineral_list_key AND m.version_label = v.label
WHERE
  (:list IS NULL OR l.key = :list)
  AND (:jurisdiction IS NULL OR l.jurisdiction_key = :jurisdiction)
ORDER BY l.key, v.counted, v.position, v.stated_count, v.label, v.path;
