-- The schemas of the warehouse.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I', n.nspname) AS object,
  NULL AS parent,
  CASE WHEN n.nspowner = n.owner_of_ops THEN 'that of ops' ELSE pg_get_userbyid(n.nspowner) END AS owner,
  obj_description(n.oid, 'pg_namespace') AS comment
FROM ours AS n
