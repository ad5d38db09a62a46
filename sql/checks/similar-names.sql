/* check
title: Entities with similar names are told apart
description: >-
  Two entities of which names look alike may be one. They look alike where they differ in case, blanks, hyphens, marks,
  width or composition of letters only, where the first word is the same (unless it is the word of a place, a family name,
  or one that any organisation may have), where one holds all words of the other, or where they differ in one letter. Every
  name counts, in whatever script, former and misspelt ones too. A curated judgement of the pair, whatever its verdict,
  settles it.
severity: warning
hint: read both in their documents, and write a judgement at the earlier key; same, different or unsure
*/
WITH printed AS (
  SELECT
    e.key,
    e.name
  FROM core.entities AS e
  UNION
  SELECT
    n.entity_key,
    n.name
  FROM core.names AS n
),

-- Letters of full width and letters apart from their accents are written as one, and joiners show nothing.
names AS (
  SELECT
    e.key,
    k.broadest,
    p.name,
    btrim(
      regexp_replace(
        lower(normalize(translate(p.name, U&'\200C\200D', ''), NFKC)), '[[:space:][:punct:]]+', ' ', 'g'
      )
    ) AS plain_name
  FROM printed AS p
  JOIN core.entities AS e ON e.key = p.key
  JOIN core.terms AS k ON k.scheme = 'entity-kind' AND k.key = e.kind
  WHERE e.is_named
),

common_words (word) AS (
  VALUES
    ('a'), ('agency'), ('association'), ('bureau'), ('center'), ('centre'), ('committee'), ('company'), ('council'),
    ('department'), ('first'), ('general'), ('government'), ('group'), ('institute'), ('international'), ('ministry'),
    ('national'), ('new'), ('office'), ('state'), ('the'), ('united'), ('university')
  UNION
  SELECT regexp_split_to_table(lower(p.name), '[[:space:][:punct:]]+')
  FROM core.places AS p
),

first_words AS (
  SELECT
    n.key,
    n.name,
    split_part(n.plain_name, ' ', 1) AS form
  FROM names AS n
  LEFT JOIN common_words AS c ON c.word = split_part(n.plain_name, ' ', 1)
  WHERE n.broadest <> 'person' AND c.word IS NULL AND n.plain_name <> ''
),

-- Every run of words in a name.
runs AS (
  SELECT
    n.key,
    n.name,
    array_to_string((string_to_array(n.plain_name, ' '))[first_word : last_word], ' ') AS form
  FROM names AS n
  CROSS JOIN generate_series(1, cardinality(string_to_array(n.plain_name, ' '))) AS first_word
  CROSS JOIN generate_series(first_word, cardinality(string_to_array(n.plain_name, ' '))) AS last_word
),

-- Two texts that differ in one letter have a form in common once each has lost one letter, or none.
shortened AS (
  SELECT DISTINCT
    n.key,
    n.name,
    left(n.plain_name, lost - 1) || substr(n.plain_name, lost + 1) AS form
  FROM names AS n
  CROSS JOIN generate_series(1, length(n.plain_name) + 1) AS lost
  WHERE length(n.plain_name) > 5
),

-- Hyphens, blanks and marks may stand or be left out.
joined AS (
  SELECT
    n.key,
    n.name,
    replace(n.plain_name, ' ', '') AS form
  FROM names AS n
),

alike AS (
  SELECT
    one.key,
    other.key AS other_key,
    one.name,
    other.name AS other_name,
    'are written alike' AS reason
  FROM joined AS one
  JOIN joined AS other ON other.form = one.form AND other.key > one.key
  WHERE one.form <> ''
  UNION ALL
  SELECT
    one.key,
    other.key,
    one.name,
    other.name,
    'start with the same word'
  FROM first_words AS one
  JOIN first_words AS other ON other.form = one.form AND other.key > one.key
  UNION ALL
  SELECT
    least(part.key, whole.key),
    greatest(part.key, whole.key),
    CASE WHEN part.key < whole.key THEN part.name ELSE whole.name END,
    CASE WHEN part.key < whole.key THEN whole.name ELSE part.name END,
    'hold the same words'
  FROM names AS part
  JOIN runs AS whole ON whole.form = part.plain_name AND whole.key <> part.key
  UNION ALL
  SELECT
    one.key,
    other.key,
    one.name,
    other.name,
    'differ in one letter'
  FROM shortened AS one
  JOIN shortened AS other ON other.form = one.form AND other.key > one.key
),

pairs AS (
  SELECT
    a.key,
    a.other_key,
    min(a.name) AS name,
    min(a.other_name) AS other_name,
    string_agg(DISTINCT a.reason, ', ' ORDER BY a.reason) AS reasons
  FROM alike AS a
  GROUP BY a.key, a.other_key
)

SELECT
  'entities/' || p.key AS fact,
  'entities/' || p.other_key AS other_fact,
  p.name,
  p.other_name,
  format(
    '"%s" and "%s" %s, and nobody has judged whether they are one: %s, %s',
    p.name, p.other_name, p.reasons, p.key, p.other_key
  ) AS problem
FROM pairs AS p
LEFT JOIN core.identity_judgements AS j ON j.entity_key = p.key AND j.other_key = p.other_key
WHERE j.fact_id IS NULL
ORDER BY p.key, p.other_key;
