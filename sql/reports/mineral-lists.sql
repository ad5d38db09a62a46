/* report
title: Mineral lists
question: Which official lists of minerals are there, who keeps them, and how many entries does each version count?
grain: [list_key, version]
params:
  jurisdiction:
    type: text
    help: key of a place; only lists that apply there; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
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
  - params: {jurisdiction: japan}
    expect: {rows: 0}
*/
WITH steps AS (
  SELECT
    w.subject_key,
    string_agg(DISTINCT w.says, '; ' ORDER BY w.says) AS steps,
    array_agg(w.fact_key ORDER BY w.fact_key) AS step_facts
  FROM mart.wide_facts AS w
  WHERE w.subject_family = 'mineral_lists' AND w.topic = 'step'
  GROUP BY w.subject_key
)

SELECT
  l.mineral_list_key AS list_key,
  l.name AS list,
  l.jurisdiction_name AS jurisdiction,
  l.steward_name AS steward,
  l.entry_term,
  v.version_label AS version,
  v.stated_count,
  v.counted,
  v.modality,
  s.steps,
  l.fact_key AS list_fact,
  v.fact_key AS version_fact,
  CASE WHEN v.stated_count IS NOT NULL THEN v.fact_key END AS count_fact,
  s.step_facts
FROM mart.dim_mineral_list AS l
JOIN mart.dim_fact AS f ON f.fact_key = l.fact_key
LEFT JOIN mart.fact_mineral_list_version AS v ON v.mineral_list_key = l.mineral_list_key AND v.is_chosen
LEFT JOIN steps AS s ON s.subject_key = f.subject_key
WHERE
  f.rank <> 'deprecated'
  AND (
    :jurisdiction IS NULL
    OR l.mineral_list_key IN (
      SELECT p.mineral_list_key
      FROM mart.bridge_strategy_place AS p
      WHERE p.place_key = :jurisdiction AND p.role_group = 'jurisdiction'
    )
  )
ORDER BY l.mineral_list_key, v.counted, v.stated_count NULLS FIRST, v.version_label;
