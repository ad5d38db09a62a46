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
    choices_from: SELECT currency_code, name FROM mart.dim_currency
  standing:
    type: text
    help: only sums that are so firm, such as in force or non-binding; without it all
    choices: [in force, occurred, assessed, planned, intended, exploring, expected, pledged, under construction, paused, over, non-binding, disputed]
columns:
  side:
    meaning: public for money of a state, its bodies, companies and strategies; private for money of others; both where they share
  standing:
    meaning: how firm the sum is; in force, occurred and so on as documents tell of it, or how far its agreement holds where that is not in force, such as non-binding, planned or over; kinds that are not to be added up
  subject:
    meaning: strategy, agreement, plant or entity the money is for, by name or our short title
  amount:
    meaning: the sum as stated
    unit: see currency
    empty: only words are printed
  lower:
    meaning: lower bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  upper:
    meaning: upper bound that the words state
    unit: see currency
    empty: none is stated, as with about, or only words are printed
  currency:
    meaning: currency, ISO 4217; a sum and its printed equivalent are rows of their own, nothing is converted
    empty: none is printed
  as_printed:
    meaning: number and currency as printed
  repeats:
    meaning: why it is money of other rows again; the equivalent printed beside a sum, or the total of parts
    empty: it is neither
  money_kind:
    meaning: what the sum is, such as contract value, grant or investment; prices, worths and accounts of a period are left out
  subject_key:
    meaning: key of the subject
cite:
  amount: money_fact
  side: side_facts
chart: {kind: dot, x: subject, y: amount, series: standing, lower: lower, upper: upper}
cases:
  - expect:
      rows: 12
      contains:
        - {side: public, standing: pledged, amount: "691000000", currency: USD, repeats: equivalent, lower: ""}
        - {side: public, standing: intended, amount: "1000000000000", currency: KRW, as_printed: approximately 1 trillion KRW}
        - {side: private, standing: in force, amount: "600000000000", currency: KRW, repeats: ""}
        - {side: private, standing: in force, amount: "1760000000000", repeats: total of parts}
  - params: {side: public, currency: KRW}
    expect: {rows: 2}
  - params: {side: private, currency: USD}
    expect:
      rows: 4
      contains:
        - {amount: "622000000", as_printed: about 622 million USD, upper: ""}
  - params: {standing: pledged, currency: USD}
    expect: {rows: 1}
  - params: {side: both}
    expect: {rows: 0}
*/
WITH involved AS (
  SELECT p.subject_key, k.is_public, p.fact_key
  FROM mart.wide_parties AS p
  JOIN mart.dim_term AS k ON k.scheme = 'entity-kind' AND k.label = p.party_kind
  WHERE p.subject_family <> 'strategies'
  UNION ALL
  SELECT p.subject_key, t.is_public, p.fact_key
  FROM mart.bridge_strategy_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'strategy-role' AND k.label = p.role
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  JOIN mart.dim_term AS t ON t.scheme = 'entity-kind' AND t.label = e.kind
  WHERE k.is_issuer
  UNION ALL
  SELECT s.subject_key, k.is_public, s.fact_key
  FROM mart.dim_subject AS s
  JOIN mart.dim_term AS k ON k.scheme = 'entity-kind' AND k.label = s.kind
  WHERE s.family = 'entities'
),

sides AS (
  SELECT
    i.subject_key,
    CASE
      WHEN bool_and(i.is_public) THEN 'public'
      WHEN bool_or(i.is_public) THEN 'both'
      ELSE 'private'
    END AS side,
    array_agg(DISTINCT i.fact_key) AS facts
  FROM involved AS i
  GROUP BY i.subject_key
),

money AS (
  SELECT
    v.fact_key,
    v.leg,
    v.subject_key,
    v.kind,
    v.is_total,
    w.standing,
    v.currency_code AS currency,
    v.amount,
    v.lowest_amount AS lower,
    v.highest_amount AS upper,
    v.as_printed,
    f.path,
    f.rank = 'preferred' AS is_preferred,
    bool_or(f.rank = 'preferred') OVER (PARTITION BY v.question_key) AS one_is_preferred
  FROM mart.fact_money AS v
  JOIN mart.dim_fact AS f ON f.fact_key = v.fact_key
  JOIN mart.wide_money AS w ON w.fact_key = v.fact_key
  WHERE
    v.per_unit_key IS NULL
    AND v.kind_group NOT IN ('price', 'valuation', 'turnover', 'profit', 'trade', 'output value')
)

SELECT
  coalesce(d.side, 'not stated') AS side,
  m.standing,
  s.name AS subject,
  trim_scale(m.amount) AS amount,
  trim_scale(m.lower) AS lower,
  trim_scale(m.upper) AS upper,
  m.currency,
  m.as_printed,
  nullif(
    concat_ws(
      ', ', CASE m.leg WHEN 'equivalent' THEN m.leg END, CASE WHEN m.is_total THEN 'total of parts' END
    ),
    ''
  ) AS repeats,
  m.kind AS money_kind,
  s.key AS subject_key,
  m.fact_key AS money_fact,
  d.facts AS side_facts
FROM money AS m
JOIN mart.dim_subject AS s ON s.subject_key = m.subject_key
LEFT JOIN sides AS d ON d.subject_key = m.subject_key
WHERE
  (m.is_preferred OR NOT m.one_is_preferred)
  AND (:side IS NULL OR coalesce(d.side, 'not stated') = :side)
  AND (:currency IS NULL OR m.currency = :currency)
  AND (:standing IS NULL OR m.standing = :standing)
ORDER BY m.currency NULLS LAST, side DESC, m.is_total DESC, m.standing <> 'in force', m.amount DESC NULLS LAST, m.path, money_fact;
