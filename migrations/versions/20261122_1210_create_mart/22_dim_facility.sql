CREATE TABLE mart.dim_facility (
    facility_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    modality text NOT NULL,
    place_key text,
    place_name text,
    country_key text,
    country_name text,
    fact_key text NOT NULL,
    CONSTRAINT dim_facility_pkey PRIMARY KEY (facility_key),
    CONSTRAINT dim_facility_place_key_fkey FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_facility_country_key_fkey FOREIGN KEY (country_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_facility_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_facility_place_key_idx ON mart.dim_facility (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX dim_facility_country_key_idx ON mart.dim_facility (country_key) WHERE country_key IS NOT NULL;
CREATE INDEX dim_facility_fact_key_idx ON mart.dim_facility (fact_key);
COMMENT ON TABLE mart.dim_facility IS 'One row per plant, complex or institute, standing or planned';
COMMENT ON COLUMN mart.dim_facility.facility_key IS 'stable name of the facility';
COMMENT ON COLUMN mart.dim_facility.name IS 'name as printed, or a short title of ours';
COMMENT ON COLUMN mart.dim_facility.kind IS 'plant, integrated complex, headquarters, research institute or government complex';
COMMENT ON COLUMN mart.dim_facility.modality IS 'whether it stands, is planned, intended and so on';
COMMENT ON COLUMN mart.dim_facility.place_key IS 'where it is; NULL: no document says';
COMMENT ON COLUMN mart.dim_facility.place_name IS 'name of that place; NULL: no document says';
COMMENT ON COLUMN mart.dim_facility.country_key IS 'country it is in; NULL: no document says';
COMMENT ON COLUMN mart.dim_facility.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN mart.dim_facility.fact_key IS 'the facility as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_facility AS
SELECT
    answer.facility_key::text AS facility_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.place_key::text AS place_key,
    answer.place_name::text AS place_name,
    answer.country_key::text AS country_key,
    answer.country_name::text AS country_name,
    answer.fact_key::text AS fact_key
FROM (SELECT
  l.key AS facility_key,
  l.name,
  l.kind,
  f.modality,
  l.place_key,
  p.name AS place_name,
  p.country_key,
  p.country_name,
  l.fact_id AS fact_key
FROM facilities AS l
JOIN facts AS f ON f.fact_id = l.fact_id
LEFT JOIN dim_place AS p ON p.place_key = l.place_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_facility IS 'One row per plant, complex or institute, standing or planned';
COMMENT ON COLUMN as_of.dim_facility.facility_key IS 'stable name of the facility';
COMMENT ON COLUMN as_of.dim_facility.name IS 'name as printed, or a short title of ours';
COMMENT ON COLUMN as_of.dim_facility.kind IS 'plant, integrated complex, headquarters, research institute or government complex';
COMMENT ON COLUMN as_of.dim_facility.modality IS 'whether it stands, is planned, intended and so on';
COMMENT ON COLUMN as_of.dim_facility.place_key IS 'where it is; NULL: no document says';
COMMENT ON COLUMN as_of.dim_facility.place_name IS 'name of that place; NULL: no document says';
COMMENT ON COLUMN as_of.dim_facility.country_key IS 'country it is in; NULL: no document says';
COMMENT ON COLUMN as_of.dim_facility.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN as_of.dim_facility.fact_key IS 'the facility as a citable fact';
