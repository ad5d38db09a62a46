/* mart
kind: view
grain: "One row per question that a figure over time answers: quantities, and money that flows, is a price or a worth; the chosen answer, with names"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_family: {type: text, meaning: "register it stands in: places, entities, minerals and so on"}
  country: {type: text, meaning: "country it is, belongs to or lies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  measure: {type: text, meaning: "what is measured: the indicator, or the kind of money"}
  mineral: {type: text, meaning: mineral or product it is measured of or is about, empty: none in particular}
  market: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular}
  counterpart: {type: text, meaning: "the other place or party, such as the source of imports", empty: none}
  stage: {type: text, meaning: the stage of the supply chain it holds for, empty: none in particular}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  measured_as: {type: text, meaning: "what the amounts are amounts of, such as oxide or contained metal", empty: not said}
  price_basis: {type: text, meaning: at which point and on which terms a price holds, empty: "no price, or not said"}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
  aspect: {type: text, meaning: "what else tells the series apart from others of its kind", empty: nothing}
  unit: {type: text, meaning: "unit of the value: as printed after a number, or the currency, or currency and unit of a price", empty: neither is printed}
  period: {type: text, meaning: "the period as a value: year, quarter, range, fiscal year and so on", empty: no period is stated}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day of the period, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day of the period, empty: "open, or no period is stated"}
  frequency: {type: text, meaning: "length of the period: A a year, S half a year, Q a quarter, M a month, W a week, D a day, other", empty: "open, or no period is stated"}
  value: {type: "numeric(38,12)", meaning: "the figure as stated, of a printed range the lower one; draw it, or take the average or maximum of one series, but never add it up", unit: see unit, empty: "no number is printed; see status"}
  flow_value: {type: "numeric(38,12)", meaning: "the figure in the base unit where it may be added up over places and periods of one measure and mineral: no total, no aggregate place, no part of another row, no forecast", unit: see base_unit, empty: "it may not be added, or another row is added instead"}
  latest_stock_value: {type: "numeric(38,12)", meaning: "the latest figure of its series in the base unit where it may be added up over places, but not over time, as a capacity", unit: see base_unit, empty: "it may not be added, or is not the latest"}
  base_unit: {type: text, meaning: unit of the values that may be added up, empty: "money, or the unit has no exact factor"}
  status: {type: text, meaning: "what the source says of the figure, such as estimated, or why it prints no number, such as withheld", empty: nothing}
  as_printed: {type: text, meaning: the figure as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, over, between and so on", empty: no number is printed}
  family: {type: text, meaning: observations or money}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees, its own included; show it, never add it up", unit: documents}
  differing_source_count: {type: integer, meaning: "documents with an answer that does not agree; show it, never add it up", unit: documents}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  series_key: {type: text, meaning: "the question without its period, the same for all rows of one series"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_observation or fact_money"}
*/
WITH told AS (
  SELECT
    o.fact_key,
    'observations' AS family,
    o.subject_key,
    o.question_key,
    i.name AS measure,
    coalesce(o.mineral_key, o.about_mineral_key) AS mineral_key,
    o.market_place_key,
    coalesce(c.name, e.name) AS counterpart,
    o.measured_stage_key,
    o.end_use,
    o.measured_as,
    NULL AS price_basis,
    o.statistic,
    o.scenario,
    o.aspect,
    o.outlook,
    u.symbol AS unit,
    o.period_edtf,
    o.period_words,
    o.period_earliest_date_key,
    o.period_latest_date_key,
    o.value,
    b.symbol AS base_unit,
    o.value * u.base_units AS base_value,
    i.adds_over,
    o.indicator_key,
    o.place_key,
    CASE
      WHEN p.is_aggregate THEN 1
      WHEN o.place_key IS NULL OR o.is_total OR o.outlook = 'future' OR o.scenario IS NOT NULL THEN 1
      WHEN o.market_place_key IS NOT NULL OR coalesce(o.statistic, 'total') <> 'total' OR i.adds_over IS NULL THEN 1
      ELSE 0
    END AS obstacles,
    o.status,
    o.as_printed,
    o.approximation,
    o.agreeing_source_count,
    o.differing_source_count,
    o.citation_text
  FROM fact_observation AS o
  JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
  JOIN dim_unit AS u ON u.unit_key = o.unit_key
  JOIN dim_unit AS b ON b.unit_key = u.base_unit_key
  LEFT JOIN dim_place AS p ON p.place_key = o.place_key
  LEFT JOIN dim_place AS c ON c.place_key = o.counterpart_place_key
  LEFT JOIN dim_entity AS e ON e.entity_key = o.counterpart_entity_key
  WHERE o.is_chosen
  UNION ALL
  SELECT
    v.fact_key,
    'money',
    v.subject_key,
    v.question_key,
    v.kind,
    coalesce(v.mineral_key, v.about_mineral_key),
    v.market_place_key,
    c.name,
    v.measured_stage_key,
    v.end_use,
    v.measured_as,
    v.price_basis,
    v.statistic,
    v.scenario,
    v.aspect,
    v.outlook,
    nullif(concat_ws(' per ', v.currency_code, u.name), ''),
    v.period_edtf,
    v.period_words,
    v.period_earliest_date_key,
    v.period_latest_date_key,
    v.amount,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    1,
    v.status,
    v.as_printed,
    v.approximation,
    v.agreeing_source_count,
    v.differing_source_count,
    v.citation_text
  FROM fact_money AS v
  JOIN dim_term AS k ON k.scheme = 'money-kind' AND k.label = v.kind
  LEFT JOIN dim_unit AS u ON u.unit_key = v.per_unit_key
  LEFT JOIN dim_place AS c ON c.place_key = v.counterpart_place_key
  WHERE v.is_chosen AND v.leg = 'printed' AND (k.is_flow OR k.is_price OR k.is_stock)
),

-- Of several series of one place, indicator and mineral (per basis, stage, aspect) one is added: that with fewest words.
ranked AS (
  SELECT
    t.fact_key,
    t.adds_over,
    t.indicator_key,
    t.place_key,
    coalesce(p.country_key, t.place_key) AS land_key,
    CASE WHEN p.country_key = t.place_key THEN 0 WHEN p.country_key = p.parent_place_key THEN 1 ELSE 2 END AS place_depth,
    coalesce(t.mineral_key, '') AS mineral_key,
    coalesce(m.root_mineral_key, t.mineral_key, '') AS root_key,
    CASE
      WHEN m.root_mineral_key = t.mineral_key THEN 0 WHEN m.root_mineral_key = m.parent_mineral_key THEN 1 ELSE 2
    END AS mineral_depth,
    t.counterpart IS NULL AND t.end_use IS NULL AS is_whole,
    t.counterpart IS NOT NULL AND t.end_use IS NULL AS is_by_counterpart,
    t.counterpart IS NULL AND t.end_use IS NOT NULL AS is_by_end_use,
    regexp_replace(t.question_key, ';during=[^;]*', '') AS series_key,
    daterange(t.period_earliest_date_key, t.period_latest_date_key, '[]') AS days,
    t.period_latest_date_key - t.period_earliest_date_key + 1 AS length,
    rank() OVER (
      PARTITION BY t.indicator_key, t.place_key, t.mineral_key, t.counterpart, t.end_use
      ORDER BY
        num_nonnulls(t.measured_stage_key, t.measured_as, t.statistic, t.aspect),
        regexp_replace(t.question_key, ';during=[^;]*', '')
    ) AS place,
    rank() OVER (
      PARTITION BY regexp_replace(t.question_key, ';during=[^;]*', '')
      ORDER BY t.period_latest_date_key DESC NULLS LAST, t.period_earliest_date_key DESC NULLS LAST
    ) AS age
  FROM told AS t
  LEFT JOIN dim_place AS p ON p.place_key = t.place_key
  LEFT JOIN dim_mineral AS m ON m.mineral_key = t.mineral_key
  WHERE t.obstacles = 0 AND t.base_value IS NOT NULL
),

-- The days for which something larger is told: a longer period, the calendar year, the country, the group of minerals, all
-- counterparts and end uses. Windows find it, since a join of the rows with themselves takes minutes.
covered AS (
  SELECT
    r.fact_key,
    r.adds_over,
    r.age,
    r.length IS NULL AND count(r.length) OVER in_series > 0
    OR r.length <= 371 AND r.days && range_agg(r.days) FILTER (WHERE r.length > 371) OVER in_series
    OR r.length < 360 AND r.days && range_agg(r.days) FILTER (WHERE r.length BETWEEN 360 AND 371) OVER in_series
    OR r.length < 175 AND r.days && range_agg(r.days) FILTER (WHERE r.length BETWEEN 175 AND 359) OVER in_series
    OR r.length < 80 AND r.days && range_agg(r.days) FILTER (WHERE r.length BETWEEN 80 AND 174) OVER in_series
    OR r.length < 28 AND r.days && range_agg(r.days) FILTER (WHERE r.length BETWEEN 28 AND 79) OVER in_series
    OR r.length < 7 AND r.days && range_agg(r.days) FILTER (WHERE r.length BETWEEN 7 AND 27) OVER in_series
    OR (
      r.length >= 360 AND r.length <= 371 AND extract(DOY FROM lower(r.days)) > 1
      AND r.days && range_agg(r.days) FILTER (
        WHERE r.length >= 360 AND r.length <= 371 AND extract(DOY FROM lower(r.days)) = 1
      ) OVER in_series
    ) AS is_in_longer_period,
    r.place_depth > 0 AND r.days && range_agg(r.days) FILTER (WHERE r.place_depth = 0) OVER in_land
    OR r.place_depth > 1 AND r.days && range_agg(r.days) FILTER (WHERE r.place_depth = 1) OVER in_land
    OR r.mineral_depth > 0 AND r.days && range_agg(r.days) FILTER (WHERE r.mineral_depth = 0) OVER in_group
    OR r.mineral_depth > 1 AND r.days && range_agg(r.days) FILTER (WHERE r.mineral_depth = 1) OVER in_group
    OR NOT r.is_whole AND r.days && range_agg(r.days) FILTER (WHERE r.is_whole) OVER of_one
    OR r.is_by_end_use AND r.days && range_agg(r.days) FILTER (WHERE r.is_by_counterpart) OVER of_one AS is_part
  FROM ranked AS r
  WHERE r.place = 1
  WINDOW
    in_series AS (PARTITION BY r.series_key),
    in_land AS (PARTITION BY r.indicator_key, r.land_key, r.mineral_key),
    in_group AS (PARTITION BY r.indicator_key, r.place_key, r.root_key),
    of_one AS (PARTITION BY r.indicator_key, r.place_key, r.mineral_key)
),

added AS (
  SELECT
    c.fact_key,
    c.adds_over,
    c.age
  FROM covered AS c
  WHERE coalesce(NOT c.is_part, true) AND (c.adds_over = 'parts' OR coalesce(NOT c.is_in_longer_period, true))
)

SELECT
  s.name AS subject,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  t.measure,
  m.name AS mineral,
  k.name AS market,
  t.counterpart,
  g.name AS stage,
  t.end_use,
  t.measured_as,
  t.price_basis,
  t.statistic,
  t.scenario,
  t.aspect,
  t.unit,
  t.period_edtf AS period,
  t.period_words,
  t.period_earliest_date_key AS period_earliest_date,
  t.period_latest_date_key AS period_latest_date,
  CASE t.period_latest_date_key + 1
    WHEN (t.period_earliest_date_key + interval '1 year')::date THEN 'A'
    WHEN (t.period_earliest_date_key + interval '6 months')::date THEN 'S'
    WHEN (t.period_earliest_date_key + interval '3 months')::date THEN 'Q'
    WHEN (t.period_earliest_date_key + interval '1 month')::date THEN 'M'
    WHEN t.period_earliest_date_key + 7 THEN 'W'
    WHEN t.period_earliest_date_key + 1 THEN 'D'
    ELSE CASE WHEN num_nulls(t.period_earliest_date_key, t.period_latest_date_key) = 0 THEN 'other' END
  END AS frequency,
  t.value,
  CASE WHEN a.adds_over = 'parts and time' THEN t.base_value END AS flow_value,
  CASE WHEN a.adds_over = 'parts' AND a.age = 1 THEN t.base_value END AS latest_stock_value,
  t.base_unit,
  t.status,
  t.as_printed,
  t.approximation,
  t.family,
  t.agreeing_source_count,
  t.differing_source_count,
  t.outlook,
  t.citation_text,
  regexp_replace(t.question_key, ';during=[^;]*', '') AS series_key,
  s.subject_key,
  t.fact_key
FROM told AS t
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = t.mineral_key
LEFT JOIN dim_place AS k ON k.place_key = t.market_place_key
LEFT JOIN dim_stage AS g ON g.stage_key = t.measured_stage_key
LEFT JOIN added AS a ON a.fact_key = t.fact_key;
