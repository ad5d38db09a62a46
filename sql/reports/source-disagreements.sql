/* report
title: Source disagreements
question: On which questions do the sources differ, and what does each of them say?
grain: [question_key, said_fact]
params:
  question_status:
    type: text
    help: only questions of this status; without it all
    choices: [open, settled, found]
  subject:
    type: text
    help: key of a strategy, list, agreement or other thing; only questions with a fact about it; without it all
    choices_from: SELECT key, name FROM mart.dim_subject
columns:
  question:
    meaning: what the sources differ on, in our own words; for one that was found, thing and figure
  question_status:
    meaning: open or settled by a curator; found where only the figures were compared and nobody has judged
  subject:
    meaning: what the fact is about, by name or our short title
  says:
    meaning: what the fact says; figures as printed
  modality:
    meaning: whether it is said to have occurred, to be pledged, intended …
    empty: the fact only names or classifies
  document_keys:
    meaning: keys of the documents that say so, between semicolons
  page_date:
    meaning: latest date that the pages of these documents show
    empty: they show none
  remark:
    meaning: how it was settled, or else what a curator notes on the question
    empty: nothing
  question_key:
    meaning: key of the disagreement; for one that was found, path of the thing and figure
    key_of: disagreements
cite:
  question: question_fact
  says: said_fact
cases:
  - expect:
      rows: 10
      contains:
        - {question_key: pledge-in-dollars, says: "pledge of 1 trillion KRW (about 691 million USD)", modality: pledged}
        - {question_key: pledge-in-dollars, says: "pledge of approximately 1 trillion KRW (about 690 million USD)"}
        - {question_key: pledged-or-intended, modality: intended, document_keys: korea-derisks-rare-earth-imports}
        - {question_key: seventeen-of-what, says: 17 minerals in the version expanded, modality: planned}
        - {question_key: classified-or-to-be-classified, says: strategic by Government of South Korea, subject: rare earths}
        - {question_key: who-held-the-recycling-meeting, says: Blue House as convener, page_date: 2026-02-21}
  - params: {question_status: open, subject: korea-rare-earth-supply-chain-strategy}
    expect: {rows: 4}
  - params: {question_status: settled}
    expect: {rows: 0}
  - params: {question_status: found}
    expect: {rows: 0}
*/
WITH told AS (
  SELECT
    c.fact_key,
    min(c.document_key) AS first_document,
    max(c.document_key) AS last_document,
    string_agg(DISTINCT c.document_key, '; ' ORDER BY c.document_key) AS document_keys,
    max(d.page_date) AS page_date
  FROM mart.bridge_fact_document AS c
  JOIN mart.dim_document AS d ON d.document_key = c.document_key
  GROUP BY c.fact_key
),

said AS (
  SELECT
    v.fact_key,
    v.kind || ' of ' || v.as_printed || coalesce(' (' || e.as_printed || ')', '') AS says
  FROM mart.fact_money AS v
  LEFT JOIN mart.fact_money AS e ON e.fact_key = v.fact_key AND e.leg = 'equivalent'
  WHERE v.leg = 'printed'
  UNION ALL
  SELECT
    o.fact_key,
    concat_ws(' ', w.indicator || ':', o.printed_with_unit, 'of ' || w.mineral, 'from ' || w.counterpart, 'in ' || o.period_words)
  FROM mart.fact_observation AS o
  JOIN mart.wide_figures AS w ON w.fact_key = o.fact_key
  UNION ALL
  SELECT n.fact_key, concat_ws(' ', n.stated_count, n.counted, 'in the version', n.version_label)
  FROM mart.fact_mineral_list_version AS n
  UNION ALL
  SELECT c.fact_key, concat_ws(' by ', c.classification, e.name)
  FROM mart.fact_mineral_classification AS c
  LEFT JOIN mart.dim_entity AS e ON e.entity_key = c.authority_entity_key
  UNION ALL
  SELECT p.fact_key, p.party || ' as ' || p.role
  FROM mart.wide_parties AS p
  UNION ALL
  SELECT c.fact_key, c.as_printed
  FROM mart.fact_scope AS c
),

figures AS (
  SELECT
    v.fact_key,
    v.subject_key,
    concat_ws(
      ' ', v.counted_as, '[' || replace(v.aspect, '-', ' ') || ']', 'in', v.currency_code, 'per ' || v.per_unit_key,
      CASE WHEN v.is_total THEN 'in total' END
    ) AS what,
    v.amount AS figure,
    v.upper_amount AS upper_figure,
    v.quantum,
    v.approximation,
    CASE
      WHEN v.period_edtf IS NOT NULL THEN concat(v.period_earliest_date_key, '/', v.period_latest_date_key)
      ELSE 'not stated'
    END AS period
  FROM mart.fact_money AS v
  WHERE v.amount IS NOT NULL
  UNION ALL
  SELECT
    o.fact_key,
    o.subject_key,
    concat_ws(' ', o.indicator_key, 'of ' || o.mineral_key, 'from ' || o.counterpart_place_key),
    o.value,
    o.upper_value,
    o.quantum,
    o.approximation,
    CASE
      WHEN o.period_edtf IS NOT NULL THEN concat(o.period_earliest_date_key, '/', o.period_latest_date_key)
    END
  FROM mart.fact_observation AS o
  UNION ALL
  SELECT
    n.fact_key,
    n.subject_key,
    concat_ws(' ', n.counted, 'in version', n.version_label),
    n.stated_count,
    NULL,
    1,
    'exact',
    NULL
  FROM mart.fact_mineral_list_version AS n
  WHERE n.stated_count IS NOT NULL
),

comparable AS (
  SELECT
    g.fact_key,
    g.subject_key,
    g.what,
    g.figure,
    g.upper_figure,
    g.quantum,
    g.approximation,
    g.period,
    t.first_document,
    t.last_document
  FROM figures AS g
  JOIN told AS t ON t.fact_key = g.fact_key
),

differing AS (
  SELECT DISTINCT
    one.subject_key,
    one.what,
    one.fact_key
  FROM comparable AS one
  JOIN comparable AS other
    ON other.subject_key = one.subject_key AND other.what = one.what AND other.fact_key <> one.fact_key
  WHERE
    (one.first_document <> other.last_document OR one.last_document <> other.first_document)
    AND (one.period IS NULL OR other.period IS NULL OR one.period = other.period)
    AND (
      one.figure <> other.figure
      OR one.upper_figure IS DISTINCT FROM other.upper_figure
      OR one.quantum <> other.quantum
      OR one.approximation <> other.approximation
    )
    AND (one.fact_key, other.fact_key) NOT IN (
      SELECT a.fact_key, b.fact_key
      FROM mart.bridge_disagreement_fact AS a
      JOIN mart.bridge_disagreement_fact AS b ON b.disagreement_key = a.disagreement_key
    )
),

questions AS (
  SELECT
    d.disagreement_key AS question_key,
    d.question,
    d.status,
    coalesce(d.resolution, f.note) AS remark,
    d.fact_key AS question_fact,
    i.fact_key
  FROM mart.dim_disagreement AS d
  JOIN mart.dim_fact AS f ON f.fact_key = d.fact_key
  JOIN mart.bridge_disagreement_fact AS i ON i.disagreement_key = d.disagreement_key
  UNION ALL
  SELECT
    g.subject_key || ' ' || g.what,
    s.name || ': ' || g.what,
    'found',
    NULL,
    NULL,
    g.fact_key
  FROM differing AS g
  JOIN mart.dim_subject AS s ON s.subject_key = g.subject_key
),

about AS (
  SELECT q.question_key
  FROM questions AS q
  JOIN mart.dim_fact AS f ON f.fact_key = q.fact_key
  JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
  WHERE s.key = :subject
)

SELECT
  q.question,
  q.status AS question_status,
  s.name AS subject,
  coalesce(w.says, p.says, f.path) AS says,
  f.modality,
  t.document_keys,
  t.page_date,
  q.remark,
  q.question_key,
  q.question_fact,
  q.fact_key AS said_fact
FROM questions AS q
JOIN mart.dim_fact AS f ON f.fact_key = q.fact_key
JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
JOIN told AS t ON t.fact_key = q.fact_key
LEFT JOIN said AS w ON w.fact_key = q.fact_key
LEFT JOIN mart.wide_facts AS p ON p.fact_key = q.fact_key
WHERE
  (:question_status IS NULL OR q.status = :question_status)
  AND (:subject IS NULL OR q.question_key IN (SELECT a.question_key FROM about AS a))
ORDER BY q.status = 'found', q.question_key, t.page_date NULLS LAST, f.path, said_fact;
