/* check
title: Clauses that contradict each other are settled or named in a disagreement
description: >-
  A clause that binds the parties and one that does not, of one agreement or policy; and a clause that binds the parties of
  an agreement whose kind is a preliminary one, such as a letter of intent. A pair of which one is preferred, or that a
  curated disagreement names, is settled and not told again.
severity: warning
hint: compare both with their documents; set the rank of the clause that no longer holds to deprecated or of the one that
  holds to preferred, name both in a disagreement, or register the later agreement as one of its own
*/
WITH said AS (
  SELECT
    f.fact_id,
    f.path,
    f.rank,
    coalesce('agreements/' || c.agreement_key, 'strategies/' || c.strategy_key) AS thing,
    c.agreement_key,
    c.kind,
    'is_binding' = ANY(k.flags) AS is_binding,
    'is_non_binding' = ANY(k.flags) AS is_non_binding,
    'is_future' = ANY(m.flags) AS is_future
  FROM core.clauses AS c
  JOIN core.facts AS f ON f.fact_id = c.fact_id
  JOIN core.terms AS k ON k.scheme = 'clause-kind' AND k.key = c.kind
  JOIN core.terms AS m ON m.scheme = 'modality' AND m.key = f.modality
  WHERE f.rank <> 'deprecated'
),

known AS (
  SELECT DISTINCT
    one.fact_id,
    other.fact_id AS other_fact_id
  FROM core.disagreement_facts AS one
  JOIN core.disagreement_facts AS other ON other.disagreement_key = one.disagreement_key
)

SELECT
  b.path AS fact,
  n.path AS other_fact,
  format('%s is said to be %s and to be %s', b.thing, b.kind, n.kind) AS problem
FROM said AS b
JOIN said AS n ON n.thing = b.thing AND n.is_future = b.is_future
LEFT JOIN known AS d ON d.fact_id = b.fact_id AND d.other_fact_id = n.fact_id
WHERE b.is_binding AND n.is_non_binding AND b.rank = 'normal' AND n.rank = 'normal' AND d.fact_id IS NULL
UNION ALL
SELECT
  b.path,
  b.thing,
  format('%s is a %s, yet a clause of it is %s', b.thing, k.label, b.kind)
FROM said AS b
JOIN core.agreements AS a ON a.key = b.agreement_key
JOIN core.terms AS k ON k.scheme = 'agreement-kind' AND k.key = a.kind
WHERE b.is_binding AND b.rank = 'normal' AND NOT b.is_future AND 'is_preliminary' = ANY(k.flags)
ORDER BY fact, other_fact;
