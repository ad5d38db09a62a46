-- What the planner is told to learn about several columns together.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I', n.nspname, s.stxname) AS object,
  s.stxrelid::regclass::text AS parent,
  pg_get_statisticsobjdef(s.oid) AS definition
FROM pg_statistic_ext AS s
JOIN ours AS n ON n.oid = s.stxnamespace
