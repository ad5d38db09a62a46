/* mart
kind: view
grain: "One row per agreement, contract, venture or portfolio, with its parties, steps, scope and value"
key: [agreement_key]
columns:
  agreement: {type: text, meaning: "its short title, ours"}
  kind: {type: text, meaning: "memorandum of understanding, joint venture, supply contract and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  modality: {type: text, meaning: "whether it is in force, planned, explored and so on"}
  parent_agreement: {type: text, meaning: portfolio it belongs to or agreement it came of, empty: none}
  suppliers: {type: text, meaning: "parties that deliver, joined by semicolons", empty: no document names one}
  buyers: {type: text, meaning: "parties that receive, joined by semicolons", empty: no document names one}
  other_parties: {type: text, meaning: "further parties with their role, joined by semicolons", empty: no document names one}
  party_countries: {type: text, meaning: "countries of its parties, joined by semicolons", empty: no document says}
  signed: {type: text, meaning: "when it was signed: EDTF value and words as printed, with the modality unless it has occurred", empty: no document says}
  signed_earliest_date: {type: date, meaning: first day on which it can have been signed; see the precision, empty: "open, or no document says"}
  signed_latest_date: {type: date, meaning: last day on which it can have been signed; see the precision, empty: "open, or no document says"}
  signed_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no document says}
  announced: {type: text, meaning: "when it was announced: EDTF value and words as printed, with the modality unless it has occurred", empty: no document says}
  announced_earliest_date: {type: date, meaning: first day on which it can have been announced; see the precision, empty: "open, or no document says"}
  announced_latest_date: {type: date, meaning: last day on which it can have been announced; see the precision, empty: "open, or no document says"}
  announced_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no document says}
  other_steps: {type: text, meaning: "further dated steps such as the award, joined by semicolons", empty: no document gives one}
  stages: {type: text, meaning: "stages of the chain it covers, in their order, joined by semicolons", empty: none is named}
  minerals: {type: text, meaning: "minerals and products it covers, joined by semicolons", empty: none is named}
  money_as_printed: {type: text, meaning: "sums with their kind and equivalent as printed, of several documents the chosen one, joined by semicolons", empty: no sum is printed}
  figures: {type: text, meaning: "quantities such as the term as printed, joined by semicolons", empty: none is printed}
  binding: {type: text, meaning: "binding or non-binding, by its clauses or, where they say neither, by a kind that is preliminary; disputed if they contradict each other", empty: no document says}
  clauses: {type: text, meaning: "what it says beyond sums and volumes, joined by semicolons", empty: no document tells}
  tied_to: {type: text, meaning: "plants and other things it is tied to, with the tie, joined by semicolons", empty: no document names one}
  status: {type: text, meaning: "the state it is in on the latest day that a document speaks of; states that documents tell of the same day are joined by semicolons", empty: no document says}
  status_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: no document says}
  status_on: {type: date, meaning: the day of that state, empty: no document says}
  standing: {type: text, meaning: "how far it holds: in force; else what keeps it from that: its latest state (planned, paused, over), non-binding, its modality where that is still to come, or disputed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  agreement_key: {type: text, meaning: "the agreement, as in dim_agreement"}
*/
WITH parties AS (
  SELECT
    p.agreement_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role_group = 'supplier') AS suppliers,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role_group = 'buyer') AS buyers,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')')
      FILTER (WHERE p.role_group NOT IN ('supplier', 'buyer')) AS other_parties,
    string_agg(DISTINCT e.country_name, '; ' ORDER BY e.country_name) AS party_countries
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.agreement_key
),

dated AS (
  SELECT
    m.agreement_key,
    m.kind,
    m.kind_group,
    m.earliest_date_key,
    m.latest_date_key,
    m.date_precision,
    concat_ws(
      ' ',
      coalesce(concat_ws(' ', nullif(m.date_qualifier, 'on'), m.date_edtf) || ' (' || m.date_words || ')', 'undated'),
      '[' || nullif(m.modality, 'occurred') || ']'
    ) AS at
  FROM fact_milestone AS m
  WHERE m.agreement_key IS NOT NULL AND m.is_chosen
),

steps AS (
  SELECT
    d.agreement_key,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind_group = 'signed') AS signed,
    CASE
      WHEN count(*) FILTER (WHERE d.kind_group = 'signed' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind_group = 'signed')
    END AS signed_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind_group = 'signed' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind_group = 'signed')
    END AS signed_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind_group = 'signed')
        = max(d.date_precision) FILTER (WHERE d.kind_group = 'signed')
      THEN min(d.date_precision) FILTER (WHERE d.kind_group = 'signed')
      WHEN count(d.date_precision) FILTER (WHERE d.kind_group = 'signed') > 0 THEN 'other'
    END AS signed_precision,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind_group = 'announced') AS announced,
    CASE
      WHEN count(*) FILTER (WHERE d.kind_group = 'announced' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind_group = 'announced')
    END AS announced_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind_group = 'announced' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind_group = 'announced')
    END AS announced_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind_group = 'announced')
        = max(d.date_precision) FILTER (WHERE d.kind_group = 'announced')
      THEN min(d.date_precision) FILTER (WHERE d.kind_group = 'announced')
      WHEN count(d.date_precision) FILTER (WHERE d.kind_group = 'announced') > 0 THEN 'other'
    END AS announced_precision,
    string_agg(DISTINCT d.kind || ' ' || d.at, '; ' ORDER BY d.kind || ' ' || d.at)
      FILTER (WHERE d.kind_group NOT IN ('signed', 'announced')) AS other_steps
  FROM dated AS d
  GROUP BY d.agreement_key
),

covered AS (
  SELECT DISTINCT
    c.agreement_key,
    g.position,
    g.name
  FROM fact_scope AS c
  JOIN dim_stage AS g ON g.stage_key = c.covered_stage_key
  WHERE c.agreement_key IS NOT NULL
),

stages AS (
  SELECT
    c.agreement_key,
    string_agg(c.name, '; ' ORDER BY c.position, c.name) AS stages
  FROM covered AS c
  GROUP BY c.agreement_key
),

minerals_named AS (
  SELECT
    c.agreement_key,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals
  FROM fact_scope AS c
  JOIN dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
  WHERE c.agreement_key IS NOT NULL
  GROUP BY c.agreement_key
),

money AS (
  SELECT
    w.subject_key,
    string_agg(
      w.money_kind || ': ' || w.as_printed || coalesce(' (' || w.equivalent_as_printed || ')', ''), '; '
      ORDER BY w.money_kind, w.as_printed, w.fact_key
    ) FILTER (WHERE w.is_chosen) AS money_as_printed
  FROM wide_money AS w
  GROUP BY w.subject_key
),

quantities AS (
  SELECT
    o.agreement_key,
    string_agg(
      concat_ws(' ', i.name, 'of ' || m.name) || ': ' || o.printed_with_unit, '; '
      ORDER BY i.name, m.name, o.printed_with_unit, o.fact_key
    ) AS figures
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.agreement_key IS NOT NULL AND o.is_chosen
  GROUP BY o.agreement_key
),

terms_told AS (
  SELECT
    c.agreement_key,
    string_agg(
      DISTINCT c.kind || ': ' || coalesce(c.statement, c.as_printed), '; '
      ORDER BY c.kind || ': ' || coalesce(c.statement, c.as_printed)
    ) AS clauses
  FROM fact_clause AS c
  WHERE c.agreement_key IS NOT NULL
  GROUP BY c.agreement_key
),

ties AS (
  SELECT
    t.agreement_key,
    string_agg(DISTINCT t.relation || ' ' || o.name, '; ' ORDER BY t.relation || ' ' || o.name) AS tied_to
  FROM fact_link AS t
  JOIN dim_subject AS o ON o.subject_key = t.other_subject_key
  WHERE t.agreement_key IS NOT NULL
  GROUP BY t.agreement_key
)

SELECT
  a.name AS agreement,
  a.kind,
  a.kind_group,
  a.modality,
  a.parent_name AS parent_agreement,
  p.suppliers,
  p.buyers,
  p.other_parties,
  p.party_countries,
  s.signed,
  s.signed_earliest_date,
  s.signed_latest_date,
  s.signed_precision,
  s.announced,
  s.announced_earliest_date,
  s.announced_latest_date,
  s.announced_precision,
  s.other_steps,
  g.stages,
  n.minerals,
  w.money_as_printed,
  o.figures,
  d.binding,
  k.clauses,
  t.tied_to,
  d.status,
  d.status_group,
  d.status_on,
  d.standing,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  f.note,
  a.agreement_key
FROM dim_agreement AS a
JOIN dim_fact AS f ON f.fact_key = a.fact_key
JOIN wide_standings AS d ON d.subject_key = 'agreements/' || a.agreement_key
LEFT JOIN terms_told AS k ON k.agreement_key = a.agreement_key
LEFT JOIN ties AS t ON t.agreement_key = a.agreement_key
LEFT JOIN parties AS p ON p.agreement_key = a.agreement_key
LEFT JOIN steps AS s ON s.agreement_key = a.agreement_key
LEFT JOIN stages AS g ON g.agreement_key = a.agreement_key
LEFT JOIN minerals_named AS n ON n.agreement_key = a.agreement_key
LEFT JOIN money AS w ON w.subject_key = 'agreements/' || a.agreement_key
LEFT JOIN quantities AS o ON o.agreement_key = a.agreement_key
WHERE f.rank <> 'deprecated';
