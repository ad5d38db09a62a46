CREATE TABLE mart.dim_disagreement (
    disagreement_key text NOT NULL,
    question text NOT NULL,
    status text NOT NULL,
    resolution text,
    fact_count integer NOT NULL,
    fact_key text NOT NULL,
    CONSTRAINT dim_disagreement_pkey PRIMARY KEY (disagreement_key),
    CONSTRAINT dim_disagreement_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_disagreement_fact_key_idx ON mart.dim_disagreement (fact_key);
COMMENT ON TABLE mart.dim_disagreement IS 'One row per question on which sources, or parts of one source, differ';
COMMENT ON COLUMN mart.dim_disagreement.disagreement_key IS 'stable name of the question';
COMMENT ON COLUMN mart.dim_disagreement.question IS 'the question, in our own words';
COMMENT ON COLUMN mart.dim_disagreement.status IS 'open or settled';
COMMENT ON COLUMN mart.dim_disagreement.resolution IS 'how it was settled, and by what; NULL: it is open';
COMMENT ON COLUMN mart.dim_disagreement.fact_count IS 'facts that are involved; unit: facts';
COMMENT ON COLUMN mart.dim_disagreement.fact_key IS 'the question as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_disagreement AS
SELECT
    answer.disagreement_key::text AS disagreement_key,
    answer.question::text AS question,
    answer.status::text AS status,
    answer.resolution::text AS resolution,
    answer.fact_count::integer AS fact_count,
    answer.fact_key::text AS fact_key
FROM (WITH involved AS (
  SELECT
    i.disagreement_key,
    count(*) AS fact_count
  FROM disagreement_facts AS i
  GROUP BY i.disagreement_key
)

SELECT
  d.key AS disagreement_key,
  d.question,
  d.status,
  d.resolution,
  coalesce(i.fact_count, 0) AS fact_count,
  d.fact_id AS fact_key
FROM disagreements AS d
LEFT JOIN involved AS i ON i.disagreement_key = d.key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_disagreement IS 'One row per question on which sources, or parts of one source, differ';
COMMENT ON COLUMN as_of.dim_disagreement.disagreement_key IS 'stable name of the question';
COMMENT ON COLUMN as_of.dim_disagreement.question IS 'the question, in our own words';
COMMENT ON COLUMN as_of.dim_disagreement.status IS 'open or settled';
COMMENT ON COLUMN as_of.dim_disagreement.resolution IS 'how it was settled, and by what; NULL: it is open';
COMMENT ON COLUMN as_of.dim_disagreement.fact_count IS 'facts that are involved; unit: facts';
COMMENT ON COLUMN as_of.dim_disagreement.fact_key IS 'the question as a citable fact';
