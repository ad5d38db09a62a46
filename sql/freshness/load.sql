/* freshness
rows: "the newest load that succeeded and looked at the seeds, whether or not it found something to change; none: there
  was none"
*/
SELECT
  r.run_id,
  coalesce(r.finished_at, l.loaded_at) AS ended_at,
  extract(EPOCH FROM clock_timestamp() - coalesce(r.finished_at, l.loaded_at))::float8 AS age
FROM ops.load_runs AS r
LEFT JOIN ops.loads AS l ON l.run_id = r.run_id
WHERE (r.status IN ('loaded', 'unchanged') OR l.run_id IS NOT NULL) AND r.undoes IS NULL
ORDER BY r.run_id DESC
LIMIT 1;
