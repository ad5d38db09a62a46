/* check
title: Figures are such as their indicator can have
description: >-
  A share lies between 0 and 100 percent, and other quantities are not below zero, unless the indicator says so. A figure
  has a unit of the same kind as its indicator.
severity: error
hint: compare the number with the document, or correct value_range or unit of the indicator
*/
SELECT
  f.path AS fact,
  o.value,
  o.upper_value,
  o.words AS as_printed,
  CASE
    WHEN u.base_unit_key <> m.base_unit_key THEN format('%s is no unit of %s', u.name, i.name)
    WHEN o.value < 0 THEN format('%s %s is below zero', o.value, u.name)
    ELSE format('%s %s is more than the whole', coalesce(o.upper_value, o.value), u.name)
  END AS problem
FROM core.observations AS o
JOIN core.facts AS f ON f.fact_id = o.fact_id
JOIN mart.dim_indicator AS i ON i.indicator_key = o.indicator_key
JOIN mart.dim_unit AS m ON m.unit_key = i.unit_key
JOIN mart.dim_unit AS u ON u.unit_key = coalesce(o.unit_key, i.unit_key)
WHERE
  u.base_unit_key <> m.base_unit_key
  OR (i.value_range <> 'any' AND o.value < 0)
  OR (i.value_range = 'share' AND coalesce(o.upper_value, o.value) * coalesce(u.base_units, 1) > 100)
ORDER BY f.path;
