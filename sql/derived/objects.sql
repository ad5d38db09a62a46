-- Functions that create the objects listed in ops.derived: the views on the past, the mart, the mart at a past instant.

-- Drop every view that depends on a table or view, the views that depend on those first.
-- Derived views are created again later; views that somebody else created are restored as they were.
CREATE OR REPLACE FUNCTION pg_temp.set_aside(relation regclass) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    view_oid oid;
BEGIN
    FOR view_oid IN
        SELECT DISTINCT r.ev_class
        FROM pg_depend AS d
        JOIN pg_rewrite AS r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
        JOIN pg_class AS c ON c.oid = r.ev_class
        WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = relation AND r.ev_class <> relation AND c.relkind = 'v'
    LOOP
        IF EXISTS (SELECT FROM pg_class WHERE oid = view_oid) THEN
            PERFORM pg_temp.set_aside(view_oid);
            PERFORM pg_temp.drop_kept(view_oid);
        END IF;
    END LOOP;
END
$function$;

-- Drop a table or view, and store the statements that restore what is not derived: its grants and, if somebody else
-- created the view, the view itself.
CREATE OR REPLACE FUNCTION pg_temp.drop_kept(relation regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $function$
DECLARE
    dropped CONSTANT text := relation::text;
    found record;
    statements text[] := '{}';
BEGIN
    SELECT c.oid, c.relkind, c.relowner::regrole AS owner, array_to_string(c.reloptions, ', ') AS options,
        format('%I.%I', n.nspname, c.relname) AS name, obj_description(c.oid, 'pg_class') AS comment,
        EXISTS (SELECT FROM derived_before AS b WHERE (b.schema_name, b.object_name) = (n.nspname, c.relname)) AS is_derived
    INTO found FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = relation;
    IF NOT found.is_derived THEN
        PERFORM pg_temp.require_restorable(relation, found.name);
        INSERT INTO kept_views (name, statements)
        VALUES (found.name, ARRAY[
            format('CREATE VIEW %s%s AS %s', found.name, ' WITH (' || found.options || ')', pg_get_viewdef(relation)),
            format('ALTER VIEW %s OWNER TO %s', found.name, found.owner),
            format('COMMENT ON VIEW %s IS %L', found.name, found.comment)
        ] || ARRAY(
            SELECT format('COMMENT ON COLUMN %s.%I IS %L', found.name, a.attname, col_description(relation, a.attnum))
            FROM pg_attribute AS a WHERE a.attrelid = relation AND col_description(relation, a.attnum) IS NOT NULL
        ));
    END IF;
    INSERT INTO kept_grants (name, column_name, statement)
    SELECT found.name, a.column_name, format('GRANT %s ON %s TO %s%s',
        a.privilege_type || coalesce(' (' || quote_ident(a.column_name) || ')', ''), found.name,
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
        CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM (
        SELECT (aclexplode(c.relacl)).*, NULL::name AS column_name, c.relowner FROM pg_class AS c WHERE c.oid = relation
        UNION ALL
        SELECT (aclexplode(t.attacl)).*, t.attname, found.owner FROM pg_attribute AS t WHERE t.attrelid = relation
    ) AS a
    WHERE a.grantee <> a.relowner;
    EXECUTE format('DROP %s %s', CASE found.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, dropped);
END
$function$;

-- Check that a view that somebody else created can be dropped and restored as it is.
CREATE OR REPLACE FUNCTION pg_temp.require_restorable(relation regclass, name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $function$
DECLARE
    found record;
BEGIN
    SELECT c.relowner::regrole AS owner, c.relnamespace::regnamespace AS schema,
        pg_has_role(c.relowner, 'SET') AND pg_has_role(c.relowner, 'USAGE') AS is_ours,
        has_schema_privilege(c.relnamespace, 'USAGE') AND has_schema_privilege(c.relnamespace, 'CREATE') AS is_open,
        EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)
        OR EXISTS (SELECT FROM pg_rewrite AS r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN') AS has_more
    INTO found FROM pg_class AS c WHERE c.oid = relation;
    IF found.has_more THEN
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = format('view %s has triggers or rules of its own, so that it cannot be made anew', name);
    ELSIF NOT found.is_ours THEN
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = format('view %s belongs to role %s, and role %s is not a member of it', name, found.owner, current_user);
    ELSIF NOT found.is_open THEN
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = format('view %s is in a schema in which role %s may not create it again', name, current_user);
    END IF;
END
$function$;

-- Check that a derived object does not take the name of a table or view that somebody else created.
CREATE OR REPLACE FUNCTION pg_temp.require_free_name(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    wanted_name CONSTANT text := format('%I.%I', object.schema_name, object.object_name);
BEGIN
    IF EXISTS (SELECT FROM kept_views AS k WHERE k.name = wanted_name) OR to_regclass(wanted_name) IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM derived_before AS b
            WHERE (b.schema_name, b.object_name) = (object.schema_name, object.object_name)
        )
    THEN
        RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
            MESSAGE = format('%s exists, and the upgrade creates a %s of that name', wanted_name, object.kind);
    END IF;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.bring_back() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog AS $function$
DECLARE
    kept record;
    statement text;
BEGIN
    FOR kept IN SELECT * FROM kept_views ORDER BY position DESC LOOP
        FOREACH statement IN ARRAY kept.statements LOOP
            BEGIN
                EXECUTE statement;
            EXCEPTION
                WHEN lock_not_available OR deadlock_detected OR insufficient_privilege THEN
                    RAISE;
                WHEN OTHERS THEN
                    RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist',
                        MESSAGE = format('view %s does not fit what it reads any more: %s', kept.name, SQLERRM);
            END;
        END LOOP;
        INSERT INTO derivation_steps (action, name) VALUES ('kept', kept.name);
    END LOOP;
    -- Skip the grants on objects and columns that no longer exist.
    FOR statement IN
        SELECT k.statement FROM kept_grants AS k
        WHERE to_regclass(k.name) IS NOT NULL AND (k.column_name IS NULL OR EXISTS (
            SELECT FROM pg_attribute AS a
            WHERE a.attrelid = to_regclass(k.name) AND a.attname = k.column_name AND NOT a.attisdropped
        ))
    LOOP
        EXECUTE statement;
    END LOOP;
END
$function$;

-- Drop all views that read tables of core and ops, because they block a change that a migration makes to a table.
CREATE OR REPLACE FUNCTION pg_temp.set_aside_all() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    relation oid;
BEGIN
    FOR relation IN
        SELECT oid FROM pg_class
        WHERE relnamespace IN (to_regnamespace('core'), to_regnamespace('ops')) AND relkind = 'r' ORDER BY oid
    LOOP
        PERFORM pg_temp.set_aside(relation);
    END LOOP;
END
$function$;

-- Return the objects that must exist at the revision that the migrations have reached.
CREATE OR REPLACE FUNCTION pg_temp.wanted() RETURNS SETOF ops.derived LANGUAGE plpgsql AS $function$
BEGIN
    IF to_regclass('ops.alembic_version') IS NOT NULL THEN
        RETURN QUERY SELECT d.* FROM ops.derived AS d JOIN ops.alembic_version AS v ON v.version_num = d.revision;
    END IF;
END
$function$;

-- Drop the derived objects that must no longer exist, dependent objects first.
CREATE OR REPLACE FUNCTION pg_temp.remove_unwanted() RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    object record;
    relation regclass;
BEGIN
    FOR object IN
        SELECT b.* FROM derived_before AS b LEFT JOIN pg_temp.wanted() AS w USING (schema_name, object_name, kind)
        WHERE w.object_name IS NULL ORDER BY b.position DESC
    LOOP
        relation := to_regclass(format('%I.%I', object.schema_name, object.object_name));
        CONTINUE WHEN relation IS NULL;
        PERFORM pg_temp.set_aside(relation);
        PERFORM pg_temp.drop_references(relation);
        PERFORM pg_temp.drop_kept(relation);
        DELETE FROM ops.mart_tables WHERE table_name = object.object_name;
        INSERT INTO derivation_steps (action, name)
        VALUES ('dropped', object.schema_name || '.' || object.object_name);
    END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.drop_references(relation regclass) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    reference record;
BEGIN
    FOR reference IN
        SELECT conrelid::regclass AS of_table, conname FROM pg_constraint
        WHERE contype = 'f' AND confrelid = relation AND conrelid <> relation
            AND connamespace = 'mart'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.of_table, reference.conname);
    END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION pg_temp.describe(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    relation CONSTANT regclass := to_regclass(format('%I.%I', object.schema_name, object.object_name));
    described jsonb;
BEGIN
    EXECUTE format('COMMENT ON %s %s IS %L', object.kind, relation, object.comment);
    FOR described IN SELECT jsonb_array_elements(object.columns) LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', relation, described ->> 'name', described ->> 'comment');
    END LOOP;
END
$function$;

-- Create a view, or replace it if its definition has changed.
CREATE OR REPLACE FUNCTION pg_temp.bring_view(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    name CONSTANT text := format('%I.%I', object.schema_name, object.object_name);
    relation CONSTANT regclass := to_regclass(name);
    statement CONSTANT text := format(E'VIEW %s AS\n%s', name, object.query);
BEGIN
    IF relation IS NOT NULL AND EXISTS (
        SELECT FROM derived_before AS b
        WHERE (b.schema_name, b.object_name, b.kind, b.search_path, b.query, b.comment, b.columns)
            = (object.schema_name, object.object_name, object.kind, object.search_path, object.query, object.comment,
               object.columns)
    ) THEN
        RETURN;
    END IF;
    PERFORM set_config('search_path', object.search_path, true);
    BEGIN
        EXECUTE 'CREATE OR REPLACE ' || statement;
    EXCEPTION WHEN invalid_table_definition THEN
        PERFORM pg_temp.set_aside(relation);
        PERFORM pg_temp.drop_kept(relation);
        EXECUTE 'CREATE ' || statement;
    END;
    SET LOCAL search_path TO DEFAULT;
    PERFORM pg_temp.describe(object);
    INSERT INTO derivation_steps (action, name)
    VALUES (CASE WHEN relation IS NULL THEN 'made' ELSE 'replaced' END, name);
END
$function$;

-- Return whether a table has the first of the wanted columns, and no constraint or index that is not wanted. The place of
-- system_from and system_to does not matter: they stand before columns that were added later.
CREATE OR REPLACE FUNCTION pg_temp.can_grow(object ops.derived) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog AS $function$
    SELECT NOT EXISTS (
        SELECT
        FROM (
            SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull,
                attname IN ('system_from', 'system_to') AS is_period,
                row_number() OVER (PARTITION BY attname IN ('system_from', 'system_to') ORDER BY attnum) AS place
            FROM pg_attribute WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped
        ) AS stands
        LEFT JOIN (
            SELECT c, c ->> 'name' IN ('system_from', 'system_to') AS is_period,
                row_number() OVER (PARTITION BY c ->> 'name' IN ('system_from', 'system_to') ORDER BY l.place) AS place
            FROM jsonb_array_elements(object.columns) WITH ORDINALITY AS l (c, place)
        ) AS wanted USING (is_period, place)
        WHERE (c ->> 'name', c ->> 'type', (c ->> 'required')::boolean)
            IS DISTINCT FROM (stands.attname::text, stands.type, stands.attnotnull)
    ) AND NOT EXISTS (
        SELECT FROM pg_constraint AS k
        WHERE k.conrelid = t.oid AND k.contype <> 'n' AND NOT object.constraints @> jsonb_build_array(
            jsonb_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid))
        )
    ) AND NOT EXISTS (
        SELECT FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
        WHERE i.indrelid = t.oid AND NOT i.indisprimary
            AND NOT object.indexes @> jsonb_build_array(jsonb_build_object('name', c.relname))
    )
    FROM pg_class AS t
    WHERE t.oid = to_regclass(format('%I.%I', object.schema_name, object.object_name)) AND t.relkind = 'r'
$function$;

-- Create a table, or add new columns at its end. If it differs in another way, drop it and create it again.
CREATE OR REPLACE FUNCTION pg_temp.bring_table(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    name CONSTANT text := format('%I.%I', object.schema_name, object.object_name);
    relation regclass := to_regclass(name);
    action text := 'made';
    added record;
BEGIN
    IF relation IS NOT NULL AND pg_temp.can_grow(object) IS NOT TRUE THEN
        PERFORM pg_temp.set_aside(relation);
        PERFORM pg_temp.drop_references(relation);
        PERFORM pg_temp.drop_kept(relation);
        relation := NULL;
        action := 'made anew';
    END IF;
    IF relation IS NULL THEN
        EXECUTE format('CREATE TABLE %s (%s, CONSTRAINT %I %s)', name,
            (
                SELECT string_agg(format('%I %s', c ->> 'name', c ->> 'type')
                    || CASE WHEN (c ->> 'required')::boolean THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY place)
                FROM jsonb_array_elements(object.columns) WITH ORDINALITY AS l (c, place)
            ),
            object.constraints -> 0 ->> 'name', object.constraints -> 0 ->> 'definition'
        );
        DELETE FROM ops.mart_tables WHERE table_name = object.object_name;
        INSERT INTO derivation_steps (action, name) VALUES (action, name);
        PERFORM pg_temp.describe(object);
        RETURN;
    END IF;
    FOR added IN
        SELECT c ->> 'name' AS name, c ->> 'type' AS type FROM jsonb_array_elements(object.columns) AS c
        WHERE c ->> 'name' NOT IN (
            SELECT attname FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped
        )
    LOOP
        EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', name, added.name, added.type);
        INSERT INTO derivation_steps (action, name) VALUES ('made', name || '.' || added.name);
    END LOOP;
    IF NOT EXISTS (
        SELECT FROM derived_before AS b
        WHERE (b.schema_name, b.object_name, b.comment, b.columns)
            = (object.schema_name, object.object_name, object.comment, object.columns)
    ) THEN
        PERFORM pg_temp.describe(object);
    END IF;
END
$function$;

-- Add the NOT NULL constraints, foreign keys and indexes that a table still lacks, after it is filled.
CREATE OR REPLACE FUNCTION pg_temp.constrain_table(object ops.derived) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    name CONSTANT text := format('%I.%I', object.schema_name, object.object_name);
    missing record;
BEGIN
    FOR missing IN
        SELECT a.attname FROM jsonb_array_elements(object.columns) AS c
        JOIN pg_attribute AS a ON a.attrelid = to_regclass(name) AND a.attname = c ->> 'name'
        WHERE (c ->> 'required')::boolean AND NOT a.attnotnull
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', name, missing.attname);
    END LOOP;
    FOR missing IN
        SELECT c ->> 'name' AS name, c ->> 'definition' AS definition FROM jsonb_array_elements(object.constraints) AS c
        WHERE c ->> 'name' NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(name))
    LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', name, missing.name, missing.definition);
    END LOOP;
    FOR missing IN
        SELECT i ->> 'name' AS name, i ->> 'definition' AS definition FROM jsonb_array_elements(object.indexes) AS i
        WHERE to_regclass(format('%I.%I', object.schema_name, i ->> 'name')) IS NULL
    LOOP
        EXECUTE format('CREATE INDEX %I ON %s %s', missing.name, name, missing.definition);
    END LOOP;
END
$function$;
