/* site
rows: "facts by the paragraph, or section of a reference work, that says them; documents in the order of their index; with the words that are marked: start, end and digest"
*/
SELECT
  d.page_date,
  c.document_key COLLATE "C" AS document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END COLLATE "C" AS locator,
  f.path COLLATE "C" AS path,
  c.fact_key,
  json_agg(
    json_build_array(c.span_start, c.span_end, c.quote_sha256)
    ORDER BY c.span_start NULLS FIRST, c.span_end, c.quote_sha256 COLLATE "C"
  ) AS marked
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
JOIN mart.dim_fact AS f ON f.fact_key = c.fact_key
GROUP BY
  d.page_date,
  c.document_key,
  c.paragraph,
  CASE WHEN c.paragraph IS NULL THEN c.locator END,
  f.path,
  c.fact_key
ORDER BY d.page_date DESC NULLS LAST, document_key, c.paragraph, locator, path;
