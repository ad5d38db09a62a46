/* report
title: Financing by instrument
question: How much equity, debt, grant and pledge stands behind each agreement, plant, strategy or company, and how firm is it?
grain: [subject_family, subject_key, instrument, standing, currency]
params:
  subject:
    type: text
    help: key of an agreement, plant, strategy or entity; only its financing; without it all
    choices_from: SELECT key, name FROM mart.dim_subject
  instrument:
    type: text
    help: only this instrument; without it all
    choices: [equity, debt, grant, pledge]
  currency:
    type: text
    help: ISO 4217 code; only sums in it, printed first or as the equivalent; without it all
    choices_from: SELECT currency_code, name FROM mart.dim_currency
columns:
  subject:
    meaning: what the money is for, by name or our short title
  instrument:
    meaning: equity, debt, grant or pledge
  money_kinds:
    meaning: what the sums are, such as preferred equity, loan or budget, between semicolons
  standing:
    meaning: how firm the sum is; in force, occurred and so on as documents tell of it, or how far its agreement holds where that is not in force, such as non-binding, planned or over; each is a row of its own, not to be added to the others
  amount:
    meaning: sum of those that may be added up, each question once, added up by us
    unit: see currency
    empty: none may be added, or only words are printed
  currency:
    meaning: currency, ISO 4217; sums and their printed equivalents are rows of their own, nothing is converted
    empty: only words are printed
  as_printed:
    meaning: the sums as printed, between semicolons
  subject_family:
    meaning: register that the subject stands in
  subject_key:
    meaning: key of the subject
    key_of: subject_family
cite:
  amount: sum_facts
  as_printed: sum_facts
chart: {kind: grouped bar, x: subject, y: amount, series: instrument}
cases:
  - expect:
      rows: 2
      contains:
        - {instrument: pledge, standing: pledged, amount: "1000000000000", currency: KRW, as_printed: 1 trillion KRW}
        - {instrument: pledge, standing: pledged, amount: "691000000", currency: USD}
  - params: {currency: USD, subject: korea-rare-earth-supply-chain-strategy}
    expect: {rows: 1}
  - params: {instrument: debt}
    expect: {rows: 0}
*/
SELECT
  s.name AS subject,
  v.kind_group AS instrument,
  string_agg(DISTINCT v.kind, '; ' ORDER BY v.kind) AS money_kinds,
  w.standing,
  trim_scale(sum(v.amount) FILTER (WHERE v.is_counted)) AS amount,
  v.currency_code AS currency,
  string_agg(DISTINCT v.as_printed, '; ' ORDER BY v.as_printed) AS as_printed,
  s.family AS subject_family,
  s.key AS subject_key,
  array_agg(DISTINCT v.fact_key) AS sum_facts
FROM mart.fact_money AS v
JOIN mart.dim_subject AS s ON s.subject_key = v.subject_key
JOIN mart.wide_money AS w ON w.fact_key = v.fact_key
WHERE
  (v.is_counted OR (v.is_chosen AND v.why_not_counted <> 'counted in another row'))
  AND v.per_unit_key IS NULL
  AND v.kind_group IN ('equity', 'debt', 'grant', 'pledge')
  AND (:subject IS NULL OR s.key = :subject)
  AND (:instrument IS NULL OR v.kind_group = :instrument)
  AND (:currency IS NULL OR v.currency_code = :currency)
GROUP BY s.family, s.key, s.name, v.kind_group, w.standing, v.currency_code
ORDER BY s.family, s.key, v.kind_group, w.standing, v.currency_code NULLS LAST;
