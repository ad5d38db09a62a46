/* check
title: Every fact has a citation
description: A number or name that no document is cited for cannot be followed back to its source. Documents are the sources
  themselves and need none.
severity: error
hint: add a citation to the seed of the fact, or remove the fact
*/
SELECT
  f.path AS fact,
  'no document is cited for this fact' AS problem
FROM core.facts AS f
LEFT JOIN core.citations AS c ON c.fact_id = f.fact_id
WHERE c.fact_id IS NULL AND f.family <> 'documents'
ORDER BY f.path;
