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
  path: {type: text, meaning: "where that fact stands, or stood, among all facts"}
  family: {type: text, meaning: "kind of that fact, such as milestones or agreement_parties"}
  old_path: {type: text, meaning: "path of the same fact before this load renamed it", empty: this load did not rename it}
  new_path: {type: text, meaning: "path under which the fact goes on since this load", empty: this load did not rename it}
  operation: {type: text, meaning: "added, changed or retired"}
  seed_file: {type: text, meaning: "seed file that said so; of a retired row the file that had said so", empty: no load wrote the row}
  seed_line: {type: integer, meaning: line of that file, empty: no load wrote the row}
*/
-- a fact that is no more has its path in an earlier version, and no fact ever has another path
WITH paths AS (
  SELECT f.fact_id, f.path, f.family FROM core.facts AS f
  UNION
  SELECT f.fact_id, f.path, f.family FROM history.facts AS f
)

SELECT
  c.run_id AS load_id,
  c.changed_at,
  c.table_name,
  c.row_key,
  c.fact_id AS fact_key,
  p.path,
  p.family,
  came.old_path,
  went.new_path,
  c.operation,
  c.seed_file,
  c.seed_line
FROM row_changes AS c
JOIN paths AS p ON p.fact_id = c.fact_id
LEFT JOIN fact_renames AS came ON came.run_id = c.run_id AND came.new_fact_id = c.fact_id
LEFT JOIN fact_renames AS went ON went.run_id = c.run_id AND went.old_fact_id = c.fact_id;
