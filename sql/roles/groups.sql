-- The five groups of a warehouse and what each may do in this database. Groups do not log in: an account that does is
-- granted one of them, see login.sql. Running it again changes nothing; docs/roles.md explains it.
--
--   {owner}     owns the schemas and everything in them
--   {migrator}  may become the owner, to change the schema
--   {loader}    loads, plans, checks, reports; changes rows, never the schema
--   {reader}    reads the schemas mart and as_of
--   {monitor}   reads the ledger and the server's statistics
--
-- It takes a superuser, or the owner of the database with CREATEROLE.

BEGIN;
SET LOCAL lock_timeout = '30s';
SET LOCAL search_path = pg_catalog;

-- No load and no migration meanwhile.
SELECT pg_advisory_xact_lock(7362910018);

DO $groups$
DECLARE
  me CONSTANT record := (SELECT r FROM pg_roles AS r WHERE rolname = current_user);
  name text;
BEGIN
  IF NOT me.rolsuper AND NOT (
    SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()
  ) THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('account %s neither owns database %s nor is a superuser', current_user, current_database());
  END IF;
  FOREACH name IN ARRAY ARRAY[
    {owner_name}, {migrator_name}, {loader_name}, {reader_name}, {monitor_name}
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      IF NOT me.rolsuper AND NOT me.rolcreaterole THEN
        RAISE insufficient_privilege USING
          MESSAGE = format('there is no role %s, and account %s lacks CREATEROLE', name, current_user);
      END IF;
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
  END LOOP;
  -- Who is no superuser must be a member of the owner to hand it anything.
  IF NOT (pg_has_role(current_user, {owner_name}, 'SET') AND pg_has_role(current_user, {owner_name}, 'USAGE')) THEN
    EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT TRUE', {owner_name}, current_user);
  END IF;
  IF NOT pg_has_role({migrator_name}, {owner_name}, 'SET') THEN
    EXECUTE format('GRANT %I TO %I WITH SET TRUE, INHERIT TRUE', {owner_name}, {migrator_name});
  END IF;
END
$groups$;

-- The database: who may connect, who may make temporary tables, who may make schemas.
DO $database$
DECLARE
  here CONSTANT name := current_database();
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', here);
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO %I', here, {owner_name});
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', here, {loader_name});
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %I, %I', here, {migrator_name}, {reader_name}, {monitor_name});
  IF to_regnamespace('public') IS NOT NULL THEN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  END IF;
END
$database$;

-- Everything in the schemas of the warehouse goes to the owner, whoever made it.
DO $owner$
DECLARE
  found record;
BEGIN
  FOR found IN
    WITH ours AS (
      SELECT oid, nspname, nspowner FROM pg_namespace
      WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
    )
    SELECT 1 AS step, 'SCHEMA' AS kind, quote_ident(nspname) AS name, nspowner AS owner FROM ours
    UNION ALL
    SELECT
      2,
      CASE t.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
      t.oid::regclass::text,
      t.relowner
    FROM pg_class AS t JOIN ours ON ours.oid = t.relnamespace
    WHERE t.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT EXISTS (
      -- The sequence of a column goes with its table.
      SELECT FROM pg_depend AS d
      WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND t.relkind = 'S' AND d.deptype IN ('a', 'i')
    )
    UNION ALL
    SELECT 3, 'ROUTINE', f.oid::regprocedure::text, f.proowner FROM pg_proc AS f JOIN ours ON ours.oid = f.pronamespace
    ORDER BY step, name
  LOOP
    IF found.owner <> {owner_name}::regrole THEN
      EXECUTE format('ALTER %s %s OWNER TO %I', found.kind, found.name, {owner_name});
    END IF;
  END LOOP;
END
$owner$;

-- What stands there now.
GRANT USAGE ON SCHEMA core, history, mart, as_of, core_as_of, ops TO {loader};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA core, history, mart, ops TO {loader};
GRANT SELECT ON ALL TABLES IN SCHEMA as_of, core_as_of TO {loader};
REVOKE INSERT, UPDATE, DELETE ON ops.alembic_version, ops.migration_log, ops.derived FROM {loader};
GRANT SELECT ON ALL SEQUENCES IN SCHEMA core, history, mart, ops TO {loader};
GRANT USAGE ON SCHEMA mart, as_of TO {reader};
GRANT SELECT ON ALL TABLES IN SCHEMA mart, as_of TO {reader};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA as_of TO {loader}, {reader};
GRANT USAGE ON SCHEMA ops TO {monitor};
GRANT SELECT ON ALL TABLES IN SCHEMA ops TO {monitor};

-- What migrations will add.
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA core, history, mart, ops
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {loader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA as_of, core_as_of GRANT SELECT ON TABLES TO {loader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA core, history, mart, ops GRANT SELECT ON SEQUENCES TO {loader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA mart, as_of GRANT SELECT ON TABLES TO {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA as_of GRANT EXECUTE ON FUNCTIONS TO {loader}, {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA ops GRANT SELECT ON TABLES TO {monitor};

-- What everybody may call, and with SELECT alone could do harm by: large objects fill the disk, messages the log of
-- changes, and an advisory lock of the warehouse's own number keeps every load waiting.
DO $functions$
DECLARE
  found record;
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    RAISE WARNING 'large objects and advisory locks stay open to everybody: only a superuser can close them';
    RETURN;
  END IF;
  FOR found IN
    SELECT oid::regprocedure::text AS name, proname ~ 'advisory' AS is_lock FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND (
      proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'pg_logical_emit_message')
      OR proname ~ '^pg_(try_)?advisory_(xact_)?lock(_shared)?$'
    )
    ORDER BY name
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', found.name);
    IF found.is_lock THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I, %I', found.name, {owner_name}, {loader_name});
    END IF;
  END LOOP;
END
$functions$;

-- The server's statistics, where this account may let others see them.
DO $statistics$
BEGIN
  IF pg_has_role({monitor_name}, 'pg_monitor', 'USAGE') THEN
    RETURN;
  ELSIF pg_has_role(current_user, 'pg_monitor', 'USAGE WITH ADMIN OPTION') THEN
    EXECUTE format('GRANT pg_monitor TO %I', {monitor_name});
  ELSE
    RAISE WARNING 'role % sees no statistics of the server: account % may not grant pg_monitor', {monitor_name}, current_user;
  END IF;
END
$statistics$;

COMMIT;
