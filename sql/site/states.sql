/* site
rows: "the newest loads, the last first"
params:
  most: {type: integer, meaning: "so many; NULL: all"}
*/
SELECT
  l.load_id,
  l.loaded_at
FROM mart.dim_load AS l
ORDER BY l.loaded_at DESC, l.load_id DESC
LIMIT :most;
