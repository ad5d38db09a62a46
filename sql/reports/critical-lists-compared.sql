/* report
title: Lists of critical minerals compared
question: Which mineral stands on which official list, in which grade, and which lists leave it out?
grain: [mineral_key, list_key, version]
params:
  jurisdiction:
    type: text
    help: key of a place; only lists that apply there; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  list:
    type: text
    help: key of a list; only minerals that it names, on whichever list; without it all
    choices_from: SELECT mineral_list_key, name FROM mart.dim_mineral_list
  all_versions:
    type: boolean
    default: "false"
    help: true for every version of each list; else the latest one that holds, or that is planned where none holds
columns:
  mineral:
    meaning: the mineral, whatever its grade
  list:
    meaning: short title of the list, ours
  version:
    meaning: label that tells the versions of a list apart
  entry:
    meaning: how the list names it, as printed, with the grade; several entries between semicolons
  named_as:
    meaning: whether the list names the mineral itself, a grade or product of it, or a group that it is one of
  through:
    meaning: group that the list names and that the mineral is one of
    empty: the list names the mineral itself, or a grade of it
  part_of:
    meaning: list of which this one is a sublist; an entry of a sublist is no further list that names the mineral
    empty: it is no sublist
  lists:
    meaning: number of lists that name the mineral, sublists not counted
    unit: lists
  left_out_by:
    meaning: further lists with named entries that name neither it nor a grade, nor a group it can be in, nor a part of it
    empty: none, sublists not counted
  modality:
    meaning: whether the version is in force, planned …
  mineral_key:
    meaning: key of the mineral
    key_of: minerals
  list_key:
    meaning: key of the list
    key_of: mineral_lists
cite:
  entry: entry_facts
  part_of: part_facts
chart: {kind: matrix, x: list, y: mineral, value: named_as}
cases:
  - expect:
      rows: 1
      contains:
        - {mineral: rare earths, list_key: korea-critical-minerals, version: with-rare-earths, through: "", part_of: ""}
  - params: {jurisdiction: china}
    expect: {rows: 0}
*/
WITH RECURSIVE versions AS (
  SELECT DISTINCT ON (v.mineral_list_key, v.version_label)
    v.mineral_list_key,
    v.version_label,
    v.supersedes_label,
    v.modality,
    v.period_earliest_date_key,
    k.is_future
  FROM mart.fact_mineral_list_version AS v
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = v.modality
  ORDER BY v.mineral_list_key, v.version_label, k.is_future, v.period_earliest_date_key DESC NULLS LAST, v.fact_key
),

-- What holds stands before what is planned, what nothing has taken the place of before what something has.
ranked AS (
  SELECT
    v.mineral_list_key,
    v.version_label,
    v.modality,
    row_number() OVER (
      PARTITION BY v.mineral_list_key
      ORDER BY v.is_future, s.version_label IS NOT NULL, v.period_earliest_date_key DESC NULLS LAST, v.version_label DESC
    ) AS place
  FROM versions AS v
  LEFT JOIN versions AS s
    ON s.mineral_list_key = v.mineral_list_key AND s.supersedes_label = v.version_label AND s.is_future = v.is_future
),

-- An element, mineral or group stands for itself; what is made of one, such as a grade, for what it is made of.
compared AS (
  SELECT
    m.mineral_key,
    CASE
      WHEN k.is_element OR m.kind_group = 'group' OR p.mineral_key IS NULL OR p.kind_group = 'group' THEN m.mineral_key
      WHEN l.is_element OR q.mineral_key IS NULL OR q.kind_group = 'group' THEN p.mineral_key
      ELSE q.mineral_key
    END AS compared_key
  FROM mart.dim_mineral AS m
  JOIN mart.dim_term AS k ON k.scheme = 'mineral-kind' AND k.label = m.kind
  LEFT JOIN mart.dim_mineral AS p ON p.mineral_key = m.parent_mineral_key
  LEFT JOIN mart.dim_term AS l ON l.scheme = 'mineral-kind' AND l.label = p.kind
  LEFT JOIN mart.dim_mineral AS q ON q.mineral_key = p.parent_mineral_key
),

groups AS (
  SELECT m.mineral_key, m.parent_mineral_key AS group_key
  FROM mart.dim_mineral AS m
  WHERE m.parent_mineral_key IS NOT NULL
  UNION
  SELECT g.mineral_key, m.parent_mineral_key
  FROM groups AS g
  JOIN mart.dim_mineral AS m ON m.mineral_key = g.group_key
  WHERE m.parent_mineral_key IS NOT NULL
),

entries AS (
  SELECT
    b.mineral_list_key,
    b.version_label,
    b.member_mineral_key,
    c.compared_key,
    coalesce(b.as_printed, m.name) AS entry,
    b.fact_key
  FROM mart.bridge_mineral_list_member AS b
  JOIN mart.dim_mineral AS m ON m.mineral_key = b.member_mineral_key
  JOIN compared AS c ON c.mineral_key = b.member_mineral_key
  JOIN ranked AS r ON r.mineral_list_key = b.mineral_list_key AND r.version_label = b.version_label
  WHERE :all_versions OR r.place = 1
),

named AS (
  SELECT
    e.compared_key AS mineral_key,
    e.mineral_list_key,
    e.version_label,
    e.entry,
    NULL AS through,
    e.compared_key = e.member_mineral_key AS is_itself,
    e.fact_key
  FROM entries AS e
  UNION ALL
  SELECT x.compared_key, e.mineral_list_key, e.version_label, e.entry, g.name, false, e.fact_key
  FROM (SELECT DISTINCT n.compared_key FROM entries AS n) AS x
  JOIN groups AS o ON o.mineral_key = x.compared_key
  JOIN entries AS e ON e.member_mineral_key = o.group_key
  JOIN mart.dim_mineral AS g ON g.mineral_key = o.group_key
  WHERE g.kind_group = 'group'
),

cells AS (
  SELECT
    n.mineral_key,
    n.mineral_list_key,
    n.version_label,
    string_agg(DISTINCT n.entry, '; ' ORDER BY n.entry) AS entry,
    CASE
      WHEN bool_and(n.through IS NOT NULL) THEN 'group'
      WHEN bool_or(n.is_itself) THEN 'itself'
      ELSE 'grade'
    END AS named_as,
    CASE WHEN bool_and(n.through IS NOT NULL) THEN string_agg(DISTINCT n.through, '; ' ORDER BY n.through) END AS through,
    array_agg(n.fact_key ORDER BY n.fact_key) AS facts
  FROM named AS n
  GROUP BY n.mineral_key, n.mineral_list_key, n.version_label
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
),

whole_lists AS (
  SELECT DISTINCT e.mineral_list_key
  FROM entries AS e
  WHERE e.mineral_list_key NOT IN (SELECT s.mineral_list_key FROM sublists AS s)
),

families AS (
  SELECT g.mineral_key, g.group_key
  FROM groups AS g
  UNION
  SELECT m.mineral_key, m.mineral_key
  FROM mart.dim_mineral AS m
),

-- A list that names the light rare earths may mean cerium, whose group is only known to be the rare earths.
akin AS (
  SELECT DISTINCT x.mineral_key, e.mineral_list_key
  FROM (SELECT DISTINCT y.mineral_key FROM cells AS y) AS x
  JOIN mart.dim_mineral AS m ON m.mineral_key = x.mineral_key
  JOIN families AS a ON a.mineral_key = x.mineral_key
  JOIN families AS b ON b.group_key = a.group_key
  JOIN entries AS e ON e.compared_key = b.mineral_key
  JOIN mart.dim_mineral AS o ON o.mineral_key = e.compared_key
  WHERE 'group' IN (m.kind_group, o.kind_group)
),

crossed AS (
  SELECT
    m.mineral_key,
    count(c.mineral_key) AS lists,
    string_agg(l.name, '; ' ORDER BY l.name, l.mineral_list_key)
      FILTER (WHERE c.mineral_key IS NULL AND a.mineral_key IS NULL) AS left_out_by
  FROM (SELECT DISTINCT x.mineral_key FROM cells AS x) AS m
  CROSS JOIN whole_lists AS w
  JOIN mart.dim_mineral_list AS l ON l.mineral_list_key = w.mineral_list_key
  LEFT JOIN (SELECT DISTINCT y.mineral_key, y.mineral_list_key FROM cells AS y) AS c
    ON c.mineral_key = m.mineral_key AND c.mineral_list_key = w.mineral_list_key
  LEFT JOIN akin AS a ON a.mineral_key = m.mineral_key AND a.mineral_list_key = w.mineral_list_key
  GROUP BY m.mineral_key
)

SELECT
  m.name AS mineral,
  l.name AS list,
  c.version_label AS version,
  c.entry,
  c.named_as,
  c.through,
  s.part_of,
  coalesce(x.lists, 0) AS lists,
  x.left_out_by,
  r.modality,
  c.mineral_key,
  c.mineral_list_key AS list_key,
  c.facts AS entry_facts,
  s.facts AS part_facts
FROM cells AS c
JOIN mart.dim_mineral AS m ON m.mineral_key = c.mineral_key
JOIN mart.dim_mineral_list AS l ON l.mineral_list_key = c.mineral_list_key
JOIN ranked AS r ON r.mineral_list_key = c.mineral_list_key AND r.version_label = c.version_label
LEFT JOIN sublists AS s ON s.mineral_list_key = c.mineral_list_key
LEFT JOIN crossed AS x ON x.mineral_key = c.mineral_key
WHERE
  (
    :jurisdiction IS NULL
    OR c.mineral_list_key IN (
      SELECT p.mineral_list_key
      FROM mart.bridge_strategy_place AS p
      WHERE p.place_key = :jurisdiction AND p.role_group = 'jurisdiction'
    )
  )
  AND (:list IS NULL OR c.mineral_key IN (SELECT y.mineral_key FROM cells AS y WHERE y.mineral_list_key = :list))
ORDER BY m.name, l.name, c.version_label, c.mineral_key, c.mineral_list_key;
