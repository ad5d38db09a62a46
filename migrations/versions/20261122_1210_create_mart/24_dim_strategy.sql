CREATE TABLE mart.dim_strategy (
    strategy_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    modality text NOT NULL,
    issuer_entity_key text NOT NULL,
    issuer_name text NOT NULL,
    jurisdiction_place_key text NOT NULL,
    jurisdiction_name text NOT NULL,
    target_place_key text,
    target_name text,
    fact_key text NOT NULL,
    CONSTRAINT dim_strategy_pkey PRIMARY KEY (strategy_key),
    CONSTRAINT dim_strategy_issuer_entity_key_fkey FOREIGN KEY (issuer_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_strategy_jurisdiction_place_key_fkey FOREIGN KEY (jurisdiction_place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_strategy_target_place_key_fkey FOREIGN KEY (target_place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_strategy_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_strategy_issuer_entity_key_idx ON mart.dim_strategy (issuer_entity_key);
CREATE INDEX dim_strategy_jurisdiction_place_key_idx ON mart.dim_strategy (jurisdiction_place_key);
CREATE INDEX dim_strategy_target_place_key_idx ON mart.dim_strategy (target_place_key) WHERE target_place_key IS NOT NULL;
CREATE INDEX dim_strategy_fact_key_idx ON mart.dim_strategy (fact_key);
COMMENT ON TABLE mart.dim_strategy IS 'One row per government strategy, trade measure or programme';
COMMENT ON COLUMN mart.dim_strategy.strategy_key IS 'stable name of the strategy';
COMMENT ON COLUMN mart.dim_strategy.name IS 'a short title, ours';
COMMENT ON COLUMN mart.dim_strategy.kind IS 'strategy, trade measure or programme';
COMMENT ON COLUMN mart.dim_strategy.modality IS 'whether it is in force, planned and so on';
COMMENT ON COLUMN mart.dim_strategy.issuer_entity_key IS 'who issued it';
COMMENT ON COLUMN mart.dim_strategy.issuer_name IS 'name of the issuer';
COMMENT ON COLUMN mart.dim_strategy.jurisdiction_place_key IS 'where it applies';
COMMENT ON COLUMN mart.dim_strategy.jurisdiction_name IS 'name of that place';
COMMENT ON COLUMN mart.dim_strategy.target_place_key IS 'the country it is aimed at; NULL: none';
COMMENT ON COLUMN mart.dim_strategy.target_name IS 'name of that country; NULL: none';
COMMENT ON COLUMN mart.dim_strategy.fact_key IS 'the strategy as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_strategy AS
SELECT
    answer.strategy_key::text AS strategy_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.issuer_entity_key::text AS issuer_entity_key,
    answer.issuer_name::text AS issuer_name,
    answer.jurisdiction_place_key::text AS jurisdiction_place_key,
    answer.jurisdiction_name::text AS jurisdiction_name,
    answer.target_place_key::text AS target_place_key,
    answer.target_name::text AS target_name,
    answer.fact_key::text AS fact_key
FROM (SELECT
  s.key AS strategy_key,
  s.name,
  s.kind,
  f.modality,
  s.issuer_key AS issuer_entity_key,
  e.name AS issuer_name,
  s.jurisdiction_key AS jurisdiction_place_key,
  j.name AS jurisdiction_name,
  s.target_key AS target_place_key,
  t.name AS target_name,
  s.fact_id AS fact_key
FROM strategies AS s
JOIN facts AS f ON f.fact_id = s.fact_id
JOIN entities AS e ON e.key = s.issuer_key
JOIN places AS j ON j.key = s.jurisdiction_key
LEFT JOIN places AS t ON t.key = s.target_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_strategy IS 'One row per government strategy, trade measure or programme';
COMMENT ON COLUMN as_of.dim_strategy.strategy_key IS 'stable name of the strategy';
COMMENT ON COLUMN as_of.dim_strategy.name IS 'a short title, ours';
COMMENT ON COLUMN as_of.dim_strategy.kind IS 'strategy, trade measure or programme';
COMMENT ON COLUMN as_of.dim_strategy.modality IS 'whether it is in force, planned and so on';
COMMENT ON COLUMN as_of.dim_strategy.issuer_entity_key IS 'who issued it';
COMMENT ON COLUMN as_of.dim_strategy.issuer_name IS 'name of the issuer';
COMMENT ON COLUMN as_of.dim_strategy.jurisdiction_place_key IS 'where it applies';
COMMENT ON COLUMN as_of.dim_strategy.jurisdiction_name IS 'name of that place';
COMMENT ON COLUMN as_of.dim_strategy.target_place_key IS 'the country it is aimed at; NULL: none';
COMMENT ON COLUMN as_of.dim_strategy.target_name IS 'name of that country; NULL: none';
COMMENT ON COLUMN as_of.dim_strategy.fact_key IS 'the strategy as a citable fact';
