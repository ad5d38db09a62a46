-- An account that logs in, as a member of one group of the warehouse. Running it again changes nothing. Its password is
-- set apart from this: "warehouse db roles --login" asks for it, and psql with \password.
--
-- A reader may lift its limits with SET, but for temp_file_limit: what holds is what its group may not do at all.

BEGIN;
SET LOCAL search_path = pg_catalog;

DO $login$
DECLARE
  login CONSTANT name := {login_name};
  limits record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {group_name}) THEN
    RAISE undefined_object USING MESSAGE = format('there is no role %s', {group_name});
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', login);
  END IF;
  IF NOT pg_has_role(login, {group_name}, 'USAGE') THEN
    EXECUTE format('GRANT %I TO %I WITH INHERIT TRUE, SET {may_become}', {group_name}, login);
  END IF;
  -- Only readers get limits.
  IF {group} <> 'reader' THEN
    RETURN;
  END IF;
  EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 20', login);
  FOR limits IN
    SELECT name, value FROM (
      VALUES
        ('default_transaction_read_only', 'on'),
        ('search_path', 'mart'),
        ('statement_timeout', '5min'),
        ('idle_in_transaction_session_timeout', '10min'),
        ('transaction_timeout', '1h'),
        ('temp_file_limit', '10GB')
    ) AS wanted (name, value)
    -- Not every server knows each, and not every account may set each.
    JOIN pg_settings AS known USING (name)
    WHERE known.context = 'user' OR has_parameter_privilege(current_user, name, 'SET')
  LOOP
    EXECUTE format('ALTER ROLE %I IN DATABASE %I SET %I = %L', login, current_database(), limits.name, limits.value);
  END LOOP;
END
$login$;

COMMIT;
