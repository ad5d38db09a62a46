/* site
rows: "every load, the last first, with the number of facts it added, changed and retired; a rename changes a fact"
*/
WITH touched AS (
  SELECT
    r.load_id,
    r.fact_key,
    bool_or(r.old_path IS NOT NULL) AS is_renamed,
    bool_or(r.new_path IS NOT NULL) AS is_left,
    bool_or(r.table_name = 'facts' AND r.operation = 'added') AS is_added,
    bool_or(r.table_name = 'facts' AND r.operation = 'retired') AS is_retired
  FROM mart.fact_row_change AS r
  GROUP BY r.load_id, r.fact_key
),

counted AS (
  SELECT
    t.load_id,
    count(*) FILTER (WHERE t.is_added AND NOT t.is_renamed) AS added,
    count(*) FILTER (WHERE t.is_retired AND NOT t.is_left) AS retired,
    count(*) FILTER (WHERE t.is_renamed OR NOT t.is_added AND NOT t.is_retired) AS changed
  FROM touched AS t
  GROUP BY t.load_id
)

SELECT
  l.load_id,
  l.loaded_at,
  l.fact_count,
  l.schema_revision,
  l.software_version,
  l.git_revision,
  coalesce(c.added, 0) AS added,
  coalesce(c.changed, 0) AS changed,
  coalesce(c.retired, 0) AS retired
FROM mart.dim_load AS l
LEFT JOIN counted AS c ON c.load_id = l.load_id
ORDER BY l.loaded_at DESC, l.load_id DESC;
