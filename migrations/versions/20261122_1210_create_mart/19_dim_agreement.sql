CREATE TABLE mart.dim_agreement (
    agreement_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    modality text NOT NULL,
    parent_agreement_key text,
    parent_name text,
    fact_key text NOT NULL,
    CONSTRAINT dim_agreement_pkey PRIMARY KEY (agreement_key),
    CONSTRAINT dim_agreement_parent_agreement_key_fkey FOREIGN KEY (parent_agreement_key) REFERENCES mart.dim_agreement (agreement_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_agreement_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_agreement_parent_agreement_key_idx ON mart.dim_agreement (parent_agreement_key) WHERE parent_agreement_key IS NOT NULL;
CREATE INDEX dim_agreement_fact_key_idx ON mart.dim_agreement (fact_key);
COMMENT ON TABLE mart.dim_agreement IS 'One row per agreement, contract, venture or portfolio of contracts';
COMMENT ON COLUMN mart.dim_agreement.agreement_key IS 'stable name of the agreement';
COMMENT ON COLUMN mart.dim_agreement.name IS 'a short title, ours';
COMMENT ON COLUMN mart.dim_agreement.kind IS 'memorandum of understanding, joint venture, supply contract, strategic partnership, partnership or contract portfolio';
COMMENT ON COLUMN mart.dim_agreement.modality IS 'whether it is in force, planned, explored and so on';
COMMENT ON COLUMN mart.dim_agreement.parent_agreement_key IS 'the portfolio it belongs to or the agreement it came of; NULL: none';
COMMENT ON COLUMN mart.dim_agreement.parent_name IS 'title of that portfolio or agreement; NULL: none';
COMMENT ON COLUMN mart.dim_agreement.fact_key IS 'the agreement as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_agreement AS
SELECT
    answer.agreement_key::text AS agreement_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.parent_agreement_key::text AS parent_agreement_key,
    answer.parent_name::text AS parent_name,
    answer.fact_key::text AS fact_key
FROM (SELECT
  a.key AS agreement_key,
  a.name,
  a.kind,
  f.modality,
  a.parent_key AS parent_agreement_key,
  p.name AS parent_name,
  a.fact_id AS fact_key
FROM agreements AS a
JOIN facts AS f ON f.fact_id = a.fact_id
LEFT JOIN agreements AS p ON p.key = a.parent_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_agreement IS 'One row per agreement, contract, venture or portfolio of contracts';
COMMENT ON COLUMN as_of.dim_agreement.agreement_key IS 'stable name of the agreement';
COMMENT ON COLUMN as_of.dim_agreement.name IS 'a short title, ours';
COMMENT ON COLUMN as_of.dim_agreement.kind IS 'memorandum of understanding, joint venture, supply contract, strategic partnership, partnership or contract portfolio';
COMMENT ON COLUMN as_of.dim_agreement.modality IS 'whether it is in force, planned, explored and so on';
COMMENT ON COLUMN as_of.dim_agreement.parent_agreement_key IS 'the portfolio it belongs to or the agreement it came of; NULL: none';
COMMENT ON COLUMN as_of.dim_agreement.parent_name IS 'title of that portfolio or agreement; NULL: none';
COMMENT ON COLUMN as_of.dim_agreement.fact_key IS 'the agreement as a citable fact';
