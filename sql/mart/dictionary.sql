/* mart
kind: view
grain: One row per column of a table or view of mart
key: [object, column_name]
columns:
  object: {type: text, meaning: table or view of the mart}
  kind: {type: text, meaning: table or view}
  grain: {type: text, meaning: what a row of it is, empty: it is not described}
  column_name: {type: text, meaning: the column}
  position: {type: integer, meaning: "place of the column in its table or view, from 1"}
  type: {type: text, meaning: PostgreSQL type}
  unit: {type: text, meaning: "unit of a quantity, or the column that names it", empty: it has none}
  is_nullable: {type: boolean, meaning: whether it can be without a value; the comment says what that means}
  is_key: {type: boolean, meaning: whether it belongs to the primary key; views have none}
  comment: {type: text, meaning: "what the column holds, its unit, and what NULL means", empty: it is not described}
*/
WITH commented AS (
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
LEFT JOIN keys AS k ON k.conrelid = c.oid AND k.attnum = c.attnum;
