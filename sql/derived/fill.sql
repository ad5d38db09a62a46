-- Functions that compute the rows of the tables of the mart: those of now, and those of each load of the past.

-- Tables whose rows have changed, or may have; every table that reads one of them must be computed again.
CREATE TEMPORARY TABLE touched (name text PRIMARY KEY) ON COMMIT DROP;

-- The steps that were taken, to report to the user.
CREATE TEMPORARY TABLE derivation_steps (
    position integer GENERATED ALWAYS AS IDENTITY,
    action text,
    name text
) ON COMMIT DROP;

-- The instants at which the rows of a table changed.
CREATE TEMPORARY TABLE changed_at (name text, instant timestamptz, PRIMARY KEY (name, instant)) ON COMMIT DROP;

-- Note the instants at which the rows of each table of core and mart changed. Rows that are older than the first load came
-- with it.
CREATE OR REPLACE FUNCTION pg_temp.note_instants() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    versioned record;
BEGIN
    FOR versioned IN
        SELECT n.nspname AS schema, c.relname AS name,
            EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'fact_id') AS holds_facts
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('core', 'mart') AND c.relkind = 'r' AND to_regclass(format('history.%I', c.relname)) IS NOT NULL
    LOOP
        EXECUTE format(
            'INSERT INTO pg_temp.changed_at'
            ' SELECT %1$L, greatest(instant, (SELECT min(loaded_at) FROM ops.loads)) FROM ('
            'SELECT system_from FROM %2$I.%1$I UNION SELECT unnest(ARRAY[system_from, system_to]) FROM history.%1$I'
            ') AS versions (instant) WHERE instant <= (SELECT max(loaded_at) FROM ops.loads) ON CONFLICT DO NOTHING',
            versioned.name, versioned.schema
        );
        IF versioned.holds_facts THEN
            INSERT INTO pg_temp.changed_at
            SELECT 'fact_rows', c.instant FROM pg_temp.changed_at AS c WHERE c.name = versioned.name
            ON CONFLICT DO NOTHING;
        END IF;
    END LOOP;
END
$function$;

-- Return whether a table must be computed again: its query, or a table that it reads, has changed since it was filled.
CREATE OR REPLACE FUNCTION pg_temp.is_stale(object ops.derived) RETURNS boolean LANGUAGE plpgsql AS $function$
BEGIN
    RETURN EXISTS (SELECT FROM pg_temp.touched AS t WHERE t.name = ANY (object.reads)) OR NOT EXISTS (
        SELECT FROM ops.mart_tables AS m
        WHERE m.table_name = object.object_name AND m.sql_sha256 = encode(sha256(convert_to(object.query, 'UTF8')), 'hex')
    );
END
$function$;

-- Raise the server's error unless the query of a table of the mart fits the tables that it reads, now and in the past. No
-- view depends on them that would refuse, and a table may be filled much later.
CREATE OR REPLACE FUNCTION pg_temp.require_fitting(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    path text;
BEGIN
    FOREACH path IN ARRAY ARRAY[object.search_path, 'core_as_of, as_of'] LOOP
        PERFORM set_config('search_path', path, true);
        EXECUTE format(E'CREATE TEMPORARY VIEW %I AS\n%s', object.object_name, object.query);
        EXECUTE format('DROP VIEW pg_temp.%I', object.object_name);
        SET LOCAL search_path TO DEFAULT;
    END LOOP;
END
$function$;

-- Compute the tables of the mart that must be, and their past; all of them if everything is in doubt.
CREATE OR REPLACE FUNCTION pg_temp.fill_tables(objects ops.derived[], computes_all boolean) RETURNS void
LANGUAGE plpgsql AS $function$
DECLARE
    object ops.derived;
    states CONSTANT bigint := (SELECT count(*) FROM ops.loads);
    minutes numeric;
BEGIN
    IF states = 0 OR NOT (computes_all OR EXISTS (
        SELECT FROM unnest(objects) AS o WHERE o.schema_name = 'mart' AND o.kind = 'table' AND pg_temp.is_stale(o)
    )) THEN
        RETURN;
    END IF;
    PERFORM pg_temp.note_instants();
    minutes := (SELECT count(*) FROM core.facts) * states / 600000.0;
    IF minutes > 1 THEN
        RAISE INFO 'Computing the mart, also as % loads left it, takes up to % minutes or so.',
            states, ceil(minutes);
    END IF;
    FOREACH object IN ARRAY objects LOOP
        IF object.schema_name = 'mart' AND object.kind = 'table' AND (computes_all OR pg_temp.is_stale(object)) THEN
            PERFORM pg_temp.fill_table(object);
        END IF;
    END LOOP;
END
$function$;

-- Compute a table of the mart as each load left it that changed a table it reads, and write the rows that differ to mart
-- and history. The definitions of some earlier revisions keep no past.
CREATE OR REPLACE FUNCTION pg_temp.fill_table(object ops.derived) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off SET jit = off AS $function$
DECLARE
    name CONSTANT text := format('mart.%I', object.object_name);
    past CONSTANT text := format('history.%I', object.object_name);
    keeps_past CONSTANT boolean := object.columns @> '[{"name": "system_from"}]';
    key CONSTANT name[] := pg_temp.key_columns(to_regclass(name));
    stated CONSTANT name[] := ARRAY(
        SELECT c ->> 'name' FROM jsonb_array_elements(object.columns) AS c WHERE c ->> 'name' <> 'system_from'
    );
    instants CONSTANT timestamptz[] := ARRAY(
        SELECT min(loaded_at) FROM ops.loads
        UNION SELECT c.instant FROM pg_temp.changed_at AS c WHERE c.name = ANY (object.reads) ORDER BY 1
    );
    instant timestamptz;
    written bigint;
BEGIN
    RAISE NOTICE 'computing %', name || CASE
        WHEN keeps_past AND cardinality(instants) > 1 THEN format(', as %s loads left it', cardinality(instants)) ELSE ''
    END;
    EXECUTE format('CREATE TEMPORARY TABLE versions ON COMMIT DROP AS SELECT %s, %2$s AS system_from, %2$s AS system_to'
        ' FROM %3$s WITH NO DATA', pg_temp.quoted_list(stated), 'CAST(NULL AS timestamptz)', name);
    IF keeps_past THEN
        FOREACH instant IN ARRAY instants[:cardinality(instants) - 1] LOOP
            PERFORM set_config('warehouse.as_of', instant::text, true);
            PERFORM pg_temp.add_versions(object.query, 'core_as_of, as_of', key, stated, instant);
        END LOOP;
        PERFORM set_config('warehouse.as_of', '', true);
    END IF;
    instant := instants[cardinality(instants)];
    PERFORM pg_temp.add_versions(object.query, object.search_path, key, stated, instant);
    IF keeps_past THEN
        written := pg_temp.write_versions(name, key, stated || 'system_from'::name, 'system_to IS NULL')
            + pg_temp.write_versions(past, key || 'system_from'::name, stated || ARRAY['system_from', 'system_to']::name[],
                'system_to IS NOT NULL');
    ELSE
        written := pg_temp.write_versions(name, key, stated, 'system_to IS NULL');
    END IF;
    INSERT INTO pg_temp.changed_at
    SELECT object.object_name, v.system_from FROM pg_temp.versions AS v
    UNION SELECT object.object_name, v.system_to FROM pg_temp.versions AS v WHERE v.system_to IS NOT NULL
    ON CONFLICT DO NOTHING;
    DROP TABLE pg_temp.versions;
    IF written > 0 THEN
        INSERT INTO touched VALUES (object.object_name) ON CONFLICT DO NOTHING;
        INSERT INTO derivation_steps (action, name) VALUES ('filled', name);
        EXECUTE 'ANALYZE ' || name || CASE WHEN keeps_past THEN ', ' || past ELSE '' END;
    END IF;
    INSERT INTO ops.mart_tables (table_name, sql_sha256, run_id)
    SELECT object.object_name, encode(sha256(convert_to(object.query, 'UTF8')), 'hex'), max(run_id) FROM ops.loads
    ON CONFLICT (table_name) DO UPDATE SET sql_sha256 = EXCLUDED.sql_sha256;
END
$function$;

-- Compute the rows of a query; end the versions of rows that it does not give any more, and begin those that it gives anew.
CREATE OR REPLACE FUNCTION pg_temp.add_versions(
    query text, path text, key name[], stated name[], instant timestamptz
) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    same_key CONSTANT text := (
        SELECT string_agg(format('fresh.%1$I = version.%1$I', part), ' AND ') FROM unnest(key) AS part
    );
BEGIN
    PERFORM set_config('search_path', path || ', pg_temp', true);
    EXECUTE 'CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS ' || query;
    SET LOCAL search_path TO DEFAULT;
    ANALYZE pg_temp.fresh;
    EXECUTE format('UPDATE pg_temp.versions AS version SET system_to = $1 WHERE version.system_to IS NULL'
        ' AND NOT EXISTS (SELECT FROM pg_temp.fresh AS fresh WHERE %s AND ROW(%s) IS NOT DISTINCT FROM ROW(%s))',
        same_key, pg_temp.listed('fresh', stated), pg_temp.listed('version', stated)) USING instant;
    EXECUTE format('INSERT INTO pg_temp.versions SELECT %s, $1 FROM pg_temp.fresh AS fresh'
        ' WHERE NOT EXISTS (SELECT FROM pg_temp.versions AS version WHERE version.system_to IS NULL AND %s)',
        pg_temp.listed('fresh', stated), same_key) USING instant;
    DROP TABLE pg_temp.fresh;
END
$function$;

-- Make the rows of a table those versions that meet a condition; return how many were written or removed.
CREATE OR REPLACE FUNCTION pg_temp.write_versions(target text, key name[], columns name[], condition text) RETURNS bigint
LANGUAGE plpgsql AS $function$
DECLARE
    same_key CONSTANT text := (
        SELECT string_agg(format('version.%1$I = kept.%1$I', part), ' AND ') FROM unnest(key) AS part
    );
    others CONSTANT name[] := ARRAY(SELECT part FROM unnest(columns) AS part WHERE part <> ALL (key));
    removed bigint;
    written bigint;
BEGIN
    EXECUTE format('DELETE FROM %s AS kept WHERE NOT EXISTS'
        ' (SELECT FROM pg_temp.versions AS version WHERE version.%s AND %s)', target, condition, same_key);
    GET DIAGNOSTICS removed = ROW_COUNT;
    EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %3$s FROM pg_temp.versions AS version LEFT JOIN %1$s AS kept ON %4$s'
        ' WHERE version.%5$s AND (kept.%6$I IS NULL OR ROW(%3$s) IS DISTINCT FROM ROW(%7$s)) ON CONFLICT (%8$s) %9$s',
        target, pg_temp.quoted_list(columns), pg_temp.listed('version', columns), same_key, condition, key[1],
        pg_temp.listed('kept', columns), pg_temp.quoted_list(key),
        CASE WHEN others = '{}' THEN 'DO NOTHING' ELSE format('DO UPDATE SET (%s) = ROW(%s)',
            pg_temp.quoted_list(others), pg_temp.listed('excluded', others)) END);
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN removed + written;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.listed(alias text, names name[]) RETURNS text LANGUAGE sql AS $function$
    SELECT string_agg(format('%s.%I', alias, name), ', ' ORDER BY place) FROM unnest(names) WITH ORDINALITY AS n (name, place)
$function$;
