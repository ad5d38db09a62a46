/* mart
kind: view
grain: One row per column of a table of mart that refers to another table
key: [table_name, column_name]
columns:
  table_name: {type: text, meaning: table whose rows refer to others}
  column_name: {type: text, meaning: column that holds the key of the other table}
  refers_to_table: {type: text, meaning: the other table}
  refers_to_column: {type: text, meaning: its key}
  cardinality: {type: text, meaning: "one to one, or many to one: many rows of the table can refer to one of the other"}
  is_optional: {type: boolean, meaning: whether a row can refer to none; then use an outer join}
*/
WITH referring AS (
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
LEFT JOIN alone AS a ON a.conrelid = r.conrelid AND a.attnum = r.attnum;
