/* mart
grain: One row per quantity that documents state
key: [indicator_key]
columns:
  indicator_key: {type: text, meaning: stable name of the quantity}
  name: {type: text, meaning: name in English}
  definition: {type: text, meaning: "what is measured, against what"}
  unit_key: {type: text, meaning: unit its values are in, refers: dim_unit}
  unit_name: {type: text, meaning: name of that unit}
  unit_symbol: {type: text, meaning: what is printed after a number}
*/
SELECT
  i.key AS indicator_key,
  i.name,
  i.definition,
  i.unit_key,
  u.name AS unit_name,
  u.symbol AS unit_symbol
FROM indicators AS i
JOIN units AS u ON u.key = i.unit_key;
