/* mart
grain: One row per quantity that documents state
key: [indicator_key]
columns:
  indicator_key: {type: text, meaning: stable name of the quantity}
  name: {type: text, meaning: name in English}
  definition: {type: text, meaning: "what is measured, against what"}
  unit_key: {type: text, meaning: unit of the values that name none of their own, refers: dim_unit}
  unit_name: {type: text, meaning: name of that unit}
  unit_symbol: {type: text, meaning: what is printed after a number}
  value_range: {type: text, meaning: "which values can be right: share, not negative or any"}
  adds_over: {type: text, meaning: "over what its values may be added up: parts and time, or parts", empty: never}
*/
SELECT
  i.key AS indicator_key,
  i.name,
  i.definition,
  i.unit_key,
  u.name AS unit_name,
  u.symbol AS unit_symbol,
  coalesce(
    i.value_range, CASE WHEN coalesce(u.base_key, u.key) = 'percent' THEN 'share' ELSE 'not negative' END
  ) AS value_range,
  i.adds_over
FROM indicators AS i
JOIN units AS u ON u.key = i.unit_key;
