/* site
rows: "the first facts that each load added, changed, retired or renamed, the last load first"
params:
  most: {type: integer, meaning: so many of each load}
*/
WITH touched AS (
  SELECT
    r.load_id,
    r.changed_at,
    r.fact_key,
    r.path,
    r.old_path,
    CASE
      WHEN r.old_path IS NOT NULL THEN 'renamed'
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'added') THEN 'added'
      WHEN bool_or(r.table_name = 'facts' AND r.operation = 'retired') THEN 'retired'
      ELSE 'changed'
    END AS operation,
    (array_agg(
      r.seed_file || ':' || r.seed_line ORDER BY
        r.table_name <> 'facts', r.table_name COLLATE "C", r.seed_file COLLATE "C", r.seed_line
    ))[1] AS seed
  FROM mart.fact_row_change AS r
  WHERE r.new_path IS NULL
  GROUP BY r.load_id, r.changed_at, r.fact_key, r.path, r.old_path
),

ranked AS (
  SELECT
    t.*,
    row_number() OVER (
      PARTITION BY t.load_id
      ORDER BY array_position(ARRAY['renamed', 'retired', 'changed', 'added'], t.operation), t.path COLLATE "C"
    ) AS place
  FROM touched AS t
)

SELECT
  r.load_id,
  r.operation,
  r.path,
  r.old_path,
  r.seed,
  r.fact_key
FROM ranked AS r
WHERE r.place <= :most
ORDER BY r.changed_at DESC, r.load_id DESC, r.place;
