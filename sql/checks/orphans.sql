/* check
title: Every registered thing is used
description: Entities, places, minerals, indicators, units, currencies, events and documents that nothing refers to and nothing
  is said about. An element of a group may stand there for the group's sake, and what a reference work says may wait for a
  document that speaks of it. A judgement that tells two names apart is no use.
severity: warning
hint: remove the record, or write down the fact for which it was registered
*/
WITH
-- Written by make docs from the classes in warehouse/model; changes until the next such line are lost.
used AS (
  SELECT v.path
  FROM core.places AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.parent_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.units AS r
  CROSS JOIN LATERAL (VALUES
    ('units/' || r.base_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.minerals AS r
  CROSS JOIN LATERAL (VALUES
    ('minerals/' || r.parent_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.entities AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.country_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.documents AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.publisher_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.facilities AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.strategies AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.issuer_key),
    ('places/' || r.jurisdiction_key),
    ('places/' || r.target_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_lists AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.jurisdiction_key),
    ('entities/' || r.steward_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.events AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.indicators AS r
  CROSS JOIN LATERAL (VALUES
    ('units/' || r.unit_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.facts AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.attributed_to_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.citations AS r
  CROSS JOIN LATERAL (VALUES
    ('documents/' || r.document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.names AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.entity_relations AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.object_key),
    ('documents/' || r.period_document_key)
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
    ('events/' || r.event_key),
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
    ('events/' || r.event_key),
    ('entities/' || r.entity_key),
    ('documents/' || r.date_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.monetary_values AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('currencies/' || lower(r.currency_code)),
    ('units/' || r.per_unit_key),
    ('currencies/' || lower(r.equivalent_currency_code)),
    ('documents/' || r.period_document_key),
    ('places/' || r.place_key),
    ('minerals/' || r.about_mineral_key),
    ('events/' || r.event_key),
    ('entities/' || r.payer_key),
    ('entities/' || r.payee_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.market_key),
    ('places/' || r.counterpart_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.observations AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.place_key),
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('indicators/' || r.indicator_key),
    ('places/' || r.counterpart_key),
    ('minerals/' || r.mineral_key),
    ('documents/' || r.period_document_key),
    ('minerals/' || r.about_mineral_key),
    ('units/' || r.unit_key),
    ('places/' || r.market_key),
    ('entities/' || r.counterpart_entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_list_versions AS r
  CROSS JOIN LATERAL (VALUES
    ('documents/' || r.period_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_list_members AS r
  CROSS JOIN LATERAL (VALUES
    ('minerals/' || r.member_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.mineral_classifications AS r
  CROSS JOIN LATERAL (VALUES
    ('minerals/' || r.mineral_key),
    ('entities/' || r.authority_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.scopes AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.mineral_key),
    ('minerals/' || r.covered_mineral_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.statements AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.comparisons AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.place_key),
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.about_mineral_key),
    ('indicators/' || r.indicator_key),
    ('units/' || r.unit_key),
    ('currencies/' || lower(r.currency_code)),
    ('documents/' || r.base_period_document_key),
    ('places/' || r.base_place_key),
    ('places/' || r.base_without_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.market_key),
    ('places/' || r.counterpart_key),
    ('entities/' || r.counterpart_entity_key),
    ('documents/' || r.period_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.holdings AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('entities/' || r.of_entity_key),
    ('documents/' || r.period_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.links AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.place_key),
    ('entities/' || r.to_entity_key),
    ('events/' || r.to_event_key),
    ('minerals/' || r.to_mineral_key),
    ('places/' || r.to_place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.statuses AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('documents/' || r.as_of_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.identifiers AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key),
    ('events/' || r.event_key),
    ('minerals/' || r.mineral_key),
    ('places/' || r.place_key),
    ('documents/' || r.period_document_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.positions AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.place_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.strategy_parties AS r
  CROSS JOIN LATERAL (VALUES
    ('entities/' || r.entity_key)
  ) AS v (path)
  UNION
  SELECT v.path
  FROM core.strategy_places AS r
  CROSS JOIN LATERAL (VALUES
    ('places/' || r.role_place_key)
  ) AS v (path)
),
-- End of what make docs writes.
involved AS (
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
LEFT JOIN involved AS i ON i.path = r.path
LEFT JOIN core.facts AS f ON f.path = r.path
WHERE u.path IS NULL AND i.path IS NULL AND f.basis IS DISTINCT FROM 'reference'
ORDER BY r.path;
