/* report
title: Mineral-list changes
question: How does each official list of minerals grow or shrink from one version to the next, and which entries are named?
grain: [version_fact]
params:
  list:
    type: text
    help: key of a list; only its versions; without it all
    choices_from: SELECT mineral_list_key, name FROM mart.dim_mineral_list
  jurisdiction:
    type: text
    help: key of a place; only lists that apply there; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
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
  SELECT DISTINCT ON (v.mineral_list_key, v.version_label, v.counted)
    v.mineral_list_key,
    v.version_label,
    v.counted,
    v.stated_count,
    v.modality,
    v.fact_key
  FROM mart.fact_mineral_list_version AS v
  ORDER BY
    v.mineral_list_key, v.version_label, v.counted, v.is_chosen DESC, v.agreeing_source_count DESC, v.fact_key
),

in_order AS (
  SELECT
    v.mineral_list_key,
    v.version_label,
    v.counted,
    lag(v.version_label) OVER before AS previous_label,
    lag(v.stated_count) OVER before AS previous_count,
    lag(v.fact_key) OVER before AS previous_fact
  FROM versions AS v
  WINDOW before AS (
    PARTITION BY v.mineral_list_key, v.counted
    ORDER BY v.modality IN ('occurred', 'in force') DESC, v.stated_count, v.version_label
  )
),

members AS (
  SELECT
    b.mineral_list_key,
    b.version_label,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS names,
    array_agg(b.fact_key) AS facts
  FROM mart.bridge_mineral_list_member AS b
  JOIN mart.dim_mineral AS m ON m.mineral_key = b.member_mineral_key
  GROUP BY b.mineral_list_key, b.version_label
)

SELECT
  l.name AS list,
  v.version_label AS version,
  v.modality,
  v.stated_count,
  v.counted,
  o.previous_label AS previous_version,
  v.stated_count - o.previous_count AS change,
  m.names AS named_entries,
  l.mineral_list_key AS list_key,
  v.fact_key AS version_fact,
  CASE WHEN v.stated_count IS NOT NULL THEN v.fact_key END AS count_fact,
  CASE WHEN v.stated_count - o.previous_count IS NOT NULL THEN ARRAY[o.previous_fact, v.fact_key] END AS change_facts,
  m.facts AS member_facts
FROM mart.fact_mineral_list_version AS v
JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
JOIN mart.dim_mineral_list AS l ON l.mineral_list_key = v.mineral_list_key
LEFT JOIN in_order AS o
  ON o.mineral_list_key = v.mineral_list_key
  AND o.version_label = v.version_label
  AND o.counted IS NOT DISTINCT FROM v.counted
LEFT JOIN members AS m ON m.mineral_list_key = v.mineral_list_key AND m.version_label = v.version_label
WHERE
  (:list IS NULL OR l.mineral_list_key = :list)
  AND (:jurisdiction IS NULL OR l.jurisdiction_place_key = :jurisdiction)
ORDER BY
  l.mineral_list_key,
  v.counted,
  v.modality IN ('occurred', 'in force') DESC,
  v.stated_count,
  v.version_label,
  f.path,
  version_fact;
