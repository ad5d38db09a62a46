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
  urgency:
    type: text
    help: only steps of this urgency; without it all
    choices: [overdue, due, later, no date]
  party:
    type: text
    help: key of an entity; only steps of what it has a part in, or of itself; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
columns:
  urgency:
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
        - {step: production start, date: "2027", urgency: later, days_left: "678", as_printed: next year}
        - {step: commercial operation, qualifier: by, last_day: 2027-12-31, modality: intended}
  - params: {as_of: 2027-06-30}
    expect:
      contains:
        - {step: production start, urgency: due, days_left: "184", said_by: industry sources}
  - params: {as_of: 2028-01-01, urgency: overdue}
    expect:
      rows: 2
      contains:
        - {step: commercial operation, days_left: "-1"}
  - params: {as_of: 2028-01-01, party: korea-zinc}
    expect: {rows: 1}
  - params: {as_of: 2026-02-21, urgency: overdue}
    expect: {rows: 0}
*/
WITH steps AS (
  SELECT
    m.fact_key,
    m.subject_key,
    m.entity_key,
    m.kind,
    m.date_edtf,
    m.date_qualifier,
    m.date_words,
    m.earliest_date_key,
    m.latest_date_key,
    m.latest_date_key - coalesce(:as_of, least(as_of.moment(), now())::date) AS days_left,
    m.modality,
    m.said_by,
    bool_or(NOT k.is_future) OVER (PARTITION BY m.subject_key, m.kind) AS is_done
  FROM mart.fact_milestone AS m
  JOIN mart.dim_term AS k ON k.scheme = 'modality' AND k.label = m.modality
),

open_steps AS (
  SELECT
    m.fact_key,
    m.subject_key,
    m.kind,
    m.date_edtf,
    m.date_qualifier,
    m.date_words,
    m.earliest_date_key,
    m.latest_date_key,
    m.days_left,
    m.modality,
    m.said_by,
    CASE
      WHEN m.days_left IS NULL THEN 'no date'
      WHEN m.days_left < 0 THEN 'overdue'
      WHEN m.days_left <= :within THEN 'due'
      ELSE 'later'
    END AS urgency
  FROM steps AS m
  WHERE
    NOT m.is_done
    AND (
      :party IS NULL
      OR m.entity_key = :party
      OR m.subject_key IN (SELECT p.subject_key FROM mart.wide_parties AS p WHERE p.entity_key = :party)
    )
)

SELECT
  m.urgency,
  m.days_left,
  m.kind AS step,
  s.name AS subject,
  m.date_edtf AS date,
  m.date_qualifier AS qualifier,
  m.date_words AS as_printed,
  m.latest_date_key AS last_day,
  m.modality,
  m.said_by,
  s.key AS subject_key,
  m.fact_key AS milestone_fact,
  CASE WHEN m.date_edtf IS NOT NULL THEN m.fact_key END AS date_fact
FROM open_steps AS m
JOIN mart.dim_fact AS f ON f.fact_key = m.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = m.subject_key
WHERE :urgency IS NULL OR m.urgency = :urgency
ORDER BY m.latest_date_key NULLS LAST, m.earliest_date_key NULLS LAST, f.path, milestone_fact;
