/* site
rows: "the newest facts of each thing that has many, about it or naming it, thing by thing"
params:
  most: {type: integer, meaning: so many of each thing}
  fewest: {type: integer, meaning: things with fewer facts are left out}
*/
WITH dated AS (
  SELECT c.fact_key, max(d.page_date) AS page_date
  FROM mart.bridge_fact_document AS c
  JOIN mart.dim_document AS d ON d.document_key = c.document_key
  GROUP BY c.fact_key
),

related AS (
  SELECT f.subject_key, f.fact_key
  FROM mart.dim_fact AS f
  UNION
  SELECT n.subject_key, n.fact_key
  FROM site.named AS n
),

ranked AS (
  SELECT
    r.subject_key,
    r.fact_key,
    count(*) OVER (PARTITION BY r.subject_key) AS facts,
    row_number() OVER (
      PARTITION BY r.subject_key
      ORDER BY
        d.page_date DESC NULLS LAST, f.known_since DESC, f.family = 'statements', f.path COLLATE "C", f.fact_key COLLATE "C"
    ) AS place
  FROM related AS r
  JOIN mart.dim_subject AS s ON s.subject_key = r.subject_key
  JOIN mart.dim_fact AS f ON f.fact_key = r.fact_key
  LEFT JOIN dated AS d ON d.fact_key = r.fact_key
  WHERE
    f.rank <> 'deprecated'
    AND f.modality IS NOT NULL
    AND s.family NOT IN ('documents', 'disagreements', 'currencies', 'indicators', 'units')
)

SELECT
  r.subject_key,
  r.fact_key
FROM ranked AS r
WHERE r.place <= :most AND r.facts >= :fewest
ORDER BY r.subject_key COLLATE "C", r.place;
