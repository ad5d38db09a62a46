/* check
title: Entities judged the same are used as one
description: Where a judgement says that two entities are the same, facts about both split what belongs together. Names and
  judgements of an entity are no use of it.
severity: warning
hint: make one of them a further name of the other, and let the facts refer to the one that stays
*/
WITH used AS (
  SELECT r.publisher_key AS entity_key
  FROM core.documents AS r
  UNION
  SELECT r.issuer_key
  FROM core.strategies AS r
  UNION
  SELECT r.steward_key
  FROM core.mineral_lists AS r
  UNION
  SELECT r.attributed_to_key
  FROM core.facts AS r
  UNION
  SELECT r.entity_key
  FROM core.entity_relations AS r
  UNION
  SELECT r.object_key
  FROM core.entity_relations AS r
  UNION
  SELECT r.entity_key
  FROM core.agreement_parties AS r
  UNION
  SELECT r.entity_key
  FROM core.event_participants AS r
  UNION
  SELECT r.entity_key
  FROM core.facility_parties AS r
  UNION
  SELECT r.entity_key
  FROM core.milestones AS r
  UNION
  SELECT r.entity_key
  FROM core.monetary_values AS r
  UNION
  SELECT r.entity_key
  FROM core.observations AS r
  UNION
  SELECT r.authority_key
  FROM core.mineral_classifications AS r
  UNION
  SELECT r.entity_key
  FROM core.scopes AS r
  UNION
  SELECT r.entity_key
  FROM core.statements AS r
)

SELECT
  f.path AS fact,
  j.entity_key AS entity,
  j.other_key AS other_entity,
  j.reason,
  format('%s and %s are judged to be the same, yet facts refer to both', j.entity_key, j.other_key) AS problem
FROM core.identity_judgements AS j
JOIN core.facts AS f ON f.fact_id = j.fact_id
JOIN used AS u ON u.entity_key = j.entity_key
JOIN used AS o ON o.entity_key = j.other_key
WHERE j.verdict = 'same' AND f.rank <> 'deprecated'
ORDER BY f.path;
