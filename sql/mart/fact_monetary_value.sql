/* mart
grain: "One row per stated sum of money, with the equivalent printed beside it"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  kind: {type: text, meaning: "contract value, portfolio total, pledge or investment; sums of two kinds are never added up"}
  amount: {type: "numeric(28,6)", meaning: the sum as stated; of a printed range the lower figure; never add up two currencies, unit: see currency_code, empty: only words are printed}
  currency_code: {type: text, meaning: "currency of the sum, ISO 4217", empty: only words are printed, refers: dim_currency}
  upper_amount: {type: "numeric(28,6)", meaning: upper figure of a printed range, unit: see currency_code, empty: no range is printed}
  lowest_amount: {type: "numeric(28,6)", meaning: "lower bound that the words state: the sum itself where it is exact, at least or over", unit: see currency_code, empty: "no lower bound is stated, as with about, or only words are printed"}
  highest_amount: {type: "numeric(28,6)", meaning: "upper bound that the words state: the sum itself where it is exact, at most, under or nearly", unit: see currency_code, empty: "no upper bound is stated, as with about, or only words are printed"}
  amount_krw: {type: "numeric(28,6)", meaning: "the sum in won as printed, as the sum itself or as its equivalent; never converted", unit: KRW, empty: not printed in it}
  amount_usd: {type: "numeric(28,6)", meaning: "the sum in US dollars as printed, as the sum itself or as its equivalent; never converted", unit: USD, empty: not printed in it}
  as_printed: {type: text, meaning: number and currency as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, at least, at most, over, under or between", empty: only words are printed}
  quantum: {type: "numeric(28,6)", meaning: weight of the last printed digit, unit: see currency_code, empty: only words are printed}
  per_unit_key: {type: text, meaning: "unit of a price, such as one kilogram; prices are never added up", empty: it is no price, refers: dim_unit.unit_key}
  equivalent_amount: {type: "numeric(28,6)", meaning: "the same sum in another currency, printed beside it", unit: see equivalent_currency_code, empty: none is printed}
  equivalent_currency_code: {type: text, meaning: "currency of the equivalent, ISO 4217", empty: none is printed, refers: dim_currency.currency_code}
  equivalent_lowest_amount: {type: "numeric(28,6)", meaning: lower bound of the equivalent that the words state, unit: see equivalent_currency_code, empty: "no lower bound is stated, or no equivalent is printed"}
  equivalent_highest_amount: {type: "numeric(28,6)", meaning: upper bound of the equivalent that the words state, unit: see equivalent_currency_code, empty: "no upper bound is stated, or no equivalent is printed"}
  equivalent_quantum: {type: "numeric(28,6)", meaning: weight of its last printed digit, unit: see equivalent_currency_code, empty: none is printed}
  equivalent_approximation: {type: text, meaning: "how exactly it is stated: exact, about, at least, at most, over, under or between", empty: none is printed}
  equivalent_as_printed: {type: text, meaning: number and currency of the equivalent as printed, empty: none is printed}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own; never add it to its parts}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as a value: year, quarter, range, fiscal year and so on", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day of the period, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day of the period, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no period is stated}
*/
SELECT
  f.fact_key,
  f.subject_key,
  v.agreement_key,
  v.strategy_key,
  v.facility_key,
  v.entity_key,
  q.question_key,
  k.label AS kind,
  v.amount,
  v.currency_code,
  v.upper_amount,
  CASE WHEN v.approximation IN ('exact', 'between', 'at least', 'over') THEN v.amount END AS lowest_amount,
  CASE
    WHEN v.approximation IN ('exact', 'between', 'at most', 'under', 'nearly') THEN coalesce(v.upper_amount, v.amount)
  END AS highest_amount,
  CASE 'KRW'
    WHEN v.currency_code THEN v.amount
    WHEN v.equivalent_currency_code THEN v.equivalent_amount
  END AS amount_krw,
  CASE 'USD'
    WHEN v.currency_code THEN v.amount
    WHEN v.equivalent_currency_code THEN v.equivalent_amount
  END AS amount_usd,
  v.words AS as_printed,
  v.approximation,
  v.quantum,
  v.per_unit_key,
  v.equivalent_amount,
  v.equivalent_currency_code,
  CASE WHEN v.equivalent_approximation IN ('exact', 'at least', 'over') THEN v.equivalent_amount
  END AS equivalent_lowest_amount,
  CASE WHEN v.equivalent_approximation IN ('exact', 'at most', 'under', 'nearly') THEN v.equivalent_amount
  END AS equivalent_highest_amount,
  v.equivalent_quantum,
  v.equivalent_approximation,
  v.equivalent_words AS equivalent_as_printed,
  v.is_total,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS kind_group,
  v.aspect,
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
  END AS period_precision
FROM monetary_values AS v
JOIN dim_fact AS f ON f.fact_key = v.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
JOIN dim_term AS k ON k.scheme = 'money-kind' AND k.word = v.kind
WHERE f.rank <> 'deprecated';
