/* mart
grain: One row per source document
key: [document_key]
columns:
  document_key: {type: text, meaning: stable name of the document}
  title: {type: text, meaning: title as printed}
  kind: {type: text, meaning: "article, policy or reference"}
  section: {type: text, meaning: section of the publication it stands in, empty: not shown}
  publisher_entity_key: {type: text, meaning: who published it, empty: the text does not say, refers: dim_entity.entity_key}
  publisher_name: {type: text, meaning: name of the publisher, empty: the text does not say}
  language: {type: text, meaning: BCP 47 language tag}
  page_date: {type: date, meaning: "date the page shows, which need not be the day of publication; of a month or year its first day", empty: it shows none, refers: dim_date.date_key}
  published_on: {type: date, meaning: day of publication, empty: unknown, refers: dim_date.date_key}
  url: {type: text, meaning: where it can be read, empty: unknown}
  paragraph_count: {type: integer, meaning: "paragraphs of the text, by which citations count", unit: paragraphs, empty: a reference work}
  character_count: {type: integer, meaning: length of the text, unit: code points, empty: a reference work}
  text_sha256: {type: text, meaning: "SHA-256 of the curator's copy of the text", empty: a reference work}
  fact_count: {type: integer, meaning: facts it is cited for, unit: facts}
  label: {type: text, meaning: "title and date, as citations name it"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  page_date_printed: {type: text, meaning: "the date as exactly as the page shows it: 2026-02-18, 2026-02 or 2026", empty: it shows none}
  archive_url: {type: text, meaning: where an archive keeps it as it was read, empty: none recorded}
  licence: {type: text, meaning: the terms under which its text may be used, empty: unknown}
  texts: {type: text, meaning: "how much of its text may be published: none, quote or full"}
*/
WITH cited AS (
  SELECT
    c.document_key,
    count(DISTINCT c.fact_id) AS fact_count
  FROM citations AS c
  GROUP BY c.document_key
)

SELECT
  d.key AS document_key,
  d.title,
  k.label AS kind,
  d.section,
  d.publisher_key AS publisher_entity_key,
  e.name AS publisher_name,
  d.language,
  d.page_date,
  d.published_on,
  d.url,
  d.paragraph_count,
  d.character_count,
  d.sha256 AS text_sha256,
  coalesce(c.fact_count, 0) AS fact_count,
  d.title || coalesce(' (' || p.printed || ')', '') AS label,
  k.broadest AS kind_group,
  p.printed AS page_date_printed,
  d.archive_url,
  l.label AS licence,
  coalesce(d.texts, 'none') AS texts
FROM documents AS d
LEFT JOIN entities AS e ON e.key = d.publisher_key
LEFT JOIN cited AS c ON c.document_key = d.key
JOIN dim_term AS k ON k.scheme = 'document-kind' AND k.word = d.kind
LEFT JOIN dim_term AS l ON l.scheme = 'licence' AND l.word = d.licence
CROSS JOIN LATERAL (
  SELECT left(d.page_date::text, CASE d.page_date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS printed
) AS p;
