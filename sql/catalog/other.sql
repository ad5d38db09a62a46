-- Whatever else somebody made in one of the schemas: operators, collations, text search and so on.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  i.type || ' ' || i.identity AS object,
  format('%I', n.nspname) AS parent
FROM pg_depend AS d
JOIN ours AS n ON n.oid = d.refobjid
CROSS JOIN pg_identify_object(d.classid, d.objid, 0) AS i
WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n' AND d.classid NOT IN (
  'pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass,
  'pg_statistic_ext'::regclass, 'pg_default_acl'::regclass, 'pg_publication_namespace'::regclass
) AND NOT EXISTS (
  SELECT FROM pg_depend AS e WHERE (e.classid, e.objid, e.deptype) = (d.classid, d.objid, 'e')
)
