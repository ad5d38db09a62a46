/* check
title: A code names one thing
description: ISO 3166 codes of places, chemical symbols and atomic numbers of minerals. Two rows with one code would count
  twice on every map and in every sum by code.
severity: error
hint: merge the two records, or correct the code of one
*/
WITH codes AS (
  SELECT 'places/' || p.key AS path, 'ISO 3166 code' AS kind, p.iso_code AS code
  FROM core.places AS p
  WHERE p.iso_code IS NOT NULL
  UNION ALL
  SELECT 'minerals/' || m.key, 'chemical symbol', m.symbol
  FROM core.minerals AS m
  WHERE m.symbol IS NOT NULL
  UNION ALL
  SELECT 'minerals/' || m.key, 'atomic number', m.atomic_number::text
  FROM core.minerals AS m
  WHERE m.atomic_number IS NOT NULL
)

SELECT
  one.path AS fact,
  other.path AS other_fact,
  one.kind,
  one.code,
  format('the %s %s stands in %s and in %s', one.kind, one.code, one.path, other.path) AS problem
FROM codes AS one
JOIN codes AS other ON other.kind = one.kind AND other.code = one.code AND other.path > one.path
ORDER BY one.path, other.path, one.kind;
