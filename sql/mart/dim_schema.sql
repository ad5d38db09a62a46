/* mart
kind: view
grain: One row per database, which is one
key: [revision]
columns:
  revision: {type: text, meaning: revision of the schema the database is at}
*/
SELECT v.version_num AS revision
FROM alembic_version AS v;
