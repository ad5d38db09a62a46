-- Indexes, those of constraints included.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I', n.nspname, c.relname) AS object,
  CASE WHEN k.oid IS NULL THEN format('%I.%I', n.nspname, t.relname)
    ELSE format('%I.%I.%I', n.nspname, t.relname, k.conname) END AS parent,
  pg_get_indexdef(i.indexrelid) AS definition,
  i.indisvalid AS valid,
  i.indisclustered AS clustered,
  i.indisreplident AS replica_identity,
  (SELECT s.spcname FROM pg_tablespace AS s WHERE s.oid = c.reltablespace) AS tablespace,
  obj_description(c.oid, 'pg_class') AS comment
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_class AS t ON t.oid = i.indrelid
JOIN ours AS n ON n.oid = c.relnamespace
LEFT JOIN pg_constraint AS k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')
WHERE t.relkind IN ('r', 'p', 'm') AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, t.oid, 'e')
)
