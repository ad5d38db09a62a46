/* mart
grain: One row per fact and place in a document that says so
follows: facts
key: [fact_key, document_key, locator]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  document_key: {type: text, meaning: the document, refers: dim_document}
  locator: {type: text, meaning: "paragraph and span as text, or the section of a reference work"}
  paragraph: {type: integer, meaning: "number of the paragraph, from 1", empty: a reference work}
  span_start: {type: integer, meaning: "first code point of the quote in its paragraph, from 0", empty: all of it}
  span_end: {type: integer, meaning: code point after the quote, empty: all of it}
  quote_sha256: {type: text, meaning: SHA-256 of the quoted text, empty: not recorded}
  citation_text: {type: text, meaning: "title, date and place in the text"}
*/
SELECT
  c.fact_id AS fact_key,
  c.document_key,
  c.locator,
  c.paragraph,
  c.span_start,
  c.span_end,
  c.quote_sha256,
  d.title
  || coalesce(' (' || left(d.page_date::text, CASE d.page_date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) || ')', '')
  || ', ' || coalesce('¶' || c.paragraph, c.locator) AS citation_text
FROM citations AS c
JOIN documents AS d ON d.key = c.document_key;
