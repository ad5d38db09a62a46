/* report
title: Changes between two loads
question: Which facts did loads add, change, rename or retire, and where do the seeds say so?
grain: [run, fact]
params:
  from_run:
    type: integer
    help: number of a run; only what loads after it did; without it, what the last load alone did
  to_run:
    type: integer
    help: number of a run; only what loads up to it and with it did; without it the last load
  subject:
    type: text
    help: key of a thing; only facts about it; without it all
  operation:
    type: text
    help: only this; without it all
    choices: [added, changed, renamed, retired]
columns:
  run:
    meaning: number of the load
    varies: true
  loaded_at:
    meaning: since when what it wrote counts
    varies: true
  operation:
    meaning: what became of the fact
  fact:
    meaning: path of the fact; of a renamed one the new path
  old_fact:
    meaning: path it had before
    empty: it was not renamed
  rows:
    meaning: rows of the fact that were written, table and operation, between semicolons
  seed:
    meaning: seed file and line that say so; of a retired fact, that had said so
    empty: no load had written the row
    varies: true
  family:
    meaning: kind of fact, the table of core that holds or held it
cite:
  fact: changed_fact
cases:
  - expect:
      rows: 318
      contains:
        - {fact: agreements/posco-magnets-europe, operation: added, family: agreements, old_fact: ""}
        - {fact: currencies/krw, operation: added}
  - params: {subject: posco-magnets-europe}
    expect:
      rows: 6
      contains:
        - {fact: agreements/posco-magnets-europe/parties/supplier/posco-international, operation: added}
  - params: {operation: retired}
    expect: {rows: 0}
  - params: {from_run: "2147483647"}
    expect: {rows: 0}
*/
WITH last_load AS (
  SELECT coalesce(:to_run, max(l.run_id)) AS to_run
  FROM ops.loads AS l
),

bounds AS (
  SELECT
    u.to_run,
    coalesce(:from_run, max(l.run_id), -1) AS from_run
  FROM last_load AS u
  LEFT JOIN ops.loads AS l ON l.run_id < u.to_run
  GROUP BY u.to_run
),

row_changes AS (
  SELECT
    r.run_id,
    r.changed_at,
    r.fact_id,
    r.table_name,
    r.operation,
    r.seed_file || ':' || r.seed_line AS seed
  FROM ops.row_changes AS r
  JOIN bounds AS b ON r.run_id > b.from_run AND r.run_id <= b.to_run
),

fact_paths AS (
  SELECT f.fact_id, f.family, f.path
  FROM core.facts AS f
  UNION
  SELECT f.fact_id, f.family, f.path
  FROM history.facts AS f
),

renames AS (
  SELECT n.run_id, n.new_fact_id, n.old_fact_id, n.old_path
  FROM ops.fact_renames AS n
),

changes AS (
  SELECT
    r.run_id,
    r.changed_at,
    r.fact_id,
    CASE
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'added') THEN 'added'
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'retired') THEN 'retired'
      ELSE 'changed'
    END AS operation,
    string_agg(DISTINCT r.table_name || ' ' || r.operation, '; ' ORDER BY r.table_name || ' ' || r.operation) AS rows,
    (array_agg(r.seed ORDER BY r.table_name <> 'facts', r.table_name, r.seed))[1] AS seed
  FROM row_changes AS r
  GROUP BY r.run_id, r.changed_at, r.fact_id
),

told AS (
  SELECT
    c.run_id,
    c.changed_at,
    CASE WHEN n.new_fact_id IS NOT NULL THEN 'renamed' ELSE c.operation END AS operation,
    p.path,
    n.old_path,
    c.rows,
    c.seed,
    p.family,
    c.fact_id
  FROM changes AS c
  JOIN fact_paths AS p ON p.fact_id = c.fact_id
  LEFT JOIN renames AS n ON n.run_id = c.run_id AND n.new_fact_id = c.fact_id
  LEFT JOIN renames AS o ON o.run_id = c.run_id AND o.old_fact_id = c.fact_id
  WHERE o.old_fact_id IS NULL OR c.operation <> 'retired'
)

SELECT
  t.run_id AS run,
  date_trunc('second', t.changed_at) AS loaded_at,
  t.operation,
  t.path AS fact,
  t.old_path AS old_fact,
  t.rows,
  t.seed,
  t.family,
  t.fact_id AS changed_fact
FROM told AS t
WHERE
  (:operation IS NULL OR t.operation = :operation)
  AND (:subject IS NULL OR split_part(t.path, '/', 2) = :subject)
ORDER BY t.run_id, t.path;
