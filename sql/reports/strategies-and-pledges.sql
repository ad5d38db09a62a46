/* report
title: Strategies and pledges
question: Which strategies, trade measures and programmes are there, what do they contain, and how much money is promised or invested?
grain: [subject_family, subject_key, money_fact]
params:
  jurisdiction:
    type: text
    help: key of a place; only strategies that apply there; without it all, and money of others
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
    meaning: promised in public, or invested or to be invested
    empty: no sum is printed
  money_modality:
    meaning: whether the money is pledged, intended, planned …
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
    meaning: smallest sum that would be printed so, half of the last printed digit below
    unit: see currency
    empty: open, or no number is printed
  upper:
    meaning: largest sum that would be printed so, half of the last printed digit above
    unit: see currency
    empty: open, or no number is printed
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
chart: {kind: matrix, x: money_modality, y: subject, series: strategy_kind, value: as_printed}
cases:
  - expect:
      rows: 3
      contains:
        - {money_kind: pledge, money_modality: intended, amount: "1000000000000", equivalent_amount: "690000000"}
        - {money_kind: pledge, money_modality: pledged, amount: "1000000000000", equivalent_amount: "691000000"}
        - {subject_key: china-rare-earth-export-restrictions-on-japan, target: Japan, amount: ""}
  - params: {jurisdiction: china}
    expect:
      rows: 1
      contains:
        - {issuer: Government of China, strategy_kind: trade measure, modality: in force, steps: ""}
  - params: {jurisdiction: no-such-place}
    expect: {rows: 0}
*/
WITH steps AS (
  SELECT
    m.strategy_key,
    string_agg(
      DISTINCT concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')'), '; '
      ORDER BY concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')')
    ) AS steps,
    array_agg(m.fact_id) AS step_facts
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  WHERE m.strategy_key IS NOT NULL AND f.rank <> 'deprecated'
  GROUP BY m.strategy_key
),

measures AS (
  SELECT
    m.strategy_key,
    string_agg(DISTINCT m.kind || ': ' || m.description, '; ' ORDER BY m.kind || ': ' || m.description) AS measures,
    array_agg(m.fact_id) AS measure_facts
  FROM core.strategy_measures AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY m.strategy_key
),

money AS (
  SELECT
    v.fact_id,
    v.strategy_key,
    v.entity_key,
    v.facility_key,
    v.agreement_key,
    v.kind,
    f.modality,
    v.amount,
    v.currency_code,
    v.words,
    CASE WHEN v.approximation NOT IN ('at most', 'under') THEN v.amount - v.quantum / 2 END AS lower,
    CASE WHEN v.approximation NOT IN ('at least', 'over') THEN coalesce(v.upper_amount, v.amount) + v.quantum / 2 END
      AS upper,
    v.equivalent_amount,
    v.equivalent_currency_code,
    v.equivalent_words,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (
      PARTITION BY v.strategy_key, v.entity_key, v.facility_key, v.agreement_key, v.kind, v.currency_code
    ) AS one_is_preferred
  FROM core.monetary_values AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  WHERE f.rank <> 'deprecated' AND v.kind IN ('pledge', 'investment')
),

subjects AS (
  SELECT
    'strategies' AS family,
    s.key,
    s.name,
    s.fact_id,
    s.kind,
    e.name AS issuer,
    s.jurisdiction_key,
    p.name AS jurisdiction,
    t.name AS target,
    f.modality
  FROM core.strategies AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  JOIN core.entities AS e ON e.key = s.issuer_key
  JOIN core.places AS p ON p.key = s.jurisdiction_key
  LEFT JOIN core.places AS t ON t.key = s.target_key
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT 'entities', e.key, e.name, e.fact_id, NULL, NULL, NULL, NULL, NULL, NULL
  FROM core.entities AS e
  WHERE e.key IN (SELECT m.entity_key FROM money AS m)
  UNION ALL
  SELECT 'facilities', l.key, l.name, l.fact_id, NULL, NULL, NULL, NULL, NULL, NULL
  FROM core.facilities AS l
  WHERE l.key IN (SELECT m.facility_key FROM money AS m)
  UNION ALL
  SELECT 'agreements', a.key, a.name, a.fact_id, NULL, NULL, NULL, NULL, NULL, NULL
  FROM core.agreements AS a
  WHERE a.key IN (SELECT m.agreement_key FROM money AS m)
)

SELECT
  s.family AS subject_family,
  s.key AS subject_key,
  s.name AS subject,
  s.kind AS strategy_kind,
  s.issuer,
  s.jurisdiction,
  s.target,
  s.modality,
  d.steps,
  c.measures,
  m.kind AS money_kind,
  m.modality AS money_modality,
  m.amount,
  m.currency_code AS currency,
  m.words AS as_printed,
  trim_scale(m.lower) AS lower,
  trim_scale(m.upper) AS upper,
  m.equivalent_amount,
  m.equivalent_currency_code AS equivalent_currency,
  m.equivalent_words AS equivalent_as_printed,
  s.fact_id AS subject_fact,
  d.step_facts,
  c.measure_facts,
  m.fact_id AS money_fact,
  CASE WHEN m.equivalent_amount IS NOT NULL THEN m.fact_id END AS equivalent_fact
FROM subjects AS s
LEFT JOIN steps AS d ON s.family = 'strategies' AND d.strategy_key = s.key
LEFT JOIN measures AS c ON s.family = 'strategies' AND c.strategy_key = s.key
LEFT JOIN money AS m
  ON s.key = CASE s.family
    WHEN 'strategies' THEN m.strategy_key
    WHEN 'entities' THEN m.entity_key
    WHEN 'agreements' THEN m.agreement_key
    ELSE m.facility_key
  END
  AND (m.is_preferred OR NOT m.one_is_preferred)
WHERE :jurisdiction IS NULL OR s.jurisdiction_key = :jurisdiction
ORDER BY s.family DESC, s.key, m.path NULLS FIRST;
