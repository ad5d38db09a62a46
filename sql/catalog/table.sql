-- Tables, and what is read like one; sequences have a file of their own.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I', n.nspname, c.relname) AS object,
  format('%I', n.nspname) AS parent,
  CASE c.relkind
    WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
    ELSE 'materialized view'
  END AS kind,
  CASE c.relpersistence WHEN 'p' THEN 'logged' WHEN 'u' THEN 'unlogged' ELSE 'temporary' END AS persistence,
  CASE WHEN c.relowner = n.owner_of_ops THEN 'that of ops' ELSE pg_get_userbyid(c.relowner) END AS owner,
  -- a dump spells out the name that a cast gives to a column of a union; the names that a view shows are columns' own
  CASE
    WHEN c.relkind IN ('v', 'm') THEN regexp_replace(pg_get_viewdef(c.oid), '::(\w+) AS (\1\M|"\1")', '::\1', 'g')
  END AS definition,
  c.relrowsecurity AS row_security,
  c.relforcerowsecurity AS row_security_for_owner,
  c.relreplident AS replica_identity,
  (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) AS o) AS options,
  (
    SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
    FROM pg_inherits AS i WHERE i.inhrelid = c.oid
  ) AS inherits,
  (SELECT t.spcname FROM pg_tablespace AS t WHERE t.oid = c.reltablespace) AS tablespace,
  obj_description(c.oid, 'pg_class') AS comment
FROM pg_class AS c
JOIN ours AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
