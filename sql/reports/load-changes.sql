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
    choices_from: |-
      SELECT split_part(c.path, '/', 2), s.name
      FROM mart.fact_row_change AS c
      LEFT JOIN mart.dim_subject AS s
        ON s.family = split_part(c.path, '/', 1) AND s.key = split_part(c.path, '/', 2)
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
      rows: 362
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
WITH chosen_loads AS (
  SELECT
    l.load_id,
    row_number() OVER (ORDER BY l.load_id DESC) AS place
  FROM mart.dim_load AS l
  WHERE :to_run IS NULL OR l.load_id <= :to_run
),

changes AS (
  SELECT
    r.load_id,
    r.changed_at,
    r.fact_key,
    r.family,
    r.path,
    r.old_path,
    CASE
      WHEN r.old_path IS NOT NULL THEN 'renamed'
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'added') THEN 'added'
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'retired') THEN 'retired'
      ELSE 'changed'
    END AS operation,
    string_agg(DISTINCT r.table_name || ' ' || r.operation, '; ' ORDER BY r.table_name || ' ' || r.operation) AS rows,
    (array_agg(
      r.seed_file || ':' || r.seed_line ORDER BY r.table_name <> 'facts', r.table_name, r.seed_file, r.seed_line
    ))[1] AS seed
  FROM mart.fact_row_change AS r
  JOIN chosen_loads AS l ON l.load_id = r.load_id
  WHERE
    ((:from_run IS NULL AND l.place = 1) OR l.load_id > :from_run)
    AND (r.new_path IS NULL OR r.operation <> 'retired')
  GROUP BY r.load_id, r.changed_at, r.fact_key, r.family, r.path, r.old_path
)

SELECT
  c.load_id AS run,
  date_trunc('second', c.changed_at) AS loaded_at,
  c.operation,
  c.path AS fact,
  c.old_path AS old_fact,
  c.rows,
  c.seed,
  c.family,
  c.fact_key AS changed_fact
FROM changes AS c
WHERE
  (:operation IS NULL OR c.operation = :operation)
  AND (:subject IS NULL OR split_part(c.path, '/', 2) = :subject)
ORDER BY c.load_id, c.path;
