/* check
title: Versions of a list that are named exist
description: A member names the version of the list by its label, and a version the one whose place it takes; a label that no
  version of that list has points nowhere.
severity: error
hint: write the label as it stands under versions, or add the version
*/
WITH named AS (
  SELECT
    m.fact_id,
    m.mineral_list_key,
    m.version_label AS label
  FROM core.mineral_list_members AS m
  UNION ALL
  SELECT
    v.fact_id,
    v.mineral_list_key,
    v.supersedes_label
  FROM core.mineral_list_versions AS v
  WHERE v.supersedes_label IS NOT NULL
)

SELECT
  f.path AS fact,
  n.mineral_list_key AS list,
  n.label AS version,
  format('%s has no version "%s"', n.mineral_list_key, n.label) AS problem
FROM named AS n
JOIN core.facts AS f ON f.fact_id = n.fact_id
LEFT JOIN core.mineral_list_versions AS v ON v.mineral_list_key = n.mineral_list_key AND v.label = n.label
WHERE v.fact_id IS NULL
ORDER BY f.path;
