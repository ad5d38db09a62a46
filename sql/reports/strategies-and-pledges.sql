/* report
title: Strategies and pledges
question: Which strategies, trade measures and programmes are there, what do they contain, and how much money is promised or invested?
grain: [subject_family, subject_key, money_fact]
params:
  jurisdiction:
    type: text
    help: key of a place; only strategies that apply there; without it all, and money of others
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
columns:
  subject:
    meaning: its name or our short title
  strategy_kind:
    meaning: strategy, trade measure or programme
    empty: the money belongs to no strategy
  issuer:
    meaning: who issued the strategy
    empty: the money belongs to no strategy
  jurisdiction:
    meaning: where the strategy applies
    empty: the money belongs to no strategy
  target:
    meaning: country the strategy is aimed at
    empty: none, or the money belongs to no strategy
  modality:
    meaning: whether the strategy is in force, planned …
    empty: the money belongs to no strategy
  steps:
    meaning: dated steps of the strategy as EDTF values with the words as printed, between semicolons
    empty: no document gives any
  measures:
    meaning: what the strategy contains, kind and description, between semicolons
    empty: no document gives any
  money_kind:
    meaning: what the sum is, such as pledge, budget, grant, loan or investment
    empty: no sum is printed
  standing:
    meaning: how firm the sum is; in force, occurred and so on as documents tell of it, or how far its agreement holds where that is not in force, such as non-binding, planned or over
    empty: no sum is printed
  amount:
    meaning: the sum as stated; pledged and intended money are not to be added together
    unit: see currency
    empty: no sum, or only words are printed
  currency:
    meaning: currency of the sum, ISO 4217
    empty: no sum is printed
  as_printed:
    meaning: number and currency as printed
    empty: no sum is printed
  lower:
    meaning: lower bound that the words state
    unit: see currency
    empty: none is stated, as with about, or no number is printed
  upper:
    meaning: upper bound that the words state
    unit: see currency
    empty: none is stated, as with about, or no number is printed
  equivalent_amount:
    meaning: the sum in another currency, as printed beside it; never converted by us
    unit: see equivalent_currency
    empty: none is printed
  equivalent_currency:
    meaning: currency of the equivalent, ISO 4217
    empty: none is printed
  equivalent_as_printed:
    meaning: the equivalent's number and currency as printed
    empty: none is printed
  subject_family:
    meaning: what the money or plan belongs to; strategies, facilities, entities or agreements
  subject_key:
    meaning: key of the strategy, facility, entity or agreement
    key_of: subject_family
cite:
  subject: subject_fact
  steps: step_facts
  measures: measure_facts
  amount: money_fact
  equivalent_amount: equivalent_fact
chart: {kind: matrix, x: standing, y: subject, series: strategy_kind, value: as_printed}
cases:
  - expect:
      rows: 3
      contains:
        - {money_kind: pledge, standing: intended, amount: "1000000000000", equivalent_amount: "690000000"}
        - {money_kind: pledge, standing: pledged, amount: "1000000000000", equivalent_amount: "691000000"}
        - {subject_key: china-rare-earth-export-restrictions-on-japan, target: Japan, amount: ""}
  - params: {jurisdiction: china}
    expect:
      rows: 1
      contains:
        - {issuer: Government of China, strategy_kind: trade measure, modality: in force, steps: ""}
  - params: {jurisdiction: japan}
    expect: {rows: 0}
*/
WITH plans AS (
  SELECT
    w.subject_key,
    string_agg(DISTINCT w.says, '; ' ORDER BY w.says) FILTER (WHERE w.topic = 'step') AS steps,
    string_agg(DISTINCT w.says, '; ' ORDER BY w.says) FILTER (WHERE w.topic = 'measure') AS measures,
    array_agg(w.fact_key ORDER BY w.fact_key) FILTER (WHERE w.topic = 'step') AS step_facts,
    array_agg(w.fact_key ORDER BY w.fact_key) FILTER (WHERE w.topic = 'measure') AS measure_facts
  FROM mart.wide_facts AS w
  WHERE w.subject_family = 'strategies' AND w.topic IN ('step', 'measure')
  GROUP BY w.subject_key
),

money AS (
  SELECT
    v.fact_key,
    v.subject_key,
    v.kind,
    w.standing,
    v.amount,
    v.currency_code,
    v.as_printed,
    v.lowest_amount,
    v.highest_amount,
    e.amount AS equivalent_amount,
    e.currency_code AS equivalent_currency_code,
    e.as_printed AS equivalent_as_printed,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY v.question_key) AS one_is_preferred
  FROM mart.fact_money AS v
  JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
  JOIN mart.wide_money AS w ON w.fact_key = v.fact_key
  LEFT JOIN mart.fact_money AS e ON e.fact_key = v.fact_key AND e.leg = 'equivalent'
  WHERE
    v.leg = 'printed'
    AND v.per_unit_key IS NULL
    AND v.kind_group IN ('pledge', 'grant', 'equity', 'debt', 'spending')
)

SELECT
  s.family AS subject_family,
  s.key AS subject_key,
  s.name AS subject,
  g.kind AS strategy_kind,
  g.issuer_name AS issuer,
  g.jurisdiction_name AS jurisdiction,
  g.target_name AS target,
  g.modality,
  p.steps,
  p.measures,
  m.kind AS money_kind,
  m.standing,
  trim_scale(m.amount) AS amount,
  m.currency_code AS currency,
  m.as_printed,
  trim_scale(m.lowest_amount) AS lower,
  trim_scale(m.highest_amount) AS upper,
  trim_scale(m.equivalent_amount) AS equivalent_amount,
  m.equivalent_currency_code AS equivalent_currency,
  m.equivalent_as_printed,
  s.fact_key AS subject_fact,
  p.step_facts,
  p.measure_facts,
  m.fact_key AS money_fact,
  CASE WHEN m.equivalent_amount IS NOT NULL THEN m.fact_key END AS equivalent_fact
FROM mart.dim_subject AS s
JOIN mart.dim_fact AS f ON f.fact_key = s.fact_key
LEFT JOIN mart.dim_strategy AS g ON g.fact_key = s.fact_key
LEFT JOIN plans AS p ON p.subject_key = s.subject_key
LEFT JOIN money AS m ON m.subject_key = s.subject_key AND (m.is_preferred OR NOT m.one_is_preferred)
WHERE
  CASE WHEN s.family = 'strategies' THEN f.rank <> 'deprecated' ELSE m.fact_key IS NOT NULL END
  AND (
    :jurisdiction IS NULL
    OR g.strategy_key IN (
      SELECT j.strategy_key
      FROM mart.bridge_strategy_place AS j
      WHERE j.place_key = :jurisdiction AND j.role_group = 'jurisdiction'
    )
  )
ORDER BY s.family DESC, s.key, m.path NULLS FIRST, money_fact;
