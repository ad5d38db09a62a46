/* mart
grain: One row per currency
key: [currency_code]
columns:
  currency_code: {type: text, meaning: ISO 4217 code}
  name: {type: text, meaning: name in English}
  minor_units: {type: integer, meaning: number of decimals of the smallest unit}
*/
SELECT
  c.code AS currency_code,
  c.name,
  c.minor_units
FROM currencies AS c;
