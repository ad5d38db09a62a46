/* report
title: Single-source facts
question: Which sums, quantities, dates and counts rest on one document alone, and what does another one say of the same?
grain: [told_fact]
params:
  document:
    type: text
    help: key of a document; only what it alone tells; without it all
    choices_from: SELECT document_key, title FROM mart.dim_document
  family:
    type: text
    help: only facts of this kind; without it all four
    choices: [milestones, mineral_list_versions, monetary_values, observations]
  subject:
    type: text
    help: key of an agreement, plant, strategy or other thing; only facts about it; without it all
    choices_from: SELECT key, name FROM mart.dim_subject
columns:
  document_key:
    meaning: key of the only document that tells it
    key_of: documents
  page_date:
    meaning: date the document's page shows
    empty: it shows none
  subject:
    meaning: what the fact is about, by name or our short title
  what:
    meaning: kind of sum, quantity, step or count, in its currency, of its mineral or in its version
  as_printed:
    meaning: figure, with its equivalent in another currency, or date as printed; counts of list entries as numbers
    empty: nothing is printed
  elsewhere:
    meaning: what other documents print of the same kind for the same subject, between semicolons; mostly it differs
    empty: no other document speaks of it
  paragraphs:
    meaning: number of paragraphs of the document that tell it
    unit: paragraphs
  family:
    meaning: kind of fact, the table of core that holds it
cite:
  as_printed: told_fact
  elsewhere: other_facts
cases:
  - expect:
      rows: 27
      contains:
        - {as_printed: about 80%, what: import-dependence of rare-earth-metals from china, elsewhere: ""}
        - {as_printed: 260 billion KRW (roughly 179 million USD), what: contract value in KRW, elsewhere: ""}
        - as_printed: 1 trillion KRW (about 691 million USD)
          elsewhere: approximately 1 trillion KRW (about 690 million USD)
          paragraphs: "2"
        - as_printed: approximately 1 trillion KRW (about 690 million USD)
          document_key: korea-derisks-rare-earth-imports
          elsewhere: 1 trillion KRW (about 691 million USD)
        - {as_printed: "17", what: minerals in version expanded}
        - {as_printed: next year, what: production start}
  - params: {document: korea-derisks-rare-earth-imports}
    expect:
      rows: 4
      contains:
        - {as_printed: Friday, what: confirmed, subject: Meeting with companies on recycling rare earths}
  - params: {family: observations, subject: posco-magnets-europe}
    expect:
      rows: 1
      contains:
        - {as_printed: nine years, what: contract-term}
  - params: {document: iso-4217}
    expect: {rows: 0}
*/
WITH figures AS (
  SELECT
    v.fact_key,
    concat_ws(
      ' ', v.counted_as, 'in ' || v.currency_code, 'per ' || v.per_unit_key, v.period_words,
      CASE WHEN v.is_total THEN '(total of parts)' END
    ) AS what,
    v.as_printed || coalesce(' (' || e.as_printed || ')', '') AS as_printed
  FROM mart.fact_money AS v
  LEFT JOIN mart.fact_money AS e ON e.fact_key = v.fact_key AND e.leg = 'equivalent'
  WHERE v.leg = 'printed'
  UNION ALL
  SELECT
    o.fact_key,
    concat_ws(' ', o.indicator_key, 'of ' || o.mineral_key, 'from ' || o.counterpart_place_key, 'in ' || o.period_words),
    o.printed_with_unit
  FROM mart.fact_observation AS o
  UNION ALL
  SELECT m.fact_key, m.kind, m.date_words
  FROM mart.fact_milestone AS m
  UNION ALL
  SELECT n.fact_key, concat_ws(' ', n.counted, 'in version', n.version_label), n.stated_count::text
  FROM mart.fact_mineral_list_version AS n
),

told AS (
  SELECT
    c.fact_key,
    min(c.document_key) AS document_key,
    count(DISTINCT c.paragraph) AS paragraphs
  FROM mart.bridge_fact_document AS c
  GROUP BY c.fact_key
),

facts AS (
  SELECT
    f.fact_key,
    f.path,
    f.family,
    f.subject_key,
    f.source_count,
    g.what,
    g.as_printed,
    t.document_key,
    t.paragraphs
  FROM figures AS g
  JOIN mart.dim_fact AS f ON f.fact_key = g.fact_key
  JOIN told AS t ON t.fact_key = g.fact_key
)

SELECT
  f.document_key,
  d.page_date,
  s.name AS subject,
  f.what,
  f.as_printed,
  string_agg(DISTINCT o.as_printed, '; ' ORDER BY o.as_printed) AS elsewhere,
  f.paragraphs,
  f.family,
  f.fact_key AS told_fact,
  array_agg(DISTINCT o.fact_key) AS other_facts
FROM facts AS f
JOIN mart.dim_document AS d ON d.document_key = f.document_key
JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN facts AS o
  ON o.subject_key = f.subject_key
  AND o.what = f.what
  AND (o.document_key <> f.document_key OR o.source_count > 1)
WHERE
  f.source_count = 1
  AND (:document IS NULL OR f.document_key = :document)
  AND (:family IS NULL OR f.family = :family)
  AND (:subject IS NULL OR s.key = :subject)
GROUP BY
  f.document_key, d.page_date, s.name, f.what, f.as_printed, f.paragraphs, f.family, f.path, f.fact_key
ORDER BY f.document_key, f.family, f.path, told_fact;
