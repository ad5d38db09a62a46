/* check
title: An office is held by one at a time
description: Several entities that hold the same office of one other, in periods that overlap or that no document gives.
  This can be so, where an office is shared or handed over on a day. Offices that several hold as a rule (flag
  may_be_shared) are left out, and so are entities judged to be the same.
severity: info
hint: give each the period in which it holds the office; one who has left may still stand as if in office
*/
WITH holders AS (
  SELECT
    f.path,
    r.object_key,
    r.relation,
    r.entity_key,
    r.title,
    r.period_earliest AS first_day,
    r.period_latest AS last_day
  FROM core.entity_relations AS r
  JOIN core.facts AS f ON f.fact_id = r.fact_id
  JOIN core.terms AS k ON k.scheme = 'relation' AND k.key = r.relation
  JOIN core.terms AS m ON m.scheme = 'modality' AND m.key = f.modality
  WHERE
    'is_office' = ANY(k.flags)
    AND 'may_be_shared' <> ALL(k.flags)
    AND 'is_future' <> ALL(m.flags)
    AND f.rank <> 'deprecated'
),

-- Held by several, each with all who hold it, so that only these are compared with each other.
offices AS (
  SELECT
    h.object_key,
    h.relation,
    array_agg(h.entity_key ORDER BY h.path) AS entity_keys,
    array_agg(h.path ORDER BY h.path) AS paths,
    array_agg(h.title ORDER BY h.path) AS titles,
    array_agg(daterange(h.first_day, h.last_day, '[]') ORDER BY h.path) AS periods
  FROM holders AS h
  GROUP BY h.object_key, h.relation
  HAVING count(DISTINCT h.entity_key) > 1
),

together AS (
  SELECT DISTINCT
    o.object_key,
    o.relation,
    one.entity_key,
    one.path
  FROM offices AS o
  CROSS JOIN LATERAL unnest(o.entity_keys, o.paths, o.titles, o.periods) AS one (entity_key, path, title, period)
  CROSS JOIN LATERAL unnest(o.entity_keys, o.titles, o.periods) AS other (entity_key, title, period)
  LEFT JOIN core.identity_judgements AS j
    ON
      j.entity_key = least(one.entity_key, other.entity_key)
      AND j.other_key = greatest(one.entity_key, other.entity_key)
      AND j.verdict = 'same'
  WHERE
    other.entity_key <> one.entity_key
    AND other.period && one.period
    AND coalesce(one.title = other.title, TRUE)
    AND j.fact_id IS NULL
)

SELECT
  min(t.path) AS fact,
  string_agg(t.path, ', ' ORDER BY t.path) AS facts,
  format(
    '%s are %s %s at one time', string_agg(DISTINCT t.entity_key, ' and ' ORDER BY t.entity_key), t.relation, t.object_key
  ) AS problem
FROM together AS t
GROUP BY t.object_key, t.relation
ORDER BY min(t.path);
