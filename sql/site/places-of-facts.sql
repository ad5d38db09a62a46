/* site
rows: "where documents say each fact, by its key: every paragraph, or section of a reference work, once"
*/
SELECT DISTINCT
  c.fact_key COLLATE "C" AS fact_key,
  d.page_date AS first_day,
  d.page_date_printed AS page_date,
  c.document_key COLLATE "C" AS document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END COLLATE "C" AS locator,
  d.title,
  d.section
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
ORDER BY fact_key, d.page_date, document_key, c.paragraph, locator;
