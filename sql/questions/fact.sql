/* question
title: Citation of a fact
question: What does the fact say, and where?
grain: [path, document, locator]
params:
  fact:
    type: text
    required: true
    help: path or key of the fact
columns:
  path:
    meaning: "path of the fact: family, key, kind, document"
  says:
    meaning: what is said, in our own words; figures, dates and titles as printed
    empty: the fact is deprecated, or the row of a register that names its thing
  rank:
    meaning: normal, preferred or deprecated; a deprecated fact is known to be wrong or superseded
  note:
    meaning: what a reader must know to use the fact
    empty: nothing
  document:
    meaning: key of the document that says it
    empty: none
  locator:
    meaning: paragraph and span as text, or the section of a reference work
    empty: none
  paragraph:
    meaning: number of the paragraph, from 1
    empty: a reference work
  span_start:
    meaning: first code point of the quote in its paragraph, from 0
    empty: all of it
  span_end:
    meaning: code point after the quote
    empty: all of it
  quote_sha256:
    meaning: SHA-256 of the quoted text
    empty: not recorded
cite:
  says: said_fact
*/
SELECT
  f.path,
  w.subject || ': ' || w.says AS says,
  f.rank,
  f.note,
  c.document_key AS document,
  c.locator,
  c.paragraph,
  c.span_start,
  c.span_end,
  c.quote_sha256,
  f.fact_key AS said_fact
FROM mart.dim_fact AS f
LEFT JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key
LEFT JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact_key
WHERE f.path = :fact OR f.fact_key = lower(:fact)
ORDER BY f.path COLLATE "C", c.document_key COLLATE "C", c.paragraph, c.locator COLLATE "C";
