/* report
title: Single-source facts
question: Which sums, quantities, dates and counts rest on one document alone, and what does another one say of the same?
grain: [told_fact]
params:
  document:
    type: text
    help: key of a document; only what it alone tells; without it all
  family:
    type: text
    help: only facts of this kind; without it all four
    choices: [milestones, mineral_list_versions, monetary_values, observations]
  subject:
    type: text
    help: key of an agreement, plant, strategy or other thing; only facts about it; without it all
columns:
  document:
    meaning: key of the only document that tells it
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
          document: korea-derisks-rare-earth-imports
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
  - params: {document: no-such-document}
    expect: {rows: 0}
*/
WITH told AS (
  SELECT
    c.fact_id,
    min(c.document_key) AS document_key,
    count(DISTINCT c.document_key) AS documents,
    count(DISTINCT c.paragraph) AS paragraphs
  FROM core.citations AS c
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
  SELECT 'places', p.key, p.name FROM core.places AS p
  UNION ALL
  SELECT 'strategies', s.key, s.name FROM core.strategies AS s
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
      ' ', v.kind, 'in ' || v.currency_code, 'per ' || v.per_unit_key, CASE WHEN v.is_total THEN '(total of parts)' END
    ) AS what,
    v.words || coalesce(' (' || v.equivalent_words || ')', '') AS words
  FROM core.monetary_values AS v
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
    o.words
  FROM core.observations AS o
  UNION ALL
  SELECT
    m.fact_id,
    coalesce(
      'agreements/' || m.agreement_key,
      'facilities/' || m.facility_key,
      'strategies/' || m.strategy_key,
      'mineral_lists/' || m.mineral_list_key,
      'events/' || m.event_key,
      'entities/' || m.entity_key
    ),
    m.kind,
    m.date_words
  FROM core.milestones AS m
  UNION ALL
  SELECT
    n.fact_id,
    'mineral_lists/' || n.mineral_list_key,
    concat_ws(' ', n.counted, 'in version', n.label),
    n.stated_count::text
  FROM core.mineral_list_versions AS n
),

facts AS (
  SELECT
    f.fact_id,
    f.family,
    f.path,
    g.thing,
    g.what,
    g.words,
    t.document_key,
    t.documents,
    t.paragraphs
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  JOIN told AS t ON t.fact_id = g.fact_id
  WHERE f.rank <> 'deprecated'
),

told_elsewhere AS (
  SELECT
    one.fact_id,
    string_agg(DISTINCT other.words, '; ' ORDER BY other.words) AS words,
    array_agg(DISTINCT other.fact_id) AS facts
  FROM facts AS one
  JOIN facts AS other
    ON other.thing = one.thing
    AND other.what = one.what
    AND other.document_key <> one.document_key
  GROUP BY one.fact_id
)

SELECT
  f.document_key AS document,
  d.page_date,
  s.name AS subject,
  f.what,
  f.words AS as_printed,
  e.words AS elsewhere,
  f.paragraphs,
  f.family,
  f.fact_id AS told_fact,
  e.facts AS other_facts
FROM facts AS f
JOIN core.documents AS d ON d.key = f.document_key
JOIN subjects AS s ON s.family || '/' || s.key = f.thing
LEFT JOIN told_elsewhere AS e ON e.fact_id = f.fact_id
WHERE
  f.documents = 1
  AND (:document IS NULL OR f.document_key = :document)
  AND (:family IS NULL OR f.family = :family)
  AND (:subject IS NULL OR s.key = :subject)
ORDER BY f.document_key, f.family, f.path;
