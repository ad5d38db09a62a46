-- Policies of row security.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I.%I', n.nspname, c.relname, p.polname) AS object,
  format('%I.%I', n.nspname, c.relname) AS parent,
  p.polcmd AS command,
  p.polpermissive AS permissive,
  (
    SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END, ', ' ORDER BY pg_get_userbyid(r))
    FROM unnest(p.polroles) AS r
  ) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using_expression,
  pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
FROM pg_policy AS p
JOIN pg_class AS c ON c.oid = p.polrelid
JOIN ours AS n ON n.oid = c.relnamespace
