CREATE TABLE mart.dim_indicator (
    indicator_key text NOT NULL,
    name text NOT NULL,
    definition text NOT NULL,
    unit_key text NOT NULL,
    unit_name text NOT NULL,
    unit_symbol text NOT NULL,
    CONSTRAINT dim_indicator_pkey PRIMARY KEY (indicator_key),
    CONSTRAINT dim_indicator_unit_key_fkey FOREIGN KEY (unit_key) REFERENCES mart.dim_unit (unit_key) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE mart.dim_indicator IS 'One row per quantity that documents state';
COMMENT ON COLUMN mart.dim_indicator.indicator_key IS 'stable name of the quantity';
COMMENT ON COLUMN mart.dim_indicator.name IS 'name in English';
COMMENT ON COLUMN mart.dim_indicator.definition IS 'what is measured, against what';
COMMENT ON COLUMN mart.dim_indicator.unit_key IS 'unit its values are in';
COMMENT ON COLUMN mart.dim_indicator.unit_name IS 'name of that unit';
COMMENT ON COLUMN mart.dim_indicator.unit_symbol IS 'what is printed after a number';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_indicator AS
SELECT
    answer.indicator_key::text AS indicator_key,
    answer.name::text AS name,
    answer.definition::text AS definition,
    answer.unit_key::text AS unit_key,
    answer.unit_name::text AS unit_name,
    answer.unit_symbol::text AS unit_symbol
FROM (SELECT
  i.key AS indicator_key,
  i.name,
  i.definition,
  i.unit_key,
  u.name AS unit_name,
  u.symbol AS unit_symbol
FROM indicators AS i
JOIN units AS u ON u.key = i.unit_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_indicator IS 'One row per quantity that documents state';
COMMENT ON COLUMN as_of.dim_indicator.indicator_key IS 'stable name of the quantity';
COMMENT ON COLUMN as_of.dim_indicator.name IS 'name in English';
COMMENT ON COLUMN as_of.dim_indicator.definition IS 'what is measured, against what';
COMMENT ON COLUMN as_of.dim_indicator.unit_key IS 'unit its values are in';
COMMENT ON COLUMN as_of.dim_indicator.unit_name IS 'name of that unit';
COMMENT ON COLUMN as_of.dim_indicator.unit_symbol IS 'what is printed after a number';
