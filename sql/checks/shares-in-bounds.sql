/* check
title: Shares lie between 0 and 100 percent
description: An observation of an indicator in percent says which part of a whole something is.
severity: error
hint: compare the number with the document; growth rates need an indicator with another unit
*/
SELECT
  f.path AS fact,
  o.value,
  o.upper_value,
  o.words AS as_printed,
  format('%s percent is no share of a whole', CASE WHEN o.value < 0 THEN o.value ELSE coalesce(o.upper_value, o.value) END)
    AS problem
FROM core.observations AS o
JOIN core.indicators AS i ON i.key = o.indicator_key
JOIN core.facts AS f ON f.fact_id = o.fact_id
WHERE i.unit_key = 'percent' AND (o.value < 0 OR coalesce(o.upper_value, o.value) > 100)
ORDER BY f.path;
