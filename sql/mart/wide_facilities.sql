/* mart
kind: view
grain: "One row per plant, mine or other facility, with its place, state, steps, parties, scope and agreements"
key: [facility_key]
columns:
  facility: {type: text, meaning: "its name as printed, or a short title of ours"}
  kind: {type: text, meaning: "mine, refinery, magnet plant and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  modality: {type: text, meaning: "whether it stands, is planned, intended and so on"}
  place: {type: text, meaning: where it is, empty: no document says}
  country: {type: text, meaning: country it is in, empty: no document says}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: no document says}
  latitude: {type: "numeric(9,6)", meaning: degrees north of the equator, unit: degrees, empty: no document says}
  longitude: {type: "numeric(9,6)", meaning: degrees east of Greenwich, unit: degrees, empty: no document says}
  status: {type: text, meaning: "the state it is in on the latest day that a document speaks of; states that documents tell of the same day are joined by semicolons", empty: no document says}
  status_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: no document says}
  status_on: {type: date, meaning: the day of that state, empty: no document says}
  parties: {type: text, meaning: "who plans, owns, builds or runs it, with the role, joined by semicolons", empty: no document names one}
  owners: {type: text, meaning: "who holds a stake in it, with the share as printed, joined by semicolons", empty: no document names one}
  steps: {type: text, meaning: "dated steps, joined by semicolons", empty: no document gives one}
  stages: {type: text, meaning: "stages of the chain it covers, in their order, joined by semicolons", empty: none is named}
  minerals: {type: text, meaning: "minerals and products it covers, joined by semicolons", empty: none is named}
  agreements: {type: text, meaning: "agreements that are for it or fund it, joined by semicolons", empty: no document ties one to it}
  figures: {type: text, meaning: "quantities such as the capacity as printed, of several documents the chosen one, joined by semicolons", empty: none is printed}
  money_as_printed: {type: text, meaning: "sums with their kind as printed, of several documents the chosen one, joined by semicolons", empty: no sum is printed}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  standing: {type: text, meaning: "how far it stands: in force; else what keeps it from that: its latest state (planned, under construction, paused, over), its modality where that is still to come, or disputed"}
  is_to_come: {type: boolean, meaning: "whether it does not work yet, by its latest state or, where no document tells one, by its modality"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  facility_key: {type: text, meaning: "the facility, as in dim_facility"}
*/
WITH located AS (
  SELECT DISTINCT ON (p.facility_key)
    p.facility_key,
    p.latitude,
    p.longitude
  FROM fact_position AS p
  WHERE p.facility_key IS NOT NULL
  ORDER BY p.facility_key, p.status IS NOT NULL, p.precision_metres NULLS LAST, p.source_count DESC, p.fact_key
),

parties AS (
  SELECT
    p.facility_key,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')') AS parties
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.facility_key
),

owners AS (
  SELECT
    h.of_facility_key,
    string_agg(DISTINCT e.name || ' (' || h.as_printed || ')', '; ' ORDER BY e.name || ' (' || h.as_printed || ')') AS owners
  FROM fact_holding AS h
  JOIN dim_entity AS e ON e.entity_key = h.entity_key
  WHERE h.of_facility_key IS NOT NULL AND h.is_chosen
  GROUP BY h.of_facility_key
),

dated AS (
  SELECT
    m.facility_key,
    m.earliest_date_key,
    concat_ws(
      ' ',
      m.kind,
      '[' || replace(m.aspect, '-', ' ') || ']',
      coalesce(concat_ws(' ', nullif(m.date_qualifier, 'on'), m.date_edtf) || ' (' || m.date_words || ')', 'undated'),
      '[' || nullif(m.modality, 'occurred') || ']'
    ) AS step
  FROM fact_milestone AS m
  WHERE m.facility_key IS NOT NULL AND m.is_chosen
),

steps AS (
  SELECT
    d.facility_key,
    string_agg(d.step, '; ' ORDER BY d.earliest_date_key, d.step) AS steps
  FROM dated AS d
  GROUP BY d.facility_key
),

covered AS (
  SELECT DISTINCT
    c.facility_key,
    g.position,
    g.name
  FROM fact_scope AS c
  JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
  WHERE c.facility_key IS NOT NULL
),

stages AS (
  SELECT
    c.facility_key,
    string_agg(c.name, '; ' ORDER BY c.position, c.name) AS stages
  FROM covered AS c
  GROUP BY c.facility_key
),

minerals_named AS (
  SELECT
    c.facility_key,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals
  FROM fact_scope AS c
  JOIN dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
  WHERE c.facility_key IS NOT NULL
  GROUP BY c.facility_key
),

tied AS (
  SELECT
    t.to_facility_key AS facility_key,
    string_agg(DISTINCT a.name, '; ' ORDER BY a.name) AS agreements
  FROM fact_link AS t
  JOIN dim_agreement AS a ON a.agreement_key = t.agreement_key
  WHERE t.to_facility_key IS NOT NULL
  GROUP BY t.to_facility_key
),

quantities AS (
  SELECT
    o.facility_key,
    string_agg(
      concat_ws(' ', i.name, 'of ' || m.name) || ': ' || o.printed_with_unit || coalesce(' [' || nullif(o.outlook, 'present') || ']', ''), '; '
      ORDER BY i.name, m.name, o.printed_with_unit, o.fact_key
    ) AS figures
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.facility_key IS NOT NULL AND o.is_chosen
  GROUP BY o.facility_key
),

money AS (
  SELECT
    w.subject_key,
    string_agg(w.money_kind || ': ' || w.as_printed, '; ' ORDER BY w.money_kind, w.as_printed, w.fact_key)
      FILTER (WHERE w.is_chosen) AS money_as_printed
  FROM wide_money AS w
  GROUP BY w.subject_key
)

SELECT
  l.name AS facility,
  l.kind,
  l.kind_group,
  l.modality,
  l.place_name AS place,
  l.country_name AS country,
  c.country_iso_code,
  x.latitude,
  x.longitude,
  st.status,
  st.status_group,
  st.status_on,
  p.parties,
  w.owners,
  s.steps,
  g.stages,
  n.minerals,
  t.agreements,
  q.figures,
  y.money_as_printed,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  st.standing,
  st.is_to_come,
  f.note,
  l.facility_key
FROM dim_facility AS l
JOIN dim_fact AS f ON f.fact_key = l.fact_key
LEFT JOIN dim_place AS c ON c.place_key = l.country_key
JOIN wide_standings AS st ON st.subject_key = 'facilities/' || l.facility_key
LEFT JOIN located AS x ON x.facility_key = l.facility_key
LEFT JOIN parties AS p ON p.facility_key = l.facility_key
LEFT JOIN owners AS w ON w.of_facility_key = l.facility_key
LEFT JOIN steps AS s ON s.facility_key = l.facility_key
LEFT JOIN stages AS g ON g.facility_key = l.facility_key
LEFT JOIN minerals_named AS n ON n.facility_key = l.facility_key
LEFT JOIN tied AS t ON t.facility_key = l.facility_key
LEFT JOIN quantities AS q ON q.facility_key = l.facility_key
LEFT JOIN money AS y ON y.subject_key = 'facilities/' || l.facility_key
WHERE f.rank <> 'deprecated';
