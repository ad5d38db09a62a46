-- Functions that derive views from the columns of the tables of core and ops: each table at a past instant, and all
-- changes to the rows of core. Also the functions that update or remove all derived objects.
CREATE OR REPLACE FUNCTION pg_temp.derive_schemas() RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    CREATE SCHEMA IF NOT EXISTS history;
    COMMENT ON SCHEMA history IS 'Earlier versions of the rows of core and mart, and when they stood';
    CREATE SCHEMA IF NOT EXISTS mart;
    COMMENT ON SCHEMA mart IS 'Star schema for BI tools and reports; tables, kept in step by each load';
    CREATE SCHEMA IF NOT EXISTS as_of;
    COMMENT ON SCHEMA as_of IS 'The objects of mart at the instant in the setting warehouse.as_of';
    CREATE SCHEMA IF NOT EXISTS core_as_of;
    COMMENT ON SCHEMA core_as_of IS 'The tables of core at the instant in the setting warehouse.as_of';
    CREATE OR REPLACE FUNCTION as_of.moment() RETURNS TIMESTAMP WITH TIME ZONE
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $moment$
    SELECT CASE
        WHEN given IS NULL THEN TIMESTAMP WITH TIME ZONE 'infinity'
        WHEN given ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
            THEN CAST(CAST(given AS DATE) + 1 AS TIMESTAMP WITH TIME ZONE) - INTERVAL '1 microsecond'
        ELSE CAST(given AS TIMESTAMP WITH TIME ZONE)
    END
    FROM (SELECT nullif(btrim(current_setting('warehouse.as_of', true)), '') AS given) AS setting
$moment$;
    COMMENT ON FUNCTION as_of.moment() IS
        'The instant in the setting warehouse.as_of, in the time zone of the session unless it has an offset; a date means the end of that day; not set: infinity';
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.note_view(
    place integer, schema_name text, object_name text, query text, comment text, columns jsonb DEFAULT '[]'
) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO ops.derived
    SELECT v.version_num, schema_name, object_name, place, 'view', '', query, comment, columns, '[]', '[]', '{}', NULL
    FROM ops.alembic_version AS v;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.note_views() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    core_table record;
    changes text[] := '{}';
    written text[] := '{}';
    ended text[] := '{}';
    past CONSTANT text := 'as it stood at the instant of as_of.moment()';
    row_key text;
    same_row text;
BEGIN
    DELETE FROM ops.derived WHERE revision IN (SELECT version_num FROM ops.alembic_version)
        AND (schema_name = 'core_as_of' OR schema_name = 'ops' AND object_name IN ('row_changes', 'fact_rows', 'shown'));
    FOR core_table IN
        SELECT c.relname AS name, row_number() OVER (ORDER BY c.relname)::integer AS place,
            pg_temp.key_columns(c.oid) AS key,
            (
                SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                    AND attname NOT IN ('seed_file', 'seed_line', 'loaded_digest')
            ) AS columns,
            EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'fact_id') AS holds_facts
        FROM pg_class AS c WHERE c.relnamespace = 'core'::regnamespace AND c.relkind = 'r' ORDER BY c.relname
    LOOP
        PERFORM pg_temp.note_view(core_table.place, 'core_as_of', core_table.name, format(
            'SELECT %1$s FROM core.%2$I WHERE system_from <= (SELECT as_of.moment())'
            ' UNION ALL SELECT %1$s FROM history.%2$I WHERE system_during @> (SELECT as_of.moment())',
            core_table.columns, core_table.name
        ), format('core.%s %s', core_table.name, past));
        IF core_table.holds_facts THEN
            written := written || format('SELECT fact_id, system_from AS changed_at FROM core.%I', core_table.name);
        END IF;
        -- Of what a fact has several, such as citations, one can go while no row of the fact is written.
        IF core_table.key[1] = 'fact_id' AND cardinality(core_table.key) > 1 THEN
            ended := ended || format('SELECT fact_id, system_to FROM history.%I', core_table.name);
        END IF;
        SELECT string_agg(format('version.%I', part), ', '), string_agg(format('other.%1$I = version.%1$I', part), ' AND ')
        INTO row_key, same_row FROM unnest(core_table.key) AS part;
        changes := changes || format(
            'SELECT opened.run_id, opened.loaded_at AS changed_at, %1$L AS table_name, concat_ws(''/'', %2$s) AS row_key,'
            ' %5$s AS fact_id, CASE WHEN EXISTS (SELECT FROM history.%1$I AS other WHERE %3$s'
            ' AND other.system_to = version.system_from) THEN ''changed'' ELSE ''added'' END AS operation,'
            ' version.seed_file, version.seed_line'
            ' FROM (SELECT %4$s FROM core.%1$I UNION ALL SELECT %4$s FROM history.%1$I) AS version'
            ' JOIN ops.loads AS opened ON opened.loaded_at = version.system_from'
            ' UNION ALL SELECT version.closed_by, version.system_to, %1$L, concat_ws(''/'', %2$s), %5$s,'
            ' ''retired'', version.seed_file, version.seed_line FROM history.%1$I AS version'
            ' WHERE NOT EXISTS (SELECT FROM core.%1$I AS other WHERE %3$s AND other.system_from = version.system_to)'
            ' AND NOT EXISTS (SELECT FROM history.%1$I AS other WHERE %3$s AND other.system_from = version.system_to)',
            core_table.name, row_key, same_row, (
                SELECT pg_temp.quoted_list(array_agg(part ORDER BY place)) FROM (
                    SELECT part, min(place) AS place FROM unnest(
                        core_table.key || ARRAY['fact_id', 'system_from', 'seed_file', 'seed_line']::name[]
                    ) WITH ORDINALITY AS p (part, place)
                    WHERE part <> 'fact_id' OR core_table.holds_facts
                    GROUP BY part
                ) AS parts
            ), CASE WHEN core_table.holds_facts THEN 'version.fact_id' ELSE 'CAST(NULL AS uuid)' END
        );
    END LOOP;
    PERFORM pg_temp.note_view(1001, 'ops', 'row_changes', array_to_string(changes, ' UNION ALL '),
        'One row per row of core that a load added, changed or retired, made from core and history',
        (
            SELECT jsonb_agg(jsonb_build_object('name', name, 'comment', comment)) FROM (VALUES
                ('run_id', 'The run that did it'),
                ('changed_at', 'Since when it counts'),
                ('table_name', 'Table of core'),
                ('row_key', 'Primary key of the row, its parts joined by a slash'),
                ('fact_id', 'Fact the row belongs to'),
                ('operation', 'Added, changed or retired'),
                ('seed_file', 'Seed file that said so; of a retired row, the file that had said so'),
                ('seed_line', 'Line of that file')
            ) AS described (name, comment)
        ));
    PERFORM pg_temp.note_view(1002, 'core_as_of', 'loads',
        'SELECT run_id, loaded_at, fact_count FROM ops.loads WHERE loaded_at <= (SELECT as_of.moment())',
        'ops.loads as far as they were committed at the instant of as_of.moment()');
    PERFORM pg_temp.note_view(1003, 'core_as_of', 'load_runs',
        'SELECT run.run_id, run.software_version, run.schema_revision, run.git_revision, run.seeds_sha256'
        ' FROM ops.load_runs AS run JOIN core_as_of.loads AS load ON load.run_id = run.run_id',
        'The runs of core_as_of.loads');
    PERFORM pg_temp.note_view(1004, 'core_as_of', 'fact_renames',
        'SELECT rename.run_id, rename.new_fact_id, rename.old_fact_id, rename.new_path, rename.old_path'
        ' FROM ops.fact_renames AS rename JOIN core_as_of.loads AS load ON load.run_id = rename.run_id',
        'ops.fact_renames as far as their loads were committed at the instant of as_of.moment()');
    PERFORM pg_temp.note_view(1005, 'core_as_of', 'alembic_version',
        'SELECT version_num FROM ops.alembic_version',
        'The revision of the schema, at any instant that of now');
    PERFORM pg_temp.note_view(1006, 'core_as_of', 'row_changes',
        'SELECT run_id, changed_at, table_name, row_key, fact_id, operation, seed_file, seed_line'
        ' FROM ops.row_changes WHERE changed_at <= (SELECT as_of.moment())',
        'ops.row_changes as far as they were made at the instant of as_of.moment()');
    PERFORM pg_temp.note_view(1007, 'ops', 'fact_rows', array_to_string(written || ended, ' UNION ALL '),
        'One row per row of core that belongs to a fact, and per row that did where a fact has several, with the instant of the'
        ' change',
        (
            SELECT jsonb_agg(jsonb_build_object('name', name, 'comment', comment)) FROM (VALUES
                ('fact_id', 'Fact the row belongs to'),
                ('changed_at', 'Since when the row stands, or until when it stood')
            ) AS described (name, comment)
        ));
    PERFORM pg_temp.note_view(1008, 'core_as_of', 'fact_rows',
        replace(array_to_string(written, ' UNION ALL '), ' FROM core.', ' FROM core_as_of.') || ' UNION ALL '
            || array_to_string(ended, ' WHERE system_to <= (SELECT as_of.moment()) UNION ALL ')
            || ' WHERE system_to <= (SELECT as_of.moment())',
        'ops.fact_rows as they stood at the instant of as_of.moment()');
    PERFORM pg_temp.note_view(1009, 'ops', 'shown', 'SELECT CAST(NULL AS TIMESTAMP WITH TIME ZONE) AS shown_at',
        'Which instant the objects of mart show: none, but the present',
        jsonb_build_array(jsonb_build_object('name', 'shown_at', 'comment', 'That instant; NULL: the present')));
    PERFORM pg_temp.note_view(1010, 'core_as_of', 'shown',
        'SELECT nullif(as_of.moment(), TIMESTAMP WITH TIME ZONE ''infinity'') AS shown_at',
        'Which instant the objects of as_of show; NULL: the present');
END
$function$;

-- Return the tables of core that are new, were renamed, or have lost, renamed or retyped columns.
CREATE OR REPLACE FUNCTION pg_temp.altered_tables() RETURNS SETOF name LANGUAGE sql AS $function$
    SELECT DISTINCT c.relname
    FROM pg_class AS c
    LEFT JOIN core_before AS b ON b.table_oid = c.oid
    LEFT JOIN pg_attribute AS a ON a.attrelid = b.table_oid AND a.attnum = b.attnum AND NOT a.attisdropped
    WHERE c.relnamespace = to_regnamespace('core') AND c.relkind = 'r'
        AND (c.relname, a.attname, format_type(a.atttypid, a.atttypmod))
            IS DISTINCT FROM (b.table_name, b.column_name, b.type)
$function$;

-- Copy the definition of the mart from an earlier revision if there is none for the revision that was reached.
CREATE OR REPLACE FUNCTION pg_temp.carry_mart() RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO ops.derived
    SELECT v.version_num, b.schema_name, b.object_name, b.position, b.kind, b.search_path, b.query, b.comment, b.columns,
        b.constraints, b.indexes, b.reads, b.source_sha256
    FROM derived_before AS b JOIN ops.alembic_version AS v ON v.version_num > b.revision
    WHERE b.source_sha256 IS NOT NULL AND NOT EXISTS (
        SELECT FROM ops.derived AS d WHERE d.revision = v.version_num AND d.source_sha256 IS NOT NULL
    );
END
$function$;

-- Note a view on the sums in each registered currency that sql/mart names none for: the one on US dollars, with the code
-- in its place. A schema check names further currencies in a setting, to make what the checked database has.
CREATE OR REPLACE FUNCTION pg_temp.note_currencies() RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    IF to_regclass('core.currencies') IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO ops.derived
    SELECT d.revision, d.schema_name, 'money_' || lower(c.code), d.position, d.kind, d.search_path,
        replace(d.query, 'USD', c.code), replace(d.comment, 'USD', c.code),
        CAST(replace(CAST(d.columns AS text), 'USD', c.code) AS jsonb), d.constraints, d.indexes, d.reads, d.source_sha256
    FROM ops.derived AS d
    JOIN ops.alembic_version AS v ON v.version_num = d.revision
    CROSS JOIN (
        SELECT code FROM core.currencies
        UNION SELECT unnest(string_to_array(current_setting('warehouse.currencies', true), ','))
    ) AS c
    WHERE d.object_name = 'money_usd' AND c.code ~ '^[A-Z]{3}$'
    ON CONFLICT DO NOTHING;
END
$function$;

-- Update all derived objects to match the tables of core, and ops.derived at the revision that was reached.
CREATE OR REPLACE FUNCTION pg_temp.derive() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    object ops.derived;
BEGIN
    INSERT INTO touched
    SELECT DISTINCT relname FROM pg_stat_xact_all_tables
    WHERE schemaname IN ('core', 'history') AND n_tup_ins + n_tup_upd + n_tup_del > 0;
    PERFORM pg_temp.derive_schemas();
    PERFORM pg_temp.derive_history();
    PERFORM pg_temp.derive_digests();
    INSERT INTO touched SELECT * FROM pg_temp.altered_tables() ON CONFLICT DO NOTHING;
    INSERT INTO touched
    SELECT DISTINCT 'fact_rows' FROM touched AS t
    JOIN pg_attribute AS a ON a.attrelid = to_regclass(format('core.%I', t.name)) AND a.attname = 'fact_id';
    PERFORM pg_temp.note_views();
    PERFORM pg_temp.carry_mart();
    PERFORM pg_temp.note_currencies();
    IF NOT EXISTS (SELECT FROM pg_temp.wanted() AS w WHERE w.schema_name = 'mart') THEN
        INSERT INTO derivation_steps (action, name) VALUES ('unknown', 'mart');
    END IF;
    PERFORM pg_temp.remove_unwanted();
    FOR object IN SELECT w.* FROM pg_temp.wanted() AS w ORDER BY w.position LOOP
        PERFORM pg_temp.require_free_name(object);
        IF object.kind = 'table' THEN
            PERFORM pg_temp.bring_table(object);
        ELSE
            PERFORM pg_temp.bring_view(object);
        END IF;
    END LOOP;
    FOR object IN
        SELECT w.* FROM pg_temp.wanted() AS w WHERE w.schema_name = 'mart' AND w.kind = 'table' ORDER BY w.position
    LOOP
        PERFORM pg_temp.require_fitting(object);
    END LOOP;
    PERFORM pg_temp.fill_tables(ARRAY(SELECT w FROM pg_temp.wanted() AS w ORDER BY w.position), false);
    SET CONSTRAINTS ALL IMMEDIATE;  -- a table with a check that is still to come cannot be altered
    FOR object IN SELECT w.* FROM pg_temp.wanted() AS w WHERE w.kind = 'table' ORDER BY w.position LOOP
        PERFORM pg_temp.constrain_table(object);
    END LOOP;
    PERFORM pg_temp.bring_back();
END
$function$;

-- Remove all derived objects, and ops.derived.
CREATE OR REPLACE FUNCTION pg_temp.underive() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    versions text;
BEGIN
    DELETE FROM ops.derived;
    PERFORM pg_temp.remove_unwanted();
    FOR versions IN SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('history') AND relkind = 'r' LOOP
        PERFORM pg_temp.set_aside(to_regclass(format('history.%I', versions)));
        EXECUTE format('DROP TABLE history.%I', versions);
    END LOOP;
    PERFORM pg_temp.set_aside('ops.derived');
    DROP FUNCTION IF EXISTS as_of.moment();
    DROP SCHEMA IF EXISTS mart, as_of, core_as_of, history;
    DROP TABLE ops.derived CASCADE;  -- only functions of this session still depend on it
    PERFORM pg_temp.bring_back();
END
$function$;
