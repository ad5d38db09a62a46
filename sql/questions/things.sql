/* question
title: Things
question: Which things have these words in a name, key or identifier?
grain: [subject_key]
params:
  text:
    type: text
    required: true
    help: words, or beginnings or parts of them, that must all occur
  family:
    type: text
    help: only things of this register, such as entities; without it all
    choices_from: SELECT DISTINCT family FROM mart.dim_subject
columns:
  subject_key:
    meaning: "register and key of the thing, joined by a slash"
  name:
    meaning: name or short title
  kind:
    meaning: what kind of thing it is within its register
    empty: its register has no kinds
  country:
    meaning: country it belongs to, lies in or applies in
    empty: none or no document says
  other_names:
    meaning: further names that documents use, joined by semicolons
    empty: none
  facts:
    meaning: facts about it
    unit: facts
cite:
  name: thing_fact
*/
WITH words AS (
  SELECT DISTINCT lower(normalize(w.word, NFKC)) AS word
  FROM regexp_split_to_table(:text, '\s+') AS w (word)
  WHERE w.word <> ''
),

named AS (
  SELECT n.subject_key, string_agg(DISTINCT n.name COLLATE "C", '; ' ORDER BY n.name COLLATE "C") AS names
  FROM mart.fact_name AS n
  GROUP BY n.subject_key
),

identified AS (
  SELECT i.subject_key, string_agg(i.identifier, ' ') AS identifiers
  FROM mart.fact_identifier AS i
  GROUP BY i.subject_key
),

things AS (
  SELECT
    s.subject_key,
    s.name,
    s.kind,
    s.country_name,
    n.names,
    s.fact_count,
    s.fact_key,
    lower(normalize(concat_ws(' ', s.name, s.key, n.names, i.identifiers), NFKC)) AS said
  FROM mart.dim_subject AS s
  LEFT JOIN named AS n ON n.subject_key = s.subject_key
  LEFT JOIN identified AS i ON i.subject_key = s.subject_key
  WHERE :family IS NULL OR s.family = :family
)

SELECT
  t.subject_key,
  t.name,
  t.kind,
  t.country_name AS country,
  t.names AS other_names,
  t.fact_count AS facts,
  t.fact_key AS thing_fact
FROM things AS t
WHERE
  EXISTS (SELECT FROM words)
  AND NOT EXISTS (SELECT FROM words AS w WHERE strpos(t.said, w.word) = 0)
ORDER BY
  lower(t.name) = lower(:text) DESC,
  starts_with(lower(t.name), lower(:text)) DESC,
  length(t.name),
  t.subject_key COLLATE "C";
