/* site
rows: "the facts that were learned last, of the latest documents, for the start page"
params:
  most: {type: integer, meaning: so many}
*/
SELECT
  f.fact_key
FROM mart.dim_fact AS f
JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact_key
JOIN mart.dim_document AS d ON d.document_key = c.document_key
-- What has no modality only names or classifies something.
WHERE f.modality IS NOT NULL AND f.rank <> 'deprecated'
GROUP BY f.fact_key, f.known_since, f.family, f.path
ORDER BY
  max(d.page_date) DESC NULLS LAST,
  f.known_since DESC,
  array_position(ARRAY['monetary_values', 'observations', 'milestones'], f.family) NULLS LAST,
  f.family = 'statements',
  f.path COLLATE "C"
LIMIT :most;
