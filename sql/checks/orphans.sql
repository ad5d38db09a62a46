/* check
title: Every registered thing is used
description: Entities, places, minerals, indicators, units, currencies, events and documents that nothing refers to and nothing
  is said about. An element of a group may stand there for the group's sake, and what a reference work says may wait for a
  document that speaks of it. A judgement that tells two names apart is no use.
severity: warning
hint: remove the record, or write down the fact for which it was registered
*/
WITH used AS (
  SELECT 'entities/' || r.publisher_key AS path
  FROM core.documents AS r
  UNION
  SELECT 'entities/' || r.issuer_key
  FROM core.strategies AS r
  UNION
  SELECT 'entities/' || r.steward_key
  FROM core.mineral_lists AS r
  UNION
  SELECT 'entities/' || r.attributed_to_key
  FROM core.facts AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.names AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.entity_relations AS r
  UNION
  SELECT 'entities/' || r.object_key
  FROM core.entity_relations AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.agreement_parties AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.event_participants AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.facility_parties AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.milestones AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.observations AS r
  UNION
  SELECT 'entities/' || r.authority_key
  FROM core.mineral_classifications AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.scopes AS r
  UNION
  SELECT 'entities/' || r.entity_key
  FROM core.statements AS r
  UNION
  SELECT 'places/' || r.parent_key
  FROM core.places AS r
  UNION
  SELECT 'places/' || r.country_key
  FROM core.entities AS r
  UNION
  SELECT 'places/' || r.place_key
  FROM core.facilities AS r
  UNION
  SELECT 'places/' || r.jurisdiction_key
  FROM core.strategies AS r
  UNION
  SELECT 'places/' || r.target_key
  FROM core.strategies AS r
  UNION
  SELECT 'places/' || r.jurisdiction_key
  FROM core.mineral_lists AS r
  UNION
  SELECT 'places/' || r.place_key
  FROM core.events AS r
  UNION
  SELECT 'places/' || r.place_key
  FROM core.observations AS r
  UNION
  SELECT 'places/' || r.counterpart_key
  FROM core.observations AS r
  UNION
  SELECT 'places/' || r.place_key
  FROM core.statements AS r
  UNION
  SELECT 'minerals/' || r.parent_key
  FROM core.minerals AS r
  UNION
  SELECT 'minerals/' || r.mineral_key
  FROM core.observations AS r
  UNION
  SELECT 'minerals/' || r.member_key
  FROM core.mineral_list_members AS r
  UNION
  SELECT 'minerals/' || r.mineral_key
  FROM core.mineral_classifications AS r
  UNION
  SELECT 'minerals/' || r.mineral_key
  FROM core.scopes AS r
  UNION
  SELECT 'minerals/' || r.covered_mineral_key
  FROM core.scopes AS r
  UNION
  SELECT 'minerals/' || r.mineral_key
  FROM core.statements AS r
  UNION
  SELECT 'indicators/' || r.indicator_key
  FROM core.observations AS r
  UNION
  SELECT 'units/' || r.unit_key
  FROM core.indicators AS r
  UNION
  SELECT 'units/' || r.per_unit_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'currencies/' || lower(r.currency_code)
  FROM core.monetary_values AS r
  UNION
  SELECT 'currencies/' || lower(r.equivalent_currency_code)
  FROM core.monetary_values AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.event_participants AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.milestones AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.observations AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.scopes AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.statements AS r
  UNION
  SELECT 'documents/' || r.document_key
  FROM core.citations AS r
  UNION
  SELECT 'documents/' || r.date_document_key
  FROM core.milestones AS r
  UNION
  SELECT 'documents/' || r.period_document_key
  FROM core.observations AS r
  UNION
  SELECT 'documents/' || r.period_document_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'entities/' || r.payer_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'entities/' || r.payee_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'entities/' || r.counterpart_entity_key
  FROM core.observations AS r
  UNION
  SELECT 'places/' || r.place_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'places/' || r.market_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'places/' || r.counterpart_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'places/' || r.market_key
  FROM core.observations AS r
  UNION
  SELECT 'minerals/' || r.about_mineral_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'minerals/' || r.mineral_key
  FROM core.monetary_values AS r
  UNION
  SELECT 'minerals/' || r.about_mineral_key
  FROM core.observations AS r
  UNION
  SELECT 'units/' || r.base_key
  FROM core.units AS r
  UNION
  SELECT 'units/' || r.unit_key
  FROM core.observations AS r
  UNION
  SELECT 'events/' || r.event_key
  FROM core.monetary_values AS r
  UNION
  SELECT f.path
  FROM core.disagreement_facts AS r
  JOIN core.facts AS f ON f.fact_id = r.fact_id
),

registered AS (
  SELECT 'entities/' || r.key AS path
  FROM core.entities AS r
  UNION ALL
  SELECT 'places/' || r.key
  FROM core.places AS r
  UNION ALL
  SELECT 'minerals/' || r.key
  FROM core.minerals AS r
  JOIN core.terms AS k ON k.scheme = 'mineral-kind' AND k.key = r.kind
  WHERE 'is_element' <> ALL(k.flags) OR r.parent_key IS NULL
  UNION ALL
  SELECT 'indicators/' || r.key
  FROM core.indicators AS r
  UNION ALL
  SELECT 'units/' || r.key
  FROM core.units AS r
  UNION ALL
  SELECT 'currencies/' || r.key
  FROM core.currencies AS r
  UNION ALL
  SELECT 'events/' || r.key
  FROM core.events AS r
  UNION ALL
  SELECT 'documents/' || r.key
  FROM core.documents AS r
)

SELECT
  r.path AS fact,
  'nothing refers to it, and nothing is said about it' AS problem
FROM registered AS r
LEFT JOIN used AS u ON u.path = r.path
LEFT JOIN core.facts AS f ON f.path = r.path
WHERE u.path IS NULL AND f.basis IS DISTINCT FROM 'reference'
ORDER BY r.path;
