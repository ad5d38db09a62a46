-- Functions and procedures.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS object,
  format('%I', n.nspname) AS parent,
  CASE WHEN p.prokind = 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END AS definition,
  CASE WHEN p.proowner = n.owner_of_ops THEN 'that of ops' ELSE pg_get_userbyid(p.proowner) END AS owner,
  obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc AS p
JOIN ours AS n ON n.oid = p.pronamespace
WHERE NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_proc'::regclass, p.oid, 'e')
)
