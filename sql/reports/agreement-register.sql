/* report
title: Agreement register
question: Which agreements, contracts, ventures and portfolios do the documents speak of, who takes part, and since when?
grain: [agreement_key]
params:
  party:
    type: text
    help: key of an entity; only agreements it is a party of; without it all agreements
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  kind:
    type: text
    help: only agreements of this kind, or of a narrower one; without it all
    choices_from: SELECT label FROM mart.dim_term WHERE scheme = 'agreement-kind'
  modality:
    type: text
    help: only agreements of which this is said; without it all
    choices: [occurred, in force, planned, intended, exploring, expected, pledged, assessed]
columns:
  agreement:
    meaning: short title of the agreement, ours
  kind:
    meaning: what kind of agreement it is
  modality:
    meaning: whether it has happened, is in force, planned, intended or only explored
    empty: no document says
  suppliers:
    meaning: parties that deliver, by name, between semicolons
    empty: no document names a supplier
  buyers:
    meaning: parties that receive, by name, between semicolons
    empty: no document names a buyer
  other_parties:
    meaning: further parties with their role, between semicolons
    empty: no document names others
  signed:
    meaning: date of signature as an EDTF value, with the words as printed; several documents between semicolons
    empty: no document says when it was signed
  announced:
    meaning: date it was announced as an EDTF value, with the words as printed
    empty: no document says when it was announced
  other_steps:
    meaning: further dated steps such as the award or the start of production, each with its date and the words as printed
    empty: no document gives others
  agreement_key:
    meaning: key of the agreement
    key_of: agreements
  parent_key:
    meaning: key of the portfolio it belongs to or the agreement it came of
    empty: none
cite:
  agreement: agreement_facts
  suppliers: supplier_facts
  buyers: buyer_facts
  other_parties: other_party_facts
  signed: signed_facts
  announced: announced_facts
  other_steps: other_step_facts
chart: {kind: matrix, x: kind, y: agreement, value: modality}
cases:
  - expect:
      rows: 12
      contains:
        - {agreement_key: posco-contract-portfolio, kind: contract portfolio, modality: in force, buyers: ""}
        - {agreement_key: posco-reelement-mou, signed: 2025-09 (last September)}
        - {agreement_key: posco-motor-cores-north-america, other_steps: awarded 2025-09 (last September)}
        - {agreement_key: korea-zinc-alta-partnership, announced: 2026-01-13 (January 13)}
        - {agreement_key: posco-reelement-joint-venture, parent_key: posco-reelement-mou, modality: planned}
  - params: {party: posco-international}
    expect: {rows: 9}
  - params: {kind: supply contract}
    expect:
      rows: 3
      contains:
        - {suppliers: POSCO International, buyers: European automaker (unnamed)}
  - params: {modality: planned}
    expect: {rows: 2}
  - params: {party: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH parties AS (
  SELECT
    p.agreement_key,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role_group = 'supplier') AS suppliers,
    array_agg(p.fact_key ORDER BY e.name, p.fact_key) FILTER (WHERE p.role_group = 'supplier') AS supplier_facts,
    string_agg(DISTINCT e.name, '; ' ORDER BY e.name) FILTER (WHERE p.role_group = 'buyer') AS buyers,
    array_agg(p.fact_key ORDER BY e.name, p.fact_key) FILTER (WHERE p.role_group = 'buyer') AS buyer_facts,
    string_agg(DISTINCT e.name || ' (' || p.role || ')', '; ' ORDER BY e.name || ' (' || p.role || ')')
      FILTER (WHERE p.role_group NOT IN ('supplier', 'buyer')) AS other_parties,
    array_agg(p.fact_key ORDER BY e.name, p.fact_key) FILTER (WHERE p.role_group NOT IN ('supplier', 'buyer')) AS other_party_facts,
    bool_or(p.entity_key = :party) AS includes_party
  FROM mart.bridge_agreement_party AS p
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  GROUP BY p.agreement_key
),

dated AS (
  SELECT
    m.fact_key,
    m.agreement_key,
    m.kind,
    m.kind_group,
    coalesce(concat_ws(' ', nullif(m.date_qualifier, 'on'), m.date_edtf) || ' (' || m.date_words || ')', 'undated')
      AS at
  FROM mart.fact_milestone AS m
  WHERE m.agreement_key IS NOT NULL
),

steps AS (
  SELECT
    d.agreement_key,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind_group = 'signed') AS signed,
    array_agg(d.fact_key ORDER BY d.at, d.fact_key) FILTER (WHERE d.kind_group = 'signed') AS signed_facts,
    string_agg(DISTINCT d.at, '; ' ORDER BY d.at) FILTER (WHERE d.kind_group = 'announced') AS announced,
    array_agg(d.fact_key ORDER BY d.at, d.fact_key) FILTER (WHERE d.kind_group = 'announced') AS announced_facts,
    string_agg(DISTINCT d.kind || ' ' || d.at, '; ' ORDER BY d.kind || ' ' || d.at)
      FILTER (WHERE d.kind_group NOT IN ('signed', 'announced')) AS other_steps,
    array_agg(d.fact_key ORDER BY d.at, d.fact_key) FILTER (WHERE d.kind_group NOT IN ('signed', 'announced')) AS other_step_facts
  FROM dated AS d
  GROUP BY d.agreement_key
)

SELECT
  a.agreement_key,
  a.name AS agreement,
  a.kind,
  a.modality,
  a.parent_agreement_key AS parent_key,
  p.suppliers,
  p.buyers,
  p.other_parties,
  s.signed,
  s.announced,
  s.other_steps,
  a.fact_key AS agreement_facts,
  p.supplier_facts,
  p.buyer_facts,
  p.other_party_facts,
  s.signed_facts,
  s.announced_facts,
  s.other_step_facts
FROM mart.dim_agreement AS a
JOIN mart.dim_fact AS f ON f.fact_key = a.fact_key
LEFT JOIN parties AS p ON p.agreement_key = a.agreement_key
LEFT JOIN steps AS s ON s.agreement_key = a.agreement_key
WHERE
  f.rank <> 'deprecated'
  AND (:party IS NULL OR p.includes_party)
  AND (:kind IS NULL OR :kind IN (a.kind, a.kind_group))
  AND (:modality IS NULL OR a.modality = :modality)
ORDER BY a.agreement_key;
