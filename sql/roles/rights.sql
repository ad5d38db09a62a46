-- What an account may do beyond reading, and whether it may take the reader's group for a session. Roles that it may
-- become count as its own: SQL itself can take them (set_config('role', …)).

WITH mine AS (
  SELECT r.oid, r.rolname, r.rolsuper OR r.rolcreaterole OR r.rolreplication AS is_mighty
  FROM pg_catalog.pg_roles AS r
  WHERE pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER')
)

SELECT
  EXISTS (
    SELECT FROM mine AS m
    WHERE
      m.is_mighty
      OR m.rolname IN (
        'pg_checkpoint', 'pg_create_subscription', 'pg_database_owner', 'pg_execute_server_program', 'pg_maintain',
        'pg_read_server_files', 'pg_signal_backend', 'pg_write_all_data', 'pg_write_server_files'
      )
  )
  OR EXISTS (
    SELECT FROM mine AS m
    CROSS JOIN pg_catalog.pg_class AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
    WHERE
      n.nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
      AND t.relkind IN ('r', 'p', 'v')
      AND pg_catalog.has_table_privilege(m.oid, t.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
  ) AS does_more,
  coalesce(
    (
      SELECT pg_catalog.pg_has_role(session_user, r.oid, 'SET')
      FROM pg_catalog.pg_roles AS r
      WHERE r.rolname = {reader_name}
    ),
    false
  ) AS may_become_reader;
