/* mart
grain: One row per element, group, compound, metal, ore or product of the chain
key: [mineral_key]
columns:
  mineral_key: {type: text, meaning: stable name of the mineral}
  name: {type: text, meaning: name in English}
  kind: {type: text, meaning: "element, group, compound, metal, ore or product"}
  symbol: {type: text, meaning: chemical symbol, empty: it is no element}
  atomic_number: {type: integer, meaning: number of protons, empty: it is no element}
  parent_mineral_key: {type: text, meaning: the group it belongs to or the mineral it is made of, empty: none recorded, refers: dim_mineral.mineral_key}
  parent_name: {type: text, meaning: name of that group or mineral, empty: none recorded}
  root_mineral_key: {type: text, meaning: "the last one on the way from parent to parent, or itself", refers: dim_mineral.mineral_key}
  root_name: {type: text, meaning: name of that last one}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
*/
WITH rooted AS (
  SELECT
    m.key,
    coalesce(r.key, q.key, p.key, m.key) AS root_key
  FROM minerals AS m
  LEFT JOIN minerals AS p ON p.key = m.parent_key
  LEFT JOIN minerals AS q ON q.key = p.parent_key
  LEFT JOIN minerals AS r ON r.key = q.parent_key
)

SELECT
  m.key AS mineral_key,
  m.name,
  k.label AS kind,
  m.symbol,
  m.atomic_number,
  m.parent_key AS parent_mineral_key,
  p.name AS parent_name,
  t.root_key AS root_mineral_key,
  r.name AS root_name,
  k.broadest AS kind_group
FROM minerals AS m
JOIN rooted AS t ON t.key = m.key
JOIN minerals AS r ON r.key = t.root_key
LEFT JOIN minerals AS p ON p.key = m.parent_key
JOIN dim_term AS k ON k.scheme = 'mineral-kind' AND k.word = m.kind;
