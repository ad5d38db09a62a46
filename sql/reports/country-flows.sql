/* report
title: Country flows
question: What runs from one country to another, as imports, trade measures, supply, money, plants abroad, cooperation, and what not yet?
grain: [from_place, to_place]
params:
  place:
    type: text
    help: key of a place; only flows from it or to it; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
columns:
  from_place:
    meaning: where it comes from; "not stated" where no document says which country a party belongs to
  to_place:
    meaning: where it goes to; "not stated" as before
  flows:
    meaning: number of those in force, whatever their kind; a portfolio or package is not counted beside its contracts, nor what is not in force
    unit: flows
  imports:
    meaning: shares of the imports of to_place that come from from_place, by mineral or product, as printed, with the period
    empty: none is stated
  trade_measures:
    meaning: measures of from_place that are aimed at to_place and in force
    empty: none is stated
  supply:
    meaning: contracts in which parties of from_place give goods, work or rights to parties of to_place, in force
    empty: none is stated
  financing:
    meaning: agreements in which parties of from_place give money to parties of to_place, but not for goods, in force
    empty: none is stated
  plants:
    meaning: plants in to_place that parties of from_place have a part in and that stand, with the party
    empty: none is stated
  cooperation:
    meaning: agreements of equals of both, in force; it has no direction and stands once, under the names in order
    empty: none is stated
  not_in_force:
    meaning: what of all these binds nobody, is still to come, stands still or is over, with its kind and that word
    empty: none is stated
cite:
  imports: import_facts
  trade_measures: measure_facts
  supply: supply_facts
  financing: financing_facts
  plants: plant_facts
  cooperation: cooperation_facts
  not_in_force: not_in_force_facts
chart: {kind: matrix, x: to_place, y: from_place, value: flows}
cases:
  - expect:
      rows: 7
      contains:
        - {from_place: China, to_place: South Korea, flows: "2"}
        - {from_place: China, to_place: South Korea, imports: rare earth metals about 80%; rare earth permanent magnets 99.3%}
        - {from_place: China, to_place: Japan, flows: "1", imports: ""}
        - {from_place: South Korea, to_place: United States, flows: "1", supply: "", plants: ""}
        - {from_place: South Korea, to_place: not stated, flows: "3", plants: ""}
        - {from_place: not stated, to_place: United States, flows: "0"}
        - from_place: not stated
          to_place: South Korea
          flows: "2"
          not_in_force: >-
            cooperation: Joint rare-earth and magnet production of POSCO International and ReElement (planned);
            cooperation: POSCO International and ReElement on the rare-earth supply chain (non-binding)
  - params: {place: japan}
    expect:
      rows: 1
      contains:
        - {trade_measures: "China's restrictions on rare-earth exports to Japan"}
  - params: {place: australia}
    expect: {rows: 1}
  - params: {place: songdo}
    expect: {rows: 0}
*/
WITH agreed AS (
  SELECT
    p.agreement_key,
    k.gives_goods,
    k.receives_goods,
    k.gives_money AND NOT k.receives_goods AS gives_money,
    k.receives_money AND NOT k.gives_goods AS receives_money,
    k.gives_goods OR k.receives_goods OR k.gives_money OR k.receives_money AS has_direction,
    p.fact_key,
    e.country_key,
    coalesce(e.country_name, '') COLLATE "C" AS country,
    e.name COLLATE "C" AS name
  FROM mart.bridge_agreement_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'party-role' AND k.label = p.role
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
),

flows AS (
  SELECT
    'import' AS kind,
    o.counterpart_place_key AS from_key,
    o.place_key AS to_key,
    coalesce(m.name, 'all') AS thing,
    NULL AS party,
    concat_ws(' in ', o.printed_with_unit, o.period_edtf) AS as_printed,
    coalesce(o.mineral_key, '') AS flow_key,
    o.fact_key,
    o.fact_key AS other_fact_key,
    o.fact_key AS thing_fact_key,
    CASE WHEN o.outlook = 'future' THEN o.modality ELSE 'in force' END AS standing
  FROM mart.fact_observation AS o
  LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = o.mineral_key
  WHERE o.indicator_key = 'import-dependence' AND o.place_key IS NOT NULL AND o.is_chosen
  UNION ALL
  SELECT
    'measure',
    j.place_key,
    t.place_key,
    s.name,
    NULL,
    NULL,
    s.strategy_key,
    coalesce(j.fact_key, s.fact_key),
    t.fact_key,
    s.fact_key,
    w.standing
  FROM mart.bridge_strategy_place AS t
  JOIN mart.dim_strategy AS s ON s.strategy_key = t.strategy_key
  JOIN mart.wide_standings AS w ON w.subject_key = 'strategies/' || t.strategy_key
  LEFT JOIN mart.bridge_strategy_place AS j ON j.strategy_key = t.strategy_key AND j.role_group = 'jurisdiction'
  WHERE t.role_group = 'target'
  UNION ALL
  SELECT
    CASE
      WHEN one.gives_goods THEN 'supply'
      WHEN one.gives_money THEN 'financing'
      ELSE 'cooperation'
    END,
    one.country_key,
    other.country_key,
    a.name,
    NULL,
    NULL,
    a.agreement_key,
    one.fact_key,
    other.fact_key,
    a.fact_key,
    w.standing
  FROM agreed AS one
  JOIN agreed AS other
    ON other.agreement_key = one.agreement_key
    AND (
      (one.gives_goods AND other.receives_goods)
      OR (one.gives_money AND other.receives_money)
      OR (NOT one.has_direction AND NOT other.has_direction AND (one.country, one.name) < (other.country, other.name))
    )
  JOIN mart.dim_agreement AS a ON a.agreement_key = one.agreement_key
  JOIN mart.wide_standings AS w ON w.subject_key = 'agreements/' || one.agreement_key
  UNION ALL
  SELECT
    'plant',
    e.country_key,
    l.country_key,
    l.name,
    e.name,
    NULL,
    l.facility_key || '/' || e.entity_key,
    p.fact_key,
    l.fact_key,
    l.fact_key,
    w.standing
  FROM mart.bridge_facility_party AS p
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  JOIN mart.dim_facility AS l ON l.facility_key = p.facility_key
  JOIN mart.wide_standings AS w ON w.subject_key = 'facilities/' || p.facility_key
  WHERE l.kind_group NOT IN ('headquarters', 'office', 'government complex')
),

-- What stands in a portfolio or package, or in one within it. Agreements that came of another one are no parts of it.
parts AS (
  SELECT
    a.agreement_key AS part_key,
    p.agreement_key AS whole_key
  FROM mart.dim_agreement AS a
  JOIN mart.dim_agreement AS m ON m.agreement_key = a.parent_agreement_key
  JOIN mart.dim_agreement AS p ON p.agreement_key IN (m.agreement_key, m.parent_agreement_key)
  WHERE p.kind_group IN ('contract portfolio', 'deal package')
),

-- The contracts stand for their portfolio, between the places between which they run.
told_by_parts AS (
  SELECT DISTINCT
    w.flow_key,
    w.from_key,
    w.to_key,
    w.standing
  FROM flows AS w
  JOIN parts AS t ON t.whole_key = w.flow_key
  JOIN flows AS x
    ON x.flow_key = t.part_key
    AND (x.standing = 'in force') = (w.standing = 'in force')
    AND (
      (x.from_key IS NOT DISTINCT FROM w.from_key AND x.to_key IS NOT DISTINCT FROM w.to_key)
      OR (x.from_key IS NOT DISTINCT FROM w.to_key AND x.to_key IS NOT DISTINCT FROM w.from_key)
    )
  JOIN mart.dim_fact AS f ON f.fact_key = x.thing_fact_key
  WHERE
    w.kind IN ('supply', 'financing', 'cooperation')
    AND x.kind IN ('supply', 'financing', 'cooperation')
    AND f.rank <> 'deprecated'
),

abroad AS (
  SELECT
    CASE w.standing WHEN 'in force' THEN w.kind ELSE 'not in force' END AS kind,
    coalesce(p.name, 'not stated') AS from_place,
    coalesce(q.name, 'not stated') AS to_place,
    concat_ws(
      ' ',
      CASE WHEN w.standing <> 'in force' THEN w.kind || ':' END,
      w.thing,
      w.as_printed,
      '(' || nullif(concat_ws(', ', w.party, nullif(w.standing, 'in force')), '') || ')'
    ) AS words,
    w.kind || '/' || w.flow_key AS flow_key,
    w.fact_key,
    w.other_fact_key
  FROM flows AS w
  JOIN mart.dim_fact AS f ON f.fact_key = w.thing_fact_key
  LEFT JOIN mart.dim_place AS p ON p.place_key = w.from_key
  LEFT JOIN mart.dim_place AS q ON q.place_key = w.to_key
  LEFT JOIN told_by_parts AS b
    ON b.flow_key = w.flow_key
    AND b.from_key IS NOT DISTINCT FROM w.from_key
    AND b.to_key IS NOT DISTINCT FROM w.to_key
    AND b.standing = w.standing
  WHERE
    f.rank <> 'deprecated'
    AND (b.flow_key IS NULL OR w.kind NOT IN ('supply', 'financing', 'cooperation'))
    AND (w.from_key IS NULL OR w.to_key IS NULL OR w.from_key <> w.to_key)
    AND (:place IS NULL OR w.from_key = :place OR w.to_key = :place)
)

SELECT
  a.from_place,
  a.to_place,
  count(DISTINCT a.flow_key) FILTER (WHERE a.kind <> 'not in force') AS flows,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'import') AS imports,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'measure') AS trade_measures,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'supply') AS supply,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'financing') AS financing,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'plant') AS plants,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'cooperation') AS cooperation,
  string_agg(DISTINCT a.words, '; ' ORDER BY a.words) FILTER (WHERE a.kind = 'not in force') AS not_in_force,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'import') AS import_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'measure')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'measure') AS measure_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'supply')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'supply') AS supply_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'financing')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'financing') AS financing_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'plant')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'plant') AS plant_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'cooperation')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'cooperation') AS cooperation_facts,
  array_agg(a.fact_key ORDER BY a.words, a.fact_key) FILTER (WHERE a.kind = 'not in force')
    || array_agg(a.other_fact_key ORDER BY a.words, a.other_fact_key) FILTER (WHERE a.kind = 'not in force') AS not_in_force_facts
FROM abroad AS a
GROUP BY a.from_place, a.to_place
ORDER BY a.from_place = 'not stated', a.from_place, a.to_place = 'not stated', a.to_place;
