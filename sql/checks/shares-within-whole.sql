/* check
title: Owners hold no more than the whole
description: The shares of different owners in one company, plant or venture that hold at one time are added up, of one
  instrument together with those of which none is named. Of each share counts the least that its words and rounding allow,
  of each owner the least that any document says; planned shares and counts of all claims do not count.
severity: warning
hint: compare the shares with the documents; one may have ended (give its period), be held through another (give it an
  aspect), or be of another instrument
*/
WITH stakes AS (
  SELECT
    f.path,
    coalesce(
      'entities/' || h.of_entity_key, 'facilities/' || h.of_facility_key, 'agreements/' || h.of_agreement_key
    ) AS thing,
    coalesce(h.aspect, '') AS aspect,
    coalesce(h.instrument, '') AS instrument,
    h.entity_key AS owner,
    coalesce(h.period_earliest, '-infinity'::date) AS first_day,
    coalesce(h.period_latest, 'infinity'::date) AS last_day,
    CASE
      WHEN h.approximation IN ('under', 'at most') THEN 0
      WHEN h.approximation = 'magnitude' THEN h.quantum
      WHEN h.approximation IN ('over', 'at least') THEN h.share
      WHEN h.approximation = 'nearly' THEN h.share * 0.9
      WHEN h.approximation = 'about' THEN h.share * 0.95
      WHEN h.approximation = 'plus minus' THEN 2 * h.share - h.upper_share
      ELSE greatest(h.share - h.quantum / 2, 0)
    END AS least
  FROM core.holdings AS h
  JOIN core.facts AS f ON f.fact_id = h.fact_id
  JOIN core.terms AS m ON m.scheme = 'modality' AND m.key = f.modality
  LEFT JOIN core.terms AS k ON k.scheme = 'instrument' AND k.key = h.instrument
  WHERE
    h.approximation IS NOT NULL
    AND f.rank <> 'deprecated'
    AND 'is_future' <> ALL(m.flags)
    AND (k.key IS NULL OR 'is_total' <> ALL(k.flags))
),

-- More is held than before only on a day on which a share begins.
days AS (
  SELECT DISTINCT
    i.thing,
    i.aspect,
    i.instrument,
    s.first_day AS on_day
  FROM stakes AS i
  JOIN stakes AS s ON s.thing = i.thing AND s.aspect = i.aspect
),

owned AS (
  SELECT
    d.thing,
    d.aspect,
    d.instrument,
    d.on_day,
    s.owner,
    min(s.least) AS least,
    min(s.path) AS path
  FROM days AS d
  JOIN stakes AS s ON s.thing = d.thing AND s.aspect = d.aspect AND d.on_day BETWEEN s.first_day AND s.last_day
  WHERE s.instrument IN ('', d.instrument)
  GROUP BY d.thing, d.aspect, d.instrument, d.on_day, s.owner
),

sums AS (
  SELECT
    o.thing,
    o.aspect,
    o.on_day,
    sum(o.least) AS least,
    count(*) AS owners,
    min(o.path) AS path,
    string_agg(o.path, ', ' ORDER BY o.path) AS paths,
    string_agg(format('%s %s', o.owner, trim_scale(o.least)), ', ' ORDER BY o.owner) AS shares,
    row_number() OVER (PARTITION BY o.thing, o.aspect ORDER BY sum(o.least) DESC, o.on_day, o.instrument) AS place
  FROM owned AS o
  GROUP BY o.thing, o.aspect, o.instrument, o.on_day
)

SELECT
  s.path AS fact,
  s.paths AS facts,
  s.thing,
  trim_scale(s.least) AS percent,
  format(
    '%s owners hold at least %s percent of %s%s: %s',
    s.owners,
    trim_scale(s.least),
    rtrim(s.thing || ' ' || s.aspect),
    CASE WHEN s.on_day <> '-infinity' THEN ' on ' || s.on_day END,
    s.shares
  ) AS problem
FROM sums AS s
WHERE s.place = 1 AND s.least > 100
ORDER BY s.thing, s.aspect;
