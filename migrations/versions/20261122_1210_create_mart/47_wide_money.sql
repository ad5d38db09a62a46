SET LOCAL search_path = core, mart, ops;
CREATE OR REPLACE VIEW mart.wide_money AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.money_kind::text AS money_kind,
    answer.contract_value_krw::numeric(28,6) AS contract_value_krw,
    answer.contract_value_usd::numeric(28,6) AS contract_value_usd,
    answer.pledge_krw::numeric(28,6) AS pledge_krw,
    answer.pledge_usd::numeric(28,6) AS pledge_usd,
    answer.investment_krw::numeric(28,6) AS investment_krw,
    answer.investment_usd::numeric(28,6) AS investment_usd,
    answer.portfolio_total_as_printed::text AS portfolio_total_as_printed,
    answer.as_printed::text AS as_printed,
    answer.equivalent_as_printed::text AS equivalent_as_printed,
    answer.currency_code::text AS currency_code,
    answer.equivalent_currency_code::text AS equivalent_currency_code,
    answer.approximation::text AS approximation,
    answer.per_unit::text AS per_unit,
    answer.is_total::boolean AS is_total,
    answer.agreement::text AS agreement,
    answer.agreement_kind::text AS agreement_kind,
    answer.parent_agreement::text AS parent_agreement,
    answer.strategy::text AS strategy,
    answer.issuer::text AS issuer,
    answer.facility::text AS facility,
    answer.entity::text AS entity,
    answer.parties::text AS parties,
    answer.is_chosen::boolean AS is_chosen,
    answer.chosen_by::text AS chosen_by,
    answer.agreeing_source_count::integer AS agreeing_source_count,
    answer.differing_source_count::integer AS differing_source_count,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
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
  WHERE v.is_chosen AND NOT v.is_total AND v.per_unit_key IS NULL AND v.kind <> 'portfolio total'
  WINDOW
    in_won AS (
      PARTITION BY v.subject_key, v.kind, split_part(v.question_key, '/', 6), v.amount_krw IS NULL
      ORDER BY f.rank = 'preferred' DESC, v.currency_code = 'KRW' DESC, v.agreeing_source_count DESC, f.path
    ),
    in_dollars AS (
      PARTITION BY v.subject_key, v.kind, split_part(v.question_key, '/', 6), v.amount_usd IS NULL
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
  CASE WHEN c.krw_place = 1 AND v.kind = 'contract value' THEN v.amount_krw END AS contract_value_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'contract value' THEN v.amount_usd END AS contract_value_usd,
  CASE WHEN c.krw_place = 1 AND v.kind = 'pledge' THEN v.amount_krw END AS pledge_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'pledge' THEN v.amount_usd END AS pledge_usd,
  CASE WHEN c.krw_place = 1 AND v.kind = 'investment' THEN v.amount_krw END AS investment_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'investment' THEN v.amount_usd END AS investment_usd,
  CASE WHEN v.is_total OR v.kind = 'portfolio total' THEN v.as_printed END AS portfolio_total_as_printed,
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
  v.citation_text
FROM fact_monetary_value AS v
JOIN dim_subject AS s ON s.subject_key = v.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN counted AS c ON c.fact_key = v.fact_key
LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
LEFT JOIN dim_agreement AS a ON a.agreement_key = v.agreement_key
LEFT JOIN dim_strategy AS g ON g.strategy_key = v.strategy_key
LEFT JOIN dim_facility AS t ON t.facility_key = v.facility_key
LEFT JOIN dim_entity AS e ON e.entity_key = v.entity_key
LEFT JOIN joined AS j ON j.subject_key = v.subject_key
) AS answer;
COMMENT ON VIEW mart.wide_money IS 'One row per stated sum of money, with names; each sum that may be added up stands in a column of its kind and currency';
COMMENT ON COLUMN mart.wide_money.fact_key IS 'the fact, as in fact_monetary_value';
COMMENT ON COLUMN mart.wide_money.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN mart.wide_money.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN mart.wide_money.subject IS 'its name or short title';
COMMENT ON COLUMN mart.wide_money.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN mart.wide_money.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_money.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN mart.wide_money.money_kind IS 'contract value, portfolio total, pledge or investment';
COMMENT ON COLUMN mart.wide_money.contract_value_krw IS 'contract value in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.contract_value_usd IS 'contract value in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.pledge_krw IS 'pledge in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.pledge_usd IS 'pledge in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.investment_krw IS 'investment in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.investment_usd IS 'investment in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN mart.wide_money.portfolio_total_as_printed IS 'total of parts that stand as rows of their own; text, so that nothing is counted twice; NULL: it is no total';
COMMENT ON COLUMN mart.wide_money.as_printed IS 'number and currency as printed';
COMMENT ON COLUMN mart.wide_money.equivalent_as_printed IS 'the equivalent printed beside it; NULL: none is printed';
COMMENT ON COLUMN mart.wide_money.currency_code IS 'currency of the sum, ISO 4217; NULL: only words are printed';
COMMENT ON COLUMN mart.wide_money.equivalent_currency_code IS 'currency of the equivalent, ISO 4217; NULL: none is printed';
COMMENT ON COLUMN mart.wide_money.approximation IS 'how exactly the sum is stated: exact, about, at least, at most, over, under or between; NULL: only words are printed';
COMMENT ON COLUMN mart.wide_money.per_unit IS 'unit of a price, such as one kilogram; NULL: it is no price';
COMMENT ON COLUMN mart.wide_money.is_total IS 'whether it is the total of parts that stand as rows of their own';
COMMENT ON COLUMN mart.wide_money.agreement IS 'title of the agreement; NULL: the money is of no agreement';
COMMENT ON COLUMN mart.wide_money.agreement_kind IS 'kind of the agreement; NULL: the money is of no agreement';
COMMENT ON COLUMN mart.wide_money.parent_agreement IS 'portfolio it belongs to or agreement it came of; NULL: none';
COMMENT ON COLUMN mart.wide_money.strategy IS 'title of the strategy; NULL: the money is of no strategy';
COMMENT ON COLUMN mart.wide_money.issuer IS 'who issued the strategy; NULL: the money is of no strategy';
COMMENT ON COLUMN mart.wide_money.facility IS 'name of the facility; NULL: the money is of no facility';
COMMENT ON COLUMN mart.wide_money.entity IS 'name of the entity; NULL: the money is of no entity';
COMMENT ON COLUMN mart.wide_money.parties IS 'parties of the agreement or facility with their role, joined by semicolons; NULL: none is named, or the money is of neither';
COMMENT ON COLUMN mart.wide_money.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN mart.wide_money.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN mart.wide_money.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_money.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_money.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN mart.wide_money.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.wide_money.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN mart.wide_money.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.wide_money.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.wide_money AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.subject_family::text AS subject_family,
    answer.subject::text AS subject,
    answer.subject_kind::text AS subject_kind,
    answer.country::text AS country,
    answer.country_iso_code::text AS country_iso_code,
    answer.money_kind::text AS money_kind,
    answer.contract_value_krw::numeric(28,6) AS contract_value_krw,
    answer.contract_value_usd::numeric(28,6) AS contract_value_usd,
    answer.pledge_krw::numeric(28,6) AS pledge_krw,
    answer.pledge_usd::numeric(28,6) AS pledge_usd,
    answer.investment_krw::numeric(28,6) AS investment_krw,
    answer.investment_usd::numeric(28,6) AS investment_usd,
    answer.portfolio_total_as_printed::text AS portfolio_total_as_printed,
    answer.as_printed::text AS as_printed,
    answer.equivalent_as_printed::text AS equivalent_as_printed,
    answer.currency_code::text AS currency_code,
    answer.equivalent_currency_code::text AS equivalent_currency_code,
    answer.approximation::text AS approximation,
    answer.per_unit::text AS per_unit,
    answer.is_total::boolean AS is_total,
    answer.agreement::text AS agreement,
    answer.agreement_kind::text AS agreement_kind,
    answer.parent_agreement::text AS parent_agreement,
    answer.strategy::text AS strategy,
    answer.issuer::text AS issuer,
    answer.facility::text AS facility,
    answer.entity::text AS entity,
    answer.parties::text AS parties,
    answer.is_chosen::boolean AS is_chosen,
    answer.chosen_by::text AS chosen_by,
    answer.agreeing_source_count::integer AS agreeing_source_count,
    answer.differing_source_count::integer AS differing_source_count,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.source_count::integer AS source_count,
    answer.is_disputed::boolean AS is_disputed,
    answer.citation_text::text AS citation_text
FROM (WITH parties AS (
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
  WHERE v.is_chosen AND NOT v.is_total AND v.per_unit_key IS NULL AND v.kind <> 'portfolio total'
  WINDOW
    in_won AS (
      PARTITION BY v.subject_key, v.kind, split_part(v.question_key, '/', 6), v.amount_krw IS NULL
      ORDER BY f.rank = 'preferred' DESC, v.currency_code = 'KRW' DESC, v.agreeing_source_count DESC, f.path
    ),
    in_dollars AS (
      PARTITION BY v.subject_key, v.kind, split_part(v.question_key, '/', 6), v.amount_usd IS NULL
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
  CASE WHEN c.krw_place = 1 AND v.kind = 'contract value' THEN v.amount_krw END AS contract_value_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'contract value' THEN v.amount_usd END AS contract_value_usd,
  CASE WHEN c.krw_place = 1 AND v.kind = 'pledge' THEN v.amount_krw END AS pledge_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'pledge' THEN v.amount_usd END AS pledge_usd,
  CASE WHEN c.krw_place = 1 AND v.kind = 'investment' THEN v.amount_krw END AS investment_krw,
  CASE WHEN c.usd_place = 1 AND v.kind = 'investment' THEN v.amount_usd END AS investment_usd,
  CASE WHEN v.is_total OR v.kind = 'portfolio total' THEN v.as_printed END AS portfolio_total_as_printed,
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
  v.citation_text
FROM fact_monetary_value AS v
JOIN dim_subject AS s ON s.subject_key = v.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN counted AS c ON c.fact_key = v.fact_key
LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
LEFT JOIN dim_agreement AS a ON a.agreement_key = v.agreement_key
LEFT JOIN dim_strategy AS g ON g.strategy_key = v.strategy_key
LEFT JOIN dim_facility AS t ON t.facility_key = v.facility_key
LEFT JOIN dim_entity AS e ON e.entity_key = v.entity_key
LEFT JOIN joined AS j ON j.subject_key = v.subject_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.wide_money IS 'One row per stated sum of money, with names; each sum that may be added up stands in a column of its kind and currency';
COMMENT ON COLUMN as_of.wide_money.fact_key IS 'the fact, as in fact_monetary_value';
COMMENT ON COLUMN as_of.wide_money.subject_key IS 'what it is about: register and key, as in dim_subject';
COMMENT ON COLUMN as_of.wide_money.subject_family IS 'register it stands in: agreements, entities, strategies and so on';
COMMENT ON COLUMN as_of.wide_money.subject IS 'its name or short title';
COMMENT ON COLUMN as_of.wide_money.subject_kind IS 'what kind of thing it is; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.wide_money.country IS 'country it belongs to, lies in or applies in; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_money.country_iso_code IS 'ISO 3166-1 code of that country, as maps want it; NULL: none, or no document says';
COMMENT ON COLUMN as_of.wide_money.money_kind IS 'contract value, portfolio total, pledge or investment';
COMMENT ON COLUMN as_of.wide_money.contract_value_krw IS 'contract value in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.contract_value_usd IS 'contract value in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.pledge_krw IS 'pledge in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.pledge_usd IS 'pledge in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.investment_krw IS 'investment in won as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: KRW; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.investment_usd IS 'investment in US dollars as printed, of a printed range the lower figure; once per thing, so that a sum is right; keep planned, pledged and agreed money apart by modality; unit: USD; NULL: another kind of money, not printed in it, a price, a total of other rows, or another row is counted';
COMMENT ON COLUMN as_of.wide_money.portfolio_total_as_printed IS 'total of parts that stand as rows of their own; text, so that nothing is counted twice; NULL: it is no total';
COMMENT ON COLUMN as_of.wide_money.as_printed IS 'number and currency as printed';
COMMENT ON COLUMN as_of.wide_money.equivalent_as_printed IS 'the equivalent printed beside it; NULL: none is printed';
COMMENT ON COLUMN as_of.wide_money.currency_code IS 'currency of the sum, ISO 4217; NULL: only words are printed';
COMMENT ON COLUMN as_of.wide_money.equivalent_currency_code IS 'currency of the equivalent, ISO 4217; NULL: none is printed';
COMMENT ON COLUMN as_of.wide_money.approximation IS 'how exactly the sum is stated: exact, about, at least, at most, over, under or between; NULL: only words are printed';
COMMENT ON COLUMN as_of.wide_money.per_unit IS 'unit of a price, such as one kilogram; NULL: it is no price';
COMMENT ON COLUMN as_of.wide_money.is_total IS 'whether it is the total of parts that stand as rows of their own';
COMMENT ON COLUMN as_of.wide_money.agreement IS 'title of the agreement; NULL: the money is of no agreement';
COMMENT ON COLUMN as_of.wide_money.agreement_kind IS 'kind of the agreement; NULL: the money is of no agreement';
COMMENT ON COLUMN as_of.wide_money.parent_agreement IS 'portfolio it belongs to or agreement it came of; NULL: none';
COMMENT ON COLUMN as_of.wide_money.strategy IS 'title of the strategy; NULL: the money is of no strategy';
COMMENT ON COLUMN as_of.wide_money.issuer IS 'who issued the strategy; NULL: the money is of no strategy';
COMMENT ON COLUMN as_of.wide_money.facility IS 'name of the facility; NULL: the money is of no facility';
COMMENT ON COLUMN as_of.wide_money.entity IS 'name of the entity; NULL: the money is of no entity';
COMMENT ON COLUMN as_of.wide_money.parties IS 'parties of the agreement or facility with their role, joined by semicolons; NULL: none is named, or the money is of neither';
COMMENT ON COLUMN as_of.wide_money.is_chosen IS 'whether it is the one to show of all facts that answer the same question; filter on it';
COMMENT ON COLUMN as_of.wide_money.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.wide_money.agreeing_source_count IS 'documents whose answer agrees, its own included; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_money.differing_source_count IS 'documents with an answer that does not agree; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_money.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed';
COMMENT ON COLUMN as_of.wide_money.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.wide_money.source_count IS 'documents that say so; show it, never add it up; unit: documents';
COMMENT ON COLUMN as_of.wide_money.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.wide_money.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons';
