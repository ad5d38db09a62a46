/* check
title: Dates follow from their words and their document
description: The words of a date are read anew, by its rule, on the page date of the document they hang on, and have to give
  the date recorded; its first and last day have to be those of the date with its qualifier. A document whose page date is
  corrected moves the dates that hang on it.
severity: error
hint: correct words, value or rule of the date in the seed, or the page date of the document
*/
WITH stated AS (
  SELECT
    m.fact_id,
    m.date_words AS words,
    m.date_edtf AS edtf,
    m.date_earliest AS earliest,
    m.date_latest AS latest,
    m.date_qualifier AS qualifier,
    m.date_rule AS rule,
    m.date_document_key AS document_key
  FROM core.milestones AS m
  WHERE m.date_words IS NOT NULL
  UNION ALL
  SELECT
    o.fact_id,
    o.period_words,
    o.period_edtf,
    o.period_earliest,
    o.period_latest,
    o.period_qualifier,
    o.period_rule,
    o.period_document_key
  FROM core.observations AS o
  WHERE o.period_words IS NOT NULL
),

-- A date in digits, such as 2026.2.4, is told apart from numbers beside the name of a month.
worded AS (
  SELECT
    s.fact_id,
    s.words,
    s.edtf,
    s.earliest,
    s.latest,
    s.qualifier,
    s.rule,
    d.page_date,
    (regexp_match(s.words, '(?<![0-9])([12][0-9]{3})(?![0-9])'))[1]::integer AS year,
    (regexp_match(s.words, '(?<![0-9])[12][0-9]{3}[-./]([0-9]{1,2})([-./][0-9]{1,2})?(?![0-9])'))[1]::integer AS month,
    (regexp_match(s.words, '(?<![0-9])[12][0-9]{3}[-./][0-9]{1,2}[-./]([0-9]{1,2})(?![0-9])'))[1]::integer AS day,
    array_position(
      ARRAY[
        'january', 'february', 'march', 'april', 'may', 'june',
        'july', 'august', 'september', 'october', 'november', 'december'
      ],
      (regexp_match(
        lower(s.words),
        '(?<![a-z])(january|february|march|april|may|june|july|august|september|october|november|december)(?![a-z])'
      ))[1]
    ) AS named_month,
    (regexp_match(
      regexp_replace(
        lower(s.words), '(?<![0-9])[12][0-9]{3}[-./][0-9]{1,2}([-./][0-9]{1,2})?(?![0-9])', ' ', 'g'
      ),
      '(?<![0-9])([0-9]{1,2})(st|nd|rd|th)?(?![0-9a-z])'
    ))[1]::integer AS named_day,
    array_position(
      ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
      (regexp_match(
        lower(s.words), '(?<![a-z])(monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![a-z])'
      ))[1]
    ) AS weekday
  FROM stated AS s
  LEFT JOIN core.documents AS d ON d.key = s.document_key
),

parts AS (
  SELECT
    w.fact_id,
    w.words,
    w.edtf,
    w.earliest,
    w.latest,
    w.qualifier,
    w.rule,
    w.page_date,
    w.year,
    coalesce(w.named_month, w.month) AS month,
    CASE WHEN w.named_month IS NULL THEN w.day ELSE coalesce(w.named_day, w.day) END AS day,
    CASE WHEN w.named_month IS NULL THEN w.weekday END AS weekday,
    extract(YEAR FROM w.page_date)::integer AS page_year,
    extract(MONTH FROM w.page_date)::integer * 100 + extract(DAY FROM w.page_date)::integer AS page_month_and_day
  FROM worded AS w
),

-- The latest year in which the month, or the day, is not after the page date.
past AS (
  SELECT
    p.fact_id,
    p.words,
    p.edtf,
    p.earliest,
    p.latest,
    p.qualifier,
    p.rule,
    p.page_date,
    p.page_year,
    p.year,
    p.month,
    p.day,
    p.weekday,
    CASE
      WHEN p.month * 100 + coalesce(p.day, 1) <= p.page_month_and_day THEN p.page_year
      ELSE p.page_year - 1
    END AS past_year
  FROM parts AS p
),

leapt AS (
  SELECT
    p.fact_id,
    p.words,
    p.edtf,
    p.earliest,
    p.latest,
    p.qualifier,
    p.rule,
    p.page_date,
    p.weekday,
    CASE
      WHEN p.rule = 'as printed' THEN p.year
      WHEN p.rule = 'last year' THEN p.page_year - 1
      WHEN p.rule = 'this year' THEN p.page_year
      WHEN p.rule = 'next year' THEN p.page_year + 1
      WHEN p.year IS NOT NULL OR p.month IS NULL THEN NULL
      WHEN p.rule = 'document year' THEN p.page_year
      WHEN p.month <> 2 OR p.day IS DISTINCT FROM 29 THEN p.past_year
      WHEN (p.past_year - p.past_year % 4) % 100 = 0 AND (p.past_year - p.past_year % 4) % 400 <> 0
        THEN p.past_year - p.past_year % 4 - 4
      ELSE p.past_year - p.past_year % 4
    END AS year,
    CASE WHEN p.rule NOT IN ('last year', 'this year', 'next year') THEN p.month END AS month,
    CASE WHEN p.rule NOT IN ('last year', 'this year', 'next year') THEN p.day END AS day
  FROM past AS p
),

resolved AS (
  SELECT
    l.fact_id,
    l.words,
    l.edtf,
    l.earliest,
    l.latest,
    l.qualifier,
    l.rule,
    l.page_date,
    CASE
      WHEN l.rule = 'latest past' AND l.weekday IS NOT NULL
        THEN to_char(
          l.page_date - (extract(ISODOW FROM l.page_date)::integer - l.weekday + 7) % 7, 'YYYY-MM-DD'
        )
      WHEN l.year IS NOT NULL
        THEN concat_ws(
          '-', lpad(l.year::text, 4, '0'), lpad(l.month::text, 2, '0'), lpad(l.day::text, 2, '0')
        )
    END AS expected,
    CASE
      WHEN
        l.edtf ~ '^[0-9]{4}(-[0-9]{2}){0,2}$'
        AND pg_input_is_valid(l.edtf || substr('-01-01', length(l.edtf) - 3), 'date')
        THEN (l.edtf || substr('-01-01', length(l.edtf) - 3))::date
    END AS first_day
  FROM leapt AS l
),

bounded AS (
  SELECT
    r.fact_id,
    r.words,
    r.edtf,
    r.earliest,
    r.latest,
    r.qualifier,
    r.rule,
    r.page_date,
    r.expected,
    r.first_day,
    CASE length(r.edtf)
      WHEN 4 THEN (r.first_day + interval '1 year')::date - 1
      WHEN 7 THEN (r.first_day + interval '1 month')::date - 1
      ELSE r.first_day
    END AS last_day
  FROM resolved AS r
),

limits AS (
  SELECT
    b.fact_id,
    b.words,
    b.edtf,
    b.earliest,
    b.latest,
    b.qualifier,
    b.rule,
    b.page_date,
    b.expected,
    CASE
      WHEN b.qualifier IN ('on', 'about') THEN b.first_day
      WHEN b.qualifier = 'after' THEN b.last_day + 1
    END AS expected_earliest,
    CASE
      WHEN b.qualifier IN ('on', 'about', 'by') THEN b.last_day
      WHEN b.qualifier = 'before' THEN b.first_day - 1
    END AS expected_latest
  FROM bounded AS b
)

SELECT
  f.path AS fact,
  l.words AS as_printed,
  l.rule,
  l.page_date,
  l.edtf,
  l.expected,
  l.earliest,
  l.latest,
  CASE
    WHEN l.rule <> 'as printed' AND l.page_date IS NULL
      THEN format('"%s" by the rule "%s" hangs on no document with a page date', l.words, l.rule)
    WHEN l.expected IS NULL
      THEN format('the rule "%s" gives no date for "%s"', l.rule, l.words)
    WHEN l.expected <> l.edtf
      THEN format(
        '"%s" by the rule "%s"%s gives %s, not %s',
        l.words, l.rule, ' on the page of ' || to_char(l.page_date, 'YYYY-MM-DD'), l.expected, l.edtf
      )
    ELSE format(
      '%s with "%s" lasts from %s to %s, not from %s to %s',
      l.edtf,
      l.qualifier,
      coalesce(to_char(l.expected_earliest, 'YYYY-MM-DD'), 'an open start'),
      coalesce(to_char(l.expected_latest, 'YYYY-MM-DD'), 'an open end'),
      coalesce(to_char(l.earliest, 'YYYY-MM-DD'), 'an open start'),
      coalesce(to_char(l.latest, 'YYYY-MM-DD'), 'an open end')
    )
  END AS problem
FROM limits AS l
JOIN core.facts AS f ON f.fact_id = l.fact_id
WHERE
  l.expected IS DISTINCT FROM l.edtf
  OR l.earliest IS DISTINCT FROM l.expected_earliest
  OR l.latest IS DISTINCT FROM l.expected_latest
ORDER BY f.path;
