/* check
title: Figures and dates are told by more than one document
description: How many sums, quantities, comparisons, shares, dated steps and counts of list entries rest on one document alone. Each is as good as
  that document; a second one would confirm it, or show a disagreement.
severity: info
hint: "list them with: SELECT path, citation_text FROM mart.dim_fact WHERE family = 'observations' AND source_count = 1 AND rank <> 'deprecated'"
*/
WITH told AS (
  SELECT
    f.fact_id,
    f.family,
    min(c.document_key) AS document_key,
    count(DISTINCT c.document_key) AS documents
  FROM core.facts AS f
  JOIN core.citations AS c ON c.fact_id = f.fact_id
  WHERE
    f.family IN ('comparisons', 'holdings', 'milestones', 'mineral_list_versions', 'monetary_values', 'observations')
    AND f.rank <> 'deprecated'
  GROUP BY f.fact_id, f.family
),

families AS (
  SELECT
    t.family,
    count(*) AS facts
  FROM told AS t
  GROUP BY t.family
)

SELECT
  'documents/' || t.document_key AS fact,
  t.family,
  count(*) AS facts,
  format(
    '%s of the %s facts in %s are told by %s alone', count(*), n.facts, t.family, t.document_key
  ) AS problem
FROM told AS t
JOIN families AS n ON n.family = t.family
WHERE t.documents = 1
GROUP BY t.document_key, t.family, n.facts
ORDER BY t.document_key, t.family;
