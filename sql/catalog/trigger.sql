-- Triggers that somebody made.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I.%I', n.nspname, c.relname, t.tgname) AS object,
  format('%I.%I', n.nspname, c.relname) AS parent,
  pg_get_triggerdef(t.oid) AS definition,
  t.tgenabled AS enabled,
  obj_description(t.oid, 'pg_trigger') AS comment
FROM pg_trigger AS t
JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN ours AS n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_trigger'::regclass, t.oid, 'e')
)
