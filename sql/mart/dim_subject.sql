/* mart
grain: One row per thing that facts can be about, of whichever register
key: [subject_key]
columns:
  subject_key: {type: text, meaning: "register and key, joined by a slash: agreements/posco-magnets-europe"}
  family: {type: text, meaning: "register it stands in, such as agreements or entities"}
  key: {type: text, meaning: "its key in that register, as in the dimension of its own"}
  name: {type: text, meaning: "name or short title"}
  kind: {type: text, meaning: "what kind of thing it is within its register", empty: its register has no kinds}
  country_key: {type: text, meaning: "country it belongs to, lies in or applies in", empty: none or no document says, refers: dim_place.place_key}
  country_name: {type: text, meaning: name of that country, empty: none or no document says}
  fact_count: {type: integer, meaning: "facts about it, deprecated ones left out", unit: facts}
  fact_key: {type: text, meaning: "the thing as a citable fact, as in dim_fact"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
*/
WITH things AS (
  SELECT 'agreements' AS family, a.key, a.name, 'agreement-kind' AS scheme, a.kind, NULL AS place_key, a.fact_id
  FROM agreements AS a
  UNION ALL
  SELECT 'currencies', c.key, c.name, NULL, NULL, NULL, c.fact_id
  FROM currencies AS c
  UNION ALL
  SELECT 'disagreements', d.key, d.question, 'disagreement-status', d.status, NULL, d.fact_id
  FROM disagreements AS d
  UNION ALL
  SELECT 'documents', d.key, d.title, 'document-kind', d.kind, NULL, d.fact_id
  FROM documents AS d
  UNION ALL
  SELECT 'entities', e.key, e.name, 'entity-kind', e.kind, e.country_key, e.fact_id
  FROM entities AS e
  UNION ALL
  SELECT 'events', v.key, v.name, 'event-kind', v.kind, v.place_key, v.fact_id
  FROM events AS v
  UNION ALL
  SELECT 'facilities', l.key, l.name, 'facility-kind', l.kind, l.place_key, l.fact_id
  FROM facilities AS l
  UNION ALL
  SELECT 'indicators', i.key, i.name, NULL, NULL, NULL, i.fact_id
  FROM indicators AS i
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name, NULL, NULL, n.jurisdiction_key, n.fact_id
  FROM mineral_lists AS n
  UNION ALL
  SELECT 'minerals', m.key, m.name, 'mineral-kind', m.kind, NULL, m.fact_id
  FROM minerals AS m
  UNION ALL
  SELECT 'places', p.key, p.name, 'place-kind', p.kind, p.key, p.fact_id
  FROM places AS p
  UNION ALL
  SELECT 'strategies', s.key, s.name, 'strategy-kind', s.kind, s.jurisdiction_key, s.fact_id
  FROM strategies AS s
  UNION ALL
  SELECT 'supply_chain_stages', g.key, g.name, NULL, NULL, NULL, g.fact_id
  FROM supply_chain_stages AS g
  UNION ALL
  SELECT 'units', u.key, u.name, NULL, NULL, NULL, u.fact_id
  FROM units AS u
),

counted AS (
  SELECT
    split_part(f.path, '/', 1) AS family,
    split_part(f.path, '/', 2) AS key,
    count(*) AS fact_count
  FROM facts AS f
  WHERE f.rank <> 'deprecated'
  GROUP BY split_part(f.path, '/', 1), split_part(f.path, '/', 2)
)

SELECT
  t.family || '/' || t.key AS subject_key,
  t.family,
  t.key,
  t.name,
  k.label AS kind,
  p.country_key,
  p.country_name,
  coalesce(n.fact_count, 0) AS fact_count,
  t.fact_id AS fact_key,
  k.broadest AS kind_group
FROM things AS t
LEFT JOIN dim_place AS p ON p.place_key = t.place_key
LEFT JOIN counted AS n ON n.family = t.family AND n.key = t.key
LEFT JOIN dim_term AS k ON k.scheme = t.scheme AND k.word = t.kind;
