/* report
title: What several documents say alike
question: What do several documents say alike, how many and which are they, and does another one differ?
grain: [question_key]
params:
  document:
    type: text
    help: key of a document; only what it says as another one does; without it all
    choices_from: SELECT document_key, title FROM mart.dim_document WHERE kind_group <> 'reference'
  and_document:
    type: text
    help: key of a second document; only what both say alike; without it all
    choices_from: SELECT document_key, title FROM mart.dim_document WHERE kind_group <> 'reference'
  subject:
    type: text
    help: key of an agreement, plant, strategy or other thing; only what is said of it; without it all
    choices_from: SELECT key, name FROM mart.dim_subject
  at_least:
    type: integer
    default: "2"
    help: how many documents must say it
columns:
  subject:
    meaning: what it is said of, by name or our short title
  topic:
    meaning: what kind of thing is said
  says:
    meaning: what is said, in our own words; figures, dates and titles as printed
  documents:
    meaning: number of documents that say it or an answer that agrees; reference works are not counted
    unit: documents
  document_keys:
    meaning: keys of these documents, between semicolons
  also_as:
    meaning: how the others of them say it, where their words or figures are not the same, between semicolons
    empty: all say the same
  others_say:
    meaning: answers to the same question that do not agree, with the documents that give them, between semicolons
    empty: no document gives another answer
  is_disputed:
    meaning: whether a question that is still open involves it
  question_key:
    meaning: path of the thing and of the question, without the document
cite:
  says: alike_facts
  others_say: other_facts
cases:
  - expect:
      rows: 18
      contains:
        - {subject: South Korea's rare-earth supply chain strategy, says: unveiled 2026-02-05 (February 5), documents: "2"}
        - says: "pledge: 1 trillion KRW (about 691 million USD)"
          also_as: "pledge: approximately 1 trillion KRW (about 690 million USD)"
          is_disputed: "true"
  - params: {document: korea-derisks-rare-earth-imports, and_document: korean-firms-us-rare-earth-push, subject: korea-rare-earth-supply-chain-strategy}
    expect:
      contains:
        - {topic: scope, says: covers rare earth supply chain strategy}
  - params: {at_least: 3}
    expect: {rows: 0}
*/
WITH sources AS (
  SELECT DISTINCT
    c.fact_key,
    c.document_key
  FROM mart.bridge_fact_document AS c
  JOIN mart.dim_document AS d ON d.document_key = c.document_key
  WHERE d.kind_group <> 'reference'
),

-- What is said in our own words is only alike where the words are.
questions AS (
  SELECT
    f.fact_key,
    coalesce(
      q.question_key,
      regexp_replace(f.path, '(;label=[^@]*)?@.*', '')
      || CASE WHEN f.family IN ('clauses', 'statements', 'strategy_measures') THEN ': ' || lower(w.says) ELSE '' END
    ) AS question_key,
    q.family,
    q.as_printed,
    coalesce(q.agreeing_source_count, f.source_count) AS agreeing,
    coalesce(q.is_chosen, true) AS is_chosen,
    f.path,
    w.subject_key,
    w.subject_family,
    w.subject,
    w.topic,
    w.says,
    w.is_disputed
  FROM mart.dim_fact AS f
  JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key
  LEFT JOIN mart.fact_answer AS q ON q.fact_key = f.fact_key
  WHERE
    f.fact_key IN (SELECT s.fact_key FROM sources AS s)
    AND f.basis <> 'reference'
    -- What these say is ours.
    AND f.family NOT IN ('disagreements', 'identity_judgements', 'indicators', 'supply_chain_stages', 'units')
),

anchors AS (
  SELECT DISTINCT ON (q.question_key)
    q.question_key,
    q.fact_key,
    q.family,
    q.as_printed,
    q.subject_key,
    q.subject_family,
    q.subject,
    q.topic,
    q.says,
    q.is_disputed
  FROM questions AS q
  ORDER BY q.question_key, q.agreeing DESC, q.is_chosen DESC, q.path, q.fact_key
),

-- A figure or day as the span that rounding may hide, in each currency that is printed.
spans AS (
  SELECT
    q.fact_key,
    coalesce(v.currency_code, n.counted, '') AS measure,
    CASE WHEN v.leg = 'equivalent' THEN q.equivalent_tolerance_low ELSE q.tolerance_low END AS low,
    CASE WHEN v.leg = 'equivalent' THEN q.equivalent_tolerance_high ELSE q.tolerance_high END AS high
  FROM mart.fact_answer AS q
  LEFT JOIN mart.fact_money AS v ON v.fact_key = q.fact_key
  LEFT JOIN mart.fact_mineral_list_version AS n ON n.fact_key = q.fact_key
  WHERE q.answer_count > 1 AND q.family <> 'milestones'
  UNION ALL
  SELECT m.fact_key, '', m.earliest_date_key - date '0001-01-01', m.latest_date_key - date '0001-01-01' + 1
  FROM mart.fact_milestone AS m
),

figures AS (
  SELECT
    s.fact_key,
    s.measure,
    numrange(s.low, s.high, CASE WHEN s.low = s.high THEN '[]' ELSE '()' END) AS span
  FROM spans AS s
  WHERE s.low IS NOT NULL OR s.high IS NOT NULL
),

verdicts AS (
  SELECT
    a.question_key,
    q.fact_key,
    q.says,
    q.says <> a.says AS is_worded_otherwise,
    CASE
      WHEN q.fact_key = a.fact_key OR a.family IS NULL THEN true
      WHEN count(x.fact_key) > 0 THEN bool_and(x.span && y.span)
      WHEN
        a.fact_key IN (SELECT g.fact_key FROM figures AS g) OR q.fact_key IN (SELECT g.fact_key FROM figures AS g)
      THEN NULL
      ELSE a.family IN ('comparisons', 'holdings') OR lower(a.as_printed) IS NOT DISTINCT FROM lower(q.as_printed)
    END AS is_alike
  FROM anchors AS a
  JOIN questions AS q ON q.question_key = a.question_key
  LEFT JOIN figures AS y ON y.fact_key = q.fact_key
  LEFT JOIN figures AS x ON x.fact_key = a.fact_key AND x.measure = y.measure
  GROUP BY a.question_key, a.fact_key, a.family, a.as_printed, a.says, q.fact_key, q.as_printed, q.says
),

alike AS (
  SELECT
    v.question_key,
    count(DISTINCT s.document_key) AS documents,
    string_agg(DISTINCT s.document_key, '; ' ORDER BY s.document_key) AS document_keys,
    bool_or(s.document_key = :document) AS has_document,
    bool_or(s.document_key = :and_document) AS has_other_document,
    array_agg(DISTINCT v.fact_key) AS facts
  FROM verdicts AS v
  JOIN sources AS s ON s.fact_key = v.fact_key
  WHERE v.is_alike
  GROUP BY v.question_key
),

worded AS (
  SELECT
    v.question_key,
    string_agg(DISTINCT v.says, '; ' ORDER BY v.says) AS also_as
  FROM verdicts AS v
  WHERE v.is_alike AND v.is_worded_otherwise
  GROUP BY v.question_key
),

others AS (
  SELECT
    v.question_key,
    string_agg(DISTINCT v.says || ' [' || s.document_key || ']', '; ' ORDER BY v.says || ' [' || s.document_key || ']')
      AS others_say,
    array_agg(DISTINCT v.fact_key) AS facts
  FROM verdicts AS v
  JOIN sources AS s ON s.fact_key = v.fact_key
  WHERE NOT v.is_alike
  GROUP BY v.question_key
)

SELECT
  w.subject,
  w.topic,
  w.says,
  k.documents,
  k.document_keys,
  d.also_as,
  o.others_say,
  w.is_disputed,
  k.question_key,
  k.facts AS alike_facts,
  o.facts AS other_facts
FROM alike AS k
JOIN anchors AS w ON w.question_key = k.question_key
LEFT JOIN worded AS d ON d.question_key = k.question_key
LEFT JOIN others AS o ON o.question_key = k.question_key
WHERE
  k.documents >= :at_least
  AND (:document IS NULL OR k.has_document)
  AND (:and_document IS NULL OR k.has_other_document)
  AND (:subject IS NULL OR split_part(w.subject_key, '/', 2) = :subject)
ORDER BY k.documents DESC, w.subject_family, w.subject, w.topic, k.question_key;
