/* report
title: Freshness
question: How old is the newest document that speaks of each agreement, plant, strategy, list and event?
grain: [subject_fact]
params:
  as_of:
    type: date
    help: day to look from; without it today
  older_than:
    type: integer
    help: only subjects whose newest document is older than so many days; without it all
  family:
    type: text
    help: only subjects of this register; without it all five
    choices: [agreements, events, facilities, mineral_lists, strategies]
columns:
  subject:
    meaning: name or our short title
  newest_page_date:
    meaning: latest date shown by the page of a document that speaks of it
    empty: no document about it shows a date
  days_old:
    meaning: days from that date to as_of
    unit: days
    empty: no document about it shows a date
  newest_document:
    meaning: key of the document of that date, the first by key where there are several
    empty: no document about it shows a date
  documents:
    meaning: number of documents that speak of it
    unit: documents
  facts:
    meaning: number of facts about it, those known to be wrong left out
    unit: facts
  changed_at:
    meaning: when a load last wrote one of these facts
    varies: true
  family:
    meaning: register it stands in
  subject_key:
    meaning: its key
cite:
  subject: subject_fact
  newest_page_date: newest_facts
chart: {kind: bar, x: subject, y: days_old, series: family}
cases:
  - params: {as_of: 2026-02-28}
    expect:
      rows: 21
      contains:
        - {subject_key: korea-rare-earth-supply-chain-strategy, newest_page_date: 2026-02-21, days_old: "7", documents: "2"}
        - {subject_key: posco-magnets-europe, newest_page_date: 2026-02-18, days_old: "10", documents: "1", facts: "6"}
        - {subject_key: china-rare-earth-export-restrictions-on-japan, newest_document: korea-derisks-rare-earth-imports}
  - params: {as_of: 2026-02-28, older_than: "8", family: mineral_lists}
    expect:
      rows: 1
      contains:
        - {subject_key: korea-key-minerals, days_old: "10"}
  - params: {as_of: 2026-02-28, older_than: "30"}
    expect: {rows: 0}
*/
WITH subjects AS (
  SELECT 'agreements' AS family, a.key, a.name, a.fact_id FROM core.agreements AS a
  UNION ALL
  SELECT 'events', v.key, v.name, v.fact_id FROM core.events AS v
  UNION ALL
  SELECT 'facilities', l.key, l.name, l.fact_id FROM core.facilities AS l
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name, n.fact_id FROM core.mineral_lists AS n
  UNION ALL
  SELECT 'strategies', s.key, s.name, s.fact_id FROM core.strategies AS s
),

facts AS (
  SELECT
    f.fact_id,
    f.system_from,
    split_part(f.path, '/', 1) AS family,
    split_part(f.path, '/', 2) AS key
  FROM core.facts AS f
  WHERE f.rank <> 'deprecated'
),

cited AS (
  SELECT DISTINCT
    f.family,
    f.key,
    f.fact_id,
    c.document_key,
    d.page_date
  FROM facts AS f
  JOIN core.citations AS c ON c.fact_id = f.fact_id
  JOIN core.documents AS d ON d.key = c.document_key
),

sources AS (
  SELECT
    c.family,
    c.key,
    count(DISTINCT c.document_key) AS documents,
    max(c.page_date) AS page_date
  FROM cited AS c
  GROUP BY c.family, c.key
),

newest AS (
  SELECT
    c.family,
    c.key,
    min(c.document_key) AS document_key,
    array_agg(DISTINCT c.fact_id) AS facts
  FROM cited AS c
  JOIN sources AS s ON s.family = c.family AND s.key = c.key AND s.page_date = c.page_date
  GROUP BY c.family, c.key
),

counted AS (
  SELECT
    f.family,
    f.key,
    count(*) AS facts,
    max(f.system_from) AS changed_at
  FROM facts AS f
  GROUP BY f.family, f.key
),

aged AS (
  SELECT
    s.name,
    t.page_date,
    coalesce(:as_of, current_date) - t.page_date AS days_old,
    n.document_key,
    t.documents,
    c.facts,
    c.changed_at,
    s.family,
    s.key,
    s.fact_id,
    n.facts AS newest_facts
  FROM subjects AS s
  JOIN counted AS c ON c.family = s.family AND c.key = s.key
  LEFT JOIN sources AS t ON t.family = s.family AND t.key = s.key
  LEFT JOIN newest AS n ON n.family = s.family AND n.key = s.key
)

SELECT
  a.name AS subject,
  a.page_date AS newest_page_date,
  a.days_old,
  a.document_key AS newest_document,
  coalesce(a.documents, 0) AS documents,
  a.facts,
  date_trunc('second', a.changed_at) AS changed_at,
  a.family,
  a.key AS subject_key,
  a.fact_id AS subject_fact,
  a.newest_facts
FROM aged AS a
WHERE
  (:family IS NULL OR a.family = :family)
  AND (:older_than IS NULL OR a.days_old > :older_than)
ORDER BY a.page_date NULLS FIRST, a.family, a.key, subject_fact;
