/* check
title: A code names one thing
description: >-
  ISO 3166 codes of places, chemical symbols and atomic numbers of minerals, and identifiers of anything, such as the LEI
  of a company. Two rows with one code would count twice on every map and in every sum by code. An identifier can go over to
  another thing: then their periods do not overlap. Codes of classes (flag may_be_shared), such as HS, name several.
severity: error
hint: merge the two records, or correct the code of one
*/
WITH codes AS (
  SELECT
    p.fact_id,
    'places' AS register,
    p.key,
    'ISO 3166 code' AS kind,
    p.iso_code AS code,
    NULL::date AS first_day,
    NULL::date AS last_day
  FROM core.places AS p
  WHERE p.iso_code IS NOT NULL
  UNION ALL
  SELECT
    m.fact_id,
    'minerals',
    m.key,
    'chemical symbol',
    m.symbol,
    NULL,
    NULL
  FROM core.minerals AS m
  WHERE m.symbol IS NOT NULL
  UNION ALL
  SELECT
    m.fact_id,
    'minerals',
    m.key,
    'atomic number',
    m.atomic_number::text,
    NULL,
    NULL
  FROM core.minerals AS m
  WHERE m.atomic_number IS NOT NULL
  UNION ALL
  SELECT
    i.fact_id,
    CASE
      WHEN i.agreement_key IS NOT NULL THEN 'agreements'
      WHEN i.entity_key IS NOT NULL THEN 'entities'
      WHEN i.event_key IS NOT NULL THEN 'events'
      WHEN i.facility_key IS NOT NULL THEN 'facilities'
      WHEN i.mineral_list_key IS NOT NULL THEN 'mineral_lists'
      WHEN i.mineral_key IS NOT NULL THEN 'minerals'
      WHEN i.place_key IS NOT NULL THEN 'places'
      ELSE 'strategies'
    END,
    coalesce(
      i.agreement_key, i.entity_key, i.event_key, i.facility_key, i.mineral_list_key, i.mineral_key, i.place_key,
      i.strategy_key
    ),
    k.label,
    upper(i.value),
    i.period_earliest,
    i.period_latest
  FROM core.identifiers AS i
  JOIN core.terms AS k ON k.scheme = 'identifier-scheme' AND k.key = i.scheme
  WHERE 'may_be_shared' <> ALL(k.flags)
),

stated AS (
  SELECT
    c.register,
    c.key,
    c.register || '/' || c.key AS thing,
    f.path,
    c.kind,
    c.code,
    daterange(c.first_day, c.last_day, '[]') AS days
  FROM codes AS c
  JOIN core.facts AS f ON f.fact_id = c.fact_id
  WHERE f.rank <> 'deprecated'
)

SELECT
  min(one.path) AS fact,
  min(other.path) AS other_fact,
  one.kind,
  one.code,
  format('the %s %s stands in %s and in %s', one.kind, one.code, one.thing, other.thing) || CASE
    WHEN j.verdict = 'different' THEN ', which are judged to be different: it is wrong in one of them'
    WHEN one.register = 'entities'
      THEN format(', which may be one; a judgement at %s with "other: %s, verdict: same" says so', one.key, other.key)
    WHEN one.path <> one.thing THEN ', which may be one'
    ELSE ''
  END AS problem
FROM stated AS one
JOIN stated AS other
  ON
    other.register = one.register
    AND other.kind = one.kind
    AND other.code = one.code
    AND other.key > one.key
    AND other.days && one.days
LEFT JOIN core.identity_judgements AS j
  ON one.register = 'entities' AND j.entity_key = one.key AND j.other_key = other.key
WHERE j.verdict IS DISTINCT FROM 'same'
GROUP BY one.register, one.key, one.thing, one.path <> one.thing, other.key, other.thing, one.kind, one.code, j.verdict
ORDER BY min(one.path), min(other.path), one.kind;
