-- Domains, enumerations and other types that somebody made; not those of tables and arrays.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I', n.nspname, t.typname) AS object,
  format('%I', n.nspname) AS parent,
  CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'e' THEN 'enumeration' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range'
    ELSE t.typtype::text END AS kind,
  CASE WHEN t.typbasetype <> 0 THEN format_type(t.typbasetype, t.typtypmod) END AS base_type,
  t.typnotnull AS not_null,
  t.typdefault AS "default",
  (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum AS e WHERE e.enumtypid = t.oid) AS labels,
  (
    SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
    FROM pg_attribute AS a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
  ) AS fields,
  (
    SELECT string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' ORDER BY k.conname)
    FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype <> 'n'
  ) AS checks,
  CASE WHEN t.typowner = n.owner_of_ops THEN 'that of ops' ELSE pg_get_userbyid(t.typowner) END AS owner,
  obj_description(t.oid, 'pg_type') AS comment
FROM pg_type AS t
JOIN ours AS n ON n.oid = t.typnamespace
LEFT JOIN pg_class AS c ON c.oid = t.typrelid
WHERE (t.typtype IN ('d', 'e', 'r') OR t.typtype = 'c' AND c.relkind = 'c') AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_type'::regclass, t.oid, 'e')
)
