SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.dictionary AS
SELECT
    answer.object::text AS object,
    answer.kind::text AS kind,
    answer.grain::text AS grain,
    answer.column_name::text AS column_name,
    answer.position::integer AS position,
    answer.type::text AS type,
    answer.unit::text AS unit,
    answer.is_nullable::boolean AS is_nullable,
    answer.is_key::boolean AS is_key,
    answer.comment::text AS comment
FROM (WITH commented AS (
  SELECT
    n.nspname,
    t.oid,
    t.relname,
    t.relkind IN ('r', 'p') AS is_table,
    c.attname,
    c.attnum,
    c.attnotnull,
    pg_catalog.format_type(c.atttypid, c.atttypmod) AS type,
    pg_catalog.obj_description(t.oid, 'pg_class') AS grain,
    pg_catalog.col_description(t.oid, c.attnum) AS comment
  FROM pg_catalog.pg_class AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute AS c ON c.attrelid = t.oid
  WHERE n.nspname = 'mart' AND t.relkind IN ('r', 'p', 'v') AND c.attnum > 0 AND NOT c.attisdropped
),

keys AS (
  SELECT
    k.conrelid,
    u.attnum
  FROM pg_catalog.pg_constraint AS k
  CROSS JOIN pg_catalog.unnest(k.conkey) AS u (attnum)
  WHERE k.contype = 'p'
)

SELECT
  c.relname AS object,
  CASE WHEN c.is_table THEN 'table' ELSE 'view' END AS kind,
  c.grain,
  c.attname AS column_name,
  row_number() OVER (PARTITION BY c.oid ORDER BY c.attnum) AS position,
  c.type,
  substring(c.comment FROM '; unit: (.*?)(?:; NULL: .*)?$') AS unit,
  CASE WHEN c.is_table THEN NOT c.attnotnull ELSE coalesce(strpos(c.comment, '; NULL: ') > 0, true) END AS is_nullable,
  k.attnum IS NOT NULL AS is_key,
  c.comment
FROM commented AS c
LEFT JOIN keys AS k ON k.conrelid = c.oid AND k.attnum = c.attnum
) AS answer;
COMMENT ON VIEW mart.dictionary IS 'One row per column of a table or view of mart';
COMMENT ON COLUMN mart.dictionary.object IS 'table or view of the mart';
COMMENT ON COLUMN mart.dictionary.kind IS 'table or view';
COMMENT ON COLUMN mart.dictionary.grain IS 'what a row of it is; NULL: it is not described';
COMMENT ON COLUMN mart.dictionary.column_name IS 'the column';
COMMENT ON COLUMN mart.dictionary.position IS 'place of the column in its table or view, from 1';
COMMENT ON COLUMN mart.dictionary.type IS 'PostgreSQL type';
COMMENT ON COLUMN mart.dictionary.unit IS 'unit of a quantity, or the column that names it; NULL: it has none';
COMMENT ON COLUMN mart.dictionary.is_nullable IS 'whether it can be without a value; the comment says what that means';
COMMENT ON COLUMN mart.dictionary.is_key IS 'whether it belongs to the primary key; views have none';
COMMENT ON COLUMN mart.dictionary.comment IS 'what the column holds, its unit, and what NULL means; NULL: it is not described';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dictionary AS
SELECT
    answer.object::text AS object,
    answer.kind::text AS kind,
    answer.grain::text AS grain,
    answer.column_name::text AS column_name,
    answer.position::integer AS position,
    answer.type::text AS type,
    answer.unit::text AS unit,
    answer.is_nullable::boolean AS is_nullable,
    answer.is_key::boolean AS is_key,
    answer.comment::text AS comment
FROM (WITH commented AS (
  SELECT
    n.nspname,
    t.oid,
    t.relname,
    t.relkind IN ('r', 'p') AS is_table,
    c.attname,
    c.attnum,
    c.attnotnull,
    pg_catalog.format_type(c.atttypid, c.atttypmod) AS type,
    pg_catalog.obj_description(t.oid, 'pg_class') AS grain,
    pg_catalog.col_description(t.oid, c.attnum) AS comment
  FROM pg_catalog.pg_class AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
  JOIN pg_catalog.pg_attribute AS c ON c.attrelid = t.oid
  WHERE n.nspname = 'mart' AND t.relkind IN ('r', 'p', 'v') AND c.attnum > 0 AND NOT c.attisdropped
),

keys AS (
  SELECT
    k.conrelid,
    u.attnum
  FROM pg_catalog.pg_constraint AS k
  CROSS JOIN pg_catalog.unnest(k.conkey) AS u (attnum)
  WHERE k.contype = 'p'
)

SELECT
  c.relname AS object,
  CASE WHEN c.is_table THEN 'table' ELSE 'view' END AS kind,
  c.grain,
  c.attname AS column_name,
  row_number() OVER (PARTITION BY c.oid ORDER BY c.attnum) AS position,
  c.type,
  substring(c.comment FROM '; unit: (.*?)(?:; NULL: .*)?$') AS unit,
  CASE WHEN c.is_table THEN NOT c.attnotnull ELSE coalesce(strpos(c.comment, '; NULL: ') > 0, true) END AS is_nullable,
  k.attnum IS NOT NULL AS is_key,
  c.comment
FROM commented AS c
LEFT JOIN keys AS k ON k.conrelid = c.oid AND k.attnum = c.attnum
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dictionary IS 'One row per column of a table or view of mart';
COMMENT ON COLUMN as_of.dictionary.object IS 'table or view of the mart';
COMMENT ON COLUMN as_of.dictionary.kind IS 'table or view';
COMMENT ON COLUMN as_of.dictionary.grain IS 'what a row of it is; NULL: it is not described';
COMMENT ON COLUMN as_of.dictionary.column_name IS 'the column';
COMMENT ON COLUMN as_of.dictionary.position IS 'place of the column in its table or view, from 1';
COMMENT ON COLUMN as_of.dictionary.type IS 'PostgreSQL type';
COMMENT ON COLUMN as_of.dictionary.unit IS 'unit of a quantity, or the column that names it; NULL: it has none';
COMMENT ON COLUMN as_of.dictionary.is_nullable IS 'whether it can be without a value; the comment says what that means';
COMMENT ON COLUMN as_of.dictionary.is_key IS 'whether it belongs to the primary key; views have none';
COMMENT ON COLUMN as_of.dictionary.comment IS 'what the column holds, its unit, and what NULL means; NULL: it is not described';
