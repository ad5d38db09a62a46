/* check
title: Cited paragraphs exist
description: A citation names a paragraph by number; a number beyond the last paragraph of the document points nowhere.
severity: error
hint: look the paragraph up in the document and correct the citation
*/
SELECT
  f.path AS fact,
  c.document_key AS document,
  c.paragraph,
  d.paragraph_count,
  format('paragraph %s is cited, but %s has %s', c.paragraph, c.document_key, d.paragraph_count) AS problem
FROM core.citations AS c
JOIN core.documents AS d ON d.key = c.document_key
JOIN core.facts AS f ON f.fact_id = c.fact_id
WHERE c.paragraph > d.paragraph_count
ORDER BY f.path, c.document_key, c.paragraph, c.locator;
