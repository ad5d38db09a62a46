/* report
title: Who with whom
question: Which two parties are tied to each other, where, and by which agreements, plants, meetings, relations and stakes?
grain: [entity_key, other_key]
params:
  entity:
    type: text
    help: key of an entity; only its ties, with it on the left; without it every pair once
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  region:
    type: text
    help: key of a country, region or continent; only pairs whose other one belongs there; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
columns:
  entity:
    meaning: one of the two, by name
  other:
    meaning: the other one, by name
  other_country:
    meaning: country the other one belongs to
    empty: no document says
  other_region:
    meaning: regions and continents that it lies in, by its country or because a document says so, between semicolons
    empty: no document says, or none is recorded around its country
  ties:
    meaning: number of agreements, plants, meetings, relations and stakes that tie the two
    unit: ties
  agreements:
    meaning: agreements both are party to, with role or roles in the order of the pair, modality, and non-binding where they are
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
  stakes:
    meaning: what one holds of the other, as a sentence with the stake as printed
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
  other_region: region_facts
  agreements: agreement_facts
  plants: plant_facts
  events: event_facts
  relations: relation_facts
  stakes: stake_facts
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
  - params: {entity: posco-international, region: north-america}
    expect:
      rows: 3
      contains:
        - {other: Partners of POSCO International in North America (unnamed), other_region: North America}
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
      CASE WHEN one.subject_family <> 'events' THEN one.subject_modality END,
      CASE WHEN w.binding <> 'binding' THEN w.binding END
    ) || ')' AS words,
    one.fact_key,
    other.fact_key AS other_fact_key
  FROM mart.wide_parties AS one
  JOIN mart.wide_parties AS other ON other.subject_key = one.subject_key AND other.entity_key <> one.entity_key
  LEFT JOIN mart.wide_agreements AS w ON 'agreements/' || w.agreement_key = one.subject_key
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

held AS (
  SELECT
    h.owner_key AS subject_key,
    split_part(h.held_subject_key, '/', 2) AS object_key,
    h.owner || ' holds ' || h.held || ': ' || h.as_printed || coalesce(' (' || nullif(h.outlook, 'present') || ')', '') AS words,
    h.fact_key
  FROM mart.wide_holdings AS h
  WHERE h.held_family = 'entities' AND h.is_chosen
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
  UNION ALL
  SELECT h.subject_key, h.object_key, 'stakes', h.words, h.words, h.fact_key, h.fact_key
  FROM held AS h
  UNION ALL
  SELECT h.object_key, h.subject_key, 'stakes', h.words, h.words, h.fact_key, h.fact_key
  FROM held AS h
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
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.via = 'stakes') AS stakes,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'agreements')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'agreements') AS agreement_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'facilities')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'facilities') AS plant_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'events')
      || array_agg(t.other_fact_key) FILTER (WHERE t.via = 'events') AS event_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'relations') AS relation_facts,
    array_agg(t.fact_key) FILTER (WHERE t.via = 'stakes') AS stake_facts
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
),

lies_in AS (
  SELECT e.entity_key, e.country_key AS place_key, NULL AS fact_key
  FROM mart.dim_entity AS e
  WHERE e.country_key IS NOT NULL
  UNION
  SELECT t.entity_key, t.to_place_key, t.fact_key
  FROM mart.fact_link AS t
  WHERE t.entity_key IS NOT NULL AND t.to_place_key IS NOT NULL AND t.relation_group = 'located in'
),

-- A place, and up to four places that lie around it.
around AS (
  SELECT l.entity_key, l.fact_key, x.place_key, x.name, x.is_aggregate
  FROM lies_in AS l
  JOIN mart.dim_place AS p ON p.place_key = l.place_key
  LEFT JOIN mart.dim_place AS q ON q.place_key = p.parent_place_key
  LEFT JOIN mart.dim_place AS r ON r.place_key = q.parent_place_key
  LEFT JOIN mart.dim_place AS s ON s.place_key = r.parent_place_key
  LEFT JOIN mart.dim_place AS t ON t.place_key = s.parent_place_key
  JOIN mart.dim_place AS x ON x.place_key IN (p.place_key, q.place_key, r.place_key, s.place_key, t.place_key)
),

regions AS (
  SELECT
    a.entity_key,
    string_agg(DISTINCT a.name, '; ' ORDER BY a.name) FILTER (WHERE a.is_aggregate) AS regions,
    array_agg(DISTINCT a.fact_key) FILTER (WHERE a.is_aggregate) AS facts,
    bool_or(a.place_key = :region) AS is_asked_for
  FROM around AS a
  GROUP BY a.entity_key
)

SELECT
  e.name AS entity,
  o.name AS other,
  o.country_name AS other_country,
  a.regions AS other_region,
  p.ties,
  p.agreements,
  p.plants,
  p.events,
  p.relations,
  p.stakes,
  j.verdicts AS same_party,
  p.entity_key,
  p.other_key,
  a.facts AS region_facts,
  p.agreement_facts,
  p.plant_facts,
  p.event_facts,
  p.relation_facts,
  p.stake_facts,
  j.facts AS judgement_facts
FROM pairs AS p
JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
JOIN mart.dim_entity AS o ON o.entity_key = p.other_key
LEFT JOIN judged AS j
  ON j.first_key = least(p.entity_key, p.other_key) AND j.second_key = greatest(p.entity_key, p.other_key)
LEFT JOIN regions AS a ON a.entity_key = p.other_key
WHERE
  (p.entity_key = :entity OR (:entity IS NULL AND p.entity_key < p.other_key))
  AND (:region IS NULL OR a.is_asked_for)
ORDER BY e.name, o.name, p.entity_key, p.other_key;
