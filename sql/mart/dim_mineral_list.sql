/* mart
grain: One row per official list of minerals
key: [mineral_list_key]
columns:
  mineral_list_key: {type: text, meaning: stable name of the list}
  name: {type: text, meaning: "a short title, ours"}
  jurisdiction_place_key: {type: text, meaning: where the list applies, empty: "no document says, or several places; see bridge_strategy_place", refers: dim_place.place_key}
  jurisdiction_name: {type: text, meaning: name of that place, empty: "no document says, or several places"}
  steward_entity_key: {type: text, meaning: who keeps the list, empty: no document says, refers: dim_entity.entity_key}
  steward_name: {type: text, meaning: name of who keeps it, empty: no document says}
  entry_term: {type: text, meaning: what documents call its entries}
  fact_key: {type: text, meaning: "the list as a citable fact", refers: dim_fact}
*/
SELECT
  n.key AS mineral_list_key,
  n.name,
  n.jurisdiction_key AS jurisdiction_place_key,
  j.name AS jurisdiction_name,
  n.steward_key AS steward_entity_key,
  e.name AS steward_name,
  n.entry_term,
  n.fact_id AS fact_key
FROM mineral_lists AS n
LEFT JOIN places AS j ON j.key = n.jurisdiction_key
LEFT JOIN entities AS e ON e.key = n.steward_key;
