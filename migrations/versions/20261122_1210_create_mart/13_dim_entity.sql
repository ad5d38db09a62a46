CREATE TABLE mart.dim_entity (
    entity_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    country_key text,
    country_name text,
    country_iso_code text,
    is_named boolean NOT NULL,
    descriptor text,
    other_names text,
    CONSTRAINT dim_entity_pkey PRIMARY KEY (entity_key),
    CONSTRAINT dim_entity_country_key_fkey FOREIGN KEY (country_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_entity_country_key_idx ON mart.dim_entity (country_key) WHERE country_key IS NOT NULL;
COMMENT ON TABLE mart.dim_entity IS 'One row per organisation, person or unnamed party';
COMMENT ON COLUMN mart.dim_entity.entity_key IS 'stable name of the entity';
COMMENT ON COLUMN mart.dim_entity.name IS 'name as printed; for an unnamed party a label of ours';
COMMENT ON COLUMN mart.dim_entity.kind IS 'company, corporate group, government body, association, university, research institute, person or unnamed party';
COMMENT ON COLUMN mart.dim_entity.country_key IS 'country it belongs to; NULL: no document says';
COMMENT ON COLUMN mart.dim_entity.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN mart.dim_entity.country_iso_code IS 'ISO 3166-1 code of that country; NULL: no document says';
COMMENT ON COLUMN mart.dim_entity.is_named IS 'false for a party that the documents leave unnamed';
COMMENT ON COLUMN mart.dim_entity.descriptor IS 'how a document describes a party it does not name; NULL: it has a name';
COMMENT ON COLUMN mart.dim_entity.other_names IS 'further names it goes by, joined by semicolons; NULL: none recorded';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_entity AS
SELECT
    answer.entity_key::text AS entity_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.country_key::text AS country_key,
    answer.country_name::text AS country_name,
    answer.country_iso_code::text AS country_iso_code,
    answer.is_named::boolean AS is_named,
    answer.descriptor::text AS descriptor,
    answer.other_names::text AS other_names
FROM (WITH named AS (
  SELECT
    n.entity_key,
    string_agg(DISTINCT n.name, '; ' ORDER BY n.name) AS other_names
  FROM entity_names AS n
  JOIN facts AS f ON f.fact_id = n.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY n.entity_key
)

SELECT
  e.key AS entity_key,
  e.name,
  e.kind,
  e.country_key,
  c.name AS country_name,
  c.iso_code AS country_iso_code,
  e.is_named,
  e.descriptor,
  n.other_names
FROM entities AS e
LEFT JOIN places AS c ON c.key = e.country_key
LEFT JOIN named AS n ON n.entity_key = e.key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_entity IS 'One row per organisation, person or unnamed party';
COMMENT ON COLUMN as_of.dim_entity.entity_key IS 'stable name of the entity';
COMMENT ON COLUMN as_of.dim_entity.name IS 'name as printed; for an unnamed party a label of ours';
COMMENT ON COLUMN as_of.dim_entity.kind IS 'company, corporate group, government body, association, university, research institute, person or unnamed party';
COMMENT ON COLUMN as_of.dim_entity.country_key IS 'country it belongs to; NULL: no document says';
COMMENT ON COLUMN as_of.dim_entity.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN as_of.dim_entity.country_iso_code IS 'ISO 3166-1 code of that country; NULL: no document says';
COMMENT ON COLUMN as_of.dim_entity.is_named IS 'false for a party that the documents leave unnamed';
COMMENT ON COLUMN as_of.dim_entity.descriptor IS 'how a document describes a party it does not name; NULL: it has a name';
COMMENT ON COLUMN as_of.dim_entity.other_names IS 'further names it goes by, joined by semicolons; NULL: none recorded';
