/* site
rows: "what tells most of each thing in few words, by its key: its latest sums, figures and step, its state, and who takes part"
params:
  most: {type: integer, meaning: "so many sums, figures and parties"}
*/
WITH sums AS (
  SELECT
    v.subject_key,
    v.fact_key,
    row_number() OVER (
      PARTITION BY v.subject_key
      ORDER BY v.period_latest_date_key DESC NULLS FIRST, v.amount DESC NULLS LAST, v.fact_key COLLATE "C"
    ) AS place
  FROM mart.fact_money AS v
  WHERE v.leg = 'printed' AND v.is_chosen
),

figures AS (
  SELECT
    o.subject_key,
    o.fact_key,
    row_number() OVER (
      PARTITION BY o.subject_key
      ORDER BY o.period_latest_date_key DESC NULLS FIRST, o.value DESC NULLS LAST, o.fact_key COLLATE "C"
    ) AS place
  FROM mart.fact_observation AS o
  WHERE o.is_chosen
),

steps AS (
  SELECT
    m.subject_key,
    m.fact_key,
    row_number() OVER (
      PARTITION BY m.subject_key ORDER BY m.earliest_date_key DESC NULLS LAST, m.fact_key COLLATE "C"
    ) AS place
  FROM mart.fact_milestone AS m
  WHERE m.is_chosen
),

states AS (
  SELECT
    t.subject_key,
    t.fact_key,
    row_number() OVER (PARTITION BY t.subject_key ORDER BY t.aspect COLLATE "C" NULLS FIRST, t.fact_key COLLATE "C") AS place
  FROM mart.fact_status AS t
  WHERE t.is_latest AND t.outlook = 'present'
),

told AS (
  SELECT t.subject_key, t.fact_key, 'state' AS sort, t.place
  FROM states AS t
  WHERE t.place = 1
  UNION ALL
  SELECT v.subject_key, v.fact_key, 'sum', v.place
  FROM sums AS v
  WHERE v.place <= :most
  UNION ALL
  SELECT o.subject_key, o.fact_key, 'figure', o.place
  FROM figures AS o
  WHERE o.place <= :most
  UNION ALL
  SELECT m.subject_key, m.fact_key, 'step', m.place
  FROM steps AS m
  WHERE m.place = 1
),

facts AS (
  SELECT
    t.subject_key,
    json_agg(json_build_array(t.sort, t.fact_key) ORDER BY array_position(ARRAY['state', 'sum', 'figure', 'step'], t.sort), t.place) AS facts
  FROM told AS t
  GROUP BY t.subject_key
),

members AS (
  SELECT
    p.subject_key,
    'entities/' || p.entity_key AS entity_key,
    p.party,
    row_number() OVER (PARTITION BY p.subject_key ORDER BY min(p.role) COLLATE "C", p.entity_key COLLATE "C") AS place
  FROM mart.wide_parties AS p
  GROUP BY p.subject_key, p.entity_key, p.party
),

parties AS (
  SELECT m.subject_key, json_agg(json_build_array(m.entity_key, m.party) ORDER BY m.place) AS parties
  FROM members AS m
  WHERE m.place <= 2 * :most
  GROUP BY m.subject_key
)

SELECT
  s.subject_key,
  f.modality,
  d.facts,
  p.parties
FROM mart.dim_subject AS s
JOIN mart.dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN facts AS d ON d.subject_key = s.subject_key
LEFT JOIN parties AS p ON p.subject_key = s.subject_key
WHERE f.modality IS NOT NULL OR d.facts IS NOT NULL OR p.parties IS NOT NULL
ORDER BY s.subject_key COLLATE "C";
