CREATE TABLE mart.dim_mineral_list (
    mineral_list_key text NOT NULL,
    name text NOT NULL,
    jurisdiction_place_key text NOT NULL,
    jurisdiction_name text NOT NULL,
    steward_entity_key text,
    steward_name text,
    entry_term text NOT NULL,
    fact_key text NOT NULL,
    CONSTRAINT dim_mineral_list_pkey PRIMARY KEY (mineral_list_key),
    CONSTRAINT dim_mineral_list_jurisdiction_place_key_fkey FOREIGN KEY (jurisdiction_place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_mineral_list_steward_entity_key_fkey FOREIGN KEY (steward_entity_key) REFERENCES mart.dim_entity (entity_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_mineral_list_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_mineral_list_jurisdiction_place_key_idx ON mart.dim_mineral_list (jurisdiction_place_key);
CREATE INDEX dim_mineral_list_steward_entity_key_idx ON mart.dim_mineral_list (steward_entity_key) WHERE steward_entity_key IS NOT NULL;
CREATE INDEX dim_mineral_list_fact_key_idx ON mart.dim_mineral_list (fact_key);
COMMENT ON TABLE mart.dim_mineral_list IS 'One row per official list of minerals';
COMMENT ON COLUMN mart.dim_mineral_list.mineral_list_key IS 'stable name of the list';
COMMENT ON COLUMN mart.dim_mineral_list.name IS 'a short title, ours';
COMMENT ON COLUMN mart.dim_mineral_list.jurisdiction_place_key IS 'where the list applies';
COMMENT ON COLUMN mart.dim_mineral_list.jurisdiction_name IS 'name of that place';
COMMENT ON COLUMN mart.dim_mineral_list.steward_entity_key IS 'who keeps the list; NULL: no document says';
COMMENT ON COLUMN mart.dim_mineral_list.steward_name IS 'name of who keeps it; NULL: no document says';
COMMENT ON COLUMN mart.dim_mineral_list.entry_term IS 'what documents call its entries';
COMMENT ON COLUMN mart.dim_mineral_list.fact_key IS 'the list as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_mineral_list AS
SELECT
    answer.mineral_list_key::text AS mineral_list_key,
    answer.name::text AS name,
    answer.jurisdiction_place_key::text AS jurisdiction_place_key,
    answer.jurisdiction_name::text AS jurisdiction_name,
    answer.steward_entity_key::text AS steward_entity_key,
    answer.steward_name::text AS steward_name,
    answer.entry_term::text AS entry_term,
    answer.fact_key::text AS fact_key
FROM (SELECT
  n.key AS mineral_list_key,
  n.name,
  n.jurisdiction_key AS jurisdiction_place_key,
  j.name AS jurisdiction_name,
  n.steward_key AS steward_entity_key,
  e.name AS steward_name,
  n.entry_term,
  n.fact_id AS fact_key
FROM mineral_lists AS n
JOIN places AS j ON j.key = n.jurisdiction_key
LEFT JOIN entities AS e ON e.key = n.steward_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_mineral_list IS 'One row per official list of minerals';
COMMENT ON COLUMN as_of.dim_mineral_list.mineral_list_key IS 'stable name of the list';
COMMENT ON COLUMN as_of.dim_mineral_list.name IS 'a short title, ours';
COMMENT ON COLUMN as_of.dim_mineral_list.jurisdiction_place_key IS 'where the list applies';
COMMENT ON COLUMN as_of.dim_mineral_list.jurisdiction_name IS 'name of that place';
COMMENT ON COLUMN as_of.dim_mineral_list.steward_entity_key IS 'who keeps the list; NULL: no document says';
COMMENT ON COLUMN as_of.dim_mineral_list.steward_name IS 'name of who keeps it; NULL: no document says';
COMMENT ON COLUMN as_of.dim_mineral_list.entry_term IS 'what documents call its entries';
COMMENT ON COLUMN as_of.dim_mineral_list.fact_key IS 'the list as a citable fact';
