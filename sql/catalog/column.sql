-- Columns of tables and views; their place is compared among those that both sides have. Bookkeeping may stand before or
-- behind a column that was added later, and history holds columns in the order in which they came.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I.%I', n.nspname, c.relname, a.attname) AS object,
  format('%I.%I', n.nspname, c.relname) AS parent,
  CASE
    WHEN n.nspname <> 'history' AND NOT k.is_kept_by_loads
      THEN row_number() OVER (PARTITION BY c.oid, k.is_kept_by_loads ORDER BY a.attnum)
  END AS place,
  format_type(a.atttypid, a.atttypmod) AS type,
  l.collname AS collation,
  CASE
    WHEN EXISTS (
      SELECT FROM pg_constraint AS k
      WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated
    ) THEN 'not validated'
    WHEN a.attnotnull THEN 'yes' ELSE 'no'
  END AS not_null,
  CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
  CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS "default",
  CASE WHEN a.attgenerated <> '' THEN a.attgenerated::text || ' ' || pg_get_expr(d.adbin, d.adrelid) END AS generated,
  CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END AS storage,
  nullif(a.attcompression, '') AS compression,
  nullif(coalesce(a.attstattarget, -1), -1) AS statistics_target,
  array_to_string(a.attoptions, ', ') AS options,
  t.description AS comment
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
JOIN ours AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT n.nspname IN ('core', 'mart') AND a.attname IN ('seed_file', 'seed_line', 'loaded_digest', 'system_from')
    AS is_kept_by_loads
) AS k
LEFT JOIN pg_attrdef AS d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
LEFT JOIN pg_description AS t ON (t.classoid, t.objoid, t.objsubid) = ('pg_class'::regclass, c.oid, a.attnum)
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
