/* mart
kind: view
grain: "One row per relation of two entities, with their names and how it reads from the other side"
key: [fact_key]
columns:
  entity: {type: text, meaning: its name}
  entity_kind: {type: text, meaning: "company, government body, person and so on"}
  entity_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  entity_country: {type: text, meaning: country it belongs to, empty: no document says}
  relation: {type: text, meaning: "what the entity is to the other one: chair of, subsidiary of, listed on and so on"}
  relation_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  other_entity: {type: text, meaning: name of the other entity}
  other_entity_country: {type: text, meaning: country it belongs to, empty: no document says}
  inverse: {type: text, meaning: "what the other one is to the entity, such as chaired by", empty: nobody says it so}
  is_office: {type: boolean, meaning: whether the entity holds an office in the other}
  is_ownership: {type: boolean, meaning: whether they are tied by ownership}
  title: {type: text, meaning: title as printed, empty: none}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: the period as an EDTF value, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day it can be, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day it can be, empty: "open, or no period is stated"}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  entity_key: {type: text, meaning: "key of the subject, as in dim_entity"}
  other_entity_key: {type: text, meaning: "key of the other entity, as in dim_entity"}
  fact_key: {type: text, meaning: "the fact, as in fact_entity_relation"}
*/
SELECT
  e.name AS entity,
  e.kind AS entity_kind,
  e.kind_group AS entity_kind_group,
  e.country_name AS entity_country,
  r.relation,
  r.relation_group,
  o.name AS other_entity,
  o.country_name AS other_entity_country,
  r.inverse,
  r.is_office,
  r.is_ownership,
  r.title,
  r.period_words,
  r.period_edtf,
  r.period_earliest_date_key AS period_earliest_date,
  r.period_latest_date_key AS period_latest_date,
  r.modality,
  r.said_by,
  r.source_count,
  r.is_disputed,
  r.citation_text,
  f.note,
  r.entity_key,
  r.object_entity_key AS other_entity_key,
  r.fact_key
FROM fact_entity_relation AS r
JOIN dim_fact AS f ON f.fact_key = r.fact_key
JOIN dim_entity AS e ON e.entity_key = r.entity_key
JOIN dim_entity AS o ON o.entity_key = r.object_entity_key;
