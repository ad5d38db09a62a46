/* report
title: Entity dossier
question: What do the documents say of an entity, and of the agreements, plants, events and strategies it has a part in?
grain: [said_fact]
params:
  entity:
    type: text
    required: true
    help: key of the entity, such as posco-international
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
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
      rows: 21
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
  - params: {entity: korea-zinc, since: 2100-01-01}
    expect: {rows: 0}
*/
WITH parts AS (
  SELECT p.subject_key
  FROM mart.wide_parties AS p
  WHERE p.entity_key = :entity AND p.subject_family <> 'strategies'
  UNION ALL
  SELECT p.subject_key
  FROM mart.bridge_strategy_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'strategy-role' AND k.label = p.role
  WHERE p.entity_key = :entity AND k.is_issuer
  UNION ALL
  SELECT 'mineral_lists/' || n.mineral_list_key
  FROM mart.dim_mineral_list AS n
  WHERE n.steward_entity_key = :entity
  UNION ALL
  SELECT 'entities/' || :entity
),

mentions AS (
  SELECT p.fact_key
  FROM mart.bridge_strategy_party AS p
  WHERE p.entity_key = :entity
  UNION ALL
  SELECT h.fact_key
  FROM mart.fact_holding AS h
  WHERE h.of_entity_key = :entity
  UNION ALL
  SELECT t.fact_key
  FROM mart.fact_link AS t
  WHERE t.to_entity_key = :entity
  UNION ALL
  SELECT r.fact_key
  FROM mart.fact_entity_relation AS r
  WHERE r.object_entity_key = :entity
  UNION ALL
  SELECT j.fact_key
  FROM mart.fact_identity_judgement AS j
  WHERE j.other_entity_key = :entity
  UNION ALL
  SELECT c.fact_key
  FROM mart.fact_mineral_classification AS c
  WHERE c.authority_entity_key = :entity
  UNION ALL
  SELECT f.fact_key
  FROM mart.dim_fact AS f
  WHERE f.said_by_entity_key = :entity
)

SELECT
  w.subject AS about,
  w.topic,
  w.says,
  w.date_edtf AS date,
  w.modality,
  w.said_by,
  w.note,
  w.fact_key AS said_fact
FROM mart.wide_facts AS w
WHERE
  (
    w.subject_key IN (SELECT p.subject_key FROM parts AS p)
    OR w.fact_key IN (SELECT m.fact_key FROM mentions AS m)
  )
  AND (:topic IS NULL OR w.topic = :topic)
  AND (:since IS NULL OR (w.date_edtf IS NOT NULL AND (w.latest_date IS NULL OR w.latest_date >= :since)))
ORDER BY w.subject_key <> 'entities/' || :entity, w.subject_family, w.subject_key, w.path, said_fact;
