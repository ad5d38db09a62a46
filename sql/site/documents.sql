/* site
rows: "every document, the latest first"
*/
SELECT
  d.document_key,
  d.title,
  d.kind,
  d.section,
  d.publisher_name,
  d.publisher_entity_key,
  d.language,
  d.page_date_printed AS page_date,
  d.published_on,
  d.url,
  d.archive_url,
  d.licence,
  d.paragraph_count,
  d.character_count,
  d.text_sha256,
  d.fact_count
FROM mart.dim_document AS d
ORDER BY d.page_date DESC NULLS LAST, d.document_key COLLATE "C";
