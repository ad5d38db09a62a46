/* mart
kind: view
grain: One row per load that was committed
key: [load_id]
columns:
  load_id: {type: bigint, meaning: number of its run}
  loaded_at: {type: timestamptz, meaning: since when it counts}
  fact_count: {type: bigint, meaning: facts it left, unit: facts}
  schema_revision: {type: text, meaning: revision the database was at}
  software_version: {type: text, meaning: version of the warehouse that loaded}
  git_revision: {type: text, meaning: revision of the checkout the seeds lie in, empty: they lie in none}
  seeds_sha256: {type: text, meaning: digest of all seed files together, empty: it took another load back}
*/
SELECT
  l.run_id AS load_id,
  l.loaded_at,
  l.fact_count,
  r.schema_revision,
  r.software_version,
  r.git_revision,
  r.seeds_sha256
FROM loads AS l
JOIN load_runs AS r ON r.run_id = l.run_id;
