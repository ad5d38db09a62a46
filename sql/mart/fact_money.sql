/* mart
grain: "One row per stated sum of money and currency in which it is printed: the sum itself, and the equivalent printed beside it"
follows: facts
key: [fact_key, leg]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  leg: {type: text, meaning: "printed: the sum itself; equivalent: the same sum in another currency, printed beside it"}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it, in whatever currency"}
  kind: {type: text, meaning: "what the sum is: contract value, loan, price floor and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  counted_as: {type: text, meaning: "the word just below the broadest one: narrower words answer one question with it"}
  amount: {type: "numeric(38,12)", meaning: "the sum as printed, never converted; of a printed range the lower figure", unit: see currency_code, empty: no number is printed}
  upper_amount: {type: "numeric(38,12)", meaning: upper figure of a printed range, unit: see currency_code, empty: no range is printed}
  lowest_amount: {type: "numeric(38,12)", meaning: "lower bound that the words state: the sum itself where it is exact, at least or over, and 0 below an upper bound where it cannot be less", unit: see currency_code, empty: "no lower bound is stated, as with about, or only words are printed"}
  highest_amount: {type: "numeric(38,12)", meaning: "upper bound that the words state: the sum itself where it is exact, at most, under or nearly", unit: see currency_code, empty: "no upper bound is stated, as with about, or only words are printed"}
  currency_code: {type: text, meaning: "currency of the sum, ISO 4217", empty: only words are printed, refers: dim_currency}
  as_printed: {type: text, meaning: number and currency as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, at least, at most, over, under, nearly or between", empty: only words are printed}
  quantum: {type: "numeric(38,12)", meaning: weight of the last printed digit, unit: see currency_code, empty: only words are printed}
  per_unit_key: {type: text, meaning: "unit of a price, such as one kilogram; prices are never added up", empty: it is no price, refers: dim_unit.unit_key}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own; never add it to its parts}
  is_counted: {type: boolean, meaning: "whether it may be added up with other counted rows of its currency and kind_group: once per question, no total, no price, no part of another counted sum"}
  why_not_counted: {type: text, meaning: "why it may not be added up: no number, price, total, kind that is not added, counted in another row, part counted instead, narrower kind counted instead, in a longer period, or period not stated beside others", empty: it is counted}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, firmest modality, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future where the modality is planned, intended, exploring, expected or pledged, else present"}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as a value: year, quarter, range, fiscal year and so on", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day of the period, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day of the period, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no period is stated}
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  about_mineral_key: {type: text, meaning: the mineral it is about, empty: it is about something else, refers: dim_mineral.mineral_key}
  event_key: {type: text, meaning: the event it is about, empty: it is about something else, refers: dim_event}
  status: {type: text, meaning: "what the source says of the figure, such as estimated, or why it prints no number, such as withheld", empty: nothing}
  payer_entity_key: {type: text, meaning: who pays, empty: not said, refers: dim_entity.entity_key}
  payee_entity_key: {type: text, meaning: who is paid, empty: not said, refers: dim_entity.entity_key}
  price_basis: {type: text, meaning: at which point and on which terms a price holds, empty: not said}
  mineral_key: {type: text, meaning: the mineral or product it is paid for, empty: none in particular, refers: dim_mineral}
  market_place_key: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular, refers: dim_place.place_key}
  counterpart_place_key: {type: text, meaning: "the other place, such as the source of imports", empty: none, refers: dim_place.place_key}
  measured_stage_key: {type: text, meaning: the stage of the supply chain it holds for, empty: none in particular, refers: dim_stage.stage_key}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  measured_as: {type: text, meaning: "what the amounts behind it are amounts of, such as oxide", empty: not said}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
*/
WITH RECURSIVE legs AS (
  SELECT
    v.fact_id,
    'printed' AS leg,
    v.amount,
    v.upper_amount,
    v.currency_code,
    v.words AS as_printed,
    v.approximation,
    v.quantum
  FROM monetary_values AS v
  UNION ALL
  SELECT
    v.fact_id,
    'equivalent',
    v.equivalent_amount,
    NULL,
    v.equivalent_currency_code,
    v.equivalent_words,
    v.equivalent_approximation,
    v.equivalent_quantum
  FROM monetary_values AS v
  WHERE v.equivalent_currency_code IS NOT NULL
),

sums AS (
  SELECT
    g.fact_id,
    g.leg,
    g.currency_code,
    f.subject_key,
    v.agreement_key,
    q.question_key,
    k.label AS kind,
    k.broadest AS kind_group,
    k.counted_as,
    k.is_flow,
    k.may_be_negative,
    CASE
      WHEN g.amount IS NULL THEN 'no number'
      WHEN k.is_price OR v.per_unit_key IS NOT NULL THEN 'price'
      WHEN v.is_total OR k.is_total THEN 'total'
      WHEN NOT k.adds_up THEN 'kind that is not added'
    END AS never,
    CASE WHEN strpos(f.path, ';outlook=future') > 0 THEN 'future' ELSE 'present' END AS outlook,
    -- A sum without a period may be of any time.
    daterange(v.period_earliest, v.period_latest, '[]') AS period,
    regexp_replace(q.question_key, ';during=[^; ]*', '') AS series_key,
    f.rank = 'preferred' AS is_preferred,
    q.is_chosen,
    q.agreeing_source_count,
    f.path
  FROM legs AS g
  JOIN monetary_values AS v ON v.fact_id = g.fact_id
  JOIN dim_fact AS f ON f.fact_key = g.fact_id::text
  JOIN fact_answer AS q ON q.fact_key = f.fact_key
  JOIN dim_term AS k ON k.scheme = 'money-kind' AND k.word = v.kind
),

-- One leg for each question and currency can count: that of the chosen fact, or else the one nearest to it.
ordered AS (
  SELECT
    s.fact_id,
    s.leg,
    s.subject_key,
    s.agreement_key,
    s.kind,
    s.kind_group,
    s.outlook,
    s.currency_code,
    s.is_flow,
    s.period,
    s.series_key,
    s.path,
    row_number() OVER (
      PARTITION BY s.question_key, s.currency_code
      ORDER BY
        s.is_preferred DESC, s.is_chosen DESC, s.leg = 'printed' DESC, s.agreeing_source_count DESC,
        s.kind <> s.counted_as DESC, s.path
    ) AS place
  FROM sums AS s
  WHERE s.never IS NULL
),

candidates AS (
  SELECT
    o.fact_id,
    o.leg,
    o.subject_key,
    o.agreement_key,
    o.kind,
    o.kind_group,
    o.outlook,
    o.currency_code,
    o.is_flow,
    o.period,
    o.series_key,
    o.path
  FROM ordered AS o
  WHERE o.place = 1
),

ancestors AS (
  SELECT
    a.key AS agreement_key,
    a.parent_key AS ancestor_key
  FROM agreements AS a
  WHERE a.parent_key IS NOT NULL
  UNION
  SELECT
    r.agreement_key,
    a.parent_key
  FROM ancestors AS r
  JOIN agreements AS a ON a.key = r.ancestor_key
  WHERE a.parent_key IS NOT NULL
),

with_parts AS (
  SELECT DISTINCT
    r.ancestor_key AS agreement_key,
    c.kind_group,
    c.currency_code
  FROM candidates AS c
  JOIN ancestors AS r ON r.agreement_key = c.agreement_key
),

told_closer AS (
  SELECT DISTINCT
    c.fact_id,
    c.leg
  FROM candidates AS c
  JOIN candidates AS n
    ON n.subject_key = c.subject_key
    AND n.kind_group = c.kind_group
    AND n.outlook = c.outlook
    AND n.currency_code = c.currency_code
    AND n.period && c.period
  WHERE c.kind = c.kind_group AND n.kind <> n.kind_group
),

judged AS (
  SELECT
    c.fact_id,
    c.leg,
    c.outlook,
    c.currency_code,
    c.is_flow,
    c.period,
    c.series_key,
    c.path,
    CASE
      WHEN p.agreement_key IS NOT NULL THEN 'part counted instead'
      WHEN n.fact_id IS NOT NULL THEN 'narrower kind counted instead'
    END AS instead
  FROM candidates AS c
  LEFT JOIN with_parts AS p
    ON p.agreement_key = c.agreement_key AND p.kind_group = c.kind_group AND p.currency_code = c.currency_code
  LEFT JOIN told_closer AS n ON n.fact_id = c.fact_id AND n.leg = c.leg
),

within AS (
  SELECT
    j.fact_id,
    j.leg,
    CASE WHEN j.period = daterange(NULL, NULL) THEN 'period not stated' ELSE 'in a longer period' END AS instead
  FROM judged AS j
  JOIN judged AS w
    ON w.series_key = j.series_key
    AND w.outlook = j.outlook
    AND w.currency_code = j.currency_code
    AND w.fact_id <> j.fact_id
  WHERE
    j.is_flow
    AND j.instead IS NULL
    AND w.instead IS NULL
    AND w.period <> daterange(NULL, NULL)
    AND (j.period = daterange(NULL, NULL) OR (w.period @> j.period AND (w.period <> j.period OR w.path < j.path)))
  GROUP BY j.fact_id, j.leg, j.period
),

reasons AS (
  SELECT
    j.fact_id,
    j.leg,
    coalesce(j.instead, w.instead) AS reason
  FROM judged AS j
  LEFT JOIN within AS w ON w.fact_id = j.fact_id AND w.leg = j.leg
)

SELECT
  f.fact_key,
  g.leg,
  f.subject_key,
  v.agreement_key,
  v.strategy_key,
  v.facility_key,
  v.entity_key,
  s.question_key,
  s.kind,
  s.kind_group,
  s.counted_as,
  g.amount,
  g.upper_amount,
  CASE
    WHEN g.approximation IN ('exact', 'between', 'at least', 'over') THEN g.amount
    WHEN g.approximation = 'plus minus' THEN 2 * g.amount - g.upper_amount
    WHEN g.approximation = 'magnitude' THEN g.quantum
    WHEN g.approximation IN ('at most', 'under') AND NOT s.may_be_negative THEN 0
  END AS lowest_amount,
  CASE
    WHEN g.approximation IN ('exact', 'between', 'plus minus', 'magnitude', 'at most', 'under', 'nearly')
    THEN coalesce(g.upper_amount, g.amount)
  END AS highest_amount,
  g.currency_code,
  g.as_printed,
  g.approximation,
  g.quantum,
  v.per_unit_key,
  v.is_total,
  r.fact_id IS NOT NULL AND r.reason IS NULL AS is_counted,
  CASE WHEN r.fact_id IS NULL THEN coalesce(s.never, 'counted in another row') ELSE r.reason END AS why_not_counted,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  s.outlook,
  v.aspect,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  v.period_words,
  v.period_edtf,
  v.period_earliest AS period_earliest_date_key,
  v.period_latest AS period_latest_date_key,
  CASE
    WHEN v.period_edtf IS NULL THEN NULL
    WHEN v.period_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN v.period_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN v.period_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS period_precision,
  v.place_key,
  v.about_mineral_key,
  v.event_key,
  v.status,
  v.payer_key AS payer_entity_key,
  v.payee_key AS payee_entity_key,
  pb.label AS price_basis,
  v.mineral_key,
  v.market_key AS market_place_key,
  v.counterpart_key AS counterpart_place_key,
  v.stage_key AS measured_stage_key,
  eu.label AS end_use,
  ma.label AS measured_as,
  v.statistic,
  sn.label AS scenario
FROM legs AS g
JOIN monetary_values AS v ON v.fact_id = g.fact_id
JOIN sums AS s ON s.fact_id = g.fact_id AND s.leg = g.leg
JOIN dim_fact AS f ON f.fact_key = g.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
LEFT JOIN reasons AS r ON r.fact_id = g.fact_id AND r.leg = g.leg
LEFT JOIN terms AS pb ON pb.scheme = 'price-basis' AND pb.key = v.price_basis
LEFT JOIN terms AS eu ON eu.scheme = 'end-use' AND eu.key = v.end_use
LEFT JOIN terms AS ma ON ma.scheme = 'substance-basis' AND ma.key = v.measured_as
LEFT JOIN terms AS sn ON sn.scheme = 'scenario' AND sn.key = v.scenario;
