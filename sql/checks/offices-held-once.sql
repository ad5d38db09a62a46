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
    coalesce(r.period_earliest, '-infinity'::date) AS first_day,
    coalesce(r.period_latest, 'infinity'::date) AS last_day
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

together AS (
  SELECT DISTINCT
    one.object_key,
    one.relation,
    one.entity_key,
    one.path
  FROM holders AS one
  JOIN holders AS other ON other.object_key = one.object_key AND other.relation = one.relation
  LEFT JOIN core.identity_judgements AS j
    ON
      j.entity_key = least(one.entity_key, other.entity_key)
      AND j.other_key = greatest(one.entity_key, other.entity_key)
      AND j.verdict = 'same'
  WHERE
    other.entity_key <> one.entity_key
    AND other.first_day <= one.last_day
    AND one.first_day <= other.last_day
    AND (one.title = other.title OR one.title IS NULL OR other.title IS NULL)
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
