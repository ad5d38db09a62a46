/* mart
kind: view
grain: One row per row of core that a load added, changed or retired
key: [load_id, table_name, row_key]
columns:
  load_id: {type: bigint, meaning: "the load, as in dim_load"}
  changed_at: {type: timestamptz, meaning: since when it counts}
  table_name: {type: text, meaning: table of core}
  row_key: {type: text, meaning: "primary key of the row, its parts joined by a slash"}
  fact_key: {type: text, meaning: "the fact the row belongs to, as in dim_fact while it stands"}
  operation: {type: text, meaning: "added, changed or retired"}
  seed_file: {type: text, meaning: "seed file that said so; of a retired row the file that had said so", empty: no load wrote the row}
  seed_line: {type: integer, meaning: line of that file, empty: no load wrote the row}
*/
SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c;
