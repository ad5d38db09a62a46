CREATE TABLE mart.dim_currency (
    currency_code text NOT NULL,
    name text NOT NULL,
    minor_units integer NOT NULL,
    CONSTRAINT dim_currency_pkey PRIMARY KEY (currency_code)
);
COMMENT ON TABLE mart.dim_currency IS 'One row per currency';
COMMENT ON COLUMN mart.dim_currency.currency_code IS 'ISO 4217 code';
COMMENT ON COLUMN mart.dim_currency.name IS 'name in English';
COMMENT ON COLUMN mart.dim_currency.minor_units IS 'number of decimals of the smallest unit';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_currency AS
SELECT
    answer.currency_code::text AS currency_code,
    answer.name::text AS name,
    answer.minor_units::integer AS minor_units
FROM (SELECT
  c.code AS currency_code,
  c.name,
  c.minor_units
FROM currencies AS c
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_currency IS 'One row per currency';
COMMENT ON COLUMN as_of.dim_currency.currency_code IS 'ISO 4217 code';
COMMENT ON COLUMN as_of.dim_currency.name IS 'name in English';
COMMENT ON COLUMN as_of.dim_currency.minor_units IS 'number of decimals of the smallest unit';
