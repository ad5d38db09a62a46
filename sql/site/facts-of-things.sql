/* site
rows: "facts that are about a thing, and those that name it: thing by thing in the order of its page, or fact by fact"
params:
  by_fact: {type: boolean, meaning: "fact by fact, and only the things that a fact names"}
*/
WITH registered AS (
  SELECT s.subject_key, s.fact_key FROM mart.dim_subject AS s
),

-- every column of the mart that refers to a thing, but for those that repeat what the fact is about
named AS (
  SELECT f.fact_key, 'entities/' || f.said_by_entity_key AS subject_key FROM mart.dim_fact AS f
  UNION
  SELECT p.fact_key, 'entities/' || p.entity_key FROM mart.bridge_agreement_party AS p
  UNION
  SELECT p.fact_key, 'entities/' || p.entity_key FROM mart.bridge_facility_party AS p
  UNION
  SELECT p.fact_key, 'entities/' || p.entity_key FROM mart.bridge_event_participant AS p
  UNION
  SELECT m.fact_key, 'minerals/' || m.member_mineral_key FROM mart.bridge_mineral_list_member AS m
  UNION
  SELECT r.fact_key, 'entities/' || r.object_entity_key FROM mart.fact_entity_relation AS r
  UNION
  SELECT j.fact_key, 'entities/' || j.other_entity_key FROM mart.fact_identity_judgement AS j
  UNION
  SELECT c.fact_key, 'entities/' || c.authority_entity_key FROM mart.fact_mineral_classification AS c
  UNION
  SELECT s.fact_key, 'minerals/' || s.covered_mineral_key FROM mart.fact_scope AS s
  UNION
  SELECT s.fact_key, 'supply_chain_stages/' || s.covered_stage_key FROM mart.fact_scope AS s
  UNION
  SELECT v.fact_key, 'currencies/' || lower(v.currency_code) FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'units/' || v.per_unit_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'entities/' || v.payer_entity_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'entities/' || v.payee_entity_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'minerals/' || v.mineral_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'places/' || v.market_place_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'places/' || v.counterpart_place_key FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, 'supply_chain_stages/' || v.measured_stage_key FROM mart.fact_money AS v
  UNION
  SELECT o.fact_key, 'indicators/' || o.indicator_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'units/' || o.unit_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'places/' || o.counterpart_place_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'minerals/' || o.mineral_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'places/' || o.market_place_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'entities/' || o.counterpart_entity_key FROM mart.fact_observation AS o
  UNION
  SELECT o.fact_key, 'supply_chain_stages/' || o.measured_stage_key FROM mart.fact_observation AS o
  UNION
  SELECT a.fact_key, 'agreements/' || a.parent_agreement_key FROM mart.dim_agreement AS a
  UNION
  SELECT e.fact_key, 'places/' || e.place_key FROM mart.dim_event AS e
  UNION
  SELECT l.fact_key, 'places/' || l.place_key FROM mart.dim_facility AS l
  UNION
  SELECT n.fact_key, 'places/' || n.jurisdiction_place_key FROM mart.dim_mineral_list AS n
  UNION
  SELECT n.fact_key, 'entities/' || n.steward_entity_key FROM mart.dim_mineral_list AS n
  UNION
  SELECT g.fact_key, 'entities/' || g.issuer_entity_key FROM mart.dim_strategy AS g
  UNION
  SELECT g.fact_key, 'places/' || g.jurisdiction_place_key FROM mart.dim_strategy AS g
  UNION
  SELECT g.fact_key, 'places/' || g.target_place_key FROM mart.dim_strategy AS g
  UNION
  SELECT r.fact_key, 'places/' || e.country_key
  FROM mart.dim_entity AS e
  JOIN registered AS r ON r.subject_key = 'entities/' || e.entity_key
  UNION
  SELECT r.fact_key, 'entities/' || d.publisher_entity_key
  FROM mart.dim_document AS d
  JOIN registered AS r ON r.subject_key = 'documents/' || d.document_key
  UNION
  SELECT r.fact_key, 'minerals/' || m.parent_mineral_key
  FROM mart.dim_mineral AS m
  JOIN registered AS r ON r.subject_key = 'minerals/' || m.mineral_key
  UNION
  SELECT r.fact_key, 'places/' || p.parent_place_key
  FROM mart.dim_place AS p
  JOIN registered AS r ON r.subject_key = 'places/' || p.place_key
  UNION
  SELECT r.fact_key, 'units/' || i.unit_key
  FROM mart.dim_indicator AS i
  JOIN registered AS r ON r.subject_key = 'indicators/' || i.indicator_key
  UNION
  SELECT r.fact_key, 'units/' || u.base_unit_key
  FROM mart.dim_unit AS u
  JOIN registered AS r ON r.subject_key = 'units/' || u.unit_key
),

related AS (
  SELECT f.subject_key, f.fact_key, 'about' AS relation
  FROM mart.dim_fact AS f
  UNION ALL
  SELECT n.subject_key, n.fact_key, 'naming'
  FROM named AS n
  JOIN mart.dim_fact AS f ON f.fact_key = n.fact_key
  WHERE n.subject_key <> f.subject_key
)

SELECT
  r.subject_key,
  s.name,
  r.relation,
  r.fact_key
FROM related AS r
JOIN mart.dim_fact AS f ON f.fact_key = r.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = r.subject_key
WHERE
  s.family NOT IN ('documents', 'disagreements')
  AND (NOT :by_fact OR r.relation = 'naming' AND s.family NOT IN ('currencies', 'indicators', 'units'))
ORDER BY
  CASE WHEN :by_fact THEN r.fact_key ELSE r.subject_key END COLLATE "C",
  r.relation,
  array_position(ARRAY[
    'monetary_values', 'observations', 'milestones', 'agreement_parties', 'facility_parties', 'event_participants',
    'entity_relations', 'strategy_measures', 'mineral_list_versions', 'mineral_list_members', 'statements', 'scopes',
    'mineral_classifications', 'names', 'identity_judgements', 'stage_synonyms'
  ], f.family) NULLS FIRST,
  f.family COLLATE "C",
  f.path COLLATE "C",
  r.subject_key COLLATE "C";
