/* check
title: Figures that differ are named in a disagreement
description: Figures of different documents for the same subject, kind, period and currency, or indicator, mineral and counterpart, or
  version of a list; shares of one owner in one thing, and comparisons of one kind with one base. They differ where what rounding may hide of both (mart.fact_answer) has nothing in common, or where it
  has and yet not the same number is printed in the same way.
  A pair that a curated disagreement names is known and not told again.
severity: info
hint: both figures stand, see the report source-disagreements; name their facts in a disagreement, with what would explain it, or correct the one that is misread
*/
WITH told AS (
  SELECT
    c.fact_id,
    min(c.document_key) AS first_document,
    max(c.document_key) AS last_document
  FROM core.citations AS c
  GROUP BY c.fact_id
),

figures AS (
  SELECT
    v.fact_key::uuid AS fact_id,
    concat_ws(
      ' ', v.counted_as, '[' || replace(v.aspect, '-', ' ') || ']', v.currency_code, 'per ' || v.per_unit_key,
      CASE WHEN v.is_total THEN 'in total' END
    ) AS what,
    v.amount AS figure,
    v.upper_amount AS upper_figure,
    v.quantum,
    v.approximation,
    v.as_printed AS words,
    CASE
      WHEN v.period_edtf IS NOT NULL THEN concat(v.period_earliest_date_key, '/', v.period_latest_date_key)
      ELSE 'not stated'
    END AS period,
    CASE v.leg WHEN 'printed' THEN q.tolerance_low ELSE q.equivalent_tolerance_low END AS low,
    CASE v.leg WHEN 'printed' THEN q.tolerance_high ELSE q.equivalent_tolerance_high END AS high
  FROM mart.fact_money AS v
  JOIN mart.fact_answer AS q ON q.fact_key = v.fact_key
  WHERE v.amount IS NOT NULL
  UNION ALL
  SELECT
    o.fact_id,
    concat_ws(' ', o.indicator_key, 'of ' || o.mineral_key, 'from ' || o.counterpart_key),
    o.value,
    o.upper_value,
    o.quantum,
    o.approximation,
    o.words,
    CASE WHEN o.period_edtf IS NOT NULL THEN concat(o.period_earliest, '/', o.period_latest) END,
    q.tolerance_low,
    q.tolerance_high
  FROM core.observations AS o
  JOIN mart.fact_answer AS q ON q.fact_key = o.fact_id::text
  UNION ALL
  SELECT
    h.fact_key::uuid,
    concat_ws(' ', h.instrument, 'of', h.held_subject_key, '[' || h.outlook || ']'),
    h.share,
    h.upper_share,
    d.quantum,
    h.approximation,
    h.as_printed,
    CASE WHEN h.period_edtf IS NOT NULL THEN concat(h.period_earliest_date_key, '/', h.period_latest_date_key) END,
    q.tolerance_low,
    q.tolerance_high
  FROM mart.fact_holding AS h
  JOIN mart.fact_answer AS q ON q.fact_key = h.fact_key
  JOIN core.holdings AS d ON d.fact_id = h.fact_key::uuid
  WHERE h.share IS NOT NULL
  UNION ALL
  SELECT
    c.fact_id,
    q.question_key,
    c.value,
    c.upper_value,
    c.quantum,
    c.approximation,
    c.words,
    NULL,
    q.tolerance_low,
    q.tolerance_high
  FROM core.comparisons AS c
  JOIN mart.fact_answer AS q ON q.fact_key = c.fact_id::text
  WHERE c.value IS NOT NULL
  UNION ALL
  SELECT
    n.fact_id,
    concat_ws(' ', n.counted, 'in version', n.label),
    n.stated_count,
    NULL,
    1,
    'exact',
    n.stated_count::text,
    NULL,
    n.stated_count,
    n.stated_count
  FROM core.mineral_list_versions AS n
  WHERE n.stated_count IS NOT NULL
),

intervals AS (
  SELECT
    f.fact_id,
    f.path,
    split_part(f.path, '/', 1) || '/' || split_part(f.path, '/', 2) AS subject,
    t.first_document,
    t.last_document,
    g.what,
    g.figure,
    g.upper_figure,
    g.quantum,
    g.approximation,
    g.words,
    g.period,
    CASE WHEN g.low = g.high THEN numrange(g.low, g.high, '[]') ELSE numrange(g.low, g.high, '()') END AS span
  FROM figures AS g
  JOIN core.facts AS f ON f.fact_id = g.fact_id
  JOIN told AS t ON t.fact_id = g.fact_id
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
  one.path AS fact,
  other.path AS other_fact,
  one.what,
  one.words AS as_printed,
  other.words AS other_as_printed,
  one.span && other.span AS can_both_be,
  format(
    '%s, %s: "%s" in %s, "%s" in %s; %s',
    one.subject,
    one.what,
    one.words,
    CASE WHEN one.first_document <> other.last_document THEN one.first_document ELSE one.last_document END,
    other.words,
    CASE WHEN one.first_document <> other.last_document THEN other.last_document ELSE other.first_document END,
    CASE
      WHEN one.span && other.span THEN 'both can be so, yet they print differently'
      ELSE 'rounding cannot explain both'
    END
  ) AS problem
FROM intervals AS one
JOIN intervals AS other ON other.subject = one.subject AND other.what = one.what AND other.path > one.path
LEFT JOIN known AS k ON k.fact_id = one.fact_id AND k.other_fact_id = other.fact_id
WHERE
  k.fact_id IS NULL
  AND (one.first_document <> other.last_document OR one.last_document <> other.first_document)
  AND (one.period IS NULL OR other.period IS NULL OR one.period = other.period)
  AND (
    one.figure <> other.figure
    OR one.upper_figure IS DISTINCT FROM other.upper_figure
    OR one.quantum <> other.quantum
    OR one.approximation <> other.approximation
  )
ORDER BY one.path, other.path, one.what;
