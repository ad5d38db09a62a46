-- Functions that derive the history tables and the row digests from the columns of the tables of core.

-- Return the columns of a table that the seeds fill, in order, quoted and joined by commas.
CREATE OR REPLACE FUNCTION pg_temp.stated_columns(table_oid oid) RETURNS text LANGUAGE sql AS $function$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = table_oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        AND attname NOT IN ('seed_file', 'seed_line', 'loaded_digest', 'system_from')
$function$;

CREATE OR REPLACE FUNCTION pg_temp.key_columns(table_oid oid) RETURNS name[] LANGUAGE sql AS $function$
    SELECT array_agg(a.attname ORDER BY k.place)
    FROM pg_index AS i
    CROSS JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = table_oid AND i.indisprimary
$function$;

CREATE OR REPLACE FUNCTION pg_temp.quoted_list(names name[]) RETURNS text LANGUAGE sql AS $function$
    SELECT string_agg(quote_ident(name), ', ' ORDER BY place) FROM unnest(names) WITH ORDINALITY AS n (name, place)
$function$;

-- Return the number of rows of a table of core that loads wrote, and the sum of their digests.
CREATE OR REPLACE FUNCTION pg_temp.count_loaded(table_name text, OUT row_count bigint, OUT digest_sum numeric)
LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format('SELECT count(*), coalesce(sum(loaded_digest), 0) FROM core.%I WHERE seed_file IS NOT NULL', table_name)
    INTO row_count, digest_sum;
END
$function$;

-- Store the totals of each table of core, and the keys of the rows that somebody edited by hand.
CREATE OR REPLACE FUNCTION pg_temp.note_rows() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    core_table record;
    versions regclass;
BEGIN
    FOR core_table IN SELECT DISTINCT table_oid, table_name FROM core_before ORDER BY table_name LOOP
        INSERT INTO pg_temp.totals_before SELECT core_table.table_oid, c.* FROM pg_temp.count_loaded(core_table.table_name) AS c;
        FOREACH versions IN ARRAY ARRAY[
            to_regclass(format('core.%I', core_table.table_name)), to_regclass(format('history.%I', core_table.table_name))
        ] LOOP
            CONTINUE WHEN versions IS NULL;
            EXECUTE format(
                'INSERT INTO pg_temp.edited_by_hand SELECT %L, %s, ROW(%s)::text FROM %s'
                ' WHERE loaded_digest IS DISTINCT FROM hash_record_extended(ROW(%s), 0)',
                (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = versions), core_table.table_oid,
                pg_temp.quoted_list(pg_temp.key_columns(versions)), versions, pg_temp.stated_columns(core_table.table_oid)
            );
        END LOOP;
    END LOOP;
END
$function$;

-- Update each table of history to match its table of core: name, columns, types, primary key, comments.
CREATE OR REPLACE FUNCTION pg_temp.derive_history() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    core_table record;
    old_name text;
    interim text;
BEGIN
    FOR old_name IN
        SELECT DISTINCT table_name FROM core_before WHERE table_oid NOT IN (SELECT oid FROM pg_class) ORDER BY 1
    LOOP
        PERFORM pg_temp.set_aside(to_regclass(format('history.%I', old_name)));
        EXECUTE format('DROP TABLE history.%I', old_name);
        DELETE FROM ops.table_totals WHERE table_name = old_name;
    END LOOP;
    -- Each renamed table gets an interim name first, because its new name may be the old name of another one.
    FOR core_table IN
        SELECT DISTINCT b.table_oid AS oid, b.table_name AS old_name FROM core_before AS b
        JOIN pg_class AS c ON c.oid = b.table_oid AND c.relname <> b.table_name ORDER BY 2
    LOOP
        PERFORM pg_temp.rename_history(core_table.old_name, 'renamed ' || core_table.oid);
    END LOOP;
    FOR core_table IN
        SELECT oid, relname::text AS name FROM pg_class
        WHERE relnamespace = 'core'::regnamespace AND relkind = 'r' ORDER BY relname
    LOOP
        interim := 'renamed ' || core_table.oid;
        IF to_regclass(format('history.%I', interim)) IS NOT NULL THEN
            PERFORM pg_temp.rename_history(interim, core_table.name);
        END IF;
        IF to_regclass(format('history.%I', core_table.name)) IS NULL THEN
            PERFORM pg_temp.create_history(core_table.oid, core_table.name);
        ELSE
            PERFORM pg_temp.alter_history(core_table.oid, core_table.name);
        END IF;
        PERFORM pg_temp.describe_history(core_table.oid, core_table.name);
    END LOOP;
    -- A view follows a renamed table or column, but its text may now mean another one, so it must be created again.
    FOR core_table IN
        SELECT DISTINCT c.oid FROM core_before AS b
        JOIN pg_class AS c ON c.oid = b.table_oid
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = b.attnum AND NOT a.attisdropped
        WHERE (c.relname, a.attname) <> (b.table_name, b.column_name)
    LOOP
        PERFORM pg_temp.set_aside(core_table.oid);
    END LOOP;
END
$function$;

-- Rename a table of history, its primary key, and the record of its totals.
CREATE OR REPLACE FUNCTION pg_temp.rename_history(old_name text, new_name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format('ALTER TABLE history.%I RENAME TO %I', old_name, new_name);
    EXECUTE format('ALTER TABLE history.%I RENAME CONSTRAINT %I TO %I', new_name, old_name || '_pkey', new_name || '_pkey');
    UPDATE ops.table_totals SET table_name = new_name WHERE table_name = old_name;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.create_history(table_oid oid, table_name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    EXECUTE format(
        'CREATE TABLE history.%1$I ('
        ' %4$s,'
        ' system_to timestamptz NOT NULL,'
        ' system_during tstzrange GENERATED ALWAYS AS (tstzrange(system_from, system_to)) STORED,'
        ' opened_by bigint,'
        ' closed_by bigint NOT NULL,'
        ' CONSTRAINT %2$I PRIMARY KEY (%3$s, system_from))',
        table_name, table_name || '_pkey', pg_temp.quoted_list(pg_temp.key_columns(table_oid)), (
            SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum)
            FROM pg_attribute
            WHERE attrelid = table_oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        )
    );
    EXECUTE format('COMMENT ON COLUMN history.%I.system_to IS ''Until when the warehouse said so''', table_name);
    EXECUTE format('COMMENT ON COLUMN history.%I.system_during IS'
        ' ''When the warehouse said so: from system_from, until just before system_to''', table_name);
    EXECUTE format('COMMENT ON COLUMN history.%I.opened_by IS'
        ' ''Run of the load that wrote this version; NULL: no load wrote it''', table_name);
    EXECUTE format('COMMENT ON COLUMN history.%I.closed_by IS'
        ' ''Run of the load that changed or retired it''', table_name);
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.alter_history(core_oid oid, name text) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    versions CONSTANT regclass := to_regclass(format('history.%I', name));
    difference record;
BEGIN
    -- Each renamed column gets an interim name first, because its new name may be the old name of another one.
    FOR difference IN
        SELECT b.column_name AS old_name, b.attnum FROM core_before AS b
        JOIN pg_attribute AS a ON a.attrelid = b.table_oid AND a.attnum = b.attnum AND NOT a.attisdropped
        WHERE b.table_oid = core_oid AND a.attname <> b.column_name
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', versions, difference.old_name,
            'renamed ' || difference.attnum);
    END LOOP;
    FOR difference IN
        SELECT attnum, b.column_name AS old_name, a.attname AS new_name, b.type AS old_type, a.type AS new_type
        FROM (SELECT * FROM core_before WHERE table_oid = core_oid) AS b
        FULL JOIN (
            SELECT attnum, attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
            WHERE attrelid = core_oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ) AS a USING (attnum)
        ORDER BY a.attname IS NOT NULL, attnum
    LOOP
        IF difference.new_name IS NULL THEN
            PERFORM pg_temp.set_aside(versions);
            EXECUTE format('ALTER TABLE %s DROP COLUMN %I', versions, difference.old_name);
            CONTINUE;
        END IF;
        IF difference.old_name <> difference.new_name THEN
            EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', versions, 'renamed ' || difference.attnum,
                difference.new_name);
        END IF;
        IF difference.old_type <> difference.new_type THEN
            PERFORM pg_temp.set_aside(versions);
            EXECUTE format('ALTER TABLE %1$s ALTER COLUMN %2$I TYPE %3$s USING %2$I::%3$s', versions,
                difference.new_name, difference.new_type);
        END IF;
        IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = versions AND attname = difference.new_name) THEN
            EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', versions, difference.new_name, difference.new_type);
        END IF;
    END LOOP;
    -- A dropped column of the key took the primary key with it.
    IF pg_temp.key_columns(versions) IS DISTINCT FROM pg_temp.key_columns(core_oid) || 'system_from'::name THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', versions, name || '_pkey');
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I PRIMARY KEY (%s, system_from)', versions, name || '_pkey',
            pg_temp.quoted_list(pg_temp.key_columns(core_oid)));
    END IF;
END
$function$;

-- Only the primary key, system_to and closed_by are NOT NULL, because a version may be older than a column that is
-- required today.
CREATE OR REPLACE FUNCTION pg_temp.describe_history(core_oid oid, name text) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    versions CONSTANT regclass := to_regclass(format('history.%I', name));
    comment CONSTANT text := format('One row per earlier version of a row of core.%s', name);
    found record;
BEGIN
    IF obj_description(versions, 'pg_class') IS DISTINCT FROM comment THEN
        EXECUTE format('COMMENT ON TABLE %s IS %L', versions, comment);
    END IF;
    FOR found IN
        SELECT attname FROM pg_attribute
        WHERE attrelid = versions AND attnum > 0 AND NOT attisdropped AND attnotnull
            AND attname NOT IN ('system_to', 'closed_by') AND attname <> ALL (pg_temp.key_columns(versions))
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', versions, found.attname);
    END LOOP;
    FOR found IN
        SELECT ours.attname, col_description(ours.attrelid, ours.attnum) AS wanted
        FROM pg_attribute AS ours
        JOIN pg_attribute AS theirs ON theirs.attrelid = versions AND theirs.attname = ours.attname
        WHERE ours.attrelid = core_oid AND ours.attnum > 0 AND NOT ours.attisdropped
            AND col_description(ours.attrelid, ours.attnum)
                IS DISTINCT FROM col_description(theirs.attrelid, theirs.attnum)
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', versions, found.attname, found.wanted);
    END LOOP;
END
$function$;

-- Compute the digests in core, in history and in ops.table_totals again if the columns or rows of a table have changed.
-- Rows that were edited by hand keep a digest that does not match.
CREATE OR REPLACE FUNCTION pg_temp.derive_digests() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    core_table record;
    versions regclass;
BEGIN
    FOR core_table IN
        SELECT now.table_oid, now.name
        FROM (
            SELECT c.oid AS table_oid, c.relname::text AS name,
                array_agg((a.attnum, format_type(a.atttypid, a.atttypmod))::text ORDER BY a.attnum) AS columns
            FROM pg_class AS c
            JOIN pg_attribute AS a
                ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relnamespace = 'core'::regnamespace AND c.relkind = 'r'
            GROUP BY c.oid
        ) AS now
        LEFT JOIN (
            SELECT table_oid, array_agg((attnum, type)::text ORDER BY attnum) AS columns FROM core_before GROUP BY table_oid
        ) AS before USING (table_oid)
        WHERE now.columns <> before.columns OR now.name IN (SELECT t.name FROM touched AS t)
    LOOP
        FOREACH versions IN ARRAY ARRAY[
            to_regclass(format('core.%I', core_table.name)), to_regclass(format('history.%I', core_table.name))
        ] LOOP
            EXECUTE format(
                'UPDATE %s SET loaded_digest = hash_record_extended(ROW(%s), 0) WHERE loaded_digest IS NOT NULL'
                ' AND ROW(%s)::text NOT IN (SELECT row_key FROM pg_temp.edited_by_hand WHERE table_oid = %s AND schema_name = %L)',
                versions, pg_temp.stated_columns(core_table.table_oid),
                pg_temp.quoted_list(pg_temp.key_columns(versions)), core_table.table_oid,
                (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = versions)
            );
        END LOOP;
        PERFORM pg_temp.derive_totals(core_table.table_oid, core_table.name);
        INSERT INTO derivation_steps (action, name) VALUES ('digests', 'core.' || core_table.name);
    END LOOP;
END
$function$;

-- Add what the migrations changed to the recorded totals of a table. Rows that were missing before still count as missing.
CREATE OR REPLACE FUNCTION pg_temp.derive_totals(core_oid oid, name text) RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
    INSERT INTO ops.table_totals AS total (table_name, row_count, digest_sum)
    SELECT name, now.row_count - coalesce(before.row_count, 0), now.digest_sum - coalesce(before.digest_sum, 0)
    FROM pg_temp.count_loaded(name) AS now
    LEFT JOIN totals_before AS before ON before.table_oid = core_oid
    WHERE EXISTS (SELECT FROM ops.table_totals)
    ON CONFLICT (table_name) DO UPDATE
    SET row_count = total.row_count + EXCLUDED.row_count, digest_sum = total.digest_sum + EXCLUDED.digest_sum;
END
$function$;
