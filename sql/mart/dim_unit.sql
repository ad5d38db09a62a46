/* mart
grain: One row per unit of measurement
key: [unit_key]
columns:
  unit_key: {type: text, meaning: stable name of the unit}
  name: {type: text, meaning: "name in English, singular"}
  symbol: {type: text, meaning: what is printed after a number}
  ucum_code: {type: text, meaning: UCUM code, empty: documents leave open which unit is meant or UCUM has none}
*/
SELECT
  u.key AS unit_key,
  u.name,
  u.symbol,
  u.ucum_code
FROM units AS u;
