/* mart
kind: view
grain: "One row per stated sum of money, with names; each sum that may be added up stands in a column of its kind and currency"
key: [fact_key]
columns:
  fact_key: {type: text, meaning: "the fact, as in fact_monetary_value"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  money_kind: {type: text, meaning: "contract value, portfolio total, pledge or investment"}
  contract_value_krw: {type: "numeric(28,6)", meaning: "contract value in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: KRW, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  contract_value_usd: {type: "numeric(28,6)", meaning: "contract value in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: USD, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  pledge_krw: {type: "numeric(28,6)", meaning: "pledge in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: KRW, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  pledge_usd: {type: "numeric(28,6)", meaning: "pledge in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: USD, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  investment_krw: {type: "numeric(28,6)", meaning: "investment in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: KRW, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  investment_usd: {type: "numeric(28,6)", meaning: "investment in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality", unit: USD, empty: "another kind of money, not printed in it, a price, a total of other rows, or another row is counted"}
  portfolio_total_as_printed: {type: text, meaning: "total of parts that stand as rows of their own; text, so that nothing is counted twice", empty: it is no total}
  as_printed: {type: text, meaning: number and currency as printed}
  equivalent_as_printed: {type: text, meaning: the equivalent printed beside it, empty: none is printed}
  currency_code: {type: text, meaning: "currency of the sum, ISO 4217", empty: only words are printed}
  equivalent_currency_code: {type: text, meaning: "currency of the equivalent, ISO 4217", empty: none is printed}
  approximation: {type: text, meaning: "how exactly the sum is stated: exact, about, at least, at most, over, under or between", empty: only words are printed}
  per_unit: {type: text, meaning: "unit of a price, such as one kilogram", empty: it is no price}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own}
  agreement: {type: text, meaning: title of the agreement, empty: the money is of no agreement}
  agreement_kind: {type: text, meaning: kind of the agreement, empty: the money is of no agreement}
  parent_agreement: {type: text, meaning: portfolio it belongs to or agreement it came of, empty: none}
  strategy: {type: text, meaning: title of the strategy, empty: the money is of no strategy}
  issuer: {type: text, meaning: who issued the strategy, empty: the money is of no strategy}
  facility: {type: text, meaning: name of the facility, empty: the money is of no facility}
  entity: {type: text, meaning: name of the entity, empty: the money is of no entity}
  parties: {type: text, meaning: "parties of the agreement or facility with their role, joined by semicolons", empty: "none is named, or the money is of neither"}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question; filter on it}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees, its own included; show it, never add it up", unit: documents}
  differing_source_count: {type: integer, meaning: "documents with an answer that does not agree; show it, never add it up", unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  money_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  agreement_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: the money is of no agreement}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period: {type: text, meaning: the period as printed, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day of the period, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day of the period, empty: "open, or no period is stated"}
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
),

counted AS (
  SELECT
    v.fact_key,
    CASE WHEN v.amount_krw IS NOT NULL THEN row_number() OVER in_won END AS krw_place,
    CASE WHEN v.amount_usd IS NOT NULL THEN row_number() OVER in_dollars END AS usd_place
  FROM fact_monetary_value AS v
  JOIN dim_fact AS f ON f.fact_key = v.fact_key
  WHERE v.is_chosen AND NOT v.is_total AND v.per_unit_key IS NULL AND v.kind_group <> 'portfolio total'
  WINDOW
    in_won AS (
      PARTITION BY v.subject_key, v.kind, substring(v.question_key FROM ';[^ ]*'), v.amount_krw IS NULL
      ORDER BY f.rank = 'preferred' DESC, v.currency_code = 'KRW' DESC, v.agreeing_source_count DESC, f.path
    ),
    in_dollars AS (
      PARTITION BY v.subject_key, v.kind, substring(v.question_key FROM ';[^ ]*'), v.amount_usd IS NULL
      ORDER BY f.rank = 'preferred' DESC, v.currency_code = 'USD' DESC, v.agreeing_source_count DESC, f.path
    )
)

SELECT
  v.fact_key,
  s.subject_key,
  s.family AS subject_family,
  s.name AS subject,
  s.kind AS subject_kind,
  s.country_name AS country,
  l.country_iso_code,
  v.kind AS money_kind,
  CASE WHEN c.krw_place = 1 AND v.kind_group = 'contract value' THEN v.amount_krw END AS contract_value_krw,
  CASE WHEN c.usd_place = 1 AND v.kind_group = 'contract value' THEN v.amount_usd END AS contract_value_usd,
  CASE WHEN c.krw_place = 1 AND v.kind_group = 'pledge' THEN v.amount_krw END AS pledge_krw,
  CASE WHEN c.usd_place = 1 AND v.kind_group = 'pledge' THEN v.amount_usd END AS pledge_usd,
  CASE WHEN c.krw_place = 1 AND v.kind_group = 'investment' THEN v.amount_krw END AS investment_krw,
  CASE WHEN c.usd_place = 1 AND v.kind_group = 'investment' THEN v.amount_usd END AS investment_usd,
  CASE WHEN v.is_total OR v.kind_group = 'portfolio total' THEN v.as_printed END AS portfolio_total_as_printed,
  v.as_printed,
  v.equivalent_as_printed,
  v.currency_code,
  v.equivalent_currency_code,
  v.approximation,
  u.name AS per_unit,
  v.is_total,
  a.name AS agreement,
  a.kind AS agreement_kind,
  a.parent_name AS parent_agreement,
  g.name AS strategy,
  g.issuer_name AS issuer,
  t.name AS facility,
  e.name AS entity,
  j.parties,
  v.is_chosen,
  v.chosen_by,
  v.agreeing_source_count,
  v.differing_source_count,
  v.modality,
  v.said_by,
  v.source_count,
  v.is_disputed,
  v.citation_text,
  s.kind_group AS subject_kind_group,
  v.kind_group AS money_kind_group,
  a.kind_group AS agreement_kind_group,
  v.aspect,
  v.period_words AS period,
  v.period_earliest_date_key AS period_earliest_date,
  v.period_latest_date_key AS period_latest_date
FROM fact_monetary_value AS v
JOIN dim_subject AS s ON s.subject_key = v.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN counted AS c ON c.fact_key = v.fact_key
LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
LEFT JOIN dim_agreement AS a ON a.agreement_key = v.agreement_key
LEFT JOIN dim_strategy AS g ON g.strategy_key = v.strategy_key
LEFT JOIN dim_facility AS t ON t.facility_key = v.facility_key
LEFT JOIN dim_entity AS e ON e.entity_key = v.entity_key
LEFT JOIN joined AS j ON j.subject_key = v.subject_key;
