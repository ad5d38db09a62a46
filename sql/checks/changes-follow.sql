/* check
title: Stated changes follow from the figures
description: >-
  A change in percent or a multiple between two periods is held against the figures of both, where the warehouse has one of
  each, of the same subject and question. They fit where what rounding may hide of the figures (mart.fact_answer) and of the
  change has something in common.
severity: warning
hint: compare change, figures and both periods with the documents; a change may be told of another figure or unit
*/
WITH stated AS (
  SELECT
    f.path,
    c.*,
    CASE WHEN c.approximation IN ('about', 'nearly') THEN greatest(c.quantum / 2, abs(c.value) * 0.1) ELSE c.quantum / 2 END
      AS width
  FROM core.comparisons AS c
  JOIN core.facts AS f ON f.fact_id = c.fact_id
  WHERE
    c.how IN ('change', 'multiple')
    AND c.indicator_key IS NOT NULL
    AND c.value IS NOT NULL
    AND coalesce(c.unit_key, 'percent') IN ('percent', 'count')
    AND f.rank <> 'deprecated'
),

-- How many times the base the figure is said to be.
factors AS (
  SELECT
    s.fact_id,
    s.path,
    s.words,
    CASE WHEN s.approximation IN ('under', 'at most') THEN '-Infinity' ELSE s.value - s.width END AS low,
    CASE WHEN s.approximation IN ('over', 'at least') THEN 'Infinity' ELSE coalesce(s.upper_value, s.value) + s.width END
      AS high,
    s.how
  FROM stated AS s
),

sides AS (
  SELECT
    s.fact_id,
    b.is_base,
    min(o.path) AS path,
    count(*) AS figures,
    min(a.tolerance_low) AS low,
    max(a.tolerance_high) AS high
  FROM stated AS s
  CROSS JOIN LATERAL (
    VALUES (FALSE, s.period_earliest, s.period_latest), (TRUE, s.base_period_earliest, s.base_period_latest)
  ) AS b (is_base, first_day, last_day)
  JOIN (
    SELECT
      f.path,
      f.modality,
      v.*
    FROM core.observations AS v
    JOIN core.facts AS f ON f.fact_id = v.fact_id
    WHERE f.rank <> 'deprecated' AND v.value IS NOT NULL
  ) AS o
    ON o.indicator_key = s.indicator_key AND o.period_earliest = b.first_day AND o.period_latest = b.last_day
  JOIN mart.fact_answer AS a ON a.fact_key = o.fact_id::text
  WHERE
    (
      o.place_key, o.entity_key, o.agreement_key, o.facility_key, o.strategy_key, o.mineral_list_key, o.event_key,
      o.about_mineral_key, o.mineral_key, o.market_key, o.counterpart_key, o.counterpart_entity_key
    ) IS NOT DISTINCT FROM (
      s.place_key, s.entity_key, s.agreement_key, s.facility_key, s.strategy_key, s.mineral_list_key, s.event_key,
      s.about_mineral_key, s.mineral_key, s.market_key, s.counterpart_key, s.counterpart_entity_key
    )
    AND (o.stage_key, o.end_use, o.measured_as, o.statistic, o.scenario, o.aspect)
    IS NOT DISTINCT FROM (s.stage_key, s.end_use, s.measured_as, s.statistic, s.scenario, s.aspect)
  GROUP BY s.fact_id, b.is_base
),

computed AS (
  SELECT
    n.fact_id,
    n.path AS now_path,
    b.path AS base_path,
    n.low / b.high AS low,
    n.high / b.low AS high
  FROM sides AS n
  JOIN sides AS b ON b.fact_id = n.fact_id AND b.is_base
  WHERE NOT n.is_base AND n.figures = 1 AND b.figures = 1 AND n.low > 0 AND b.low > 0
)

SELECT
  f.path AS fact,
  concat_ws(', ', c.now_path, c.base_path) AS facts,
  format(
    '"%s", yet the figures of both periods give %s to %s%s',
    f.words,
    round(CASE f.how WHEN 'change' THEN (c.low - 1) * 100 ELSE c.low END, 2),
    round(CASE f.how WHEN 'change' THEN (c.high - 1) * 100 ELSE c.high END, 2),
    CASE f.how WHEN 'change' THEN ' percent' ELSE ' times the base' END
  ) AS problem
FROM factors AS f
JOIN computed AS c ON c.fact_id = f.fact_id
WHERE
  CASE f.how WHEN 'change' THEN (c.low - 1) * 100 ELSE c.low END > f.high
  OR CASE f.how WHEN 'change' THEN (c.high - 1) * 100 ELSE c.high END < f.low
ORDER BY f.path;
