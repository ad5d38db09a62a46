CREATE TABLE mart.dim_unit (
    unit_key text NOT NULL,
    name text NOT NULL,
    symbol text NOT NULL,
    ucum_code text,
    CONSTRAINT dim_unit_pkey PRIMARY KEY (unit_key)
);
COMMENT ON TABLE mart.dim_unit IS 'One row per unit of measurement';
COMMENT ON COLUMN mart.dim_unit.unit_key IS 'stable name of the unit';
COMMENT ON COLUMN mart.dim_unit.name IS 'name in English, singular';
COMMENT ON COLUMN mart.dim_unit.symbol IS 'what is printed after a number';
COMMENT ON COLUMN mart.dim_unit.ucum_code IS 'UCUM code; NULL: documents leave open which unit is meant or UCUM has none';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_unit AS
SELECT
    answer.unit_key::text AS unit_key,
    answer.name::text AS name,
    answer.symbol::text AS symbol,
    answer.ucum_code::text AS ucum_code
FROM (SELECT
  u.key AS unit_key,
  u.name,
  u.symbol,
  u.ucum_code
FROM units AS u
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_unit IS 'One row per unit of measurement';
COMMENT ON COLUMN as_of.dim_unit.unit_key IS 'stable name of the unit';
COMMENT ON COLUMN as_of.dim_unit.name IS 'name in English, singular';
COMMENT ON COLUMN as_of.dim_unit.symbol IS 'what is printed after a number';
COMMENT ON COLUMN as_of.dim_unit.ucum_code IS 'UCUM code; NULL: documents leave open which unit is meant or UCUM has none';
