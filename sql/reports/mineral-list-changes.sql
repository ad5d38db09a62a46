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
    meaning: version of the same list that it takes the place of; if none is said, the one before it by date, or what holds
    empty: no document says, and nothing dates the two; a list of which it is a sublist is never one
  change:
    meaning: entries more than in the version before; negative where it shrinks
    unit: see counted
    empty: there is no version before, or a count is missing, or another thing is counted
  named_entries:
    meaning: minerals that documents name as its entries, between semicolons; a group stands for its elements
    empty: no document names any; none is filled in
  added:
    meaning: entries that the version before does not name, between semicolons
    empty: none, or one of the two is not named entry by entry
  dropped:
    meaning: entries of the version before that it does not name, between semicolons
    empty: as with added
  part_of:
    meaning: list of which this one is a sublist
    empty: it is no sublist
  list_key:
    meaning: key of the list
    key_of: mineral_lists
cite:
  version: version_fact
  stated_count: count_fact
  change: change_facts
  named_entries: member_facts
  added: added_facts
  dropped: dropped_facts
  part_of: part_facts
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
    v.supersedes_label,
    v.period_earliest_date_key AS valid_from,
    k.is_future,
    v.fact_key
  FROM mart.fact_mineral_list_version AS v
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = v.modality
  ORDER BY
    v.mineral_list_key, v.version_label, v.counted, v.is_chosen DESC, v.agreeing_source_count DESC, v.fact_key
),

-- What a document calls the version before comes first, then the latest date before its own, then what holds already.
before AS (
  SELECT DISTINCT ON (v.fact_key)
    v.mineral_list_key,
    v.version_label,
    v.counted,
    o.version_label AS previous_label,
    CASE WHEN o.counted = v.counted THEN o.stated_count END AS previous_count,
    o.fact_key AS previous_fact
  FROM versions AS v
  JOIN versions AS o
    ON o.mineral_list_key = v.mineral_list_key
    AND o.version_label <> v.version_label
    AND CASE
      WHEN v.supersedes_label IS NOT NULL THEN o.version_label = v.supersedes_label
      WHEN v.valid_from IS NOT NULL AND o.valid_from IS NOT NULL THEN o.valid_from < v.valid_from
      ELSE v.is_future AND NOT o.is_future
    END
  ORDER BY
    v.fact_key,
    o.counted IS NOT DISTINCT FROM v.counted DESC,
    o.valid_from DESC NULLS LAST,
    o.version_label DESC,
    o.fact_key
),

members AS (
  SELECT
    b.mineral_list_key,
    b.version_label,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS names,
    count(DISTINCT b.member_mineral_key) AS entries,
    array_agg(b.fact_key ORDER BY b.fact_key) AS facts
  FROM mart.bridge_mineral_list_member AS b
  JOIN mart.dim_mineral AS m ON m.mineral_key = b.member_mineral_key
  GROUP BY b.mineral_list_key, b.version_label
),

-- Entries of two versions are only held against each other where all of both are named.
whole AS (
  SELECT v.mineral_list_key, v.version_label
  FROM versions AS v
  JOIN members AS m ON m.mineral_list_key = v.mineral_list_key AND m.version_label = v.version_label
  WHERE m.entries >= v.stated_count
),

compared AS (
  SELECT DISTINCT b.mineral_list_key, b.version_label, b.previous_label
  FROM before AS b
  JOIN whole AS w ON w.mineral_list_key = b.mineral_list_key AND w.version_label = b.version_label
  JOIN whole AS x ON x.mineral_list_key = b.mineral_list_key AND x.version_label = b.previous_label
),

differences AS (
  SELECT c.mineral_list_key, c.version_label, c.previous_label, true AS is_added, n.member_mineral_key, n.fact_key
  FROM compared AS c
  JOIN mart.bridge_mineral_list_member AS n
    ON n.mineral_list_key = c.mineral_list_key AND n.version_label = c.version_label
  WHERE NOT EXISTS (
    SELECT
    FROM mart.bridge_mineral_list_member AS o
    WHERE
      o.mineral_list_key = c.mineral_list_key
      AND o.version_label = c.previous_label
      AND o.member_mineral_key = n.member_mineral_key
  )
  UNION ALL
  SELECT c.mineral_list_key, c.version_label, c.previous_label, false, o.member_mineral_key, o.fact_key
  FROM compared AS c
  JOIN mart.bridge_mineral_list_member AS o
    ON o.mineral_list_key = c.mineral_list_key AND o.version_label = c.previous_label
  WHERE NOT EXISTS (
    SELECT
    FROM mart.bridge_mineral_list_member AS n
    WHERE
      n.mineral_list_key = c.mineral_list_key
      AND n.version_label = c.version_label
      AND n.member_mineral_key = o.member_mineral_key
  )
),

changed AS (
  SELECT
    d.mineral_list_key,
    d.version_label,
    d.previous_label,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) FILTER (WHERE d.is_added) AS added,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE d.is_added) AS added_facts,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) FILTER (WHERE NOT d.is_added) AS dropped,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE NOT d.is_added) AS dropped_facts
  FROM differences AS d
  JOIN mart.dim_mineral AS m ON m.mineral_key = d.member_mineral_key
  GROUP BY d.mineral_list_key, d.version_label, d.previous_label
),

sublists AS (
  SELECT
    t.mineral_list_key,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) AS part_of,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM mart.fact_link AS t
  JOIN mart.dim_mineral_list AS l ON l.mineral_list_key = t.to_mineral_list_key
  WHERE t.mineral_list_key IS NOT NULL AND t.relation_group = 'part of'
  GROUP BY t.mineral_list_key
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
  d.added,
  d.dropped,
  s.part_of,
  l.mineral_list_key AS list_key,
  v.fact_key AS version_fact,
  CASE WHEN v.stated_count IS NOT NULL THEN v.fact_key END AS count_fact,
  CASE WHEN v.stated_count - o.previous_count IS NOT NULL THEN ARRAY[o.previous_fact, v.fact_key] END AS change_facts,
  m.facts AS member_facts,
  d.added_facts,
  d.dropped_facts,
  s.facts AS part_facts
FROM mart.fact_mineral_list_version AS v
JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = v.modality
JOIN mart.dim_mineral_list AS l ON l.mineral_list_key = v.mineral_list_key
LEFT JOIN before AS o
  ON o.mineral_list_key = v.mineral_list_key
  AND o.version_label = v.version_label
  AND o.counted IS NOT DISTINCT FROM v.counted
LEFT JOIN members AS m ON m.mineral_list_key = v.mineral_list_key AND m.version_label = v.version_label
LEFT JOIN changed AS d
  ON d.mineral_list_key = v.mineral_list_key
  AND d.version_label = v.version_label
  AND d.previous_label = o.previous_label
LEFT JOIN sublists AS s ON s.mineral_list_key = v.mineral_list_key
WHERE
  (:list IS NULL OR l.mineral_list_key = :list)
  AND (
    :jurisdiction IS NULL
    OR l.mineral_list_key IN (
      SELECT p.mineral_list_key
      FROM mart.bridge_strategy_place AS p
      WHERE p.place_key = :jurisdiction AND p.role_group = 'jurisdiction'
    )
  )
ORDER BY
  l.mineral_list_key,
  v.counted,
  k.is_future,
  v.period_earliest_date_key NULLS FIRST,
  v.stated_count,
  v.version_label,
  f.path,
  version_fact;
