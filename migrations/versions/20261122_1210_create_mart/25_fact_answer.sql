CREATE TABLE mart.fact_answer (
    fact_key text NOT NULL,
    subject_key text NOT NULL,
    question_key text NOT NULL,
    family text NOT NULL,
    as_printed text,
    answer_count integer NOT NULL,
    is_chosen boolean NOT NULL,
    chosen_by text,
    agreeing_source_count integer NOT NULL,
    differing_source_count integer NOT NULL,
    CONSTRAINT fact_answer_pkey PRIMARY KEY (fact_key),
    CONSTRAINT fact_answer_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fact_answer_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX fact_answer_subject_key_idx ON mart.fact_answer (subject_key);
COMMENT ON TABLE mart.fact_answer IS 'One row per fact with a date, sum, figure or count, held against all facts that answer the same question';
COMMENT ON COLUMN mart.fact_answer.fact_key IS 'the fact, as in fact_milestone, fact_monetary_value, fact_observation or fact_mineral_list_version';
COMMENT ON COLUMN mart.fact_answer.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN mart.fact_answer.question_key IS 'the question it answers: its path without the document, and for money whether it is a price or a total, for quantities the period';
COMMENT ON COLUMN mart.fact_answer.family IS 'milestones, monetary_values, observations or mineral_list_versions';
COMMENT ON COLUMN mart.fact_answer.as_printed IS 'the date, sum, figure or count as printed; NULL: the document gives none';
COMMENT ON COLUMN mart.fact_answer.answer_count IS 'facts that answer the question, this one included; unit: facts';
COMMENT ON COLUMN mart.fact_answer.is_chosen IS 'whether it is the one to show of all facts that answer the question';
COMMENT ON COLUMN mart.fact_answer.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; the first of these rules that sets it apart; NULL: another fact is chosen';
COMMENT ON COLUMN mart.fact_answer.agreeing_source_count IS 'documents whose answer agrees with this one, its own included: their intervals overlap, so that one number or day can fit both; unit: documents';
COMMENT ON COLUMN mart.fact_answer.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.fact_answer AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.subject_key::text AS subject_key,
    answer.question_key::text AS question_key,
    answer.family::text AS family,
    answer.as_printed::text AS as_printed,
    answer.answer_count::integer AS answer_count,
    answer.is_chosen::boolean AS is_chosen,
    answer.chosen_by::text AS chosen_by,
    answer.agreeing_source_count::integer AS agreeing_source_count,
    answer.differing_source_count::integer AS differing_source_count
FROM (WITH figures AS (
  SELECT
    v.fact_id,
    concat(' per ' || v.per_unit_key, CASE WHEN v.is_total THEN ' in total' END) AS detail,
    v.words AS as_printed,
    NULL AS counted,
    CASE
      WHEN v.approximation IN ('at most', 'under') THEN '-Infinity'::numeric
      ELSE v.amount - v.quantum / 2
    END AS low,
    CASE
      WHEN v.approximation IN ('at least', 'over') THEN 'Infinity'::numeric
      ELSE coalesce(v.upper_amount, v.amount) + v.quantum / 2
    END AS high,
    v.equivalent_currency_code AS other_currency,
    CASE
      WHEN v.equivalent_approximation IN ('at most', 'under') THEN '-Infinity'::numeric
      ELSE v.equivalent_amount - v.equivalent_quantum / 2
    END AS other_low,
    CASE
      WHEN v.equivalent_approximation IN ('at least', 'over') THEN 'Infinity'::numeric
      ELSE v.equivalent_amount + v.equivalent_quantum / 2
    END AS other_high
  FROM monetary_values AS v
  UNION ALL
  SELECT
    o.fact_id,
    coalesce(' in ' || o.period_edtf, ''),
    o.words,
    NULL,
    CASE WHEN o.approximation IN ('at most', 'under') THEN '-Infinity'::numeric ELSE o.value - o.quantum / 2 END,
    CASE
      WHEN o.approximation IN ('at least', 'over') THEN 'Infinity'::numeric
      ELSE coalesce(o.upper_value, o.value) + o.quantum / 2
    END,
    NULL,
    NULL,
    NULL
  FROM observations AS o
  UNION ALL
  SELECT
    m.fact_id,
    '',
    m.date_words,
    NULL,
    CASE WHEN m.date_edtf IS NOT NULL THEN coalesce(m.date_earliest - date '0001-01-01', '-Infinity'::numeric) END,
    CASE WHEN m.date_edtf IS NOT NULL THEN coalesce(m.date_latest - date '0001-01-01' + 1, 'Infinity'::numeric) END,
    NULL,
    NULL,
    NULL
  FROM milestones AS m
  UNION ALL
  SELECT
    n.fact_id,
    '',
    n.stated_count || ' ' || n.counted,
    n.counted,
    n.stated_count - 0.5,
    n.stated_count + 0.5,
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
    g.low,
    g.high,
    g.other_currency,
    g.other_low,
    g.other_high,
    f.path,
    f.family,
    f.subject_key,
    f.source_count,
    split_part(f.path, '@', 1) || g.detail AS question_key,
    f.rank = 'preferred' AS is_preferred
  FROM figures AS g
  JOIN dim_fact AS f ON f.fact_key = g.fact_id::text
  WHERE f.rank <> 'deprecated'
),

answers AS (
  SELECT
    a.fact_id,
    a.as_printed,
    a.counted,
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
    count(*) OVER (PARTITION BY a.question_key) AS answer_count
  FROM asked AS a
),

verdicts AS (
  SELECT
    one.fact_id,
    one.question_key,
    one.path,
    one.is_preferred,
    other.fact_id AS other_fact_id,
    CASE
      WHEN one.low IS NULL AND other.low IS NULL THEN
        CASE WHEN lower(one.as_printed) IS NOT DISTINCT FROM lower(other.as_printed) THEN 'agrees' END
      WHEN one.low IS NULL OR other.low IS NULL OR one.counted <> other.counted THEN NULL
      WHEN
        one.low < other.high
        AND other.low < one.high
        AND (
          (one.other_currency = other.other_currency) IS NOT TRUE
          OR (one.other_low < other.other_high AND other.other_low < one.other_high)
        )
      THEN 'agrees'
      ELSE 'differs'
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
    count(DISTINCT c.document_key) FILTER (WHERE v.verdict = 'agrees') AS agreeing,
    count(DISTINCT c.document_key) FILTER (WHERE v.verdict = 'differs') AS differing,
    coalesce(max(d.page_date) FILTER (WHERE v.other_fact_id = v.fact_id), date '0001-01-01') AS latest
  FROM verdicts AS v
  JOIN citations AS c ON c.fact_id = v.other_fact_id
  JOIN documents AS d ON d.key = c.document_key
  GROUP BY v.fact_id, v.question_key, v.path, v.is_preferred
),

ordered AS (
  SELECT
    c.fact_id,
    c.is_preferred,
    c.agreeing,
    c.differing,
    c.latest,
    row_number() OVER in_order AS place,
    lead(c.is_preferred) OVER in_order AS next_is_preferred,
    lead(c.agreeing) OVER in_order AS next_agreeing,
    lead(c.latest) OVER in_order AS next_latest
  FROM compared AS c
  WINDOW in_order AS (PARTITION BY c.question_key ORDER BY c.is_preferred DESC, c.agreeing DESC, c.latest DESC, c.path)
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
    WHEN r.agreeing > r.next_agreeing THEN 'most sources'
    WHEN r.latest > r.next_latest THEN 'latest document'
    ELSE 'first in order'
  END AS chosen_by,
  coalesce(r.agreeing, a.source_count) AS agreeing_source_count,
  coalesce(r.differing, 0) AS differing_source_count
FROM answers AS a
LEFT JOIN ordered AS r ON r.fact_id = a.fact_id
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.fact_answer IS 'One row per fact with a date, sum, figure or count, held against all facts that answer the same question';
COMMENT ON COLUMN as_of.fact_answer.fact_key IS 'the fact, as in fact_milestone, fact_monetary_value, fact_observation or fact_mineral_list_version';
COMMENT ON COLUMN as_of.fact_answer.subject_key IS 'what it is about: register and key';
COMMENT ON COLUMN as_of.fact_answer.question_key IS 'the question it answers: its path without the document, and for money whether it is a price or a total, for quantities the period';
COMMENT ON COLUMN as_of.fact_answer.family IS 'milestones, monetary_values, observations or mineral_list_versions';
COMMENT ON COLUMN as_of.fact_answer.as_printed IS 'the date, sum, figure or count as printed; NULL: the document gives none';
COMMENT ON COLUMN as_of.fact_answer.answer_count IS 'facts that answer the question, this one included; unit: facts';
COMMENT ON COLUMN as_of.fact_answer.is_chosen IS 'whether it is the one to show of all facts that answer the question';
COMMENT ON COLUMN as_of.fact_answer.chosen_by IS 'why it is: only one, preferred rank, most sources, latest document or first in order; the first of these rules that sets it apart; NULL: another fact is chosen';
COMMENT ON COLUMN as_of.fact_answer.agreeing_source_count IS 'documents whose answer agrees with this one, its own included: their intervals overlap, so that one number or day can fit both; unit: documents';
COMMENT ON COLUMN as_of.fact_answer.differing_source_count IS 'documents with an answer that does not agree; unit: documents';
