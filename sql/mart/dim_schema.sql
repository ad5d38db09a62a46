/* mart
kind: view
grain: One row per database, which is one
key: [revision]
columns:
  revision: {type: text, meaning: revision of the schema the database is at}
  shown_at: {type: timestamptz, meaning: "the instant whose state these tables and views show, as the setting warehouse.as_of was understood", empty: the present}
*/
SELECT
  v.version_num AS revision,
  s.shown_at
FROM alembic_version AS v
CROSS JOIN shown AS s;
