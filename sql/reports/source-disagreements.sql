/* report
title: Source disagreements
question: On which questions do the sources differ, and what does each of them say?
grain: [question_key, said_fact]
params:
  status:
    type: text
    help: only questions of this status; without it all
    choices: [open, settled, found]
  subject:
    type: text
    help: key of a strategy, list, agreement or other thing; only questions with a fact about it; without it all
columns:
  question:
    meaning: what the sources differ on, in our own words; for one that was found, thing and figure
  status:
    meaning: open or settled by a curator; found where only the figures were compared and nobody has judged
  subject:
    meaning: what the fact is about, by name or our short title
  says:
    meaning: what the fact says; figures as printed
  modality:
    meaning: whether it is said to have occurred, to be pledged, intended …
    empty: the fact only names or classifies
  documents:
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
        - {question_key: pledged-or-intended, modality: intended, documents: korea-derisks-rare-earth-imports}
        - {question_key: seventeen-of-what, says: 17 minerals in the version expanded, modality: planned}
        - {question_key: classified-or-to-be-classified, says: strategic by Government of South Korea, subject: rare earths}
        - {question_key: who-held-the-recycling-meeting, says: Blue House as convener, page_date: 2026-02-21}
  - params: {status: open, subject: korea-rare-earth-supply-chain-strategy}
    expect: {rows: 4}
  - params: {status: settled}
    expect: {rows: 0}
  - params: {status: found}
    expect: {rows: 0}
*/
WITH told AS (
  SELECT
    c.fact_id,
    min(c.document_key) AS first_document,
    max(c.document_key) AS last_document,
    string_agg(DISTINCT c.document_key, '; ' ORDER BY c.document_key) AS documents,
    max(d.page_date) AS page_date
  FROM core.citations AS c
  JOIN core.documents AS d ON d.key = c.document_key
  GROUP BY c.fact_id
),

subjects AS (
  SELECT 'agreements' AS family, a.key, a.name FROM core.agreements AS a
  UNION ALL
  SELECT 'entities', e.key, e.name FROM core.entities AS e
  UNION ALL
  SELECT 'events', v.key, v.name FROM core.events AS v
  UNION ALL
  SELECT 'facilities', l.key, l.name FROM core.facilities AS l
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name FROM core.mineral_lists AS n
  UNION ALL
  SELECT 'minerals', m.key, m.name FROM core.minerals AS m
  UNION ALL
  SELECT 'places', p.key, p.name FROM core.places AS p
  UNION ALL
  SELECT 'strategies', s.key, s.name FROM core.strategies AS s
),

said AS (
  SELECT
    v.fact_id,
    concat_ws(' of ', v.kind, v.words || coalesce(' (' || v.equivalent_words || ')', '')) AS says
  FROM core.monetary_values AS v
  UNION ALL
  SELECT o.fact_id, concat_ws(' ', i.name || ':', o.words, 'of ' || m.name, 'from ' || p.name)
  FROM core.observations AS o
  JOIN core.indicators AS i ON i.key = o.indicator_key
  LEFT JOIN core.minerals AS m ON m.key = o.mineral_key
  LEFT JOIN core.places AS p ON p.key = o.counterpart_key
  UNION ALL
  SELECT n.fact_id, concat_ws(' ', n.stated_count, n.counted, 'in the version', n.label)
  FROM core.mineral_list_versions AS n
  UNION ALL
  SELECT c.fact_id, concat_ws(' by ', c.classification, e.name)
  FROM core.mineral_classifications AS c
  LEFT JOIN core.entities AS e ON e.key = c.authority_key
  UNION ALL
  SELECT p.fact_id, e.name || ' as ' || p.role
  FROM core.event_participants AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT p.fact_id, e.name || ' as ' || p.role
  FROM core.agreement_parties AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT p.fact_id, e.name || ' as ' || p.role
  FROM core.facility_parties AS p
  JOIN core.entities AS e ON e.key = p.entity_key
  UNION ALL
  SELECT m.fact_id, concat_ws(' ', m.kind, nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')')
  FROM core.milestones AS m
  UNION ALL
  SELECT r.fact_id, concat_ws(' ', r.relation, e.name, '(' || r.title || ')')
  FROM core.entity_relations AS r
  JOIN core.entities AS e ON e.key = r.object_key
  UNION ALL
  SELECT m.fact_id, m.kind || ': ' || m.description
  FROM core.strategy_measures AS m
  UNION ALL
  SELECT t.fact_id, t.kind || ': ' || t.statement
  FROM core.statements AS t
  UNION ALL
  SELECT s.fact_id, s.words
  FROM core.scopes AS s
),

figures AS (
  SELECT
    v.fact_id,
    coalesce(
      'agreements/' || v.agreement_key,
      'strategies/' || v.strategy_key,
      'facilities/' || v.facility_key,
      'entities/' || v.entity_key
    ) AS thing,
    concat_ws(
      ' ', v.kind, 'in', v.currency_code, 'per ' || v.per_unit_key, CASE WHEN v.is_total THEN 'in total' END
    ) AS what,
    v.amount AS figure,
    v.upper_amount AS upper_figure,
    v.quantum,
    v.approximation,
    NULL AS period
  FROM core.monetary_values AS v
  WHERE v.amount IS NOT NULL
  UNION ALL
  SELECT
    v.fact_id,
    coalesce(
      'agreements/' || v.agreement_key,
      'strategies/' || v.strategy_key,
      'facilities/' || v.facility_key,
      'entities/' || v.entity_key
    ),
    concat_ws(
      ' ', v.kind, 'in', v.equivalent_currency_code, 'per ' || v.per_unit_key, CASE WHEN v.is_total THEN 'in total' END
    ),
    v.equivalent_amount,
    NULL,
    v.equivalent_quantum,
    v.equivalent_approximation,
    NULL
  FROM core.monetary_values AS v
  WHERE v.equivalent_amount IS NOT NULL
  UNION ALL
  SELECT
    o.fact_id,
    coalesce(
      'places/' || o.place_key,
      'entities/' || o.entity_key,
      'agreements/' || o.agreement_key,
      'facilities/' || o.facility_key,
      'strategies/' || o.strategy_key,
      'mineral_lists/' || o.mineral_list_key,
      'events/' || o.event_key
    ),
    concat_ws(' ', o.indicator_key, 'of ' || o.mineral_key, 'from ' || o.counterpart_key),
    o.value,
    o.upper_value,
    o.quantum,
    o.approximation,
    o.period_edtf
  FROM core.observations AS o
  UNION ALL
  SELECT
    n.fact_id,
    'mineral_lists/' || n.mineral_list_key,
    concat_ws(' ', n.counted, 'in version', n.label),
    n.stated_count,
    NULL,
    1,
    'exact',
    NULL
  FROM core.mineral_list_versions AS n
  WHERE n.stated_count IS NOT NULL
),

comparable AS (
  SELECT
    f.fact_id,
    g.thing,
    t.first_document,
    t.last_document,
    g.what,
    g.figure,
    g.upper_figure,
    g.quantum,
    g.approximation,
    g.period
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  JOIN told AS t ON t.fact_id = g.fact_id
  WHERE f.rank <> 'deprecated'
),

known AS (
  SELECT DISTINCT
    one.fact_id,
    other.fact_id AS other_fact_id
  FROM core.disagreement_facts AS one
  JOIN core.disagreement_facts AS other ON other.disagreement_key = one.disagreement_key
),

differing AS (
  SELECT DISTINCT
    one.thing,
    one.what,
    one.fact_id
  FROM comparable AS one
  JOIN comparable AS other ON other.thing = one.thing AND other.what = one.what AND other.fact_id <> one.fact_id
  LEFT JOIN known AS k ON k.fact_id = one.fact_id AND k.other_fact_id = other.fact_id
  WHERE
    k.fact_id IS NULL
    AND (one.first_document <> other.last_document OR one.last_document <> other.first_document)
    AND (one.period IS NULL OR other.period IS NULL OR one.period = other.period)
    AND (
      one.figure <> other.figure
      OR one.upper_figure IS DISTINCT FROM other.upper_figure
      OR one.quantum <> other.quantum
      OR one.approximation <> other.approximation
    )
),

questions AS (
  SELECT
    d.key AS question_key,
    d.question,
    d.status,
    coalesce(d.resolution, q.note) AS remark,
    d.fact_id AS question_fact,
    i.fact_id
  FROM core.disagreements AS d
  JOIN core.facts AS q ON q.fact_id = d.fact_id
  JOIN core.disagreement_facts AS i ON i.disagreement_key = d.key
  UNION ALL
  SELECT
    g.thing || ' ' || g.what,
    s.name || ': ' || g.what,
    'found',
    NULL,
    NULL,
    g.fact_id
  FROM differing AS g
  JOIN subjects AS s ON s.family || '/' || s.key = g.thing
),

about AS (
  SELECT
    q.question_key,
    bool_or(split_part(f.path, '/', 2) = :subject) AS is_about_subject
  FROM questions AS q
  JOIN core.facts AS f ON f.fact_id = q.fact_id
  GROUP BY q.question_key
)

SELECT
  q.question,
  q.status,
  coalesce(s.name, split_part(f.path, '/', 2)) AS subject,
  coalesce(w.says, f.path) AS says,
  f.modality,
  t.documents,
  t.page_date,
  q.remark,
  q.question_key,
  q.question_fact,
  q.fact_id AS said_fact
FROM questions AS q
JOIN about AS a ON a.question_key = q.question_key
JOIN core.facts AS f ON f.fact_id = q.fact_id
JOIN told AS t ON t.fact_id = q.fact_id
LEFT JOIN said AS w ON w.fact_id = q.fact_id
LEFT JOIN subjects AS s ON s.family = split_part(f.path, '/', 1) AND s.key = split_part(f.path, '/', 2)
WHERE
  (:status IS NULL OR q.status = :status)
  AND (:subject IS NULL OR a.is_about_subject)
ORDER BY q.status = 'found', q.question_key, t.page_date NULLS LAST, f.path, said_fact;
