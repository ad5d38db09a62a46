/* check
title: Entities judged the same are used as one
description: Where a judgement says that two entities are the same, facts about both split what belongs together. Names and
  judgements of an entity are no use of it.
severity: warning
hint: make one of them a further name of the other, and let the facts refer to the one that stays
*/
WITH
-- Written by make docs from the classes in warehouse/model; changes until the next such line are lost.
used AS (
  SELECT v.path
  FROM core.documents AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.publisher_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.strategies AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.issuer_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_lists AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.steward_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.facts AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.attributed_to_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.entity_relations AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.object_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.agreement_parties AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.event_participants AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.facility_parties AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.milestones AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.monetary_values AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.payer_key),
    ('entities/' || r.payee_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.observations AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.counterpart_entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_classifications AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.authority_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.scopes AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.statements AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.comparisons AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.counterpart_entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.holdings AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.of_entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.links AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.to_entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.statuses AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.strategy_parties AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
),
-- End of what make docs writes.
judged AS (
  SELECT j.*
  FROM core.identity_judgements AS j
  WHERE j.verdict = 'same'
)

SELECT
  f.path AS fact,
  j.entity_key AS entity,
  j.other_key AS other_entity,
  j.reason,
  format('%s and %s are judged to be the same, yet facts refer to both', j.entity_key, j.other_key) AS problem
FROM judged AS j
JOIN core.facts AS f ON f.fact_id = j.fact_id
JOIN used AS u ON u.path = 'entities/' || j.entity_key
JOIN used AS o ON o.path = 'entities/' || j.other_key
WHERE f.rank <> 'deprecated'
ORDER BY f.path;
