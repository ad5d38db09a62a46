/* mart
grain: One row per fact with a date, sum, figure or count, held against all facts that answer the same question
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: "the fact, as in fact_milestone, fact_money, fact_observation, fact_comparison, fact_holding or fact_mineral_list_version", refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  question_key: {type: text, meaning: "the question it answers: its path without label and document; for money without currency, with the word that its kind is counted as, and whether it is a price or a total"}
  family: {type: text, meaning: "milestones, monetary_values, observations, comparisons, holdings or mineral_list_versions"}
  as_printed: {type: text, meaning: "the date, sum, figure or count as printed", empty: the document gives none}
  answer_count: {type: integer, meaning: "facts that answer the question, this one included", unit: facts}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, firmest modality, most sources, latest document or first in order; the first of these rules that sets it apart", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included: their tolerances overlap, so that one number or day can fit both; sums are compared in the currencies that both print", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  tolerance_low: {type: "numeric(38,12)", meaning: "lower end of what rounding may hide; it only compares figures, it is no stated bound", unit: "that of the figure, of a quantity its base unit", empty: "open below, or no figure"}
  tolerance_high: {type: "numeric(38,12)", meaning: "upper end of what rounding may hide; it only compares figures, it is no stated bound", unit: "that of the figure, of a quantity its base unit", empty: "open above, or no figure"}
  equivalent_tolerance_low: {type: "numeric(38,12)", meaning: "lower end of what rounding of the equivalent may hide", unit: that of the equivalent, empty: "open below, or no equivalent"}
  equivalent_tolerance_high: {type: "numeric(38,12)", meaning: "upper end of what rounding of the equivalent may hide", unit: that of the equivalent, empty: "open above, or no equivalent"}
*/
-- How far two printings of one figure may lie apart and still agree. These widths only compare; no column shows them as
-- bounds. A round figure hides up to half of its last digit that is not zero, but rarely more than 2.5 %; a conversion
-- moves with the day's rate, rarely more than 1 %; "about" hides ten times as much as rounding, up to 5 %; "nearly" is at
-- most a tenth below; and floating-point numbers in files are off by less than a billionth.
WITH widths AS (
  SELECT 0.025 AS rounding, 0.01 AS conversion, 0.05 AS about, 0.1 AS nearly, 1e-9 AS noise
),

numbers AS (
  SELECT
    v.fact_id,
    'printed' AS leg,
    v.amount AS value,
    v.upper_amount AS upper_value,
    v.quantum,
    v.approximation,
    v.per_unit_key IS NOT NULL AS is_ratio,
    false AS is_whole,
    1 AS base_units
  FROM monetary_values AS v
  UNION ALL
  SELECT
    v.fact_id,
    'equivalent',
    v.equivalent_amount,
    NULL,
    v.equivalent_quantum,
    v.equivalent_approximation,
    v.per_unit_key IS NOT NULL,
    false,
    1
  FROM monetary_values AS v
  UNION ALL
  SELECT
    o.fact_id,
    'printed',
    CASE WHEN o.status = 'net exporter' THEN 0 ELSE o.value END,
    o.upper_value,
    CASE WHEN o.status = 'net exporter' THEN 1 ELSE o.quantum END,
    CASE WHEN o.status = 'net exporter' THEN 'at most' ELSE o.approximation END,
    u.base_unit_key = 'percent',
    u.base_unit_key IN ('count', 'year') AND o.quantum >= 1 AND o.value < 100,
    coalesce(u.base_units, 1)
  FROM observations AS o
  JOIN indicators AS i ON i.key = o.indicator_key
  JOIN dim_unit AS u ON u.unit_key = coalesce(o.unit_key, i.unit_key)
  UNION ALL
  SELECT
    c.fact_id,
    'printed',
    c.value,
    c.upper_value,
    c.quantum,
    c.approximation,
    c.how IN ('change', 'multiple'),
    false,
    CASE WHEN c.how IN ('change', 'multiple') THEN coalesce(v.base_units, 1) ELSE coalesce(v.base_units, u.base_units, 1) END
  FROM comparisons AS c
  LEFT JOIN dim_unit AS v ON v.unit_key = c.unit_key
  LEFT JOIN indicators AS i ON i.key = c.indicator_key
  LEFT JOIN dim_unit AS u ON u.unit_key = i.unit_key
  UNION ALL
  SELECT
    h.fact_id,
    'printed',
    h.share,
    h.upper_share,
    h.quantum,
    h.approximation,
    true,
    false,
    1
  FROM holdings AS h
),

last_digits AS (
  SELECT
    n.fact_id,
    n.leg,
    n.value,
    n.upper_value,
    n.quantum,
    n.approximation,
    n.is_ratio,
    n.is_whole,
    n.base_units,
    CASE
      WHEN scale(trim_scale(n.value)) > 0 THEN power(10::numeric, -scale(trim_scale(n.value)))
      ELSE power(10::numeric, length(trim_scale(n.value)::text) - length(rtrim(trim_scale(n.value)::text, '0')))
    END AS digit
  FROM numbers AS n
  WHERE n.approximation IS NOT NULL
),

tolerated AS (
  SELECT
    d.fact_id,
    d.leg,
    d.value,
    d.upper_value,
    d.approximation,
    d.quantum,
    d.base_units,
    greatest(
      w.noise * abs(d.value),
      CASE
        WHEN d.is_whole THEN 0
        WHEN d.is_ratio THEN d.quantum / 2
        ELSE least(d.digit / 2, w.rounding * abs(d.value))
      END,
      CASE WHEN d.leg = 'equivalent' THEN w.conversion * abs(d.value) END,
      CASE WHEN d.approximation = 'about' THEN least(5 * d.digit, w.about * abs(d.value)) END
    ) AS width
  FROM last_digits AS d
  CROSS JOIN widths AS w
),

spans AS (
  SELECT
    t.fact_id,
    t.leg,
    t.base_units * CASE
      WHEN t.approximation IN ('at most', 'under') THEN '-Infinity'::numeric
      WHEN t.approximation = 'nearly' THEN t.value - w.nearly * abs(t.value)
      WHEN t.approximation IN ('at least', 'over') THEN t.value
      WHEN t.approximation = 'plus minus' THEN 2 * t.value - t.upper_value
      WHEN t.approximation = 'magnitude' THEN t.quantum
      ELSE t.value - t.width
    END AS low,
    t.base_units * CASE
      WHEN t.approximation IN ('at least', 'over') THEN 'Infinity'::numeric
      WHEN t.approximation IN ('nearly', 'at most', 'under') THEN t.value
      WHEN t.approximation IN ('plus minus', 'magnitude') THEN t.upper_value
      ELSE coalesce(t.upper_value, t.value) + t.width
    END AS high
  FROM tolerated AS t
  CROSS JOIN widths AS w
),

figures AS (
  SELECT
    v.fact_id,
    v.words AS as_printed,
    NULL AS counted,
    k.counted_as,
    v.currency_code AS currency,
    p.low,
    p.high,
    v.equivalent_currency_code AS other_currency,
    e.low AS other_low,
    e.high AS other_high
  FROM monetary_values AS v
  JOIN dim_term AS k ON k.scheme = 'money-kind' AND k.word = v.kind
  LEFT JOIN spans AS p ON p.fact_id = v.fact_id AND p.leg = 'printed'
  LEFT JOIN spans AS e ON e.fact_id = v.fact_id AND e.leg = 'equivalent'
  UNION ALL
  SELECT
    o.fact_id,
    o.words,
    CASE WHEN u.base_units IS NULL THEN u.unit_key ELSE u.base_unit_key END,
    NULL,
    '',
    p.low,
    p.high,
    NULL,
    NULL,
    NULL
  FROM observations AS o
  JOIN indicators AS i ON i.key = o.indicator_key
  JOIN dim_unit AS u ON u.unit_key = coalesce(o.unit_key, i.unit_key)
  LEFT JOIN spans AS p ON p.fact_id = o.fact_id
  UNION ALL
  SELECT
    c.fact_id,
    c.words,
    CASE
      WHEN v.base_units IS NULL THEN v.unit_key
      WHEN c.how NOT IN ('change', 'multiple') THEN v.base_unit_key
    END,
    NULL,
    coalesce(c.currency_code, ''),
    coalesce(c.position, p.low),
    coalesce(c.position, p.high),
    NULL,
    NULL,
    NULL
  FROM comparisons AS c
  LEFT JOIN dim_unit AS v ON v.unit_key = c.unit_key
  LEFT JOIN spans AS p ON p.fact_id = c.fact_id
  UNION ALL
  SELECT
    h.fact_id,
    h.words,
    NULL,
    NULL,
    '',
    p.low,
    p.high,
    NULL,
    NULL,
    NULL
  FROM holdings AS h
  LEFT JOIN spans AS p ON p.fact_id = h.fact_id
  UNION ALL
  SELECT
    m.fact_id,
    m.date_words,
    NULL,
    NULL,
    '',
    CASE WHEN m.date_edtf IS NOT NULL THEN coalesce(m.date_earliest - date '0001-01-01', '-Infinity'::numeric) END,
    CASE WHEN m.date_edtf IS NOT NULL THEN coalesce(m.date_latest - date '0001-01-01' + 1, 'Infinity'::numeric) END,
    NULL,
    NULL,
    NULL
  FROM milestones AS m
  UNION ALL
  SELECT
    n.fact_id,
    n.stated_count || ' ' || n.counted,
    n.counted,
    NULL,
    '',
    n.stated_count,
    n.stated_count,
    NULL,
    NULL,
    NULL
  FROM mineral_list_versions AS n
),

asked AS (
  SELECT
    g.fact_id,
    g.as_printed,
    g.counted,
    g.currency,
    g.low,
    g.high,
    g.other_currency,
    g.other_low,
    g.other_high,
    f.path,
    f.family,
    f.subject_key,
    f.source_count,
    CASE
      WHEN g.counted_as IS NULL THEN regexp_replace(f.path, '(;label=[^@]*)?@.*', '')
      ELSE concat(
        f.subject_key, '/values/', g.counted_as,
        substring(regexp_replace(f.path, '(;label=[^@]*)?@.*', '') FROM ';.*')
      )
    END AS question_key,
    f.rank = 'preferred' AS is_preferred,
    -- A promise is not taken back by a later document that only speaks of an intention.
    CASE
      WHEN g.counted_as IS NULL OR f.modality IN ('intended', 'exploring', 'expected') THEN 0
      WHEN f.modality = 'assessed' THEN 1
      ELSE 2
    END AS firmness,
    numrange(g.low, g.high, CASE WHEN g.low = g.high THEN '[]' ELSE '()' END) AS span,
    numrange(g.other_low, g.other_high, CASE WHEN g.other_low = g.other_high THEN '[]' ELSE '()' END) AS other_span
  FROM figures AS g
  JOIN dim_fact AS f ON f.fact_key = g.fact_id::text
  WHERE f.rank <> 'deprecated'
),

answers AS (
  SELECT
    a.fact_id,
    a.as_printed,
    a.counted,
    a.currency,
    a.low,
    a.high,
    a.other_currency,
    a.other_low,
    a.other_high,
    a.path,
    a.family,
    a.subject_key,
    a.source_count,
    a.question_key,
    a.is_preferred,
    a.firmness,
    a.span,
    a.other_span,
    count(*) OVER (PARTITION BY a.question_key) AS answer_count
  FROM asked AS a
),

verdicts AS (
  SELECT
    one.fact_id,
    one.question_key,
    one.path,
    one.is_preferred,
    one.firmness,
    other.fact_id AS other_fact_id,
    CASE
      WHEN one.fact_id = other.fact_id THEN 'agrees'
      -- What is compared or held, and how, stands in the question.
      WHEN one.low IS NULL AND other.low IS NULL AND one.family = 'comparisons' THEN 'agrees'
      WHEN one.low IS NULL AND other.low IS NULL AND one.family = 'holdings' THEN 'agrees'
      WHEN one.low IS NULL AND other.low IS NULL THEN
        CASE WHEN lower(one.as_printed) IS NOT DISTINCT FROM lower(other.as_printed) THEN 'agrees' END
      WHEN one.low IS NULL OR other.low IS NULL OR one.counted <> other.counted THEN NULL
      WHEN
        (one.currency = other.currency AND NOT one.span && other.span)
        OR (one.currency = other.other_currency AND NOT one.span && other.other_span)
        OR (one.other_currency = other.currency AND NOT one.other_span && other.span)
        OR (one.other_currency = other.other_currency AND NOT one.other_span && other.other_span)
      THEN 'differs'
      WHEN
        other.currency = one.currency OR other.currency = one.other_currency
        OR other.other_currency = one.currency OR other.other_currency = one.other_currency
      THEN 'agrees'
    END AS verdict
  FROM answers AS one
  JOIN answers AS other ON other.question_key = one.question_key
  WHERE one.answer_count > 1 AND other.answer_count > 1
),

compared AS (
  SELECT
    v.fact_id,
    v.question_key,
    v.path,
    v.is_preferred,
    v.firmness,
    count(DISTINCT c.document_key) FILTER (WHERE v.verdict = 'agrees') AS agreeing,
    count(DISTINCT c.document_key) FILTER (WHERE v.verdict = 'differs') AS differing,
    coalesce(max(d.page_date) FILTER (WHERE v.other_fact_id = v.fact_id), date '0001-01-01') AS latest
  FROM verdicts AS v
  JOIN citations AS c ON c.fact_id = v.other_fact_id
  JOIN documents AS d ON d.key = c.document_key
  GROUP BY v.fact_id, v.question_key, v.path, v.is_preferred, v.firmness
),

ordered AS (
  SELECT
    c.fact_id,
    c.is_preferred,
    c.firmness,
    c.agreeing,
    c.differing,
    c.latest,
    row_number() OVER in_order AS place,
    lead(c.is_preferred) OVER in_order AS next_is_preferred,
    lead(c.firmness) OVER in_order AS next_firmness,
    lead(c.agreeing) OVER in_order AS next_agreeing,
    lead(c.latest) OVER in_order AS next_latest
  FROM compared AS c
  WINDOW in_order AS (
    PARTITION BY c.question_key
    ORDER BY c.is_preferred DESC, c.firmness DESC, c.agreeing DESC, c.latest DESC, c.path
  )
)

SELECT
  a.fact_id AS fact_key,
  a.subject_key,
  a.question_key,
  a.family,
  a.as_printed,
  a.answer_count,
  coalesce(r.place, 1) = 1 AS is_chosen,
  CASE
    WHEN r.place > 1 THEN NULL
    WHEN a.answer_count = 1 THEN 'only one'
    WHEN r.is_preferred AND NOT r.next_is_preferred THEN 'preferred rank'
    WHEN r.firmness > r.next_firmness THEN 'firmest modality'
    WHEN r.agreeing > r.next_agreeing THEN 'most sources'
    WHEN r.latest > r.next_latest THEN 'latest document'
    ELSE 'first in order'
  END AS chosen_by,
  coalesce(r.agreeing, a.source_count) AS agreeing_source_count,
  coalesce(r.differing, 0) AS differing_source_count,
  CASE WHEN a.family <> 'milestones' THEN nullif(a.low, '-Infinity') END AS tolerance_low,
  CASE WHEN a.family <> 'milestones' THEN nullif(a.high, 'Infinity') END AS tolerance_high,
  nullif(a.other_low, '-Infinity') AS equivalent_tolerance_low,
  nullif(a.other_high, 'Infinity') AS equivalent_tolerance_high
FROM answers AS a
LEFT JOIN ordered AS r ON r.fact_id = a.fact_id;
