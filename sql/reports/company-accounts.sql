/* report
title: Company accounts
question: What does a company take in, spend and earn in each period, as its documents state it?
grain: [value_fact, currency]
params:
  entity:
    type: text
    help: key of an entity; only its accounts; without it those of all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  kind:
    type: text
    help: only sums of this kind, or of a narrower one; without it all
    choices_from: SELECT label FROM mart.dim_term WHERE scheme = 'money-kind'
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
  since:
    type: date
    help: only periods that end on this day or later; without it all, and sums without a period
columns:
  entity:
    meaning: whose accounts they are
  money_kind:
    meaning: what the sum is, such as revenue, operating cost or net profit
  period_as_printed:
    meaning: the period as printed
    empty: none is stated
  amount:
    meaning: the sum as stated; a loss is below zero
    unit: see currency
    empty: only words are printed
  currency:
    meaning: currency, ISO 4217; a sum and its printed equivalent are rows of their own, nothing is converted
    empty: none is printed
  as_printed:
    meaning: number and currency as printed
  lower:
    meaning: lower bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  upper:
    meaning: upper bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  first_day:
    meaning: first day of the period
    empty: open, or none is stated
  last_day:
    meaning: last day of the period
    empty: open, or none is stated
  account:
    meaning: kind and currency, as the chart tells sums apart
  outlook:
    meaning: future for what is planned or expected, else present
  not_added:
    meaning: why it is not to be added to the other rows of its currency and kind
    empty: it may be added
  entity_key:
    meaning: key of the entity
    key_of: entities
cite:
  amount: value_fact
  as_printed: value_fact
chart: {kind: grouped bar, x: period_as_printed, y: amount, series: account}
cases:
  - expect: {rows: 0}
  - params: {entity: korea-zinc, since: 2020-01-01}
    expect: {rows: 0}
*/
SELECT
  e.name AS entity,
  v.kind AS money_kind,
  v.period_words AS period_as_printed,
  trim_scale(v.amount) AS amount,
  v.currency_code AS currency,
  v.as_printed,
  trim_scale(v.lowest_amount) AS lower,
  trim_scale(v.highest_amount) AS upper,
  v.period_earliest_date_key AS first_day,
  v.period_latest_date_key AS last_day,
  concat_ws(', ', v.kind, m.name, v.currency_code) AS account,
  v.outlook,
  v.why_not_counted AS not_added,
  e.entity_key,
  v.fact_key AS value_fact
FROM mart.fact_money AS v
JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
JOIN mart.dim_entity AS e ON e.entity_key = v.entity_key
LEFT JOIN mart.dim_mineral AS m ON m.mineral_key = v.mineral_key
WHERE
  v.is_chosen
  AND v.per_unit_key IS NULL
  AND v.kind_group IN ('turnover', 'profit', 'spending', 'output value', 'trade', 'levy', 'valuation')
  AND (:entity IS NULL OR v.entity_key = :entity)
  AND (:kind IS NULL OR :kind IN (v.kind, v.counted_as, v.kind_group))
  AND (:currency IS NULL OR v.currency_code = :currency)
  AND (
    :since IS NULL OR (v.period_words IS NOT NULL AND coalesce(v.period_latest_date_key, 'infinity') >= :since)
  )
ORDER BY
  e.entity_key, v.kind_group, v.kind, v.period_earliest_date_key NULLS FIRST, v.currency_code, f.path, value_fact;
