/* freshness
rows: "the newest load that wrote something, as accounts see it that may not read the ledger; none: there was none"
*/
SELECT
  l.load_id AS run_id,
  l.loaded_at AS ended_at,
  extract(EPOCH FROM clock_timestamp() - l.loaded_at)::float8 AS age
FROM mart.dim_load AS l
WHERE l.seeds_sha256 IS NOT NULL
ORDER BY l.load_id DESC
LIMIT 1;
