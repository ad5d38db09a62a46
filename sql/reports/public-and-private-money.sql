/* report
title: Public and private money
question: Which sums come from the state and which from companies, and how firm is each? They are never added up.
grain: [money_fact, currency]
params:
  side:
    type: text
    help: only sums of this side; without it all
    choices: [public, private, both, not stated]
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
  commitment:
    type: text
    help: only sums as firm as this; without it all
    choices: [contracted, occurred, in force, planned, intended, exploring, expected, pledged, assessed]
columns:
  side:
    meaning: public for money of a state, its bodies and strategies; private for money of others; both where they share
  commitment:
    meaning: contracted for the worth of agreements that hold, else the modality; kinds that are not to be added up
  subject:
    meaning: strategy, agreement, plant or entity the money is for, by name or our short title
  amount:
    meaning: the sum as stated
    unit: see currency
    empty: only words are printed
  lower:
    meaning: smallest sum that would be printed so, half of the last printed digit below
    unit: see currency
    empty: open, or only words are printed
  upper:
    meaning: largest sum that would be printed so, half of the last printed digit above
    unit: see currency
    empty: open, or only words are printed
  currency:
    meaning: currency, ISO 4217; a sum and its printed equivalent are rows of their own, nothing is converted
    empty: none is printed
  as_printed:
    meaning: number and currency as printed
  repeats:
    meaning: why it is money of other rows again; the equivalent printed beside a sum, or the total of parts
    empty: it is neither
  kind:
    meaning: worth of a contract, total of several, promise, or investment
  subject_key:
    meaning: key of the subject
cite:
  amount: money_fact
  side: side_facts
chart: {kind: dot, x: subject, y: amount, series: commitment, lower: lower, upper: upper}
cases:
  - expect:
      rows: 12
      contains:
        - {side: public, commitment: pledged, amount: "691000000", currency: USD, repeats: equivalent, lower: "690500000"}
        - {side: public, commitment: intended, amount: "1000000000000", currency: KRW, as_printed: approximately 1 trillion KRW}
        - {side: private, commitment: contracted, amount: "600000000000", currency: KRW, repeats: ""}
        - {side: private, commitment: contracted, amount: "1760000000000", repeats: total of parts}
  - params: {side: public, currency: KRW}
    expect: {rows: 2}
  - params: {side: private, currency: USD}
    expect:
      rows: 4
      contains:
        - {amount: "622000000", as_printed: about 622 million USD, upper: "622500000"}
  - params: {commitment: pledged, currency: USD}
    expect: {rows: 1}
  - params: {currency: XXX}
    expect: {rows: 0}
*/
WITH figures AS (
  SELECT
    v.fact_id,
    false AS is_equivalent,
    v.currency_code AS currency,
    v.amount,
    v.upper_amount,
    v.quantum,
    v.approximation,
    v.words
  FROM core.monetary_values AS v
  UNION ALL
  SELECT
    v.fact_id,
    true,
    v.equivalent_currency_code,
    v.equivalent_amount,
    NULL,
    v.equivalent_quantum,
    v.equivalent_approximation,
    v.equivalent_words
  FROM core.monetary_values AS v
  WHERE v.equivalent_amount IS NOT NULL
),

involved AS (
  SELECT 'agreements/' || p.agreement_key AS thing, p.entity_key, p.fact_id
  FROM core.agreement_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT 'facilities/' || p.facility_key, p.entity_key, p.fact_id
  FROM core.facility_parties AS p
  JOIN core.facts AS f ON f.fact_id = p.fact_id
  WHERE f.rank <> 'deprecated'
  UNION ALL
  SELECT 'strategies/' || s.key, s.issuer_key, s.fact_id
  FROM core.strategies AS s
  UNION ALL
  SELECT 'entities/' || e.key, e.key, e.fact_id
  FROM core.entities AS e
),

sides AS (
  SELECT
    p.thing,
    CASE
      WHEN bool_and(e.kind = 'government body') THEN 'public'
      WHEN bool_or(e.kind = 'government body') THEN 'both'
      ELSE 'private'
    END AS side,
    array_agg(DISTINCT p.fact_id) AS facts
  FROM involved AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  GROUP BY p.thing
),

money AS (
  SELECT
    v.fact_id,
    f.path,
    CASE
      WHEN v.kind IN ('contract value', 'portfolio total') AND f.modality IN ('in force', 'occurred') THEN 'contracted'
      ELSE f.modality
    END AS commitment,
    v.kind,
    v.is_total,
    coalesce(s.name, a.name, l.name, e.name) AS subject,
    coalesce(
      'agreements/' || v.agreement_key,
      'strategies/' || v.strategy_key,
      'facilities/' || v.facility_key,
      'entities/' || v.entity_key
    ) AS thing,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (
      PARTITION BY v.strategy_key, v.agreement_key, v.facility_key, v.entity_key, v.kind, v.currency_code
    ) AS one_is_preferred
  FROM core.monetary_values AS v
  JOIN core.facts AS f ON f.fact_id = v.fact_id
  LEFT JOIN core.strategies AS s ON s.key = v.strategy_key
  LEFT JOIN core.agreements AS a ON a.key = v.agreement_key
  LEFT JOIN core.facilities AS l ON l.key = v.facility_key
  LEFT JOIN core.entities AS e ON e.key = v.entity_key
  WHERE f.rank <> 'deprecated' AND v.per_unit_key IS NULL
)

SELECT
  coalesce(d.side, 'not stated') AS side,
  m.commitment,
  m.subject,
  g.amount,
  CASE WHEN g.approximation NOT IN ('at most', 'under') THEN trim_scale(g.amount - g.quantum / 2) END AS lower,
  CASE
    WHEN g.approximation NOT IN ('at least', 'over') THEN trim_scale(coalesce(g.upper_amount, g.amount) + g.quantum / 2)
  END AS upper,
  g.currency,
  g.words AS as_printed,
  nullif(
    concat_ws(', ', CASE WHEN g.is_equivalent THEN 'equivalent' END, CASE WHEN m.is_total THEN 'total of parts' END), ''
  ) AS repeats,
  m.kind,
  split_part(m.thing, '/', 2) AS subject_key,
  m.fact_id AS money_fact,
  d.facts AS side_facts
FROM money AS m
JOIN figures AS g ON g.fact_id = m.fact_id
LEFT JOIN sides AS d ON d.thing = m.thing
WHERE
  (m.is_preferred OR NOT m.one_is_preferred)
  AND (:side IS NULL OR coalesce(d.side, 'not stated') = :side)
  AND (:currency IS NULL OR g.currency = :currency)
  AND (:commitment IS NULL OR m.commitment = :commitment)
ORDER BY g.currency NULLS LAST, side DESC, m.is_total DESC, g.amount DESC NULLS LAST, m.path;
