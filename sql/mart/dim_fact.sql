/* mart
grain: One row per fact of any kind, deprecated ones and the rows of registers included
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: "identity of the fact, the same after every load"}
  path: {type: text, meaning: "where the fact stands among all facts: family, key, kind, document"}
  family: {type: text, meaning: "kind of fact, such as milestones or agreement_parties"}
  subject_key: {type: text, meaning: "what the fact is about: register and key", refers: dim_subject}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed", empty: the fact only names or classifies}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  said_by_entity_key: {type: text, meaning: who says so, empty: the document itself or no registered entity, refers: dim_entity.entity_key}
  basis: {type: text, meaning: "whether the source states it, it is inferred, or a reference work says so"}
  rank: {type: text, meaning: "normal, preferred or deprecated; the tables fact_* leave deprecated ones out"}
  rank_reason: {type: text, meaning: why the rank is not normal, empty: it is}
  note: {type: text, meaning: what a reader must know to use the fact, empty: nothing}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons", empty: "none, which only documents may have"}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  known_since: {type: timestamptz, meaning: "since when the warehouse says so: the load that last wrote the fact, its figures or its citations, or took one back; as_of shows it at this instant, and not just before"}
*/
WITH cited AS (
  SELECT
    c.fact_id,
    count(DISTINCT c.document_key) AS source_count,
    string_agg(
      d.title
      || coalesce(' (' || left(d.page_date::text, CASE d.page_date_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) || ')', '')
      || ', ' || coalesce('¶' || c.paragraph, c.locator),
      '; ' ORDER BY d.page_date, c.document_key, c.paragraph, c.locator
    ) AS citation_text
  FROM (
    SELECT DISTINCT
      p.fact_id,
      p.document_key,
      p.paragraph,
      CASE WHEN p.paragraph IS NULL THEN p.locator END AS locator
    FROM citations AS p
  ) AS c
  JOIN documents AS d ON d.key = c.document_key
  GROUP BY c.fact_id
),

disputed AS (
  SELECT DISTINCT i.fact_id
  FROM disagreement_facts AS i
  JOIN disagreements AS q ON q.key = i.disagreement_key
  WHERE q.status = 'open'
),

written AS (
  SELECT
    r.fact_id,
    max(r.changed_at) AS known_since
  FROM fact_rows AS r
  GROUP BY r.fact_id
)

SELECT
  f.fact_id AS fact_key,
  f.path,
  f.family,
  split_part(f.path, '/', 1) || '/' || split_part(f.path, '/', 2) AS subject_key,
  f.modality,
  coalesce(e.name, f.attributed_words) AS said_by,
  f.attributed_to_key AS said_by_entity_key,
  f.basis,
  f.rank,
  f.rank_reason,
  f.note,
  coalesce(c.source_count, 0) AS source_count,
  c.citation_text,
  q.fact_id IS NOT NULL AS is_disputed,
  w.known_since
FROM facts AS f
LEFT JOIN cited AS c ON c.fact_id = f.fact_id
LEFT JOIN entities AS e ON e.key = f.attributed_to_key
LEFT JOIN disputed AS q ON q.fact_id = f.fact_id
LEFT JOIN written AS w ON w.fact_id = f.fact_id;
