/* report
title: Entity dossier
question: What do the documents say of an entity or a whole group, and of the agreements, plants, events and strategies it has a part in?
grain: [said_fact]
params:
  entity:
    type: text
    required: true
    help: key of the entity, such as posco-international
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  with_subsidiaries:
    type: boolean
    default: "false"
    help: true for the whole group, which is the entity with its subsidiaries and affiliates, what they own, and so on
  topic:
    type: text
    help: only facts of this topic; without it all
    choices: [identity, name, relation, holding, part, tie, agreement, plant, place, event, strategy, list, step, state, clause, money, figure, comparison, scope, measure, statement]
  since:
    type: date
    help: only facts that are dated and can fall on this day or later; without it all
columns:
  member:
    meaning: the entity, or who of the group it concerns, by name, between semicolons
  about:
    meaning: the entity itself, or what it has a part or a stake in, by name or our short title
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
  - params: {entity: posco-group, with_subsidiaries: true}
    expect:
      contains:
        - {member: POSCO Group, about: Jang In-hwa, says: chair of POSCO Group (Chairman)}
        - {member: POSCO International, says: "contract value: 260 billion KRW (roughly 179 million USD)"}
        - {member: POSCO International, topic: plant, says: "integrated complex, Indiana"}
  - params: {entity: korea-zinc, since: 2100-01-01}
    expect: {rows: 0}
*/
WITH RECURSIVE owned AS (
  SELECT
    h.entity_key AS owner_key,
    h.of_entity_key AS held_key,
    h.period_edtf,
    h.period_latest_date_key,
    h.modality
  FROM mart.fact_holding AS h
  WHERE h.of_entity_key IS NOT NULL
  UNION ALL
  SELECT
    -- An affiliate of something is taken for one of its group.
    CASE WHEN r.relation_group = 'subsidiary of' OR k.is_symmetric THEN r.object_entity_key ELSE r.entity_key END,
    CASE WHEN r.relation_group = 'subsidiary of' OR k.is_symmetric THEN r.entity_key ELSE r.object_entity_key END,
    r.period_edtf,
    r.period_latest_date_key,
    r.modality
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_term AS k ON k.scheme = 'relation' AND k.label = r.relation
  WHERE r.is_ownership
),

-- Neither what is only planned nor what has ended by the day of the latest document; a single year only says when a
-- document knew of it.
owned_now AS (
  SELECT o.owner_key, o.held_key
  FROM owned AS o
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = o.modality
  WHERE
    NOT k.is_future
    AND NOT coalesce(
      strpos(o.period_edtf, '/') > 0
      AND o.period_latest_date_key < (SELECT max(p.page_date) FROM mart.dim_document AS p),
      false
    )
),

members AS (
  SELECT :entity AS entity_key
  UNION
  SELECT o.held_key
  FROM members AS m
  JOIN owned_now AS o ON o.owner_key = m.entity_key
  WHERE :with_subsidiaries
),

parts AS (
  SELECT p.subject_key, p.entity_key
  FROM mart.wide_parties AS p
  WHERE p.subject_family <> 'strategies'
  UNION
  SELECT p.subject_key, p.entity_key
  FROM mart.bridge_strategy_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'strategy-role' AND k.label = p.role
  WHERE k.is_issuer
  UNION
  SELECT h.held_subject_key, h.entity_key
  FROM mart.fact_holding AS h
  WHERE h.of_entity_key IS NULL
  UNION
  SELECT 'mineral_lists/' || n.mineral_list_key, n.steward_entity_key
  FROM mart.dim_mineral_list AS n
  UNION
  SELECT 'entities/' || m.entity_key, m.entity_key
  FROM members AS m
),

mentions AS (
  SELECT f.fact_key, p.entity_key
  FROM parts AS p
  JOIN mart.dim_fact AS f ON f.subject_key = p.subject_key
  UNION
  SELECT p.fact_key, p.entity_key
  FROM mart.bridge_strategy_party AS p
  UNION
  SELECT r.fact_key, r.object_entity_key
  FROM mart.fact_entity_relation AS r
  UNION
  SELECT h.fact_key, h.of_entity_key
  FROM mart.fact_holding AS h
  UNION
  SELECT t.fact_key, t.to_entity_key
  FROM mart.fact_link AS t
  UNION
  SELECT v.fact_key, v.payer_entity_key
  FROM mart.fact_money AS v
  UNION
  SELECT v.fact_key, v.payee_entity_key
  FROM mart.fact_money AS v
  UNION
  SELECT o.fact_key, o.counterpart_entity_key
  FROM mart.fact_observation AS o
  UNION
  SELECT j.fact_key, j.other_entity_key
  FROM mart.fact_identity_judgement AS j
  UNION
  SELECT c.fact_key, c.authority_entity_key
  FROM mart.fact_mineral_classification AS c
  UNION
  SELECT f.fact_key, f.said_by_entity_key
  FROM mart.dim_fact AS f
),

concerned AS (
  SELECT
    x.fact_key,
    string_agg(e.name, '; ' ORDER BY e.name) AS member
  FROM mentions AS x
  JOIN members AS m ON m.entity_key = x.entity_key
  JOIN mart.dim_entity AS e ON e.entity_key = m.entity_key
  GROUP BY x.fact_key
)

SELECT
  c.member,
  w.subject AS about,
  w.topic,
  w.says,
  w.date_edtf AS date,
  w.modality,
  w.said_by,
  w.note,
  w.fact_key AS said_fact
FROM mart.wide_facts AS w
JOIN concerned AS c ON c.fact_key = w.fact_key
WHERE
  (:topic IS NULL OR w.topic = :topic)
  AND (:since IS NULL OR (w.date_edtf IS NOT NULL AND (w.latest_date IS NULL OR w.latest_date >= :since)))
ORDER BY w.subject_key <> 'entities/' || :entity, w.subject_family <> 'entities', w.subject_family, w.subject_key, w.path, said_fact;
