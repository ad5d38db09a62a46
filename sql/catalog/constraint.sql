-- Keys, checks, references and exclusions; NOT NULL stands with its column. Switched off: the triggers by which the
-- server keeps a reference.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
)
SELECT
  format('%I.%I.%I', n.nspname, c.relname, k.conname) AS object,
  format('%I.%I', n.nspname, c.relname) AS parent,
  pg_get_constraintdef(k.oid) AS definition,
  EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgconstraint = k.oid AND t.tgenabled <> 'O') AS switched_off,
  obj_description(k.oid, 'pg_constraint') AS comment
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid
JOIN ours AS n ON n.oid = c.relnamespace
WHERE k.contype <> 'n' AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
