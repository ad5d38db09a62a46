/* site
rows: "where documents say some facts: each paragraph, or section of a reference work, once for each fact"
params:
  facts: {type: "text[]", meaning: these facts}
*/
SELECT DISTINCT
  c.fact_key COLLATE "C" AS fact_key,
  d.page_date,
  c.document_key COLLATE "C" AS document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END AS locator,
  d.title,
  d.section
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
WHERE c.fact_key = ANY (:facts)
ORDER BY fact_key, d.page_date, document_key, c.paragraph, locator;
