/* check
title: Milestones are in order
description: Some steps cannot come before others, whatever is built or agreed. Only certain contradictions are found, where
  the first day of the earlier step lies after the last day of the later one.
severity: warning
hint: compare both dates with the documents; one may be of another agreement or misread
*/
WITH rules (earlier, later) AS (
  VALUES
    ('reported', 'confirmed'),
    ('signed', 'in force'),
    ('signed', 'production start'),
    ('signed', 'commercial operation'),
    ('awarded', 'production start'),
    ('awarded', 'commercial operation'),
    ('completion', 'commercial operation'),
    ('production start', 'commercial operation'),
    ('unveiled', 'in force'),
    ('announced', 'in force')
),

steps AS (
  SELECT
    f.path,
    m.kind,
    k.broadest,
    m.date_earliest,
    m.date_latest,
    CASE
      WHEN m.agreement_key IS NOT NULL THEN 'agreements/' || m.agreement_key
      WHEN m.facility_key IS NOT NULL THEN 'facilities/' || m.facility_key
      WHEN m.strategy_key IS NOT NULL THEN 'strategies/' || m.strategy_key
      WHEN m.mineral_list_key IS NOT NULL THEN 'mineral_lists/' || m.mineral_list_key
      WHEN m.event_key IS NOT NULL THEN 'events/' || m.event_key
      ELSE 'entities/' || m.entity_key
    END AS subject
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  JOIN core.terms AS k ON k.scheme = 'milestone-kind' AND k.key = m.kind
  WHERE f.rank <> 'deprecated'
)

SELECT
  later.path AS fact,
  earlier.path AS other_fact,
  format(
    '%s: %s not before %s, yet %s not after %s',
    later.subject, earlier.kind, earlier.date_earliest, later.kind, later.date_latest
  ) AS problem
FROM steps AS earlier
JOIN rules AS r ON r.earlier = earlier.broadest
JOIN steps AS later ON later.subject = earlier.subject AND later.broadest = r.later
WHERE earlier.date_earliest > later.date_latest
ORDER BY later.path, earlier.path;
