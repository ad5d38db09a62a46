-- Runs before the first migration of an upgrade, in the same transaction: records the state that the migrations will
-- change. The temporary tables are dropped at the end of the transaction.
CREATE TABLE IF NOT EXISTS ops.derived (
    revision text NOT NULL,
    schema_name text NOT NULL,
    object_name text NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL,
    search_path text NOT NULL,
    query text NOT NULL,
    comment text NOT NULL,
    columns jsonb NOT NULL,
    constraints jsonb NOT NULL,
    indexes jsonb NOT NULL,
    reads text[] NOT NULL,
    source_sha256 text,
    CONSTRAINT derived_pkey PRIMARY KEY (revision, schema_name, object_name),
    CONSTRAINT derived_kind_check CHECK (kind IN ('table', 'view'))
);
COMMENT ON TABLE ops.derived IS 'One row per revision the database was at and object that was derived from its tables';
COMMENT ON COLUMN ops.derived.revision IS 'Revision of the schema';
COMMENT ON COLUMN ops.derived.schema_name IS 'Schema of the object';
COMMENT ON COLUMN ops.derived.object_name IS 'Its name';
COMMENT ON COLUMN ops.derived.position IS 'Its place in the order in which the objects can be made';
COMMENT ON COLUMN ops.derived.kind IS 'Table or view';
COMMENT ON COLUMN ops.derived.search_path IS 'Where the names in the query are found; empty: they name their schema';
COMMENT ON COLUMN ops.derived.query IS 'SELECT that gives its rows';
COMMENT ON COLUMN ops.derived.comment IS 'What a row of it is';
COMMENT ON COLUMN ops.derived.columns IS 'Name, type, whether it is required, and comment of each column, in order';
COMMENT ON COLUMN ops.derived.constraints IS 'Name and definition of each constraint of a table';
COMMENT ON COLUMN ops.derived.indexes IS 'Name and definition of each index of a table';
COMMENT ON COLUMN ops.derived.reads IS 'Tables of core and mart that its query reads, directly or through views';
COMMENT ON COLUMN ops.derived.source_sha256 IS
    'Digest of the files that say so, the same for all of a revision; NULL: it follows from the tables of core alone';

-- Security: the account that upgrades executes the text in this table, so no other account may write to it.
DO $private$
DECLARE
    privilege text;
BEGIN
    FOR privilege IN
        SELECT DISTINCT format('%s ON ops.derived FROM %s', a.privilege_type || a.of_column,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END)
        FROM (
            SELECT (aclexplode(relacl)).*, '' AS of_column FROM pg_class WHERE oid = 'ops.derived'::regclass
            UNION ALL
            SELECT (aclexplode(attacl)).*, format(' (%I)', attname) FROM pg_attribute WHERE attrelid = 'ops.derived'::regclass
        ) AS a
        WHERE a.privilege_type <> 'SELECT'
            AND a.grantee <> (SELECT relowner FROM pg_class WHERE oid = 'ops.derived'::regclass)
    LOOP
        EXECUTE format('REVOKE %s CASCADE', privilege);
    END LOOP;
END
$private$;

CREATE TEMPORARY TABLE core_before ON COMMIT DROP AS
SELECT c.oid AS table_oid, c.relname::text AS table_name, a.attnum, a.attname::text AS column_name,
    format_type(a.atttypid, a.atttypmod) AS type
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relnamespace = to_regnamespace('core') AND c.relkind = 'r';

CREATE TEMPORARY TABLE derived_before (LIKE ops.derived) ON COMMIT DROP;
DO $remember$
BEGIN
    IF to_regclass('ops.alembic_version') IS NOT NULL THEN
        INSERT INTO derived_before
        SELECT d.* FROM ops.derived AS d JOIN ops.alembic_version AS v ON v.version_num = d.revision;
    END IF;
    IF NOT FOUND THEN
        -- These objects are older than ops.derived, so only their schema and name show that they are derived.
        INSERT INTO derived_before
        SELECT '', n.nspname, c.relname, row_number() OVER (ORDER BY c.oid), CASE c.relkind WHEN 'r' THEN 'table' ELSE 'view' END,
            '', '', '', '[]', '[]', '[]', '{}', NULL
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('mart', 'as_of', 'core_as_of') AND c.relkind IN ('r', 'v')
            OR n.nspname = 'ops' AND c.relname = 'row_changes';
    END IF;
END
$remember$;

-- Rows that somebody edited by hand; they must still count as edited after their digests are computed again.
CREATE TEMPORARY TABLE edited_by_hand (schema_name text, table_oid oid, row_key text) ON COMMIT DROP;

-- The totals of each table of core, which ops.table_totals may differ from because rows were added or removed by hand.
CREATE TEMPORARY TABLE totals_before (table_oid oid PRIMARY KEY, row_count bigint, digest_sum numeric) ON COMMIT DROP;

-- Views that somebody else created and that were dropped because an object that they depend on must change, with the
-- statements that restore them.
CREATE TEMPORARY TABLE kept_views (
    position integer GENERATED ALWAYS AS IDENTITY,
    name text,
    statements text[]
) ON COMMIT DROP;

-- The grants on objects that were dropped; column_name is NULL if a grant is on the whole object.
CREATE TEMPORARY TABLE kept_grants (name text, column_name name, statement text) ON COMMIT DROP;
