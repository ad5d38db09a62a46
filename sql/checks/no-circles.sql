/* check
title: Nothing is a part of itself
description: >-
  What is part of another thing, lies in it, changes, replaces or follows it, belongs to it or took its place cannot lead
  back to itself, at whatever depth; nor can the parents of records, or versions of a list that each take the place of the
  one before. Words that read the same from both sides, such as near, are left out.
severity: warning
hint: compare each tie with its document; one of them may stand the wrong way round. Companies can hold shares of each
  other; then nothing is wrong
*/
WITH RECURSIVE words AS (
  SELECT
    k.scheme,
    k.key,
    k.broadest AS kind
  FROM core.terms AS k
  JOIN core.terms AS b ON b.scheme = k.scheme AND b.key = k.broadest
  WHERE
    k.inverse IS DISTINCT FROM k.label
    AND b.inverse IS DISTINCT FROM b.label
    AND (
      (k.scheme = 'link' AND b.key IN ('part of', 'located in', 'changes', 'follows'))
      OR (k.scheme = 'relation' AND (b.key IN ('subsidiary of', 'belongs to', 'successor of') OR 'is_ownership' = ANY(k.flags)))
    )
),

ties AS (
  SELECT
    l.fact_id,
    w.kind,
    coalesce(
      'agreements/' || l.agreement_key, 'entities/' || l.entity_key, 'events/' || l.event_key,
      'facilities/' || l.facility_key, 'mineral_lists/' || l.mineral_list_key, 'minerals/' || l.mineral_key,
      'places/' || l.place_key, 'strategies/' || l.strategy_key
    ) AS thing,
    coalesce(
      'agreements/' || l.to_agreement_key, 'entities/' || l.to_entity_key, 'events/' || l.to_event_key,
      'facilities/' || l.to_facility_key, 'mineral_lists/' || l.to_mineral_list_key, 'minerals/' || l.to_mineral_key,
      'places/' || l.to_place_key, 'strategies/' || l.to_strategy_key
    ) AS other
  FROM core.links AS l
  JOIN words AS w ON w.scheme = 'link' AND w.key = l.relation
  UNION ALL
  SELECT
    r.fact_id,
    w.kind,
    'entities/' || r.entity_key,
    'entities/' || r.object_key
  FROM core.entity_relations AS r
  JOIN words AS w ON w.scheme = 'relation' AND w.key = r.relation
  UNION ALL
  SELECT
    v.fact_id,
    'supersedes',
    concat('mineral_lists/', v.mineral_list_key, ' ', v.label),
    concat('mineral_lists/', v.mineral_list_key, ' ', v.supersedes_label)
  FROM core.mineral_list_versions AS v
  WHERE v.supersedes_label IS NOT NULL
  UNION ALL
  SELECT
    p.fact_id,
    'parent',
    'places/' || p.key,
    'places/' || p.parent_key
  FROM core.places AS p
  WHERE p.parent_key IS NOT NULL
  UNION ALL
  SELECT
    m.fact_id,
    'parent',
    'minerals/' || m.key,
    'minerals/' || m.parent_key
  FROM core.minerals AS m
  WHERE m.parent_key IS NOT NULL
  UNION ALL
  SELECT
    a.fact_id,
    'parent',
    'agreements/' || a.key,
    'agreements/' || a.parent_key
  FROM core.agreements AS a
  WHERE a.parent_key IS NOT NULL
  UNION ALL
  SELECT
    u.fact_id,
    'base',
    'units/' || u.key,
    'units/' || u.base_key
  FROM core.units AS u
  WHERE u.base_key IS NOT NULL
),

-- Only what has ties in both directions can stand in a circle.
inner_ties AS (
  SELECT
    f.path,
    t.kind,
    t.thing,
    t.other
  FROM ties AS t
  JOIN core.facts AS f ON f.fact_id = t.fact_id
  WHERE
    f.rank <> 'deprecated'
    AND EXISTS (SELECT 1 FROM ties AS b WHERE b.kind = t.kind AND b.other = t.thing)
    AND EXISTS (SELECT 1 FROM ties AS a WHERE a.kind = t.kind AND a.thing = t.other)
),

-- Every pair stands here once, so this ends however the ties run.
reached AS (
  SELECT
    t.kind,
    t.thing,
    t.other
  FROM inner_ties AS t
  UNION
  SELECT
    r.kind,
    r.thing,
    t.other
  FROM reached AS r
  JOIN inner_ties AS t ON t.kind = r.kind AND t.thing = r.other
),

members AS (
  SELECT
    there.kind,
    there.thing,
    min(there.other) AS circle
  FROM reached AS there
  JOIN reached AS back ON back.kind = there.kind AND back.thing = there.other AND back.other = there.thing
  GROUP BY there.kind, there.thing
)

SELECT
  min(t.path) AS fact,
  string_agg(t.path, ', ' ORDER BY t.path) AS facts,
  t.kind,
  format(
    '%s leads back to itself: %s', string_agg(DISTINCT t.thing, ', ' ORDER BY t.thing),
    string_agg(format('%s %s %s', t.thing, t.kind, t.other), '; ' ORDER BY t.thing, t.other)
  ) AS problem
FROM members AS m
JOIN members AS o ON o.kind = m.kind AND o.circle = m.circle
JOIN inner_ties AS t ON t.kind = m.kind AND t.thing = m.thing AND t.other = o.thing
GROUP BY t.kind, m.circle
ORDER BY min(t.path), t.kind;
