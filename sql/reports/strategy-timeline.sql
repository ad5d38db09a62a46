/* report
title: Strategy timeline
question: When were strategies, trade measures and lists presented or put in force, and when did governments meet on them?
grain: [subject_fact, step_fact]
params:
  jurisdiction:
    type: text
    help: key of a place; only strategies and lists that apply there, and events of its government bodies; without it all
  since:
    type: date
    help: only steps that can fall on this day or later; without it all, undated strategies too
  until:
    type: date
    help: only steps that can fall on this day or earlier; without it all, undated strategies too
columns:
  date:
    meaning: date of the step as an EDTF value, no finer than the document prints it
    empty: no document dates a step
  step:
    meaning: what happened or is to happen
    empty: no document gives a step
  subject:
    meaning: strategy, list or event, our short title
  kind:
    meaning: what the subject is
  jurisdiction:
    meaning: where the strategy or list applies, or the country of the government bodies at the event
    empty: no document says
  qualifier:
    meaning: how the date is meant; on it (or within that month or year), by, before, after or about it
    empty: no date is given
  as_printed:
    meaning: the date as printed
    empty: no date is given
  modality:
    meaning: whether the step occurred, is expected, planned …; without a step, that of the subject
  said_by:
    meaning: who says so in the document
    empty: the document itself
  subject_key:
    meaning: key of the subject
cite:
  date: step_fact
  subject: subject_fact
chart: {kind: timeline, x: date, y: subject, series: step}
cases:
  - expect:
      rows: 5
      contains:
        - {date: 2026-02-04, step: held, subject_key: economic-ministers-meeting-february-2026}
        - {date: 2026-02-05, step: unveiled, as_printed: February 5, jurisdiction: South Korea}
        - {date: 2026-02-20, step: confirmed, as_printed: Friday, said_by: ""}
        - {date: "", step: "", kind: trade measure, jurisdiction: China, modality: in force}
  - params: {since: 2026-02-05, until: 2026-02-13}
    expect:
      rows: 2
      contains:
        - {date: 2026-02-13, step: held, said_by: sources in the Blue House and in business}
  - params: {jurisdiction: china}
    expect: {rows: 1}
  - params: {jurisdiction: japan}
    expect: {rows: 0}
*/
WITH government_bodies AS (
  SELECT
    e.key AS entity_key,
    e.country_key
  FROM core.entities AS e
  WHERE e.kind = 'government body'
),

speakers AS (
  SELECT
    g.entity_key,
    g.country_key
  FROM government_bodies AS g
  UNION
  SELECT
    r.entity_key,
    g.country_key
  FROM core.entity_relations AS r
  JOIN core.facts AS f ON f.fact_id = r.fact_id
  JOIN government_bodies AS g ON g.entity_key = r.object_key
  WHERE r.relation = 'minister of' AND f.rank <> 'deprecated'
),

state_events AS (
  SELECT
    p.event_key,
    min(s.country_key) AS country_key
  FROM core.event_participants AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  JOIN speakers AS s ON s.entity_key = p.entity_key
  WHERE f.rank <> 'deprecated'
  GROUP BY p.event_key
),

subjects AS (
  SELECT
    'strategies' AS family,
    s.key,
    s.name,
    s.kind,
    s.jurisdiction_key,
    s.fact_id
  FROM core.strategies AS s
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name, 'mineral list', n.jurisdiction_key, n.fact_id
  FROM core.mineral_lists AS n
  UNION ALL
  SELECT 'events', v.key, v.name, v.kind, s.country_key, v.fact_id
  FROM core.events AS v
  JOIN state_events AS s ON s.event_key = v.key
),

steps AS (
  SELECT
    m.fact_id,
    f.path,
    f.modality,
    coalesce(
      'strategies/' || m.strategy_key,
      'mineral_lists/' || m.mineral_list_key,
      'events/' || m.event_key
    ) AS thing,
    m.kind,
    m.date_edtf,
    m.date_qualifier,
    m.date_words,
    m.date_earliest,
    m.date_latest,
    coalesce(e.name, f.attributed_words) AS said_by
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  LEFT JOIN core.entities AS e ON e.key = f.attributed_to_key
  WHERE num_nonnulls(m.strategy_key, m.mineral_list_key, m.event_key) = 1 AND f.rank <> 'deprecated'
)

SELECT
  t.date_edtf AS date,
  t.kind AS step,
  s.name AS subject,
  s.kind,
  p.name AS jurisdiction,
  t.date_qualifier AS qualifier,
  t.date_words AS as_printed,
  coalesce(t.modality, f.modality) AS modality,
  t.said_by,
  s.key AS subject_key,
  t.fact_id AS step_fact,
  s.fact_id AS subject_fact
FROM subjects AS s
JOIN core.facts AS f ON f.fact_id = s.fact_id
LEFT JOIN steps AS t ON t.thing = s.family || '/' || s.key
LEFT JOIN core.places AS p ON p.key = s.jurisdiction_key
WHERE
  f.rank <> 'deprecated'
  AND (t.fact_id IS NOT NULL OR s.family = 'strategies')
  AND (:jurisdiction IS NULL OR s.jurisdiction_key = :jurisdiction)
  AND (:since IS NULL OR (t.date_edtf IS NOT NULL AND coalesce(t.date_latest, 'infinity') >= :since))
  AND (:until IS NULL OR (t.date_edtf IS NOT NULL AND coalesce(t.date_earliest, '-infinity') <= :until))
ORDER BY
  coalesce(t.date_earliest, t.date_latest) NULLS LAST,
  t.date_latest,
  s.family,
  s.key,
  subject_fact,
  t.path,
  step_fact;
