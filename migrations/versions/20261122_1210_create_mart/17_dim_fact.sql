CREATE TABLE mart.dim_fact (
    fact_key text NOT NULL,
    path text NOT NULL,
    family text NOT NULL,
    subject_key text NOT NULL,
    modality text,
    said_by text,
    said_by_entity_key text,
    basis text NOT NULL,
    rank text NOT NULL,
    rank_reason text,
    note text,
    source_count integer NOT NULL,
    citation_text text,
    is_disputed boolean NOT NULL,
    known_since timestamptz NOT NULL,
    CONSTRAINT dim_fact_pkey PRIMARY KEY (fact_key),
    CONSTRAINT dim_fact_subject_key_fkey FOREIGN KEY (subject_key) REFERENCES mart.dim_subject (subject_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_fact_said_by_entity_key_fkey FOREIGN KEY (said_by_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_fact_subject_key_idx ON mart.dim_fact (subject_key);
CREATE INDEX dim_fact_said_by_entity_key_idx ON mart.dim_fact (said_by_entity_key) WHERE said_by_entity_key IS NOT NULL;
COMMENT ON TABLE mart.dim_fact IS 'One row per fact of any kind, deprecated ones and the rows of registers included';
COMMENT ON COLUMN mart.dim_fact.fact_key IS 'identity of the fact, the same after every load';
COMMENT ON COLUMN mart.dim_fact.path IS 'where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN mart.dim_fact.family IS 'kind of fact, such as milestones or agreement_parties';
COMMENT ON COLUMN mart.dim_fact.subject_key IS 'what the fact is about: register and key';
COMMENT ON COLUMN mart.dim_fact.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: the fact only names or classifies';
COMMENT ON COLUMN mart.dim_fact.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN mart.dim_fact.said_by_entity_key IS 'who says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN mart.dim_fact.basis IS 'whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN mart.dim_fact.rank IS 'normal, preferred or deprecated; the tables fact_* leave deprecated ones out';
COMMENT ON COLUMN mart.dim_fact.rank_reason IS 'why the rank is not normal; NULL: it is';
COMMENT ON COLUMN mart.dim_fact.note IS 'what a reader must know to use the fact; NULL: nothing';
COMMENT ON COLUMN mart.dim_fact.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN mart.dim_fact.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons; NULL: none, which only documents may have';
COMMENT ON COLUMN mart.dim_fact.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN mart.dim_fact.known_since IS 'since when the warehouse says what stands in this row';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_fact AS
SELECT
    answer.fact_key::text AS fact_key,
    answer.path::text AS path,
    answer.family::text AS family,
    answer.subject_key::text AS subject_key,
    answer.modality::text AS modality,
    answer.said_by::text AS said_by,
    answer.said_by_entity_key::text AS said_by_entity_key,
    answer.basis::text AS basis,
    answer.rank::text AS rank,
    answer.rank_reason::text AS rank_reason,
    answer.note::text AS note,
    answer.source_count::integer AS source_count,
    answer.citation_text::text AS citation_text,
    answer.is_disputed::boolean AS is_disputed,
    answer.known_since::timestamptz AS known_since
FROM (WITH cited AS (
  SELECT
    c.fact_id,
    count(DISTINCT c.document_key) AS source_count,
    string_agg(
      d.title || coalesce(' (' || d.page_date || ')', '') || ', ' || coalesce('¶' || c.paragraph, c.locator),
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
  f.system_from AS known_since
FROM facts AS f
LEFT JOIN cited AS c ON c.fact_id = f.fact_id
LEFT JOIN entities AS e ON e.key = f.attributed_to_key
LEFT JOIN disputed AS q ON q.fact_id = f.fact_id
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_fact IS 'One row per fact of any kind, deprecated ones and the rows of registers included';
COMMENT ON COLUMN as_of.dim_fact.fact_key IS 'identity of the fact, the same after every load';
COMMENT ON COLUMN as_of.dim_fact.path IS 'where the fact stands among all facts: family, key, kind, document';
COMMENT ON COLUMN as_of.dim_fact.family IS 'kind of fact, such as milestones or agreement_parties';
COMMENT ON COLUMN as_of.dim_fact.subject_key IS 'what the fact is about: register and key';
COMMENT ON COLUMN as_of.dim_fact.modality IS 'occurred, in force, planned, intended, exploring, expected, pledged or assessed; NULL: the fact only names or classifies';
COMMENT ON COLUMN as_of.dim_fact.said_by IS 'who says so according to the document; NULL: the document itself';
COMMENT ON COLUMN as_of.dim_fact.said_by_entity_key IS 'who says so; NULL: the document itself or no registered entity';
COMMENT ON COLUMN as_of.dim_fact.basis IS 'whether the source states it, it is inferred, or a reference work says so';
COMMENT ON COLUMN as_of.dim_fact.rank IS 'normal, preferred or deprecated; the tables fact_* leave deprecated ones out';
COMMENT ON COLUMN as_of.dim_fact.rank_reason IS 'why the rank is not normal; NULL: it is';
COMMENT ON COLUMN as_of.dim_fact.note IS 'what a reader must know to use the fact; NULL: nothing';
COMMENT ON COLUMN as_of.dim_fact.source_count IS 'documents that say so; unit: documents';
COMMENT ON COLUMN as_of.dim_fact.citation_text IS 'the sources to read: title, date and place in the text, joined by semicolons; NULL: none, which only documents may have';
COMMENT ON COLUMN as_of.dim_fact.is_disputed IS 'whether a question that is still open involves it';
COMMENT ON COLUMN as_of.dim_fact.known_since IS 'since when the warehouse says what stands in this row';
