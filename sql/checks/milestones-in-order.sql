/* check
title: Milestones are in order
description: >-
  Some steps cannot come before others, whatever is built or agreed: nothing opens before it was decided and its building
  began. Steps are known by their broadest words, and those of one part (aspect) are compared, where both have happened or
  one document tells both, since a plan may be put off. Only certain contradictions are found, where the first day of the
  earlier step lies after the last day of the later one.
severity: warning
hint: compare both dates with the documents; one may be of another agreement or part, or misread
*/
WITH rules AS (
  SELECT
    e.word AS earlier,
    l.word AS later
  FROM (
    VALUES
    (ARRAY['reported'], ARRAY['confirmed']),
    (ARRAY['proposed'], ARRAY['adopted']),
    (ARRAY['proposed', 'unveiled', 'announced'], ARRAY['in force']),
    (ARRAY['signed'], ARRAY['in force', 'transaction closed', 'production start', 'commercial operation']),
    (ARRAY['awarded'], ARRAY['production start', 'commercial operation']),
    (
      ARRAY['investment decision', 'construction start'],
      ARRAY[
        'completion', 'commissioning start', 'inaugurated', 'production start', 'commercial operation', 'full capacity'
      ]
    ),
    (ARRAY['completion', 'commissioning start', 'production start'], ARRAY['commercial operation', 'full capacity']),
    (ARRAY['commissioning start'], ARRAY['production start']),
    (ARRAY['commercial operation'], ARRAY['full capacity'])
  ) AS r (earlier, later)
  CROSS JOIN unnest(r.earlier) AS e (word)
  CROSS JOIN unnest(r.later) AS l (word)
),

steps AS (
  SELECT
    f.fact_id,
    f.path,
    m.kind,
    k.broadest,
    m.date_earliest,
    m.date_latest,
    coalesce(m.aspect, '') AS aspect,
    'is_future' = ANY(o.flags) AS is_future,
    coalesce(
      'agreements/' || m.agreement_key, 'facilities/' || m.facility_key, 'strategies/' || m.strategy_key,
      'mineral_lists/' || m.mineral_list_key, 'events/' || m.event_key, 'entities/' || m.entity_key
    ) AS subject
  FROM core.milestones AS m
  JOIN core.facts AS f ON f.fact_id = m.fact_id
  JOIN core.terms AS k ON k.scheme = 'milestone-kind' AND k.key = m.kind
  JOIN core.terms AS o ON o.scheme = 'modality' AND o.key = f.modality
  WHERE f.rank <> 'deprecated'
)

SELECT
  later.path AS fact,
  earlier.path AS other_fact,
  format(
    '%s: %s not before %s, yet %s not after %s',
    rtrim(later.subject || ' ' || later.aspect), earlier.kind, earlier.date_earliest, later.kind, later.date_latest
  ) AS problem
FROM steps AS earlier
JOIN rules AS r ON r.earlier = earlier.broadest
JOIN steps AS later
  ON later.subject = earlier.subject AND later.aspect = earlier.aspect AND later.broadest = r.later
WHERE
  earlier.date_earliest > later.date_latest
  AND (
    NOT (earlier.is_future OR later.is_future)
    OR EXISTS (
      SELECT 1
      FROM core.citations AS c
      JOIN core.citations AS o ON o.document_key = c.document_key
      WHERE c.fact_id = earlier.fact_id AND o.fact_id = later.fact_id
    )
  )
ORDER BY later.path, earlier.path;
