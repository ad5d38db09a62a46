/* report
title: Agreement register
question: Which agreements, contracts, ventures and portfolios are told of, who takes part, since when, for which plants, on which terms?
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
  binding:
    type: text
    help: only agreements that bind the parties, or that do not; without it all
    choices: [binding, non-binding, disputed]
  plant:
    type: text
    help: key of a plant; only agreements that are tied to it; without it all
    choices_from: SELECT facility_key, name FROM mart.dim_facility
columns:
  agreement:
    meaning: short title of the agreement, ours
  kind:
    meaning: what kind of agreement it is
  modality:
    meaning: whether it has happened, is in force, planned, intended or only explored
    empty: no document says
  binding:
    meaning: binding or non-binding, by its clauses or, where they say neither, by its kind; disputed if they contradict each other
    empty: no document says
  status:
    meaning: the state it is in on the latest day that a document speaks of
    empty: no document says
  status_on:
    meaning: the latest day that a document speaks of; where none is stated, the page date of the document
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
  plants:
    meaning: plants it is tied to, with the tie, between semicolons
    empty: no document names one
  clauses:
    meaning: what it says beyond sums and volumes, by kind, between semicolons
    empty: no document tells
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
  status: status_facts
  plants: plant_facts
  clauses: clause_facts
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
  - params: {binding: non-binding}
    expect:
      contains:
        - {agreement_key: posco-reelement-mou, modality: in force}
  - params: {plant: posco-reelement-complex}
    expect:
      rows: 1
      contains:
        - {agreement_key: posco-reelement-joint-venture}
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
),

states AS (
  SELECT
    t.agreement_key,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM mart.fact_status AS t
  WHERE t.is_latest AND t.outlook = 'present' AND t.aspect IS NULL AND t.agreement_key IS NOT NULL
  GROUP BY t.agreement_key
),

plants AS (
  SELECT
    t.agreement_key,
    string_agg(DISTINCT t.relation || ' ' || l.name, '; ' ORDER BY t.relation || ' ' || l.name) AS plants,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts,
    bool_or(t.to_facility_key = :plant) AS includes_plant
  FROM mart.fact_link AS t
  JOIN mart.dim_facility AS l ON l.facility_key = t.to_facility_key
  WHERE t.agreement_key IS NOT NULL
  GROUP BY t.agreement_key
),

clauses AS (
  SELECT
    c.agreement_key,
    array_agg(c.fact_key ORDER BY c.fact_key) AS facts
  FROM mart.fact_clause AS c
  WHERE c.agreement_key IS NOT NULL
  GROUP BY c.agreement_key
)

SELECT
  a.agreement_key,
  a.name AS agreement,
  a.kind,
  a.modality,
  w.binding,
  w.status,
  w.status_on,
  a.parent_agreement_key AS parent_key,
  p.suppliers,
  p.buyers,
  p.other_parties,
  s.signed,
  s.announced,
  s.other_steps,
  l.plants,
  w.clauses,
  a.fact_key AS agreement_facts,
  p.supplier_facts,
  p.buyer_facts,
  p.other_party_facts,
  s.signed_facts,
  s.announced_facts,
  s.other_step_facts,
  t.facts AS status_facts,
  l.facts AS plant_facts,
  c.facts AS clause_facts
FROM mart.dim_agreement AS a
JOIN mart.dim_fact AS f ON f.fact_key = a.fact_key
JOIN mart.wide_agreements AS w ON w.agreement_key = a.agreement_key
LEFT JOIN parties AS p ON p.agreement_key = a.agreement_key
LEFT JOIN steps AS s ON s.agreement_key = a.agreement_key
LEFT JOIN states AS t ON t.agreement_key = a.agreement_key
LEFT JOIN plants AS l ON l.agreement_key = a.agreement_key
LEFT JOIN clauses AS c ON c.agreement_key = a.agreement_key
WHERE
  f.rank <> 'deprecated'
  AND (:party IS NULL OR p.includes_party)
  AND (:kind IS NULL OR :kind IN (a.kind, a.kind_group))
  AND (:modality IS NULL OR a.modality = :modality)
  AND (:binding IS NULL OR w.binding = :binding)
  AND (:plant IS NULL OR l.includes_plant)
ORDER BY a.agreement_key;
