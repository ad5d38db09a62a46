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
  newest_document_key:
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
  subject_family:
    meaning: register it stands in
  subject_key:
    meaning: its key
    key_of: subject_family
cite:
  subject: subject_fact
  newest_page_date: newest_facts
chart: {kind: bar, x: subject, y: days_old, series: subject_family}
cases:
  - params: {as_of: 2026-02-28}
    expect:
      rows: 25
      contains:
        - {subject_key: korea-rare-earth-supply-chain-strategy, newest_page_date: 2026-02-21, days_old: "7", documents: "2"}
        - {subject_key: posco-magnets-europe, newest_page_date: 2026-02-18, days_old: "10", documents: "1", facts: "6"}
        - {subject_key: china-rare-earth-export-restrictions-on-japan, newest_document_key: korea-derisks-rare-earth-imports}
  - params: {as_of: 2026-02-28, older_than: "8", family: mineral_lists}
    expect:
      rows: 1
      contains:
        - {subject_key: korea-key-minerals, days_old: "10"}
  - params: {as_of: 2026-02-28, older_than: "30"}
    expect: {rows: 0}
*/
WITH cited AS (
  SELECT
    f.subject_key,
    f.fact_key,
    f.known_since,
    d.document_key,
    d.page_date,
    max(d.page_date) OVER (PARTITION BY f.subject_key) AS newest_page_date
  FROM mart.dim_fact AS f
  JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact_key
  JOIN mart.dim_document AS d ON d.document_key = c.document_key
  WHERE f.rank <> 'deprecated'
),

sources AS (
  SELECT
    c.subject_key,
    max(c.page_date) AS page_date,
    coalesce(:as_of, least(as_of.moment(), now())::date) - max(c.page_date) AS days_old,
    min(c.document_key) FILTER (WHERE c.page_date = c.newest_page_date) AS newest_document_key,
    array_agg(DISTINCT c.fact_key) FILTER (WHERE c.page_date = c.newest_page_date) AS newest_facts,
    count(DISTINCT c.document_key) AS documents,
    max(c.known_since) AS changed_at
  FROM cited AS c
  GROUP BY c.subject_key
)

SELECT
  s.name AS subject,
  c.page_date AS newest_page_date,
  c.days_old,
  c.newest_document_key,
  c.documents,
  s.fact_count AS facts,
  date_trunc('second', c.changed_at) AS changed_at,
  s.family AS subject_family,
  s.key AS subject_key,
  s.fact_key AS subject_fact,
  c.newest_facts
FROM mart.dim_subject AS s
JOIN sources AS c ON c.subject_key = s.subject_key
WHERE
  s.family IN ('agreements', 'events', 'facilities', 'mineral_lists', 'strategies')
  AND (:family IS NULL OR s.family = :family)
  AND (:older_than IS NULL OR c.days_old > :older_than)
ORDER BY c.page_date NULLS FIRST, s.family, s.key, subject_fact;
