/* report
title: Who with whom
question: Which two parties are tied to each other, and by which agreements, plants, meetings and relations?
grain: [entity_key, other_key]
params:
  entity:
    type: text
    help: key of an entity; only its ties, with it on the left; without it every pair once
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
      rows: 24
      contains:
        - {entity: Alta Resource Technologies, other: Korea Zinc, ties: "3", events: ""}
        - {entity: POSCO International, other: ReElement Technologies, ties: "3"}
        - {entity: POSCO International, other: European automaker (unnamed), ties: "1"}
        - {entity: Blue House, other: Government of South Korea, same_party: unsure}
        - {entity: Jang In-hwa, other: POSCO Group, relations: Jang In-hwa chair of POSCO Group (Chairman)}
  - params: {entity: posco-international}
    expect:
      rows: 7
      contains:
        - entity: POSCO International
          other: European automaker (unnamed)
          agreements: Permanent magnets for a European automaker (supplier – buyer, in force)
  - params: {entity: no-such-entity}
    expect: {rows: 0}
*/
WITH parts AS (
  SELECT
    'agreement' AS via,
    p.agreement_key AS thing_key,
    p.entity_key,
    p.role,
    p.fact_id
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'plant',
    p.facility_key,
    p.entity_key,
    p.role,
    p.fact_id
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT
    'event',
    p.event_key,
    p.entity_key,
    p.role,
    p.fact_id
  FROM core.event_participants AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
),

things AS (
  SELECT
    'agreement' AS via,
    a.key,
    a.name,
    f.modality
  FROM core.agreements AS a
  JOIN core.facts AS f ON f.fact_id = a.fact_id
  UNION ALL
  SELECT
    'plant',
    l.key,
    l.name,
    f.modality
  FROM core.facilities AS l
  JOIN core.facts AS f ON f.fact_id = l.fact_id
  UNION ALL
  SELECT
    'event',
    e.key,
    e.name,
    NULL
  FROM core.events AS e
),

shared AS (
  SELECT
    one.entity_key,
    other.entity_key AS other_key,
    one.via,
    one.thing_key,
    t.name || ' (' || concat_ws(
      ', ',
      CASE WHEN one.role = other.role THEN one.role ELSE one.role || ' – ' || other.role END,
      t.modality
    ) || ')' AS words,
    one.fact_id,
    other.fact_id AS other_fact_id
  FROM parts AS one
  JOIN parts AS other
    ON other.via = one.via AND other.thing_key = one.thing_key AND other.entity_key <> one.entity_key
  JOIN things AS t ON t.via = one.via AND t.key = one.thing_key
),

related AS (
  SELECT
    r.entity_key AS subject_key,
    r.object_key,
    s.name || ' ' || r.relation || ' ' || o.name || coalesce(' (' || r.title || ')', '') AS words,
    r.fact_id
  FROM core.entity_relations AS r
  JOIN core.facts AS f ON f.fact_id = r.fact_id
  JOIN core.entities AS s ON s.key = r.entity_key
  JOIN core.entities AS o ON o.key = r.object_key
  WHERE f.rank <> 'deprecated'
),

ties AS (
  SELECT s.entity_key, s.other_key, s.via, s.thing_key, s.words, s.fact_id, s.other_fact_id
  FROM shared AS s
  UNION ALL
  SELECT r.subject_key, r.object_key, 'relation', r.words, r.words, r.fact_id, r.fact_id
  FROM related AS r
  UNION ALL
  SELECT r.object_key, r.subject_key, 'relation', r.words, r.words, r.fact_id, r.fact_id
  FROM related AS r
),

judged AS (
  SELECT
    j.entity_key AS first_key,
    j.other_key AS second_key,
    string_agg(DISTINCT j.verdict, '; ' ORDER BY j.verdict) AS verdicts,
    array_agg(j.fact_id) AS facts
  FROM core.identity_judgements AS j
  JOIN core.facts AS f ON f.fact_id = j.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY j.entity_key, j.other_key
),

pairs AS (
  SELECT
    t.entity_key,
    t.other_key,
    count(DISTINCT t.via || '/' || t.thing_key) AS ties,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'agreement') AS agreements,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'plant') AS plants,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'event') AS events,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'relation') AS relations,
    array_agg(t.fact_id) FILTER (WHERE t.via = 'agreement')
      || array_agg(t.other_fact_id) FILTER (WHERE t.via = 'agreement') AS agreement_facts,
    array_agg(t.fact_id) FILTER (WHERE t.via = 'plant')
      || array_agg(t.other_fact_id) FILTER (WHERE t.via = 'plant') AS plant_facts,
    array_agg(t.fact_id) FILTER (WHERE t.via = 'event')
      || array_agg(t.other_fact_id) FILTER (WHERE t.via = 'event') AS event_facts,
    array_agg(t.fact_id) FILTER (WHERE t.via = 'relation') AS relation_facts
  FROM ties AS t
  GROUP BY t.entity_key, t.other_key
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
JOIN core.entities AS e ON e.key = p.entity_key
JOIN core.entities AS o ON o.key = p.other_key
LEFT JOIN judged AS j
  ON j.first_key = least(p.entity_key, p.other_key) AND j.second_key = greatest(p.entity_key, p.other_key)
WHERE p.entity_key = :entity OR (:entity IS NULL AND p.entity_key < p.other_key)
ORDER BY e.name, o.name, p.entity_key, p.other_key;
