/* check
title: States of a day that differ are settled or named in a disagreement
description: >-
  Two states of one thing, or of one part of it, that stand below different broadest words, such as active and over, and
  are told of one day, or by one document without a day. A pair of which one is preferred, or that a curated disagreement
  names, is settled and not told again.
severity: warning
hint: compare both with their documents; give the day or the part (aspect) of which each is told, or name both in a
  disagreement
*/
WITH states AS (
  SELECT
    f.fact_id,
    f.path,
    f.rank,
    coalesce(
      'agreements/' || s.agreement_key, 'entities/' || s.entity_key, 'facilities/' || s.facility_key,
      'strategies/' || s.strategy_key
    ) AS thing,
    coalesce(s.aspect, '') AS aspect,
    s.status,
    k.broadest,
    'is_future' = ANY(m.flags) AS is_future,
    s.as_of_edtf IS NOT NULL AS has_day,
    CASE WHEN s.as_of_earliest = s.as_of_latest THEN s.as_of_latest END AS on_day
  FROM core.statuses AS s
  JOIN core.facts AS f ON f.fact_id = s.fact_id
  JOIN core.terms AS k ON k.scheme = 'status' AND k.key = s.status
  JOIN core.terms AS m ON m.scheme = 'modality' AND m.key = f.modality
  WHERE f.rank <> 'deprecated'
),

known AS (
  SELECT DISTINCT
    one.fact_id,
    other.fact_id AS other_fact_id
  FROM core.disagreement_facts AS one
  JOIN core.disagreement_facts AS other ON other.disagreement_key = one.disagreement_key
),

pairs AS (
  SELECT
    one.path,
    other.path AS other_path,
    one.thing,
    one.aspect,
    one.status,
    other.status AS other_status,
    one.on_day,
    (
      SELECT min(c.document_key)
      FROM core.citations AS c
      JOIN core.citations AS o ON o.document_key = c.document_key
      WHERE c.fact_id = one.fact_id AND o.fact_id = other.fact_id
    ) AS document_key,
    one.has_day OR other.has_day AS has_day
  FROM states AS one
  JOIN states AS other
    ON
      other.thing = one.thing
      AND other.aspect = one.aspect
      AND other.is_future = one.is_future
      AND other.broadest <> one.broadest
      AND other.path > one.path
  LEFT JOIN known AS d ON d.fact_id = one.fact_id AND d.other_fact_id = other.fact_id
  WHERE
    one.rank = 'normal'
    AND other.rank = 'normal'
    AND d.fact_id IS NULL
    AND (one.on_day = other.on_day OR NOT (one.has_day OR other.has_day))
)

SELECT
  p.path AS fact,
  p.other_path AS other_fact,
  format(
    '%s is said to be %s and %s %s', rtrim(p.thing || ' ' || p.aspect), p.status, p.other_status,
    coalesce('on ' || p.on_day, 'by ' || p.document_key)
  ) AS problem
FROM pairs AS p
WHERE p.has_day OR p.document_key IS NOT NULL
ORDER BY p.path, p.other_path;
