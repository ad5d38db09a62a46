SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.fact_rename AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.fact_key::text AS fact_key,
    answer.old_fact_key::text AS old_fact_key,
    answer.path::text AS path,
    answer.old_path::text AS old_path
FROM (SELECT
  r.run_id AS load_id,
  r.new_fact_id AS fact_key,
  r.old_fact_id AS old_fact_key,
  r.new_path AS path,
  r.old_path
FROM fact_renames AS r
) AS answer;
COMMENT ON VIEW mart.fact_rename IS 'One row per load and fact that goes on under another path because a key was renamed';
COMMENT ON COLUMN mart.fact_rename.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN mart.fact_rename.fact_key IS 'the fact after it, as in dim_fact while it stands';
COMMENT ON COLUMN mart.fact_rename.old_fact_key IS 'the same fact before it';
COMMENT ON COLUMN mart.fact_rename.path IS 'its path after it';
COMMENT ON COLUMN mart.fact_rename.old_path IS 'its path before it';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_rename AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.fact_key::text AS fact_key,
    answer.old_fact_key::text AS old_fact_key,
    answer.path::text AS path,
    answer.old_path::text AS old_path
FROM (SELECT
  r.run_id AS load_id,
  r.new_fact_id AS fact_key,
  r.old_fact_id AS old_fact_key,
  r.new_path AS path,
  r.old_path
FROM fact_renames AS r
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_rename IS 'One row per load and fact that goes on under another path because a key was renamed';
COMMENT ON COLUMN as_of.fact_rename.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN as_of.fact_rename.fact_key IS 'the fact after it, as in dim_fact while it stands';
COMMENT ON COLUMN as_of.fact_rename.old_fact_key IS 'the same fact before it';
COMMENT ON COLUMN as_of.fact_rename.path IS 'its path after it';
COMMENT ON COLUMN as_of.fact_rename.old_path IS 'its path before it';
