-- Who may do what. Accounts that are no group of the warehouse (docs/roles.md) may be allowed to read what they like;
-- what they may change counts. MAINTAIN is left to whoever runs the server.
WITH ours AS (
  SELECT
    oid, nspname, nspowner, nspacl,
    (SELECT o.nspowner FROM pg_namespace AS o WHERE o.nspname = 'ops') AS owner_of_ops
  FROM pg_namespace
  WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
),
groups AS (
  SELECT r.oid
  FROM pg_roles AS r
  WHERE r.rolname IN (
    SELECT regexp_replace(pg_get_userbyid(n.owner_of_ops), '_owner$', '_' || kind)
    FROM ours AS n, unnest(ARRAY['owner', 'migrator', 'loader', 'reader', 'monitor']) AS kind
  )
),
granted AS (
  SELECT format('%I', n.nspname) AS parent, 'schema' AS kind, n.nspowner AS owner,
    coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
  FROM ours AS n
  UNION ALL
  SELECT format('%I.%I', n.nspname, c.relname), 'table', c.relowner,
    coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
  FROM pg_class AS c JOIN ours AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_class'::regclass, c.oid, 'e')
)
  UNION ALL
  SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname), 'column', c.relowner, a.attacl
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN ours AS n ON n.oid = c.relnamespace
  WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
  UNION ALL
  SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), 'function', p.proowner,
    coalesce(p.proacl, acldefault('f', p.proowner))
  FROM pg_proc AS p JOIN ours AS n ON n.oid = p.pronamespace
  WHERE NOT EXISTS (
  SELECT FROM pg_depend AS d WHERE (d.classid, d.objid, d.deptype) = ('pg_proc'::regclass, p.oid, 'e')
)
  UNION ALL
  SELECT format('%I.%I', n.nspname, t.typname), 'type', t.typowner, t.typacl
  FROM pg_type AS t JOIN ours AS n ON n.oid = t.typnamespace
  WHERE t.typacl IS NOT NULL
  UNION ALL
  SELECT 'what ' || pg_get_userbyid(d.defaclrole) || ' makes in ' || n.nspname || ' (' || d.defaclobjtype::text || ')',
    'default', d.defaclrole, d.defaclacl
  FROM pg_default_acl AS d JOIN ours AS n ON n.oid = d.defaclnamespace
  WHERE d.defaclrole = n.owner_of_ops
)
SELECT
  g.kind || ' ' || g.parent || ' to '
    || CASE a.grantee WHEN 0 THEN 'PUBLIC' WHEN g.owner THEN 'its owner' ELSE pg_get_userbyid(a.grantee) END AS object,
  g.parent,
  string_agg(
    DISTINCT a.privilege_type
      || CASE WHEN a.is_grantable AND a.grantee <> g.owner THEN ' WITH GRANT OPTION' ELSE '' END,
    ', '
  ) AS privileges
FROM granted AS g
CROSS JOIN aclexplode(g.acl) AS a
WHERE a.privilege_type <> 'MAINTAIN' AND (
  a.grantee IN (0, g.owner) OR a.grantee IN (SELECT oid FROM groups)
  OR a.is_grantable OR a.privilege_type NOT IN ('SELECT', 'USAGE', 'EXECUTE')
)
GROUP BY g.kind, g.parent, g.owner, a.grantee
