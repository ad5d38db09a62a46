/* site
rows: "the load that everything shows"
*/
SELECT
  l.load_id,
  l.loaded_at,
  l.fact_count,
  l.schema_revision,
  (SELECT max(d.page_date) FROM mart.dim_document AS d) AS newest_document
FROM mart.dim_load AS l
ORDER BY l.loaded_at DESC, l.load_id DESC
LIMIT 1;
