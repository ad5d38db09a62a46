/* report
title: Prices and floors
question: Which prices are paid, agreed or guaranteed, for what, per which unit, and for which period?
grain: [price_fact, currency]
params:
  subject:
    type: text
    help: key of an agreement, plant, strategy or entity; only its prices; without it all
    choices_from: SELECT key, name FROM mart.dim_subject
  currency:
    type: text
    help: ISO 4217 code; only prices in it, printed first or as the equivalent; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
columns:
  subject:
    meaning: what the price is of, by name or our short title
  minerals:
    meaning: what is paid for, or else the minerals and products that the subject covers, between semicolons
    empty: none is named
  money_kind:
    meaning: what price it is, such as market price, contract price or price floor
  price_basis:
    meaning: at which point and on which terms the price holds, and in which market
    empty: not said
  amount:
    meaning: the price as stated; prices are never added up
    unit: see unit
    empty: only words are printed
  unit:
    meaning: currency and unit of the price
    empty: neither is printed
  as_printed:
    meaning: number and currency as printed
  lower:
    meaning: lower bound that the words state
    unit: see unit
    empty: none is stated, as with about, or only words are printed
  upper:
    meaning: upper bound that the words state
    unit: see unit
    empty: none is stated, as with about, or only words are printed
  currency:
    meaning: currency, ISO 4217; a price and its printed equivalent are rows of their own, nothing is converted
    empty: none is printed
  period_as_printed:
    meaning: the period as printed
    empty: none is stated
  first_day:
    meaning: first day of the period
    empty: open, or none is stated
  price:
    meaning: kind and unit of the price, as the chart tells prices apart
  modality:
    meaning: whether it is in force, planned, expected …
  subject_key:
    meaning: key of the subject
    key_of: subject_family
  subject_family:
    meaning: register that the subject stands in
cite:
  amount: price_fact
  as_printed: price_fact
chart: {kind: dot, x: subject, y: amount, series: price, lower: lower, upper: upper}
cases:
  - expect: {rows: 0}
  - params: {currency: USD}
    expect: {rows: 0}
*/
WITH covered AS (
  SELECT
    c.subject_key,
    string_agg(DISTINCT m.name, '; ' ORDER BY m.name) AS minerals
  FROM mart.fact_scope AS c
  JOIN mart.dim_mineral AS m ON m.mineral_key = c.covered_mineral_key
  GROUP BY c.subject_key
)

SELECT
  s.name AS subject,
  coalesce(m.name, c.minerals) AS minerals,
  v.kind AS money_kind,
  nullif(concat_ws(', ', v.price_basis, p.name, v.statistic), '') AS price_basis,
  trim_scale(v.amount) AS amount,
  nullif(concat_ws(' per ', v.currency_code, u.name), '') AS unit,
  v.as_printed,
  trim_scale(v.lowest_amount) AS lower,
  trim_scale(v.highest_amount) AS upper,
  v.currency_code AS currency,
  v.period_words AS period_as_printed,
  v.period_earliest_date_key AS first_day,
  concat_ws(', ', v.kind, concat_ws(' per ', v.currency_code, u.name)) AS price,
  v.modality,
  s.key AS subject_key,
  s.family AS subject_family,
  v.fact_key AS price_fact
FROM mart.fact_money AS v
JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = v.subject_key
LEFT JOIN mart.dim_unit AS u ON u.unit_key = v.per_unit_key
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = coalesce(v.mineral_key, v.about_mineral_key)
LEFT JOIN mart.dim_place AS p ON p.place_key = v.market_place_key
LEFT JOIN covered AS c ON c.subject_key = v.subject_key
WHERE
  (v.kind_group = 'price' OR v.per_unit_key IS NOT NULL)
  AND (:subject IS NULL OR s.key = :subject)
  AND (:currency IS NULL OR v.currency_code = :currency)
ORDER BY s.family, s.key, v.kind, v.period_earliest_date_key NULLS FIRST, v.currency_code, f.path, price_fact;
