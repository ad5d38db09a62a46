/* check
title: No two things of one sort have the same name
description: >-
  Places and minerals of one kind and parent, facilities of one kind at one place, agreements and policies of one kind,
  lists of one jurisdiction and events of one kind and place that have a name in common may be one. Case, blanks, hyphens,
  marks, width and composition of letters make no difference; every name counts, former and misspelt ones too. Where a place
  or parent is not known of one of them, it may be the same.
severity: warning
hint: merge the two records, or give each a name that tells it from the other
*/
WITH things AS (
  SELECT
    'places' AS register,
    p.key,
    p.name,
    'place-kind' AS scheme,
    p.kind,
    p.parent_key AS within
  FROM core.places AS p
  UNION ALL
  SELECT
    'minerals',
    m.key,
    m.name,
    'mineral-kind',
    m.kind,
    m.parent_key
  FROM core.minerals AS m
  UNION ALL
  SELECT
    'facilities',
    f.key,
    f.name,
    'facility-kind',
    f.kind,
    f.place_key
  FROM core.facilities AS f
  UNION ALL
  SELECT
    'agreements',
    a.key,
    a.name,
    'agreement-kind',
    a.kind,
    a.parent_key
  FROM core.agreements AS a
  UNION ALL
  SELECT
    'strategies',
    s.key,
    s.name,
    'strategy-kind',
    s.kind,
    s.jurisdiction_key
  FROM core.strategies AS s
  UNION ALL
  SELECT
    'mineral_lists',
    l.key,
    l.name,
    NULL,
    NULL,
    l.jurisdiction_key
  FROM core.mineral_lists AS l
  UNION ALL
  SELECT
    'events',
    e.key,
    e.name,
    'event-kind',
    e.kind,
    e.place_key
  FROM core.events AS e
),

printed AS (
  SELECT
    t.register,
    t.key,
    t.name
  FROM things AS t
  UNION
  SELECT
    v.register,
    v.key,
    n.name
  FROM core.names AS n
  CROSS JOIN LATERAL (
    VALUES
    ('places', n.place_key),
    ('minerals', n.mineral_key),
    ('facilities', n.facility_key),
    ('agreements', n.agreement_key),
    ('strategies', n.strategy_key),
    ('mineral_lists', n.mineral_list_key),
    ('events', n.event_key)
  ) AS v (register, key)
  WHERE v.key IS NOT NULL
),

-- Letters of full width and letters apart from their accents are written as one, and joiners show nothing.
names AS (
  SELECT
    p.register,
    p.key,
    p.name,
    coalesce(k.broadest, '') AS kind,
    t.within,
    regexp_replace(
      lower(normalize(translate(p.name, U&'\200C\200D', ''), NFKC)), '[[:space:][:punct:]]+', '', 'g'
    ) AS form
  FROM printed AS p
  JOIN things AS t ON t.register = p.register AND t.key = p.key
  LEFT JOIN core.terms AS k ON k.scheme = t.scheme AND k.key = t.kind
),

pairs AS (
  SELECT
    one.register,
    one.key,
    other.key AS other_key,
    min(one.name) AS name,
    min(other.name) AS other_name
  FROM names AS one
  JOIN names AS other
    ON other.register = one.register AND other.form = one.form AND other.kind = one.kind AND other.key > one.key
  WHERE one.form <> '' AND coalesce(one.within = other.within, TRUE)
  GROUP BY one.register, one.key, other.key
)

SELECT
  p.register || '/' || p.key AS fact,
  p.register || '/' || p.other_key AS other_fact,
  p.name,
  p.other_name,
  format('"%s" and "%s" are written alike, and may be one: %s, %s', p.name, p.other_name, p.key, p.other_key) AS problem
FROM pairs AS p
ORDER BY p.register, p.key, p.other_key;
