/* mart
grain: One row per unit of measurement
key: [unit_key]
columns:
  unit_key: {type: text, meaning: stable name of the unit}
  name: {type: text, meaning: "name in English, singular"}
  symbol: {type: text, meaning: what is printed after a number}
  ucum_code: {type: text, meaning: UCUM code, empty: documents leave open which unit is meant or UCUM has none}
  base_unit_key: {type: text, meaning: "unit of the same kind that others are compared in, or itself", refers: dim_unit.unit_key}
  base_units: {type: "numeric(38,12)", meaning: "how many base units it is, exactly", unit: see base_unit_key, empty: no exact number}
*/
SELECT
  u.key AS unit_key,
  u.name,
  u.symbol,
  u.ucum_code,
  coalesce(u.base_key, u.key) AS base_unit_key,
  CASE WHEN u.base_key IS NULL THEN 1 ELSE u.factor END AS base_units
FROM units AS u;
