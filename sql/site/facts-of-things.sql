/* site
rows: "facts that are about a thing, and those that name it: thing by thing in the order of its page, or fact by fact"
params:
  families: {type: "text[]", meaning: the kinds of facts in the order of their sections; all others come first}
  by_fact: {type: boolean, meaning: "fact by fact, and only the things that a fact names"}
*/
WITH related AS (
  SELECT f.subject_key, f.fact_key, 'about' AS relation
  FROM mart.dim_fact AS f
  UNION ALL
  SELECT n.subject_key, n.fact_key, 'naming'
  FROM site.named AS n
)

SELECT
  r.subject_key,
  s.name,
  r.relation,
  r.fact_key
FROM related AS r
JOIN mart.dim_fact AS f ON f.fact_key = r.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = r.subject_key
WHERE
  s.family NOT IN ('documents', 'disagreements')
  AND (NOT :by_fact OR r.relation = 'naming' AND s.family NOT IN ('currencies', 'indicators', 'units'))
ORDER BY
  CASE WHEN :by_fact THEN r.fact_key ELSE r.subject_key END COLLATE "C",
  r.relation,
  array_position(:families, f.family) NULLS FIRST,
  f.family COLLATE "C",
  f.path COLLATE "C",
  r.subject_key COLLATE "C";
