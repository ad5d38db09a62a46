SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.dim_schema AS
SELECT
    answer.revision::text AS revision
FROM (SELECT v.version_num AS revision
FROM alembic_version AS v
) AS answer;
COMMENT ON VIEW mart.dim_schema IS 'One row per database, which is one';
COMMENT ON COLUMN mart.dim_schema.revision IS 'revision of the schema the database is at';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_schema AS
SELECT
    answer.revision::text AS revision
FROM (SELECT v.version_num AS revision
FROM alembic_version AS v
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_schema IS 'One row per database, which is one';
COMMENT ON COLUMN as_of.dim_schema.revision IS 'revision of the schema the database is at';
