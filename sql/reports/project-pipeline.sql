/* report
title: Project pipeline
question: Which mines and plants are planned, being built, running or stopped, where, with which steps and which capacity?
grain: [facility_key]
params:
  status_group:
    type: text
    help: only plants whose latest state is of this sort; without it all
    choices_from: SELECT DISTINCT broadest FROM mart.dim_term WHERE scheme = 'status'
  country:
    type: text
    help: key of a place; only plants in this country; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  stage:
    type: text
    help: key of a stage of the chain; only plants that are said to cover it; without it all
    choices_from: SELECT stage_key, name FROM mart.dim_stage
  mineral:
    type: text
    help: key of a mineral or product; only plants that are said to cover it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  party:
    type: text
    help: key of an entity; only plants it has a part or a stake in; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
columns:
  facility:
    meaning: its name as printed, or a short title of ours
  kind:
    meaning: mine, refinery, magnet plant and so on
  country:
    meaning: country it is in
    empty: no document says
  status_group:
    meaning: sort of state it is in on the latest day that a document speaks of
    empty: no document says
  status:
    meaning: the state on that day; states that documents tell of the same day stand between semicolons
    empty: no document says
  status_on:
    meaning: the latest day that a document speaks of; where none is stated, the page date of the document
    empty: no document says
  modality:
    meaning: whether it stands, is planned, intended, explored …, as the documents speak of it
  later_statuses:
    meaning: states that it is still to come to, with the day, between semicolons
    empty: no document gives one
  stages:
    meaning: stages of the chain it covers, in their order, between semicolons
    empty: none is named
  minerals:
    meaning: minerals and products it covers, between semicolons
    empty: none is named
  decided:
    meaning: approvals, permits and decision to build, each with its date and the words as printed, between semicolons
    empty: no document dates one
  building:
    meaning: start and end of building, in the same way
    empty: no document dates one
  start:
    meaning: date of the first production or commercial operation as an EDTF value; of several parts the first
    empty: no document dates one
  production:
    meaning: start-up, first production, commercial operation, full rate and enlargement, in the same way as decided
    empty: no document dates one
  other_steps:
    meaning: further dated steps such as the announcement or a delay, in the same way
    empty: no document gives others
  quantities:
    meaning: quantities such as the capacity as printed, planned ones marked, between semicolons
    empty: none is printed
  parties:
    meaning: who plans, owns, builds or runs it, with the role, and who holds a stake, between semicolons
    empty: no document names one
  agreements:
    meaning: agreements that are for it or fund it, between semicolons
    empty: no document ties one to it
  facility_key:
    meaning: key of the plant
    key_of: facilities
cite:
  facility: facility_fact
  status: state_facts
  later_statuses: later_facts
  stages: stage_facts
  minerals: mineral_facts
  decided: decided_facts
  building: building_facts
  production: production_facts
  other_steps: other_facts
  quantities: quantity_facts
  parties: party_facts
  agreements: agreement_facts
chart: {kind: timeline, x: start, y: facility, series: status_group}
cases:
  - expect:
      rows: 4
      contains:
        - {facility_key: korea-zinc-alta-oxide-plant, start: "2027", country: United States, modality: intended}
        - {facility_key: posco-reelement-complex, production: "production start 2027 (next year) [expected]"}
        - {facility_key: posco-reelement-complex, status_group: planned, status_on: "2026-02-18"}
        - {facility_key: ls-cable-chesapeake-magnet-plant, modality: exploring, start: ""}
  - params: {party: korea-zinc}
    expect: {rows: 1}
  - params: {stage: mining}
    expect:
      rows: 1
      contains:
        - {facility_key: posco-reelement-complex}
  - params: {country: japan}
    expect: {rows: 0}
*/
WITH states AS (
  SELECT
    t.facility_key,
    t.outlook = 'present' AND t.is_latest AND t.aspect IS NULL AS is_now,
    t.outlook = 'future' AS is_later,
    concat_ws(' ', t.status, '[' || replace(t.aspect, '-', ' ') || ']', coalesce(t.as_of_edtf, t.as_of_words)) AS words,
    t.fact_key
  FROM mart.fact_status AS t
  WHERE t.facility_key IS NOT NULL
),

now_and_later AS (
  SELECT
    t.facility_key,
    array_agg(t.fact_key ORDER BY t.fact_key) FILTER (WHERE t.is_now) AS state_facts,
    string_agg(DISTINCT t.words, '; ' ORDER BY t.words) FILTER (WHERE t.is_later) AS later_statuses,
    array_agg(t.fact_key ORDER BY t.fact_key) FILTER (WHERE t.is_later) AS later_facts
  FROM states AS t
  GROUP BY t.facility_key
),

dated AS (
  SELECT
    m.facility_key,
    m.fact_key,
    m.earliest_date_key,
    m.latest_date_key,
    m.date_edtf,
    m.kind_group IN ('production start', 'commercial operation') AS is_start,
    CASE
      WHEN m.kind_group IN ('approved', 'investment decision') THEN 'decided'
      WHEN m.kind_group IN ('construction start', 'completion') THEN 'building'
      WHEN m.kind_group IN ('commissioning start', 'production start', 'commercial operation', 'full capacity', 'expanded')
      THEN 'production'
      ELSE 'other'
    END AS sort,
    concat_ws(
      ' ',
      m.kind,
      '[' || replace(m.aspect, '-', ' ') || ']',
      coalesce(concat_ws(' ', nullif(m.date_qualifier, 'on'), m.date_edtf) || ' (' || m.date_words || ')', 'undated'),
      '[' || nullif(m.modality, 'occurred') || ']'
    ) AS words
  FROM mart.fact_milestone AS m
  WHERE m.facility_key IS NOT NULL AND m.is_chosen
),

steps AS (
  SELECT
    d.facility_key,
    string_agg(d.words, '; ' ORDER BY d.earliest_date_key, d.words) FILTER (WHERE d.sort = 'decided') AS decided,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE d.sort = 'decided') AS decided_facts,
    string_agg(d.words, '; ' ORDER BY d.earliest_date_key, d.words) FILTER (WHERE d.sort = 'building') AS building,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE d.sort = 'building') AS building_facts,
    string_agg(d.words, '; ' ORDER BY d.earliest_date_key, d.words) FILTER (WHERE d.sort = 'production') AS production,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE d.sort = 'production') AS production_facts,
    string_agg(d.words, '; ' ORDER BY d.earliest_date_key, d.words) FILTER (WHERE d.sort = 'other') AS other_steps,
    array_agg(d.fact_key ORDER BY d.fact_key) FILTER (WHERE d.sort = 'other') AS other_facts
  FROM dated AS d
  GROUP BY d.facility_key
),

starts AS (
  SELECT DISTINCT ON (d.facility_key)
    d.facility_key,
    d.date_edtf
  FROM dated AS d
  WHERE d.is_start AND d.date_edtf IS NOT NULL
  ORDER BY d.facility_key, coalesce(d.earliest_date_key, d.latest_date_key), d.date_edtf, d.fact_key
),

quantities AS (
  SELECT
    o.facility_key,
    array_agg(o.fact_key ORDER BY o.fact_key) AS facts
  FROM mart.fact_observation AS o
  WHERE o.facility_key IS NOT NULL AND o.is_chosen
  GROUP BY o.facility_key
),

scopes AS (
  SELECT
    a.facility_key,
    array_agg(a.fact_key ORDER BY a.fact_key) FILTER (WHERE a.covered_stage_key IS NOT NULL) AS stage_facts,
    array_agg(a.fact_key ORDER BY a.fact_key) FILTER (WHERE a.covered_mineral_key IS NOT NULL) AS mineral_facts,
    bool_or(a.covered_stage_key = :stage) AS has_stage,
    bool_or(a.covered_mineral_key = :mineral) AS has_mineral
  FROM mart.fact_scope AS a
  WHERE a.facility_key IS NOT NULL
  GROUP BY a.facility_key
),

involved AS (
  SELECT p.facility_key, p.entity_key, e.name || ' (' || p.role || ')' AS words, p.fact_key
  FROM mart.bridge_facility_party AS p
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT
    h.of_facility_key,
    h.entity_key,
    e.name || ' (' || concat_ws(', ', h.as_printed, nullif(h.outlook, 'present')) || ')',
    h.fact_key
  FROM mart.fact_holding AS h
  JOIN mart.dim_entity AS e ON e.entity_key = h.entity_key
  WHERE h.of_facility_key IS NOT NULL AND h.is_chosen
),

parties AS (
  SELECT
    i.facility_key,
    string_agg(DISTINCT i.words, '; ' ORDER BY i.words) AS parties,
    array_agg(i.fact_key ORDER BY i.fact_key) AS facts,
    bool_or(i.entity_key = :party) AS includes_party
  FROM involved AS i
  GROUP BY i.facility_key
),

tied AS (
  SELECT
    t.to_facility_key AS facility_key,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM mart.fact_link AS t
  WHERE t.to_facility_key IS NOT NULL AND t.agreement_key IS NOT NULL
  GROUP BY t.to_facility_key
)

SELECT
  w.facility,
  w.kind,
  w.country,
  w.status_group,
  w.status,
  w.status_on,
  w.modality,
  n.later_statuses,
  w.stages,
  w.minerals,
  s.decided,
  s.building,
  b.date_edtf AS start,
  s.production,
  s.other_steps,
  w.figures AS quantities,
  p.parties,
  w.agreements,
  l.facility_key,
  l.fact_key AS facility_fact,
  n.state_facts,
  n.later_facts,
  a.stage_facts,
  a.mineral_facts,
  s.decided_facts,
  s.building_facts,
  s.production_facts,
  s.other_facts,
  c.facts AS quantity_facts,
  p.facts AS party_facts,
  t.facts AS agreement_facts
FROM mart.dim_facility AS l
JOIN mart.wide_facilities AS w ON w.facility_key = l.facility_key
LEFT JOIN now_and_later AS n ON n.facility_key = l.facility_key
LEFT JOIN steps AS s ON s.facility_key = l.facility_key
LEFT JOIN starts AS b ON b.facility_key = l.facility_key
LEFT JOIN quantities AS c ON c.facility_key = l.facility_key
LEFT JOIN scopes AS a ON a.facility_key = l.facility_key
LEFT JOIN parties AS p ON p.facility_key = l.facility_key
LEFT JOIN tied AS t ON t.facility_key = l.facility_key
WHERE
  l.kind_group NOT IN ('headquarters', 'office', 'government complex')
  AND (:status_group IS NULL OR :status_group = ANY(string_to_array(w.status_group, '; ')))
  AND (:country IS NULL OR l.country_key = :country)
  AND (:stage IS NULL OR a.has_stage)
  AND (:mineral IS NULL OR a.has_mineral)
  AND (:party IS NULL OR p.includes_party)
ORDER BY w.status_group NULLS LAST, w.country, w.facility, l.facility_key;
