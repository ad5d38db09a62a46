-- Rules that rewrite queries, the one that makes a view aside.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I.%I', n.nspname, c.relname, r.rulename) AS object,
  format('%I.%I', n.nspname, c.relname) AS parent,
  pg_get_ruledef(r.oid) AS definition,
  r.ev_enabled AS enabled
FROM pg_rewrite AS r
JOIN pg_class AS c ON c.oid = r.ev_class
JOIN ours AS n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
