/* report
title: Strategy timeline
question: When were strategies, trade measures and lists presented or put in force, and when did governments meet on them?
grain: [subject_fact, step_fact]
params:
  jurisdiction:
    type: text
    help: key of a place; only strategies and lists that apply there, and events of its government bodies; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
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
    meaning: where the strategy or list applies, between semicolons, or the country of the government bodies at the event
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
WITH speakers AS (
  SELECT
    e.entity_key,
    e.country_key
  FROM mart.dim_entity AS e
  WHERE e.kind_group = 'government body'
  UNION
  SELECT
    r.entity_key,
    e.country_key
  FROM mart.fact_entity_relation AS r
  JOIN mart.dim_entity AS e ON e.entity_key = r.object_entity_key
  WHERE r.relation_group = 'minister of' AND e.kind_group = 'government body'
),

hosts AS (
  SELECT
    p.event_key,
    min(s.country_key) AS country_key
  FROM mart.bridge_event_participant AS p
  JOIN speakers AS s ON s.entity_key = p.entity_key
  GROUP BY p.event_key
),

located AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) AS jurisdiction,
    bool_or(p.place_key = :jurisdiction) AS is_asked_for
  FROM mart.bridge_strategy_place AS p
  JOIN mart.dim_place AS l ON l.place_key = p.place_key
  WHERE p.role_group = 'jurisdiction'
  GROUP BY p.subject_key
  UNION ALL
  SELECT 'events/' || h.event_key, l.name, l.place_key = :jurisdiction
  FROM hosts AS h
  JOIN mart.dim_place AS l ON l.place_key = h.country_key
),

subjects AS (
  SELECT
    g.fact_key,
    g.kind
  FROM mart.dim_strategy AS g
  UNION ALL
  SELECT n.fact_key, 'mineral list'
  FROM mart.dim_mineral_list AS n
  UNION ALL
  SELECT v.fact_key, v.kind
  FROM mart.dim_event AS v
  WHERE v.event_key IN (SELECT h.event_key FROM hosts AS h)
),

steps AS (
  SELECT
    m.fact_key,
    m.subject_key,
    f.path,
    m.kind,
    m.date_edtf,
    m.date_qualifier,
    m.date_words,
    m.earliest_date_key,
    m.latest_date_key,
    m.modality,
    m.said_by
  FROM mart.fact_milestone AS m
  JOIN mart.dim_fact AS f ON f.fact_key = m.fact_key
)

SELECT
  t.date_edtf AS date,
  t.kind AS step,
  s.name AS subject,
  j.kind,
  p.jurisdiction,
  t.date_qualifier AS qualifier,
  t.date_words AS as_printed,
  coalesce(t.modality, f.modality) AS modality,
  t.said_by,
  s.key AS subject_key,
  t.fact_key AS step_fact,
  s.fact_key AS subject_fact
FROM subjects AS j
JOIN mart.dim_subject AS s ON s.fact_key = j.fact_key
JOIN mart.dim_fact AS f ON f.fact_key = j.fact_key
LEFT JOIN steps AS t ON t.subject_key = s.subject_key
LEFT JOIN located AS p ON p.subject_key = s.subject_key
WHERE
  f.rank <> 'deprecated'
  AND (t.fact_key IS NOT NULL OR s.family = 'strategies')
  AND (:jurisdiction IS NULL OR p.is_asked_for)
  AND (:since IS NULL OR (t.date_edtf IS NOT NULL AND coalesce(t.latest_date_key, 'infinity') >= :since))
  AND (:until IS NULL OR (t.date_edtf IS NOT NULL AND coalesce(t.earliest_date_key, '-infinity') <= :until))
ORDER BY
  coalesce(t.earliest_date_key, t.latest_date_key) NULLS LAST,
  t.latest_date_key,
  s.family,
  s.key,
  subject_fact,
  t.path,
  step_fact;
