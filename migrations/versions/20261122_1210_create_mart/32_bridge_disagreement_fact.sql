CREATE TABLE mart.bridge_disagreement_fact (
    disagreement_key text NOT NULL,
    fact_key text NOT NULL,
    CONSTRAINT bridge_disagreement_fact_pkey PRIMARY KEY (disagreement_key, fact_key),
    CONSTRAINT bridge_disagreement_fact_disagreement_key_fkey FOREIGN KEY (disagreement_key) REFERENCES mart.dim_disagreement (disagreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT bridge_disagreement_fact_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX bridge_disagreement_fact_fact_key_idx ON mart.bridge_disagreement_fact (fact_key);
COMMENT ON TABLE mart.bridge_disagreement_fact IS 'One row per question on which sources differ and fact involved in it, deprecated facts included';
COMMENT ON COLUMN mart.bridge_disagreement_fact.disagreement_key IS 'the question';
COMMENT ON COLUMN mart.bridge_disagreement_fact.fact_key IS 'a fact that is involved';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.bridge_disagreement_fact AS
SELECT
    answer.disagreement_key::text AS disagreement_key,
    answer.fact_key::text AS fact_key
FROM (SELECT
  i.disagreement_key,
  i.fact_id AS fact_key
FROM disagreement_facts AS i
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.bridge_disagreement_fact IS 'One row per question on which sources differ and fact involved in it, deprecated facts included';
COMMENT ON COLUMN as_of.bridge_disagreement_fact.disagreement_key IS 'the question';
COMMENT ON COLUMN as_of.bridge_disagreement_fact.fact_key IS 'a fact that is involved';
