/* report
title: Entity dossier
question: What do the documents say of an entity, and of the agreements, plants, events and strategies it has a part in?
grain: [said_fact]
params:
  entity:
    type: text
    required: true
    help: key of the entity, such as posco-international
  topic:
    type: text
    help: only facts of this topic; without it all
    choices: [identity, name, relation, part, agreement, plant, event, strategy, list, step, money, figure, scope, measure, statement]
  since:
    type: date
    help: only facts that are dated and can fall on this day or later; without it all
columns:
  about:
    meaning: the entity itself, or what it has a part in, by name or our short title
  topic:
    meaning: what kind of thing is said
  says:
    meaning: what is said, in our own words; figures, dates and titles as printed
  date:
    meaning: date as an EDTF value, no finer than the document prints it
    empty: the fact has no date
  modality:
    meaning: whether it has occurred, is in force, planned, pledged …
    empty: the fact only names or classifies
  said_by:
    meaning: who says so in the document
    empty: the document itself
  note:
    meaning: what a reader must know to use the fact
    empty: nothing
cite:
  says: said_fact
chart: {kind: timeline, x: date, y: says, series: about}
cases:
  - params: {entity: korea-zinc}
    expect:
      rows: 17
      contains:
        - {topic: identity, says: "company, South Korea", about: Korea Zinc}
        - {topic: figure, says: "Annual capacity of high-purity rare earth oxides: 100 tons annually", modality: intended}
        - {topic: step, date: 2026-01-13, says: announced 2026-01-13 (January 13)}
        - {topic: step, date: "2027", says: commercial operation by 2027 (by 2027)}
        - {topic: part, says: Alta Resource Technologies is partner, modality: ""}
  - params: {entity: posco-international, topic: money}
    expect:
      rows: 4
      contains:
        - {says: "contract value: 260 billion KRW (roughly 179 million USD)"}
        - {says: "portfolio total: 1.76 trillion KRW (about 1.21 billion USD), the total of parts"}
  - params: {entity: government-of-south-korea, topic: money}
    expect: {rows: 2}
  - params: {entity: korea-international-trade-association, topic: figure}
    expect:
      rows: 2
      contains:
        - {about: South Korea, says: "Import dependence of rare earth permanent magnets from China: 99.3%"}
  - params: {entity: korea-zinc, since: 2027-01-01}
    expect: {rows: 1}
  - params: {entity: no-such-entity}
    expect: {rows: 0}
*/
WITH subjects AS (
  SELECT 'agreements' AS family, a.key, a.name FROM core.agreements AS a
  UNION ALL
  SELECT 'entities', e.key, e.name FROM core.entities AS e
  UNION ALL
  SELECT 'events', v.key, v.name FROM core.events AS v
  UNION ALL
  SELECT 'facilities', l.key, l.name FROM core.facilities AS l
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name FROM core.mineral_lists AS n
  UNION ALL
  SELECT 'minerals', m.key, m.name FROM core.minerals AS m
  UNION ALL
  SELECT 'places', p.key, p.name FROM core.places AS p
  UNION ALL
  SELECT 'strategies', s.key, s.name FROM core.strategies AS s
),

parts AS (
  SELECT 'agreements' AS family, p.agreement_key AS key
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :entity AND f.rank <> 'deprecated'
  UNION
  SELECT 'facilities', p.facility_key
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :entity AND f.rank <> 'deprecated'
  UNION
  SELECT 'events', p.event_key
  FROM core.event_participants AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :entity AND f.rank <> 'deprecated'
  UNION
  SELECT 'strategies', s.key
  FROM core.strategies AS s
  WHERE s.issuer_key = :entity
  UNION
  SELECT 'mineral_lists', n.key
  FROM core.mineral_lists AS n
  WHERE n.steward_key = :entity
  UNION
  SELECT 'entities', e.key
  FROM core.entities AS e
  WHERE e.key = :entity
),

mentions AS (
  SELECT r.fact_id
  FROM core.entity_relations AS r
  WHERE r.object_key = :entity
  UNION
  SELECT j.fact_id
  FROM core.identity_judgements AS j
  WHERE j.other_key = :entity
  UNION
  SELECT c.fact_id
  FROM core.mineral_classifications AS c
  WHERE c.authority_key = :entity
  UNION
  SELECT f.fact_id
  FROM core.facts AS f
  WHERE f.attributed_to_key = :entity
),

said AS (
  SELECT
    e.fact_id,
    'identity' AS topic,
    concat_ws(', ', e.kind, p.name, e.descriptor) AS says,
    NULL AS date,
    NULL::date AS latest
  FROM core.entities AS e
  LEFT JOIN core.places AS p ON p.key = e.country_key
  UNION ALL
  SELECT
    j.fact_id,
    'identity',
    CASE j.verdict WHEN 'same' THEN '' WHEN 'different' THEN 'not ' ELSE 'perhaps ' END
      || 'the same as ' || o.name || ': ' || j.reason,
    NULL,
    NULL
  FROM core.identity_judgements AS j
  JOIN core.entities AS o ON o.key = j.other_key
  UNION ALL
  SELECT n.fact_id, 'name', 'also called ' || n.name || ' (' || n.kind || ')', NULL, NULL
  FROM core.entity_names AS n
  UNION ALL
  SELECT r.fact_id, 'relation', concat_ws(' ', r.relation, o.name, '(' || r.title || ')'), NULL, NULL
  FROM core.entity_relations AS r
  JOIN core.entities AS o ON o.key = r.object_key
  UNION ALL
  SELECT p.fact_id, 'part', e.name || ' is ' || p.role, NULL, NULL
  FROM core.agreement_parties AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT p.fact_id, 'part', e.name || ' is ' || p.role, NULL, NULL
  FROM core.facility_parties AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT p.fact_id, 'part', e.name || ' is ' || p.role, NULL, NULL
  FROM core.event_participants AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT a.fact_id, 'agreement', concat_ws(', ', a.kind, 'belongs to or came of: ' || b.name), NULL, NULL
  FROM core.agreements AS a
  LEFT JOIN core.agreements AS b ON b.key = a.parent_key
  UNION ALL
  SELECT l.fact_id, 'plant', concat_ws(', ', l.kind, p.name), NULL, NULL
  FROM core.facilities AS l
  LEFT JOIN core.places AS p ON p.key = l.place_key
  UNION ALL
  SELECT
    v.fact_id,
    'event',
    concat_ws(', ', v.kind, p.name, CASE v.is_public WHEN true THEN 'public' WHEN false THEN 'private' END),
    NULL,
    NULL
  FROM core.events AS v
  LEFT JOIN core.places AS p ON p.key = v.place_key
  UNION ALL
  SELECT s.fact_id, 'strategy', concat_ws(', ', s.kind, p.name, 'aimed at ' || t.name), NULL, NULL
  FROM core.strategies AS s
  JOIN core.places AS p ON p.key = s.jurisdiction_key
  LEFT JOIN core.places AS t ON t.key = s.target_key
  UNION ALL
  SELECT n.fact_id, 'list', concat_ws(', ', 'list of ' || n.entry_term, p.name), NULL, NULL
  FROM core.mineral_lists AS n
  JOIN core.places AS p ON p.key = n.jurisdiction_key
  UNION ALL
  SELECT n.fact_id, 'list', concat_ws(' ', 'version', n.label || ':', n.stated_count, n.counted), NULL, NULL
  FROM core.mineral_list_versions AS n
  UNION ALL
  SELECT n.fact_id, 'list', 'version ' || n.version_label || ' names ' || m.name, NULL, NULL
  FROM core.mineral_list_members AS n
  JOIN core.minerals AS m ON m.key = n.member_key
  UNION ALL
  SELECT
    m.fact_id,
    'step',
    concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')'),
    m.date_edtf,
    coalesce(m.date_latest, 'infinity')
  FROM core.milestones AS m
  UNION ALL
  SELECT
    v.fact_id,
    'money',
    v.kind || ': ' || v.words || coalesce(' (' || v.equivalent_words || ')', '')
      || CASE WHEN v.is_total THEN ', the total of parts' ELSE '' END,
    NULL,
    NULL
  FROM core.monetary_values AS v
  UNION ALL
  SELECT
    o.fact_id,
    'figure',
    concat_ws(' ', i.name, 'of ' || m.name, 'from ' || p.name) || ': ' || o.words,
    o.period_edtf,
    CASE WHEN o.period_edtf IS NOT NULL THEN coalesce(o.period_latest, 'infinity') END
  FROM core.observations AS o
  JOIN core.indicators AS i ON i.key = o.indicator_key
  LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
  LEFT JOIN core.places AS p ON p.key = o.counterpart_key
  UNION ALL
  SELECT s.fact_id, 'scope', concat_ws(' ', 'covers', s.words, '(' || g.name || ')'), NULL, NULL
  FROM core.scopes AS s
  LEFT JOIN core.supply_chain_stages AS g ON g.key = s.covered_stage_key
  UNION ALL
  SELECT c.fact_id, 'scope', 'called ' || c.classification || ' (' || c.words || ')', NULL, NULL
  FROM core.mineral_classifications AS c
  UNION ALL
  SELECT m.fact_id, 'measure', m.kind || ': ' || m.description, NULL, NULL
  FROM core.strategy_measures AS m
  UNION ALL
  SELECT t.fact_id, 'statement', t.kind || ': ' || t.statement, NULL, NULL
  FROM core.statements AS t
),

concerning AS (
  SELECT
    f.fact_id,
    f.path,
    f.modality,
    f.attributed_to_key,
    f.attributed_words,
    f.note,
    split_part(f.path, '/', 1) AS family,
    split_part(f.path, '/', 2) AS key
  FROM core.facts AS f
  WHERE
    f.rank <> 'deprecated'
    AND (
      (split_part(f.path, '/', 1), split_part(f.path, '/', 2)) IN (SELECT p.family, p.key FROM parts AS p)
      OR f.fact_id IN (SELECT m.fact_id FROM mentions AS m)
    )
)

SELECT
  s.name AS about,
  w.topic,
  w.says,
  w.date,
  c.modality,
  coalesce(e.name, c.attributed_words) AS said_by,
  c.note,
  c.fact_id AS said_fact
FROM concerning AS c
JOIN said AS w ON w.fact_id = c.fact_id
JOIN subjects AS s ON s.family = c.family AND s.key = c.key
LEFT JOIN core.entities AS e ON e.key = c.attributed_to_key
WHERE
  (:topic IS NULL OR w.topic = :topic)
  AND (:since IS NULL OR w.latest >= :since)
ORDER BY c.family <> 'entities' OR c.key <> :entity, c.family, c.key, c.path;
