/* report
title: Supply and offtake commitments
question: Who is to deliver what to whom, from which country to which, how much, for how long, and does it bind the parties?
grain: [agreement_key, giver_key, receiver_key]
params:
  party:
    type: text
    help: key of an entity; only what it gives or receives; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  country:
    type: text
    help: key of a country, region or place; only what parties of it give or receive; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  mineral:
    type: text
    help: key of a mineral or product; only agreements that are said to cover it; without it all
    choices_from: SELECT mineral_key, name, symbol FROM mart.dim_mineral
  binding:
    type: text
    help: only agreements that bind the parties, or that do not; without it all
    choices: [binding, non-binding, disputed, not said]
  standing:
    type: text
    help: only agreements that hold so far, such as in force; without it all
    choices: [in force, planned, intended, exploring, expected, pledged, under construction, paused, over, non-binding, disputed]
columns:
  agreement:
    meaning: short title of the agreement, ours
  kind:
    meaning: what kind of agreement it is
  binding:
    meaning: binding or non-binding, by its clauses or else by its kind; disputed if clauses contradict each other; not said
  standing:
    meaning: how far it holds; in force, else what keeps it from that, such as non-binding, planned, paused or over
  status:
    meaning: the state it is in on the latest day that a document speaks of
    empty: no document says
  giver:
    meaning: who gives the goods, work or rights, by name
    empty: no document names a giver
  giver_role:
    meaning: the part the giver plays
    empty: no document names a giver
  giver_country:
    meaning: country the giver belongs to; where none is known, the region or place that a document puts it in
    empty: no document says
  receiver:
    meaning: who receives them, by name
    empty: no document names a receiver
  receiver_role:
    meaning: the part the receiver plays
    empty: no document names a receiver
  receiver_country:
    meaning: country the receiver belongs to; where none is known, the region or place that a document puts it in
    empty: no document says
  minerals:
    meaning: minerals and products it covers, between semicolons
    empty: no document says
  quantities:
    meaning: quantities as printed, the term left out, between semicolons
    empty: none is printed
  term_as_printed:
    meaning: how long it runs, as printed
    empty: none is printed
  worth:
    meaning: sums as printed, with their kind and equivalent, between semicolons
    empty: none is printed
  clauses:
    meaning: what it says beyond sums and volumes, by kind, between semicolons
    empty: no document tells
  plants:
    meaning: plants it is tied to, with the tie, between semicolons
    empty: no document names one
  agreement_key:
    meaning: key of the agreement
    key_of: agreements
  giver_key:
    meaning: key of the giver
    key_of: entities
    empty: no document names a giver
  receiver_key:
    meaning: key of the receiver
    key_of: entities
    empty: no document names a receiver
cite:
  agreement: agreement_fact
  giver: giver_facts
  giver_country: giver_country_facts
  receiver: receiver_facts
  receiver_country: receiver_country_facts
  minerals: mineral_facts
  quantities: quantity_facts
  term_as_printed: term_facts
  worth: worth_facts
  clauses: clause_facts
  plants: plant_facts
chart: {kind: matrix, x: receiver, y: giver, value: agreement, series: standing}
cases:
  - expect:
      rows: 3
      contains:
        - {agreement_key: posco-magnets-europe, giver: POSCO International, receiver: European automaker (unnamed), term_as_printed: nine years}
        - {agreement_key: posco-motor-cores-north-america, minerals: motor cores, term_as_printed: "", binding: not said}
  - params: {mineral: motor-cores}
    expect: {rows: 1}
  - params: {country: europe}
    expect:
      rows: 1
      contains:
        - {giver_country: South Korea, receiver_country: Europe}
  - params: {party: korea-international-trade-association}
    expect: {rows: 0}
*/
WITH located AS (
  SELECT
    t.entity_key,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) AS places,
    array_agg(DISTINCT t.to_place_key) AS place_keys,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM mart.fact_link AS t
  JOIN mart.dim_place AS l ON l.place_key = t.to_place_key
  WHERE t.entity_key IS NOT NULL AND t.relation_group = 'located in'
  GROUP BY t.entity_key
),

sides AS (
  SELECT
    p.agreement_key,
    p.entity_key,
    e.name,
    e.country_key,
    e.country_name,
    l.places,
    l.place_keys,
    l.facts AS place_facts,
    k.gives_goods,
    string_agg(DISTINCT p.role, '; ' ORDER BY p.role) AS roles,
    array_agg(p.fact_key ORDER BY p.fact_key) AS facts
  FROM mart.bridge_agreement_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'party-role' AND k.label = p.role
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  LEFT JOIN located AS l ON l.entity_key = p.entity_key
  WHERE k.gives_goods OR k.receives_goods
  GROUP BY
    p.agreement_key, p.entity_key, e.name, e.country_key, e.country_name, l.places, l.place_keys, l.facts, k.gives_goods
),

givers AS (
  SELECT
    s.agreement_key,
    s.entity_key,
    s.name,
    array_append(s.place_keys, s.country_key) AS place_keys,
    coalesce(s.country_name, s.places) AS country,
    CASE WHEN s.country_name IS NULL THEN s.place_facts END AS country_facts,
    s.roles,
    s.facts
  FROM sides AS s
  WHERE s.gives_goods
),

receivers AS (
  SELECT
    s.agreement_key,
    s.entity_key,
    s.name,
    array_append(s.place_keys, s.country_key) AS place_keys,
    coalesce(s.country_name, s.places) AS country,
    CASE WHEN s.country_name IS NULL THEN s.place_facts END AS country_facts,
    s.roles,
    s.facts
  FROM sides AS s
  WHERE NOT s.gives_goods
),

portfolios AS (
  SELECT a.parent_agreement_key AS agreement_key
  FROM mart.dim_agreement AS a
  JOIN mart.dim_agreement AS p ON p.agreement_key = a.parent_agreement_key
  WHERE p.kind_group = 'contract portfolio'
),

goods AS (
  SELECT
    c.agreement_key,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals,
    array_agg(c.fact_key ORDER BY c.fact_key) AS facts,
    bool_or(c.covered_mineral_key = :mineral) AS has_mineral
  FROM mart.fact_scope AS c
  JOIN mart.dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
  WHERE c.agreement_key IS NOT NULL
  GROUP BY c.agreement_key
),

figures AS (
  SELECT
    o.agreement_key,
    o.indicator_key = 'contract-term' AS is_term,
    CASE
      WHEN o.indicator_key = 'contract-term' THEN o.printed_with_unit
      ELSE concat_ws(' ', i.name, 'of ' || m.name) || ': ' || concat_ws(', ', o.printed_with_unit, o.period_words)
    END AS words,
    o.fact_key
  FROM mart.fact_observation AS o
  JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
  LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.agreement_key IS NOT NULL AND o.is_chosen
),

quantities AS (
  SELECT
    q.agreement_key,
    string_agg(DISTINCT q.words, '; ' ORDER BY q.words) FILTER (WHERE NOT q.is_term) AS quantities,
    array_agg(q.fact_key ORDER BY q.fact_key) FILTER (WHERE NOT q.is_term) AS quantity_facts,
    string_agg(DISTINCT q.words, '; ' ORDER BY q.words) FILTER (WHERE q.is_term) AS term,
    array_agg(q.fact_key ORDER BY q.fact_key) FILTER (WHERE q.is_term) AS term_facts
  FROM figures AS q
  GROUP BY q.agreement_key
),

worth AS (
  SELECT
    v.agreement_key,
    array_agg(v.fact_key ORDER BY v.fact_key) AS facts
  FROM mart.fact_money AS v
  WHERE v.agreement_key IS NOT NULL AND v.leg = 'printed' AND v.is_chosen
  GROUP BY v.agreement_key
),

clauses AS (
  SELECT
    c.agreement_key,
    array_agg(c.fact_key ORDER BY c.fact_key) AS facts
  FROM mart.fact_clause AS c
  WHERE c.agreement_key IS NOT NULL
  GROUP BY c.agreement_key
),

plants AS (
  SELECT
    t.agreement_key,
    string_agg(DISTINCT t.relation || ' ' || l.name, '; ' ORDER BY t.relation || ' ' || l.name) AS plants,
    array_agg(t.fact_key ORDER BY t.fact_key) AS facts
  FROM mart.fact_link AS t
  JOIN mart.dim_facility AS l ON l.facility_key = t.to_facility_key
  WHERE t.agreement_key IS NOT NULL
  GROUP BY t.agreement_key
)

SELECT
  w.agreement,
  w.kind,
  coalesce(w.binding, 'not said') AS binding,
  w.standing,
  w.status,
  p.name AS giver,
  p.roles AS giver_role,
  p.country AS giver_country,
  r.name AS receiver,
  r.roles AS receiver_role,
  r.country AS receiver_country,
  g.minerals,
  q.quantities,
  q.term AS term_as_printed,
  w.money_as_printed AS worth,
  w.clauses,
  l.plants,
  a.agreement_key,
  p.entity_key AS giver_key,
  r.entity_key AS receiver_key,
  a.fact_key AS agreement_fact,
  p.facts AS giver_facts,
  p.country_facts AS giver_country_facts,
  r.facts AS receiver_facts,
  r.country_facts AS receiver_country_facts,
  g.facts AS mineral_facts,
  q.quantity_facts,
  q.term_facts,
  v.facts AS worth_facts,
  c.facts AS clause_facts,
  l.facts AS plant_facts
FROM mart.dim_agreement AS a
JOIN mart.wide_agreements AS w ON w.agreement_key = a.agreement_key
LEFT JOIN givers AS p ON p.agreement_key = a.agreement_key
LEFT JOIN receivers AS r ON r.agreement_key = a.agreement_key
LEFT JOIN goods AS g ON g.agreement_key = a.agreement_key
LEFT JOIN quantities AS q ON q.agreement_key = a.agreement_key
LEFT JOIN worth AS v ON v.agreement_key = a.agreement_key
LEFT JOIN clauses AS c ON c.agreement_key = a.agreement_key
LEFT JOIN plants AS l ON l.agreement_key = a.agreement_key
WHERE
  (p.entity_key IS NOT NULL OR r.entity_key IS NOT NULL OR a.kind_group = 'supply contract')
  -- The contracts of a portfolio stand for it.
  AND a.agreement_key NOT IN (SELECT b.agreement_key FROM portfolios AS b)
  AND (:party IS NULL OR :party IN (p.entity_key, r.entity_key))
  AND (:country IS NULL OR :country = ANY(p.place_keys || r.place_keys))
  AND (:mineral IS NULL OR g.has_mineral)
  AND (:binding IS NULL OR coalesce(w.binding, 'not said') = :binding)
  AND (:standing IS NULL OR w.standing = :standing)
ORDER BY
  w.standing <> 'in force',
  w.standing,
  coalesce(w.binding, 'not said'),
  a.agreement_key,
  p.name,
  r.name,
  p.entity_key,
  r.entity_key;
