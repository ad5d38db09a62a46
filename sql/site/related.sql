/* site
rows: "the things that each thing is tied to, thing by thing, the closest of a family first, with the words of the ties"
params:
  most: {type: integer, meaning: so many of each family}
*/
WITH told AS (
  SELECT p.fact_key, 'part' AS sort, p.role AS word, p.role AS inverse, p.role_as_printed AS detail
  FROM mart.wide_parties AS p
  UNION ALL
  SELECT
    r.fact_key,
    CASE WHEN r.is_office THEN 'office' ELSE 'relation' END,
    r.relation,
    r.inverse,
    nullif(concat_ws(', ', r.title, r.period_words), '')
  FROM mart.fact_entity_relation AS r
  UNION ALL
  SELECT t.fact_key, 'link', t.relation, t.inverse, t.as_printed
  FROM mart.fact_link AS t
  UNION ALL
  SELECT
    h.fact_key,
    'holding',
    'holds',
    'held by',
    concat_ws(', ', h.instrument, h.as_printed, h.period_words)
  FROM mart.fact_holding AS h
  UNION ALL
  SELECT p.fact_key, 'part', p.role, p.role, NULL
  FROM mart.bridge_strategy_place AS p
  UNION ALL
  SELECT m.fact_key, 'part', 'names', 'named in version', m.version_label
  FROM mart.bridge_mineral_list_member AS m
  UNION ALL
  SELECT c.fact_key, 'part', 'called ' || c.classification || ' by', 'calls it ' || c.classification, NULL
  FROM mart.fact_mineral_classification AS c
  UNION ALL
  SELECT c.fact_key, 'scope', 'covers', 'covers it', concat_ws(', ', g.name, c.covered_end_use)
  FROM mart.fact_scope AS c
  LEFT JOIN mart.dim_stage AS g ON g.stage_key = c.covered_stage_key
),

-- Who only speaks in a fact, or only has a similar name, is not tied to what it is about.
named AS (
  SELECT
    f.fact_key,
    f.path,
    f.family,
    f.subject_key,
    n.subject_key AS other_key,
    t.sort,
    t.word,
    t.inverse,
    nullif(t.detail, '') AS detail,
    CASE WHEN t.fact_key IS NOT NULL THEN 2 WHEN f.fact_key = s.fact_key THEN 1 ELSE 0 END AS strength
  FROM site.named AS n
  JOIN mart.dim_fact AS f ON f.fact_key = n.fact_key
  JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
  LEFT JOIN told AS t ON t.fact_key = f.fact_key
  WHERE
    f.rank <> 'deprecated'
    AND f.family <> 'identity_judgements'
    AND (t.fact_key IS NOT NULL OR f.said_by_entity_key IS NULL OR n.subject_key <> 'entities/' || f.said_by_entity_key)
),

pairs AS (
  SELECT n.subject_key, n.other_key, n.fact_key, n.path, n.family, n.sort, n.word, n.detail, n.strength
  FROM named AS n
  UNION ALL
  SELECT n.other_key, n.subject_key, n.fact_key, n.path, n.family, n.sort, n.inverse, n.detail, n.strength
  FROM named AS n
),

placed AS (
  SELECT
    p.*,
    row_number() OVER (
      PARTITION BY p.subject_key, p.other_key
      ORDER BY
        p.strength DESC, p.path COLLATE "C", p.fact_key COLLATE "C", p.sort COLLATE "C", p.word COLLATE "C", p.detail COLLATE "C"
    ) AS place
  FROM pairs AS p
),

tied AS (
  SELECT
    p.subject_key,
    p.other_key,
    max(p.strength) AS strength,
    count(*) AS facts,
    json_agg(json_build_array(p.fact_key, p.family, p.sort, p.word, p.detail) ORDER BY p.place)
      FILTER (WHERE p.place <= 3) AS ties
  FROM placed AS p
  GROUP BY p.subject_key, p.other_key
),

ranked AS (
  SELECT
    t.subject_key,
    t.other_key,
    t.ties,
    o.family,
    o.name,
    o.kind,
    CASE WHEN o.family <> 'places' THEN o.country_name END AS country,
    row_number() OVER near AS place,
    count(*) OVER (PARTITION BY t.subject_key, o.family) AS of_family
  FROM tied AS t
  JOIN mart.dim_subject AS s ON s.subject_key = t.subject_key
  JOIN mart.dim_subject AS o ON o.subject_key = t.other_key
  WHERE
    s.family NOT IN ('documents', 'disagreements', 'currencies', 'indicators', 'units')
    AND o.family NOT IN ('documents', 'disagreements', 'currencies', 'indicators', 'units')
  WINDOW near AS (
    PARTITION BY t.subject_key, o.family
    ORDER BY t.strength DESC, t.facts DESC, o.fact_count DESC, t.other_key COLLATE "C"
  )
)

SELECT
  r.subject_key,
  r.other_key,
  r.family,
  r.name,
  r.kind,
  r.country,
  r.ties,
  r.of_family
FROM ranked AS r
WHERE r.place <= :most
ORDER BY r.subject_key COLLATE "C", r.family COLLATE "C", r.place;
