SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_agreements AS
SELECT
    answer.agreement_key::text AS agreement_key,
    answer.agreement::text AS agreement,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.parent_agreement::text AS parent_agreement,
    answer.suppliers::text AS suppliers,
    answer.buyers::text AS buyers,
    answer.other_parties::text AS other_parties,
    answer.party_countries::text AS party_countries,
    answer.signed::text AS signed,
    answer.signed_earliest_date::date AS signed_earliest_date,
    answer.signed_latest_date::date AS signed_latest_date,
    answer.signed_precision::text AS signed_precision,
    answer.announced::text AS announced,
    answer.announced_earliest_date::date AS announced_earliest_date,
    answer.announced_latest_date::date AS announced_latest_date,
    answer.announced_precision::text AS announced_precision,
    answer.other_steps::text AS other_steps,
    answer.stages::text AS stages,
    answer.minerals::text AS minerals,
    answer.money_as_printed::text AS money_as_printed,
    answer.contract_value_krw::numeric(28,6) AS contract_value_krw,
    answer.contract_value_usd::numeric(28,6) AS contract_value_usd,
    answer.figures::text AS figures,
    answer.note::text AS note,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
  SELECT
    p.agreement_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role = 'supplier') AS suppliers,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role = 'buyer') AS buyers,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')')
      FILTER (WHERE p.role NOT IN ('supplier', 'buyer')) AS other_parties,
    string_agg(DISTINCT e.country_name, '; ' ORDER BY e.country_name) AS party_countries
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.agreement_key
),

dated AS (
  SELECT
    m.agreement_key,
    m.kind,
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
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind = 'signed') AS signed,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'signed' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind = 'signed')
    END AS signed_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'signed' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind = 'signed')
    END AS signed_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind = 'signed')
        = max(d.date_precision) FILTER (WHERE d.kind = 'signed')
      THEN min(d.date_precision) FILTER (WHERE d.kind = 'signed')
      WHEN count(d.date_precision) FILTER (WHERE d.kind = 'signed') > 0 THEN 'other'
    END AS signed_precision,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind = 'announced') AS announced,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'announced' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind = 'announced')
    END AS announced_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'announced' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind = 'announced')
    END AS announced_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind = 'announced')
        = max(d.date_precision) FILTER (WHERE d.kind = 'announced')
      THEN min(d.date_precision) FILTER (WHERE d.kind = 'announced')
      WHEN count(d.date_precision) FILTER (WHERE d.kind = 'announced') > 0 THEN 'other'
    END AS announced_precision,
    string_agg(DISTINCT d.kind || ' ' || d.at, '; ' ORDER BY d.kind || ' ' || d.at)
      FILTER (WHERE d.kind NOT IN ('signed', 'announced')) AS other_steps
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
    ) FILTER (WHERE w.is_chosen) AS money_as_printed,
    sum(w.contract_value_krw) AS contract_value_krw,
    sum(w.contract_value_usd) AS contract_value_usd
  FROM wide_money AS w
  GROUP BY w.subject_key
),

quantities AS (
  SELECT
    o.agreement_key,
    string_agg(
      concat_ws(' ', i.name, 'of ' || m.name) || ': ' || o.as_printed, '; '
      ORDER BY i.name, m.name, o.as_printed, o.fact_key
    ) AS figures
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.agreement_key IS NOT NULL AND o.is_chosen
  GROUP BY o.agreement_key
)

SELECT
  a.agreement_key,
  a.name AS agreement,
  a.kind,
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
  w.contract_value_krw,
  w.contract_value_usd,
  o.figures,
  f.note,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM dim_agreement AS a
JOIN dim_fact AS f ON f.fact_key = a.fact_key
LEFT JOIN parties AS p ON p.agreement_key = a.agreement_key
LEFT JOIN steps AS s ON s.agreement_key = a.agreement_key
LEFT JOIN stages AS g ON g.agreement_key = a.agreement_key
LEFT JOIN minerals_named AS n ON n.agreement_key = a.agreement_key
LEFT JOIN money AS w ON w.subject_key = 'agreements/' || a.agreement_key
LEFT JOIN quantities AS o ON o.agreement_key = a.agreement_key
WHERE f.rank <> 'deprecated'
) AS answer;
COMMENT ON VIEW mart.wide_agreements IS 'One row per agreement, contract, venture or portfolio, with its parties, steps, scope and value';
COMMENT ON COLUMN mart.wide_agreements.agreement_key IS 'the agreement, as in dim_agreement';
COMMENT ON COLUMN mart.wide_agreements.agreement IS 'its short title, ours';
COMMENT ON COLUMN mart.wide_agreements.kind IS 'memorandum of understanding, joint venture, supply contract and so on';
COMMENT ON COLUMN mart.wide_agreements.modality IS 'whether it is in force, planned, explored and so on';
COMMENT ON COLUMN mart.wide_agreements.parent_agreement IS 'portfolio it belongs to or agreement it came of; NULL: none';
COMMENT ON COLUMN mart.wide_agreements.suppliers IS 'parties that deliver, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN mart.wide_agreements.buyers IS 'parties that receive, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN mart.wide_agreements.other_parties IS 'further parties with their role, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN mart.wide_agreements.party_countries IS 'countries of its parties, joined by semicolons; NULL: no document says';
COMMENT ON COLUMN mart.wide_agreements.signed IS 'when it was signed: EDTF value and words as printed, with the modality unless it has occurred; NULL: no document says';
COMMENT ON COLUMN mart.wide_agreements.signed_earliest_date IS 'first day on which it can have been signed; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_agreements.signed_latest_date IS 'last day on which it can have been signed; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_agreements.signed_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN mart.wide_agreements.announced IS 'when it was announced: EDTF value and words as printed, with the modality unless it has occurred; NULL: no document says';
COMMENT ON COLUMN mart.wide_agreements.announced_earliest_date IS 'first day on which it can have been announced; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_agreements.announced_latest_date IS 'last day on which it can have been announced; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN mart.wide_agreements.announced_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN mart.wide_agreements.other_steps IS 'further dated steps such as the award, joined by semicolons; NULL: no document gives one';
COMMENT ON COLUMN mart.wide_agreements.stages IS 'stages of the chain it covers, in their order, joined by semicolons; NULL: none is named';
COMMENT ON COLUMN mart.wide_agreements.minerals IS 'minerals and products it covers, joined by semicolons; NULL: none is named';
COMMENT ON COLUMN mart.wide_agreements.money_as_printed IS 'sums with their kind and equivalent as printed, of several documents the chosen one, joined by semicolons; NULL: no sum is printed';
COMMENT ON COLUMN mart.wide_agreements.contract_value_krw IS 'contract value in won as printed; totals are left out, so that a sum is right; keep planned and agreed money apart by modality; unit: KRW; NULL: none is printed in it';
COMMENT ON COLUMN mart.wide_agreements.contract_value_usd IS 'contract value in US dollars as printed; totals are left out, so that a sum is right; keep planned and agreed money apart by modality; unit: USD; NULL: none is printed in it';
COMMENT ON COLUMN mart.wide_agreements.figures IS 'quantities such as the term as printed, joined by semicolons; NULL: none is printed';
COMMENT ON COLUMN mart.wide_agreements.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN mart.wide_agreements.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_agreements.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_agreements.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_agreements.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_agreements AS
SELECT
    answer.agreement_key::text AS agreement_key,
    answer.agreement::text AS agreement,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.parent_agreement::text AS parent_agreement,
    answer.suppliers::text AS suppliers,
    answer.buyers::text AS buyers,
    answer.other_parties::text AS other_parties,
    answer.party_countries::text AS party_countries,
    answer.signed::text AS signed,
    answer.signed_earliest_date::date AS signed_earliest_date,
    answer.signed_latest_date::date AS signed_latest_date,
    answer.signed_precision::text AS signed_precision,
    answer.announced::text AS announced,
    answer.announced_earliest_date::date AS announced_earliest_date,
    answer.announced_latest_date::date AS announced_latest_date,
    answer.announced_precision::text AS announced_precision,
    answer.other_steps::text AS other_steps,
    answer.stages::text AS stages,
    answer.minerals::text AS minerals,
    answer.money_as_printed::text AS money_as_printed,
    answer.contract_value_krw::numeric(28,6) AS contract_value_krw,
    answer.contract_value_usd::numeric(28,6) AS contract_value_usd,
    answer.figures::text AS figures,
    answer.note::text AS note,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
  SELECT
    p.agreement_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role = 'supplier') AS suppliers,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role = 'buyer') AS buyers,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')')
      FILTER (WHERE p.role NOT IN ('supplier', 'buyer')) AS other_parties,
    string_agg(DISTINCT e.country_name, '; ' ORDER BY e.country_name) AS party_countries
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.agreement_key
),

dated AS (
  SELECT
    m.agreement_key,
    m.kind,
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
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind = 'signed') AS signed,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'signed' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind = 'signed')
    END AS signed_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'signed' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind = 'signed')
    END AS signed_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind = 'signed')
        = max(d.date_precision) FILTER (WHERE d.kind = 'signed')
      THEN min(d.date_precision) FILTER (WHERE d.kind = 'signed')
      WHEN count(d.date_precision) FILTER (WHERE d.kind = 'signed') > 0 THEN 'other'
    END AS signed_precision,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind = 'announced') AS announced,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'announced' AND d.earliest_date_key IS NULL) = 0
      THEN min(d.earliest_date_key) FILTER (WHERE d.kind = 'announced')
    END AS announced_earliest_date,
    CASE
      WHEN count(*) FILTER (WHERE d.kind = 'announced' AND d.latest_date_key IS NULL) = 0
      THEN max(d.latest_date_key) FILTER (WHERE d.kind = 'announced')
    END AS announced_latest_date,
    CASE
      WHEN
        min(d.date_precision) FILTER (WHERE d.kind = 'announced')
        = max(d.date_precision) FILTER (WHERE d.kind = 'announced')
      THEN min(d.date_precision) FILTER (WHERE d.kind = 'announced')
      WHEN count(d.date_precision) FILTER (WHERE d.kind = 'announced') > 0 THEN 'other'
    END AS announced_precision,
    string_agg(DISTINCT d.kind || ' ' || d.at, '; ' ORDER BY d.kind || ' ' || d.at)
      FILTER (WHERE d.kind NOT IN ('signed', 'announced')) AS other_steps
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
    ) FILTER (WHERE w.is_chosen) AS money_as_printed,
    sum(w.contract_value_krw) AS contract_value_krw,
    sum(w.contract_value_usd) AS contract_value_usd
  FROM wide_money AS w
  GROUP BY w.subject_key
),

quantities AS (
  SELECT
    o.agreement_key,
    string_agg(
      concat_ws(' ', i.name, 'of ' || m.name) || ': ' || o.as_printed, '; '
      ORDER BY i.name, m.name, o.as_printed, o.fact_key
    ) AS figures
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.agreement_key IS NOT NULL AND o.is_chosen
  GROUP BY o.agreement_key
)

SELECT
  a.agreement_key,
  a.name AS agreement,
  a.kind,
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
  w.contract_value_krw,
  w.contract_value_usd,
  o.figures,
  f.note,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM dim_agreement AS a
JOIN dim_fact AS f ON f.fact_key = a.fact_key
LEFT JOIN parties AS p ON p.agreement_key = a.agreement_key
LEFT JOIN steps AS s ON s.agreement_key = a.agreement_key
LEFT JOIN stages AS g ON g.agreement_key = a.agreement_key
LEFT JOIN minerals_named AS n ON n.agreement_key = a.agreement_key
LEFT JOIN money AS w ON w.subject_key = 'agreements/' || a.agreement_key
LEFT JOIN quantities AS o ON o.agreement_key = a.agreement_key
WHERE f.rank <> 'deprecated'
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_agreements IS 'One row per agreement, contract, venture or portfolio, with its parties, steps, scope and value';
COMMENT ON COLUMN as_of.wide_agreements.agreement_key IS 'the agreement, as in dim_agreement';
COMMENT ON COLUMN as_of.wide_agreements.agreement IS 'its short title, ours';
COMMENT ON COLUMN as_of.wide_agreements.kind IS 'memorandum of understanding, joint venture, supply contract and so on';
COMMENT ON COLUMN as_of.wide_agreements.modality IS 'whether it is in force, planned, explored and so on';
COMMENT ON COLUMN as_of.wide_agreements.parent_agreement IS 'portfolio it belongs to or agreement it came of; NULL: none';
COMMENT ON COLUMN as_of.wide_agreements.suppliers IS 'parties that deliver, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN as_of.wide_agreements.buyers IS 'parties that receive, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN as_of.wide_agreements.other_parties IS 'further parties with their role, joined by semicolons; NULL: no document names one';
COMMENT ON COLUMN as_of.wide_agreements.party_countries IS 'countries of its parties, joined by semicolons; NULL: no document says';
COMMENT ON COLUMN as_of.wide_agreements.signed IS 'when it was signed: EDTF value and words as printed, with the modality unless it has occurred; NULL: no document says';
COMMENT ON COLUMN as_of.wide_agreements.signed_earliest_date IS 'first day on which it can have been signed; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_agreements.signed_latest_date IS 'last day on which it can have been signed; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_agreements.signed_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN as_of.wide_agreements.announced IS 'when it was announced: EDTF value and words as printed, with the modality unless it has occurred; NULL: no document says';
COMMENT ON COLUMN as_of.wide_agreements.announced_earliest_date IS 'first day on which it can have been announced; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_agreements.announced_latest_date IS 'last day on which it can have been announced; see the precision; NULL: open, or no document says';
COMMENT ON COLUMN as_of.wide_agreements.announced_precision IS 'how exactly it is stated: day, month, year or other; NULL: no document says';
COMMENT ON COLUMN as_of.wide_agreements.other_steps IS 'further dated steps such as the award, joined by semicolons; NULL: no document gives one';
COMMENT ON COLUMN as_of.wide_agreements.stages IS 'stages of the chain it covers, in their order, joined by semicolons; NULL: none is named';
COMMENT ON COLUMN as_of.wide_agreements.minerals IS 'minerals and products it covers, joined by semicolons; NULL: none is named';
COMMENT ON COLUMN as_of.wide_agreements.money_as_printed IS 'sums with their kind and equivalent as printed, of several documents the chosen one, joined by semicolons; NULL: no sum is printed';
COMMENT ON COLUMN as_of.wide_agreements.contract_value_krw IS 'contract value in won as printed; totals are left out, so that a sum is right; keep planned and agreed money apart by modality; unit: KRW; NULL: none is printed in it';
COMMENT ON COLUMN as_of.wide_agreements.contract_value_usd IS 'contract value in US dollars as printed; totals are left out, so that a sum is right; keep planned and agreed money apart by modality; unit: USD; NULL: none is printed in it';
COMMENT ON COLUMN as_of.wide_agreements.figures IS 'quantities such as the term as printed, joined by semicolons; NULL: none is printed';
COMMENT ON COLUMN as_of.wide_agreements.note IS 'what a reader must know to use it; NULL: nothing';
COMMENT ON COLUMN as_of.wide_agreements.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_agreements.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_agreements.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_agreements.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
