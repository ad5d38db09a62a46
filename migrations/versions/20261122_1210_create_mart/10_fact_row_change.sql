SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.fact_row_change AS
SELECT
    answer.load_id::bigint AS load_id,
    answer.changed_at::timestamptz AS changed_at,
    answer.table_name::text AS table_name,
    answer.row_key::text AS row_key,
    answer.fact_key::text AS fact_key,
    answer.operation::text AS operation,
    answer.seed_file::text AS seed_file,
    answer.seed_line::integer AS seed_line
FROM (
SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c
) AS answer;
COMMENT ON VIEW mart.fact_row_change IS 'One row per row of core that a load added, changed or retired';
COMMENT ON COLUMN mart.fact_row_change.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN mart.fact_row_change.changed_at IS 'since when it counts';
COMMENT ON COLUMN mart.fact_row_change.table_name IS 'table of core';
COMMENT ON COLUMN mart.fact_row_change.row_key IS 'primary key of the row, its parts joined by a slash';
COMMENT ON COLUMN mart.fact_row_change.fact_key IS 'the fact the row belongs to, as in dim_fact while it stands';
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
    answer.operation::text AS operation,
    answer.seed_file::text AS seed_file,
    answer.seed_line::integer AS seed_line
FROM (
SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_row_change IS 'One row per row of core that a load added, changed or retired';
COMMENT ON COLUMN as_of.fact_row_change.load_id IS 'the load, as in dim_load';
COMMENT ON COLUMN as_of.fact_row_change.changed_at IS 'since when it counts';
COMMENT ON COLUMN as_of.fact_row_change.table_name IS 'table of core';
COMMENT ON COLUMN as_of.fact_row_change.row_key IS 'primary key of the row, its parts joined by a slash';
COMMENT ON COLUMN as_of.fact_row_change.fact_key IS 'the fact the row belongs to, as in dim_fact while it stands';
COMMENT ON COLUMN as_of.fact_row_change.operation IS 'added, changed or retired';
COMMENT ON COLUMN as_of.fact_row_change.seed_file IS 'seed file that said so; of a retired row the file that had said so; NULL: no load wrote the row';
COMMENT ON COLUMN as_of.fact_row_change.seed_line IS 'line of that file; NULL: no load wrote the row';
