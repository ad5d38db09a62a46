SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.relationships AS
SELECT
    answer.table_name::text AS table_name,
    answer.column_name::text AS column_name,
    answer.refers_to_table::text AS refers_to_table,
    answer.refers_to_column::text AS refers_to_column,
    answer.cardinality::text AS cardinality,
    answer.is_optional::boolean AS is_optional
FROM (WITH referring AS (
  SELECT
    k.conrelid,
    k.confrelid,
    u.attnum,
    u.other_attnum
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
  CROSS JOIN ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS u (attnum, other_attnum)
  WHERE k.contype = 'f' AND n.nspname = 'mart'
),

alone AS (
  SELECT DISTINCT
    k.conrelid,
    k.conkey[1] AS attnum
  FROM pg_catalog.pg_constraint AS k
  WHERE k.contype IN ('p', 'u') AND pg_catalog.cardinality(k.conkey) = 1
)

SELECT
  t.relname AS table_name,
  c.attname AS column_name,
  o.relname AS refers_to_table,
  d.attname AS refers_to_column,
  CASE WHEN a.attnum IS NULL THEN 'many to one' ELSE 'one to one' END AS cardinality,
  NOT c.attnotnull AS is_optional
FROM referring AS r
JOIN pg_catalog.pg_class AS t ON t.oid = r.conrelid
JOIN pg_catalog.pg_class AS o ON o.oid = r.confrelid
JOIN pg_catalog.pg_attribute AS c ON c.attrelid = r.conrelid AND c.attnum = r.attnum
JOIN pg_catalog.pg_attribute AS d ON d.attrelid = r.confrelid AND d.attnum = r.other_attnum
LEFT JOIN alone AS a ON a.conrelid = r.conrelid AND a.attnum = r.attnum
) AS answer;
COMMENT ON VIEW mart.relationships IS 'One row per column of a table of mart that refers to another table';
COMMENT ON COLUMN mart.relationships.table_name IS 'table whose rows refer to others';
COMMENT ON COLUMN mart.relationships.column_name IS 'column that holds the key of the other table';
COMMENT ON COLUMN mart.relationships.refers_to_table IS 'the other table';
COMMENT ON COLUMN mart.relationships.refers_to_column IS 'its key';
COMMENT ON COLUMN mart.relationships.cardinality IS 'one to one, or many to one: many rows of the table can refer to one of the other';
COMMENT ON COLUMN mart.relationships.is_optional IS 'whether a row can refer to none; then use an outer join';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.relationships AS
SELECT
    answer.table_name::text AS table_name,
    answer.column_name::text AS column_name,
    answer.refers_to_table::text AS refers_to_table,
    answer.refers_to_column::text AS refers_to_column,
    answer.cardinality::text AS cardinality,
    answer.is_optional::boolean AS is_optional
FROM (WITH referring AS (
  SELECT
    k.conrelid,
    k.confrelid,
    u.attnum,
    u.other_attnum
  FROM pg_catalog.pg_constraint AS k
  JOIN pg_catalog.pg_namespace AS n ON n.oid = k.connamespace
  CROSS JOIN ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS u (attnum, other_attnum)
  WHERE k.contype = 'f' AND n.nspname = 'mart'
),

alone AS (
  SELECT DISTINCT
    k.conrelid,
    k.conkey[1] AS attnum
  FROM pg_catalog.pg_constraint AS k
  WHERE k.contype IN ('p', 'u') AND pg_catalog.cardinality(k.conkey) = 1
)

SELECT
  t.relname AS table_name,
  c.attname AS column_name,
  o.relname AS refers_to_table,
  d.attname AS refers_to_column,
  CASE WHEN a.attnum IS NULL THEN 'many to one' ELSE 'one to one' END AS cardinality,
  NOT c.attnotnull AS is_optional
FROM referring AS r
JOIN pg_catalog.pg_class AS t ON t.oid = r.conrelid
JOIN pg_catalog.pg_class AS o ON o.oid = r.confrelid
JOIN pg_catalog.pg_attribute AS c ON c.attrelid = r.conrelid AND c.attnum = r.attnum
JOIN pg_catalog.pg_attribute AS d ON d.attrelid = r.confrelid AND d.attnum = r.other_attnum
LEFT JOIN alone AS a ON a.conrelid = r.conrelid AND a.attnum = r.attnum
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.relationships IS 'One row per column of a table of mart that refers to another table';
COMMENT ON COLUMN as_of.relationships.table_name IS 'table whose rows refer to others';
COMMENT ON COLUMN as_of.relationships.column_name IS 'column that holds the key of the other table';
COMMENT ON COLUMN as_of.relationships.refers_to_table IS 'the other table';
COMMENT ON COLUMN as_of.relationships.refers_to_column IS 'its key';
COMMENT ON COLUMN as_of.relationships.cardinality IS 'one to one, or many to one: many rows of the table can refer to one of the other';
COMMENT ON COLUMN as_of.relationships.is_optional IS 'whether a row can refer to none; then use an outer join';
