/* check
title: A list has no more members than its stated count
description: The members that documents name of a version are counted against the number of entries it is said to have; fewer
  is no breach, since not all need be named. Where rare earth elements are counted, a group counts as its elements.
severity: warning
hint: compare count and members with the documents; a member may belong to another version
*/
WITH members AS (
  SELECT DISTINCT
    m.mineral_list_key,
    m.version_label,
    m.member_key
  FROM core.mineral_list_members AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  WHERE f.rank <> 'deprecated'
),

entries AS (
  SELECT
    m.mineral_list_key,
    m.version_label,
    'minerals' AS counted,
    m.member_key AS entry_key
  FROM members AS m
  UNION
  SELECT
    m.mineral_list_key,
    m.version_label,
    'rare earth elements',
    e.key
  FROM members AS m
  JOIN core.minerals AS e ON e.key = m.member_key OR e.parent_key = m.member_key
  JOIN core.terms AS k ON k.scheme = 'mineral-kind' AND k.key = e.kind AND 'is_element' = ANY(k.flags)
),

named AS (
  SELECT
    e.mineral_list_key,
    e.version_label,
    e.counted,
    count(*) AS named_count
  FROM entries AS e
  GROUP BY e.mineral_list_key, e.version_label, e.counted
)

SELECT
  f.path AS fact,
  v.stated_count,
  n.named_count,
  format('%s %s are named, but the version is said to have %s', n.named_count, v.counted, v.stated_count) AS problem
FROM core.mineral_list_versions AS v
JOIN core.facts AS f ON f.fact_id = v.fact_id
JOIN named AS n
  ON n.mineral_list_key = v.mineral_list_key AND n.version_label = v.label AND n.counted = v.counted
WHERE f.rank <> 'deprecated' AND n.named_count > v.stated_count
ORDER BY f.path;
