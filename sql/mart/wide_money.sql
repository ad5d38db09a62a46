/* mart
kind: view
grain: "One row per stated sum of money, with names and figures as printed; the sums to add up stand in the views money_usd, money_krw and so on"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  money_kind: {type: text, meaning: "what the sum is: contract value, loan, price floor and so on"}
  money_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  as_printed: {type: text, meaning: number and currency as printed}
  equivalent_as_printed: {type: text, meaning: the equivalent printed beside it, empty: none is printed}
  currency_code: {type: text, meaning: "currency of the sum, ISO 4217", empty: only words are printed}
  equivalent_currency_code: {type: text, meaning: "currency of the equivalent, ISO 4217", empty: none is printed}
  approximation: {type: text, meaning: "how exactly the sum is stated: exact, about, at least, at most, over, under or between", empty: only words are printed}
  per_unit: {type: text, meaning: "unit of a price, such as one kilogram", empty: it is no price}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own}
  agreement: {type: text, meaning: title of the agreement, empty: the money is of no agreement}
  agreement_kind: {type: text, meaning: kind of the agreement, empty: the money is of no agreement}
  agreement_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: the money is of no agreement}
  parent_agreement: {type: text, meaning: portfolio it belongs to or agreement it came of, empty: none}
  strategy: {type: text, meaning: title of the strategy, empty: the money is of no strategy}
  issuer: {type: text, meaning: who issued the strategy, empty: the money is of no strategy}
  facility: {type: text, meaning: name of the facility, empty: the money is of no facility}
  entity: {type: text, meaning: name of the entity, empty: the money is of no entity}
  parties: {type: text, meaning: "parties of the agreement or facility with their role, joined by semicolons", empty: "none is named, or the money is of neither"}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period: {type: text, meaning: the period as printed, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day of the period, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day of the period, empty: "open, or no period is stated"}
  mineral: {type: text, meaning: mineral or product it is paid for or is about, empty: none in particular}
  market: {type: text, meaning: the place or market it holds in, empty: none in particular}
  counterpart: {type: text, meaning: "the other place, such as the source of imports", empty: none}
  payer: {type: text, meaning: who pays, empty: not said}
  payee: {type: text, meaning: who is paid, empty: not said}
  price_basis: {type: text, meaning: at which point and on which terms a price holds, empty: not said}
  status: {type: text, meaning: "what the source says of the figure, or why it prints no number", empty: nothing}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
  standing: {type: text, meaning: "how firm it is: the modality of the sum; where the sum is present and its agreement is not in force, how far the agreement holds, such as non-binding, planned or over"}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question; filter on it}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, firmest modality, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees, its own included; show it, never add it up", unit: documents}
  differing_source_count: {type: integer, meaning: "documents with an answer that does not agree; show it, never add it up", unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future where the modality is planned, intended, exploring, expected or pledged, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_money"}
*/
WITH parties AS (
  SELECT p.subject_key, e.name || ' (' || p.role || ')' AS party
  FROM bridge_agreement_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
  UNION ALL
  SELECT p.subject_key, e.name || ' (' || p.role || ')'
  FROM bridge_facility_party AS p
  JOIN dim_entity AS e ON e.entity_key = p.entity_key
),

joined AS (
  SELECT
    p.subject_key,
    string_agg(DISTINCT p.party, '; ' ORDER BY p.party) AS parties
  FROM parties AS p
  GROUP BY p.subject_key
)

SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  v.kind AS money_kind,
  v.kind_group AS money_kind_group,
  v.as_printed,
  q.as_printed AS equivalent_as_printed,
  v.currency_code,
  q.currency_code AS equivalent_currency_code,
  v.approximation,
  u.name AS per_unit,
  v.is_total,
  a.name AS agreement,
  a.kind AS agreement_kind,
  a.kind_group AS agreement_kind_group,
  a.parent_name AS parent_agreement,
  g.name AS strategy,
  g.issuer_name AS issuer,
  t.name AS facility,
  e.name AS entity,
  j.parties,
  v.aspect,
  v.period_words AS period,
  v.period_earliest_date_key AS period_earliest_date,
  v.period_latest_date_key AS period_latest_date,
  m.name AS mineral,
  k.name AS market,
  c.name AS counterpart,
  pr.name AS payer,
  pe.name AS payee,
  v.price_basis,
  v.status,
  v.statistic,
  v.scenario,
  CASE WHEN v.outlook = 'present' AND st.standing <> 'in force' THEN st.standing ELSE v.modality END AS standing,
  v.is_chosen,
  v.chosen_by,
  v.agreeing_source_count,
  v.differing_source_count,
  v.modality,
  v.outlook,
  v.said_by,
  v.source_count,
  v.is_disputed,
  v.citation_text,
  s.subject_key,
  v.fact_key
FROM fact_money AS v
JOIN dim_subject AS s ON s.subject_key = v.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN fact_money AS q ON q.fact_key = v.fact_key AND q.leg = 'equivalent'
LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
LEFT JOIN dim_agreement AS a ON a.agreement_key = v.agreement_key
LEFT JOIN dim_strategy AS g ON g.strategy_key = v.strategy_key
LEFT JOIN dim_facility AS t ON t.facility_key = v.facility_key
LEFT JOIN dim_entity AS e ON e.entity_key = v.entity_key
LEFT JOIN joined AS j ON j.subject_key = v.subject_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = coalesce(v.mineral_key, v.about_mineral_key)
LEFT JOIN dim_place AS k ON k.place_key = v.market_place_key
LEFT JOIN dim_place AS c ON c.place_key = v.counterpart_place_key
LEFT JOIN dim_entity AS pr ON pr.entity_key = v.payer_entity_key
LEFT JOIN dim_entity AS pe ON pe.entity_key = v.payee_entity_key
LEFT JOIN wide_standings AS st ON st.subject_key = v.subject_key AND st.family = 'agreements'
WHERE v.leg = 'printed';
