CREATE TABLE mart.dim_event (
    event_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    modality text NOT NULL,
    place_key text,
    place_name text,
    country_key text,
    country_name text,
    is_public boolean,
    fact_key text NOT NULL,
    CONSTRAINT dim_event_pkey PRIMARY KEY (event_key),
    CONSTRAINT dim_event_place_key_fkey FOREIGN KEY (place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_event_country_key_fkey FOREIGN KEY (country_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_event_fact_key_fkey FOREIGN KEY (fact_key) REFERENCES mart.dim_fact (fact_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_event_place_key_idx ON mart.dim_event (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX dim_event_country_key_idx ON mart.dim_event (country_key) WHERE country_key IS NOT NULL;
CREATE INDEX dim_event_fact_key_idx ON mart.dim_event (fact_key);
COMMENT ON TABLE mart.dim_event IS 'One row per meeting, launch, inauguration or announcement';
COMMENT ON COLUMN mart.dim_event.event_key IS 'stable name of the event';
COMMENT ON COLUMN mart.dim_event.name IS 'a short title, ours';
COMMENT ON COLUMN mart.dim_event.kind IS 'meeting, launch, inauguration or announcement';
COMMENT ON COLUMN mart.dim_event.modality IS 'whether it took place, is planned and so on';
COMMENT ON COLUMN mart.dim_event.place_key IS 'where it took place; NULL: no document says';
COMMENT ON COLUMN mart.dim_event.place_name IS 'name of that place; NULL: no document says';
COMMENT ON COLUMN mart.dim_event.country_key IS 'country it took place in; NULL: no document says';
COMMENT ON COLUMN mart.dim_event.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN mart.dim_event.is_public IS 'false where a document calls it private; NULL: no document says';
COMMENT ON COLUMN mart.dim_event.fact_key IS 'the event as a citable fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_event AS
SELECT
    answer.event_key::text AS event_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.modality::text AS modality,
    answer.place_key::text AS place_key,
    answer.place_name::text AS place_name,
    answer.country_key::text AS country_key,
    answer.country_name::text AS country_name,
    answer.is_public::boolean AS is_public,
    answer.fact_key::text AS fact_key
FROM (SELECT
  v.key AS event_key,
  v.name,
  v.kind,
  f.modality,
  v.place_key,
  p.name AS place_name,
  p.country_key,
  p.country_name,
  v.is_public,
  v.fact_id AS fact_key
FROM events AS v
JOIN facts AS f ON f.fact_id = v.fact_id
LEFT JOIN dim_place AS p ON p.place_key = v.place_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_event IS 'One row per meeting, launch, inauguration or announcement';
COMMENT ON COLUMN as_of.dim_event.event_key IS 'stable name of the event';
COMMENT ON COLUMN as_of.dim_event.name IS 'a short title, ours';
COMMENT ON COLUMN as_of.dim_event.kind IS 'meeting, launch, inauguration or announcement';
COMMENT ON COLUMN as_of.dim_event.modality IS 'whether it took place, is planned and so on';
COMMENT ON COLUMN as_of.dim_event.place_key IS 'where it took place; NULL: no document says';
COMMENT ON COLUMN as_of.dim_event.place_name IS 'name of that place; NULL: no document says';
COMMENT ON COLUMN as_of.dim_event.country_key IS 'country it took place in; NULL: no document says';
COMMENT ON COLUMN as_of.dim_event.country_name IS 'name of that country; NULL: no document says';
COMMENT ON COLUMN as_of.dim_event.is_public IS 'false where a document calls it private; NULL: no document says';
COMMENT ON COLUMN as_of.dim_event.fact_key IS 'the event as a citable fact';
