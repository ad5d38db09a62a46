/* report
title: Who with whom
question: Which two parties are tied to each other, and by which agreements, plants, meetings and relations?
grain: [entity_key, other_key]
params:
  entity:
    type: text
    help: key of an entity; only its ties, with it on the left; without it every pair once
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
columns:
  entity:
    meaning: one of the two, by name
  other:
    meaning: the other one, by name
  ties:
    meaning: number of agreements, plants, meetings and relations that tie the two
    unit: ties
  agreements:
    meaning: agreements both are party to, with role or roles in the order of the pair, and modality
    empty: none
  plants:
    meaning: facilities both have a part in, with role or roles and modality
    empty: none
  events:
    meaning: events both took part in, with role or roles
    empty: none
  relations:
    meaning: what one is to the other, as a sentence
    empty: none is stated
  same_party:
    meaning: verdict on whether the two are one; "unsure" means that no document settles it
    empty: nobody had to judge
  entity_key:
    meaning: key of the one
    key_of: entities
  other_key:
    meaning: key of the other
    key_of: entities
cite:
  agreements: agreement_facts
  plants: plant_facts
  events: event_facts
  relations: relation_facts
  same_party: judgement_facts
chart: {kind: matrix, x: other, y: entity, value: ties}
cases:
  - expect:
      rows: 28
      contains:
        - {entity: Alta Resource Technologies, other: Korea Zinc, ties: "3", events: ""}
        - {entity: POSCO International, other: ReElement Technologies, ties: "3"}
        - {entity: POSCO International, other: European automaker (unnamed), ties: "1"}
        - {entity: Blue House, other: Government of South Korea, same_party: unsure}
        - {entity: Jang In-hwa, other: POSCO Group, relations: Jang In-hwa chair of POSCO Group (Chairman)}
  - params: {entity: posco-international}
    expect:
      rows: 11
      contains:
        - entity: POSCO International
          other: European automaker (unnamed)
          agreements: Permanent magnets for a European automaker (supplier – buyer, in force)
  - params: {entity: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH shared AS (
  SELECT
    one.entity_key,
    other.entity_key AS other_key,
    one.subject_family AS via,
    one.subject_key AS thing,
    one.subject || ' (' || concat_ws(
      ', ',
      CASE WHEN one.role = other.role THEN one.role ELSE one.role || ' – ' || other.role END,
      CASE WHEN one.subject_family <> 'events' THEN one.subject_modality END
    ) || ')' AS words,
    one.fact_key,
    other.fact_key AS other_fact_key
  FROM mart.wide_parties AS one
  JOIN mart.wide_parties AS other ON other.subject_key = one.subject_key AND other.entity_key <> one.entity_key
  WHERE one.subject_family <> 'strategies'
),

related AS (
  SELECT
    r.entity_key AS subject_key,
    r.object_entity_key AS object_key,
    s.name || ' ' || r.relation || ' ' || o.name || coalesce(' (' || r.title || ')', '') AS words,
    r.fact_key
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_entity AS s ON s.entity_key = r.entity_key
  JOIN mart.dim_entity AS o ON o.entity_key = r.object_entity_key
),

ties AS (
  SELECT s.entity_key, s.other_key, s.via, s.thing, s.words, s.fact_key, s.other_fact_key
  FROM shared AS s
  UNION ALL
  SELECT r.subject_key, r.object_key, 'relations', r.words, r.words, r.fact_key, r.fact_key
  FROM related AS r
  UNION ALL
  SELECT r.object_key, r.subject_key, 'relations', r.words, r.words, r.fact_key, r.fact_key
  FROM related AS r
),

pairs AS (
  SELECT
    t.entity_key,
    t.other_key,
    count(DISTINCT t.via || '/' || t.thing) AS ties,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'agreements') AS agreements,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'facilities') AS plants,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'events') AS events,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'relations') AS relations,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'agreements')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'agreements') AS agreement_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'facilities')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'facilities') AS plant_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'events')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'events') AS event_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'relations') AS relation_facts
  FROM ties AS t
  GROUP BY t.entity_key, t.other_key
),

judged AS (
  SELECT
    j.entity_key AS first_key,
    j.other_entity_key AS second_key,
    string_agg(DISTINCT j.verdict, '; ' ORDER BY j.verdict) AS verdicts,
    array_agg(j.fact_key) AS facts
  FROM mart.fact_identity_judgement AS j
  GROUP BY j.entity_key, j.other_entity_key
)

SELECT
  e.name AS entity,
  o.name AS other,
  p.ties,
  p.agreements,
  p.plants,
  p.events,
  p.relations,
  j.verdicts AS same_party,
  p.entity_key,
  p.other_key,
  p.agreement_facts,
  p.plant_facts,
  p.event_facts,
  p.relation_facts,
  j.facts AS judgement_facts
FROM pairs AS p
JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
JOIN mart.dim_entity AS o ON o.entity_key = p.other_key
LEFT JOIN judged AS j
  ON j.first_key = least(p.entity_key, p.other_key) AND j.second_key = greatest(p.entity_key, p.other_key)
WHERE p.entity_key = :entity OR (:entity IS NULL AND p.entity_key < p.other_key)
ORDER BY e.name, o.name, p.entity_key, p.other_key;
