CREATE TABLE mart.dim_place (
    place_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    iso_code text,
    parent_place_key text,
    parent_name text,
    country_key text,
    country_name text,
    country_iso_code text,
    CONSTRAINT dim_place_pkey PRIMARY KEY (place_key),
    CONSTRAINT dim_place_parent_place_key_fkey FOREIGN KEY (parent_place_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_place_country_key_fkey FOREIGN KEY (country_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_place_parent_place_key_idx ON mart.dim_place (parent_place_key) WHERE parent_place_key IS NOT NULL;
CREATE INDEX dim_place_country_key_idx ON mart.dim_place (country_key) WHERE country_key IS NOT NULL;
COMMENT ON TABLE mart.dim_place IS 'One row per place that a document speaks of, from continents to buildings';
COMMENT ON COLUMN mart.dim_place.place_key IS 'stable name of the place';
COMMENT ON COLUMN mart.dim_place.name IS 'name in English';
COMMENT ON COLUMN mart.dim_place.kind IS 'continent, region, country, state, city, district or site';
COMMENT ON COLUMN mart.dim_place.iso_code IS 'ISO 3166-1 or 3166-2 code; NULL: none exists';
COMMENT ON COLUMN mart.dim_place.parent_place_key IS 'the place it lies in; NULL: none recorded';
COMMENT ON COLUMN mart.dim_place.parent_name IS 'name of the place it lies in; NULL: none recorded';
COMMENT ON COLUMN mart.dim_place.country_key IS 'the country it lies in, or itself; NULL: it is larger than a country or none is recorded';
COMMENT ON COLUMN mart.dim_place.country_name IS 'name of that country; NULL: as country_key';
COMMENT ON COLUMN mart.dim_place.country_iso_code IS 'ISO 3166-1 code of that country, as maps in BI tools want it; NULL: as country_key';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_place AS
SELECT
    answer.place_key::text AS place_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.iso_code::text AS iso_code,
    answer.parent_place_key::text AS parent_place_key,
    answer.parent_name::text AS parent_name,
    answer.country_key::text AS country_key,
    answer.country_name::text AS country_name,
    answer.country_iso_code::text AS country_iso_code
FROM (WITH located AS (
  SELECT
    p.key,
    CASE 'country'
      WHEN p.kind THEN p.key
      WHEN q.kind THEN q.key
      WHEN r.kind THEN r.key
      WHEN s.kind THEN s.key
      WHEN t.kind THEN t.key
    END AS country_key
  FROM places AS p
  LEFT JOIN places AS q ON q.key = p.parent_key
  LEFT JOIN places AS r ON r.key = q.parent_key
  LEFT JOIN places AS s ON s.key = r.parent_key
  LEFT JOIN places AS t ON t.key = s.parent_key
)

SELECT
  p.key AS place_key,
  p.name,
  p.kind,
  p.iso_code,
  p.parent_key AS parent_place_key,
  q.name AS parent_name,
  l.country_key,
  c.name AS country_name,
  c.iso_code AS country_iso_code
FROM places AS p
JOIN located AS l ON l.key = p.key
LEFT JOIN places AS q ON q.key = p.parent_key
LEFT JOIN places AS c ON c.key = l.country_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_place IS 'One row per place that a document speaks of, from continents to buildings';
COMMENT ON COLUMN as_of.dim_place.place_key IS 'stable name of the place';
COMMENT ON COLUMN as_of.dim_place.name IS 'name in English';
COMMENT ON COLUMN as_of.dim_place.kind IS 'continent, region, country, state, city, district or site';
COMMENT ON COLUMN as_of.dim_place.iso_code IS 'ISO 3166-1 or 3166-2 code; NULL: none exists';
COMMENT ON COLUMN as_of.dim_place.parent_place_key IS 'the place it lies in; NULL: none recorded';
COMMENT ON COLUMN as_of.dim_place.parent_name IS 'name of the place it lies in; NULL: none recorded';
COMMENT ON COLUMN as_of.dim_place.country_key IS 'the country it lies in, or itself; NULL: it is larger than a country or none is recorded';
COMMENT ON COLUMN as_of.dim_place.country_name IS 'name of that country; NULL: as country_key';
COMMENT ON COLUMN as_of.dim_place.country_iso_code IS 'ISO 3166-1 code of that country, as maps in BI tools want it; NULL: as country_key';
