SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.fact_row_change AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.changed_at::timestamptz AS changed_at,
    answer.table_name::text AS table_name,
    answer.row_key::text AS row_key,
    answer.fact_key::text AS fact_key,
    answer.path::text AS path,
    answer.family::text AS family,
    answer.old_path::text AS old_path,
    answer.new_path::text AS new_path,
    answer.operation::text AS operation,
    answer.seed_file::text AS seed_file,
    answer.seed_line::integer AS seed_line
FROM (-- a fact that is no more has its path in an earlier version, and no fact ever has another path
WITH paths AS (
  SELECT f.fact_id, f.path, f.family FROM core.facts AS f
  UNION
  SELECT f.fact_id, f.path, f.family FROM history.facts AS f
)

SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  p.path,
  p.family,
  came.old_path,
  went.new_path,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c
JOIN paths AS p ON p.fact_id = c.fact_id
LEFT JOIN fact_renames AS came ON came.run_id = c.run_id AND came.new_fact_id = c.fact_id
LEFT JOIN fact_renames AS went ON went.run_id = c.run_id AND went.old_fact_id = c.fact_id
) AS answer;
COMMENT ON VIEW mart.fact_row_change IS 'One row per row of core that a load added, changed or retired';
COMMENT ON COLUMN mart.fact_row_change.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN mart.fact_row_change.changed_at IS 'since when it counts';
COMMENT ON COLUMN mart.fact_row_change.table_name IS 'table of core';
COMMENT ON COLUMN mart.fact_row_change.row_key IS 'primary key of the row, its parts joined by a slash';
COMMENT ON COLUMN mart.fact_row_change.fact_key IS 'the fact the row belongs to, as in dim_fact while it stands';
COMMENT ON COLUMN mart.fact_row_change.path IS 'where that fact stands, or stood, among all facts';
COMMENT ON COLUMN mart.fact_row_change.family IS 'kind of that fact, such as milestones or agreement_parties';
COMMENT ON COLUMN mart.fact_row_change.old_path IS 'path of the same fact before this load renamed it; NULL: this load did not rename it';
COMMENT ON COLUMN mart.fact_row_change.new_path IS 'path under which the fact goes on since this load; NULL: this load did not rename it';
COMMENT ON COLUMN mart.fact_row_change.operation IS 'added, changed or retired';
COMMENT ON COLUMN mart.fact_row_change.seed_file IS 'seed file that said so; of a retired row the file that had said so; NULL: no load wrote the row';
COMMENT ON COLUMN mart.fact_row_change.seed_line IS 'line of that file; NULL: no load wrote the row';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_row_change AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.changed_at::timestamptz AS changed_at,
    answer.table_name::text AS table_name,
    answer.row_key::text AS row_key,
    answer.fact_key::text AS fact_key,
    answer.path::text AS path,
    answer.family::text AS family,
    answer.old_path::text AS old_path,
    answer.new_path::text AS new_path,
    answer.operation::text AS operation,
    answer.seed_file::text AS seed_file,
    answer.seed_line::integer AS seed_line
FROM (-- a fact that is no more has its path in an earlier version, and no fact ever has another path
WITH paths AS (
  SELECT f.fact_id, f.path, f.family FROM core.facts AS f
  UNION
  SELECT f.fact_id, f.path, f.family FROM history.facts AS f
)

SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  p.path,
  p.family,
  came.old_path,
  went.new_path,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c
JOIN paths AS p ON p.fact_id = c.fact_id
LEFT JOIN fact_renames AS came ON came.run_id = c.run_id AND came.new_fact_id = c.fact_id
LEFT JOIN fact_renames AS went ON went.run_id = c.run_id AND went.old_fact_id = c.fact_id
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_row_change IS 'One row per row of core that a load added, changed or retired';
COMMENT ON COLUMN as_of.fact_row_change.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN as_of.fact_row_change.changed_at IS 'since when it counts';
COMMENT ON COLUMN as_of.fact_row_change.table_name IS 'table of core';
COMMENT ON COLUMN as_of.fact_row_change.row_key IS 'primary key of the row, its parts joined by a slash';
COMMENT ON COLUMN as_of.fact_row_change.fact_key IS 'the fact the row belongs to, as in dim_fact while it stands';
COMMENT ON COLUMN as_of.fact_row_change.path IS 'where that fact stands, or stood, among all facts';
COMMENT ON COLUMN as_of.fact_row_change.family IS 'kind of that fact, such as milestones or agreement_parties';
COMMENT ON COLUMN as_of.fact_row_change.old_path IS 'path of the same fact before this load renamed it; NULL: this load did not rename it';
COMMENT ON COLUMN as_of.fact_row_change.new_path IS 'path under which the fact goes on since this load; NULL: this load did not rename it';
COMMENT ON COLUMN as_of.fact_row_change.operation IS 'added, changed or retired';
COMMENT ON COLUMN as_of.fact_row_change.seed_file IS 'seed file that said so; of a retired row the file that had said so; NULL: no load wrote the row';
COMMENT ON COLUMN as_of.fact_row_change.seed_line IS 'line of that file; NULL: no load wrote the row';
