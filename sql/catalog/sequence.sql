-- Sequences, those of identity columns included; where they are at is no matter of the schema.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I', n.nspname, c.relname) AS object,
  coalesce(
    (
      SELECT format('%I.%I.%I', n.nspname, t.relname, a.attname)
      FROM pg_depend AS d
      JOIN pg_class AS t ON t.oid = d.refobjid
      JOIN pg_attribute AS a ON (a.attrelid, a.attnum) = (d.refobjid, d.refobjsubid)
      WHERE (d.classid, d.objid) = ('pg_class'::regclass, c.oid) AND d.deptype IN ('a', 'i')
    ),
    format('%I', n.nspname)
  ) AS parent,
  format_type(s.seqtypid, NULL) AS type,
  s.seqstart AS start,
  s.seqincrement AS increment,
  s.seqmin AS minimum,
  s.seqmax AS maximum,
  s.seqcache AS cache,
  s.seqcycle AS cycles,
  CASE WHEN c.relowner = n.owner_of_ops THEN 'that of ops' ELSE pg_get_userbyid(c.relowner) END AS owner,
  obj_description(c.oid, 'pg_class') AS comment
FROM pg_sequence AS s
JOIN pg_class AS c ON c.oid = s.seqrelid
JOIN ours AS n ON n.oid = c.relnamespace
WHERE NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
