/* mart
kind: view
grain: One row per load and fact that goes on under another path because a key was renamed
key: [load_id, fact_key]
columns:
  load_id: {type: bigint, meaning: "the load, as in dim_load"}
  fact_key: {type: text, meaning: "the fact after it, as in dim_fact while it stands"}
  old_fact_key: {type: text, meaning: the same fact before it}
  path: {type: text, meaning: its path after it}
  old_path: {type: text, meaning: its path before it}
*/
SELECT
  r.run_id AS load_id,
  r.new_fact_id AS fact_key,
  r.old_fact_id AS old_fact_key,
  r.new_path AS path,
  r.old_path
FROM fact_renames AS r;
