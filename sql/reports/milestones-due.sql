/* report
title: Milestones due and overdue
question: Which announced steps have not been reported as done, and which of them are due or overdue?
grain: [milestone_fact]
params:
  as_of:
    type: date
    help: day to look from; without it today
  within:
    type: integer
    default: "365"
    help: a step is due when its last day is at most so many days away
  status:
    type: text
    help: only steps of this status; without it all
    choices: [overdue, due, later, no date]
  party:
    type: text
    help: key of an entity; only steps of what it has a part in, or of itself; without it all
columns:
  status:
    meaning: overdue where the last possible day is past, due where it is near, later, or no date
  days_left:
    meaning: days from as_of to the last day the step can fall on; negative where that is past
    unit: days
    empty: no last day can be told from the documents
  step:
    meaning: what is to happen
  subject:
    meaning: agreement, plant, strategy, list, event or entity it is a step of, by name or our short title
  date:
    meaning: date as an EDTF value, no finer than the document prints it
    empty: no document gives one
  qualifier:
    meaning: how the date is meant; on it (or within that month or year), by, before, after or about it
    empty: no date is given
  as_printed:
    meaning: the date as printed
    empty: no date is given
  last_day:
    meaning: last day it can be
    empty: open
  modality:
    meaning: whether the step is expected, intended, planned …
  said_by:
    meaning: who says so in the document
    empty: the document itself
  subject_key:
    meaning: key of the subject
cite:
  step: milestone_fact
  date: date_fact
chart: {kind: timeline, x: date, y: subject, series: step}
cases:
  - params: {as_of: 2026-02-21}
    expect:
      rows: 2
      contains:
        - {step: production start, date: "2027", status: later, days_left: "678", as_printed: next year}
        - {step: commercial operation, qualifier: by, last_day: 2027-12-31, modality: intended}
  - params: {as_of: 2027-06-30}
    expect:
      contains:
        - {step: production start, status: due, days_left: "184", said_by: industry sources}
  - params: {as_of: 2028-01-01, status: overdue}
    expect:
      rows: 2
      contains:
        - {step: commercial operation, days_left: "-1"}
  - params: {as_of: 2028-01-01, party: korea-zinc}
    expect: {rows: 1}
  - params: {as_of: 2026-02-21, status: overdue}
    expect: {rows: 0}
*/
WITH steps AS (
  SELECT
    m.fact_id,
    f.path,
    f.modality,
    coalesce(
      'agreements/' || m.agreement_key,
      'facilities/' || m.facility_key,
      'strategies/' || m.strategy_key,
      'mineral_lists/' || m.mineral_list_key,
      'events/' || m.event_key,
      'entities/' || m.entity_key
    ) AS thing,
    coalesce(a.name, l.name, s.name, n.name, v.name, e.name) AS subject,
    m.kind,
    m.date_edtf,
    m.date_qualifier,
    m.date_words,
    m.date_earliest,
    m.date_latest,
    coalesce(b.name, f.attributed_words) AS said_by
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  LEFT JOIN core.agreements AS a ON a.key = m.agreement_key
  LEFT JOIN core.facilities AS l ON l.key = m.facility_key
  LEFT JOIN core.strategies AS s ON s.key = m.strategy_key
  LEFT JOIN core.mineral_lists AS n ON n.key = m.mineral_list_key
  LEFT JOIN core.events AS v ON v.key = m.event_key
  LEFT JOIN core.entities AS e ON e.key = m.entity_key
  LEFT JOIN core.entities AS b ON b.key = f.attributed_to_key
  WHERE f.rank <> 'deprecated'
),

done AS (
  SELECT DISTINCT
    s.thing,
    s.kind
  FROM steps AS s
  WHERE s.modality IN ('occurred', 'in force')
),

parts AS (
  SELECT 'agreements/' || p.agreement_key AS thing
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :party AND f.rank <> 'deprecated'
  UNION ALL
  SELECT 'facilities/' || p.facility_key
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :party AND f.rank <> 'deprecated'
  UNION ALL
  SELECT 'events/' || p.event_key
  FROM core.event_participants AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE p.entity_key = :party AND f.rank <> 'deprecated'
  UNION ALL
  SELECT 'entities/' || e.key
  FROM core.entities AS e
  WHERE e.key = :party
),

open_steps AS (
  SELECT
    s.fact_id,
    s.path,
    s.modality,
    split_part(s.thing, '/', 2) AS subject_key,
    s.subject,
    s.kind,
    s.date_edtf,
    s.date_qualifier,
    s.date_words,
    s.date_earliest,
    s.date_latest,
    s.said_by,
    s.date_latest - coalesce(:as_of, current_date) AS days_left
  FROM steps AS s
  LEFT JOIN done AS d ON d.thing = s.thing AND d.kind = s.kind
  WHERE
    d.kind IS NULL
    AND (:party IS NULL OR s.thing IN (SELECT p.thing FROM parts AS p))
),

judged AS (
  SELECT
    o.fact_id,
    CASE
      WHEN o.days_left IS NULL THEN 'no date'
      WHEN o.days_left < 0 THEN 'overdue'
      WHEN o.days_left <= :within THEN 'due'
      ELSE 'later'
    END AS status
  FROM open_steps AS o
)

SELECT
  j.status,
  o.days_left,
  o.kind AS step,
  o.subject,
  o.date_edtf AS date,
  o.date_qualifier AS qualifier,
  o.date_words AS as_printed,
  o.date_latest AS last_day,
  o.modality,
  o.said_by,
  o.subject_key,
  o.fact_id AS milestone_fact,
  CASE WHEN o.date_edtf IS NOT NULL THEN o.fact_id END AS date_fact
FROM open_steps AS o
JOIN judged AS j ON j.fact_id = o.fact_id
WHERE :status IS NULL OR j.status = :status
ORDER BY o.date_latest NULLS LAST, o.date_earliest NULLS LAST, o.path;
