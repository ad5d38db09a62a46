/* check
title: Members of a list belong to one of its versions
description: A member names the version of the list by its label; a label that no version of that list has points nowhere.
severity: error
hint: write the label as it stands under versions, or add the version
*/
SELECT
  f.path AS fact,
  m.mineral_list_key AS list,
  m.version_label AS version,
  format('%s has no version "%s"', m.mineral_list_key, m.version_label) AS problem
FROM core.mineral_list_members AS m
JOIN core.facts AS f ON f.fact_id = m.fact_id
LEFT JOIN core.mineral_list_versions AS v
  ON v.mineral_list_key = m.mineral_list_key AND v.label = m.version_label
WHERE v.fact_id IS NULL
ORDER BY f.path;
