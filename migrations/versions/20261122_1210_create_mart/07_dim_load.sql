SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.dim_load AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.loaded_at::timestamptz AS loaded_at,
    answer.fact_count::bigint AS fact_count,
    answer.schema_revision::text AS schema_revision,
    answer.software_version::text AS software_version,
    answer.git_revision::text AS git_revision,
    answer.seeds_sha256::text AS seeds_sha256
FROM (SELECT
  l.run_id AS load_id,
  l.loaded_at,
  l.fact_count,
  r.schema_revision,
  r.software_version,
  r.git_revision,
  r.seeds_sha256
FROM loads AS l
JOIN load_runs AS r ON r.run_id = l.run_id
) AS answer;
COMMENT ON VIEW mart.dim_load IS 'One row per load that was committed';
COMMENT ON COLUMN mart.dim_load.load_id IS 'number of its run';
COMMENT ON COLUMN mart.dim_load.loaded_at IS 'since when it counts';
COMMENT ON COLUMN mart.dim_load.fact_count IS 'facts it left; unit: facts';
COMMENT ON COLUMN mart.dim_load.schema_revision IS 'revision the database was at';
COMMENT ON COLUMN mart.dim_load.software_version IS 'version of the warehouse that loaded';
COMMENT ON COLUMN mart.dim_load.git_revision IS 'revision of the checkout the seeds lie in; NULL: they lie in none';
COMMENT ON COLUMN mart.dim_load.seeds_sha256 IS 'digest of all seed files together; NULL: it took another load back';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_load AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.loaded_at::timestamptz AS loaded_at,
    answer.fact_count::bigint AS fact_count,
    answer.schema_revision::text AS schema_revision,
    answer.software_version::text AS software_version,
    answer.git_revision::text AS git_revision,
    answer.seeds_sha256::text AS seeds_sha256
FROM (SELECT
  l.run_id AS load_id,
  l.loaded_at,
  l.fact_count,
  r.schema_revision,
  r.software_version,
  r.git_revision,
  r.seeds_sha256
FROM loads AS l
JOIN load_runs AS r ON r.run_id = l.run_id
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_load IS 'One row per load that was committed';
COMMENT ON COLUMN as_of.dim_load.load_id IS 'number of its run';
COMMENT ON COLUMN as_of.dim_load.loaded_at IS 'since when it counts';
COMMENT ON COLUMN as_of.dim_load.fact_count IS 'facts it left; unit: facts';
COMMENT ON COLUMN as_of.dim_load.schema_revision IS 'revision the database was at';
COMMENT ON COLUMN as_of.dim_load.software_version IS 'version of the warehouse that loaded';
COMMENT ON COLUMN as_of.dim_load.git_revision IS 'revision of the checkout the seeds lie in; NULL: they lie in none';
COMMENT ON COLUMN as_of.dim_load.seeds_sha256 IS 'digest of all seed files together; NULL: it took another load back';
