/* site
rows: "where documents say each fact, by its key: every paragraph, or section of a reference work, once, with the words of it that are marked: start, end and digest"
*/
SELECT
  c.fact_key COLLATE "C" AS fact_key,
  d.page_date AS first_day,
  d.page_date_printed AS page_date,
  c.document_key COLLATE "C" AS document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END COLLATE "C" AS locator,
  d.title,
  d.section,
  json_agg(
    json_build_array(c.span_start, c.span_end, c.quote_sha256)
    ORDER BY c.span_start NULLS FIRST, c.span_end, c.quote_sha256 COLLATE "C"
  ) AS marked
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
GROUP BY
  c.fact_key,
  d.page_date,
  d.page_date_printed,
  c.document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END,
  d.title,
  d.section
ORDER BY fact_key, d.page_date, document_key, c.paragraph, locator;
