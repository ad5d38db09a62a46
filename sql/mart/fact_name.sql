/* mart
grain: "One row per further name that a thing goes by, of whichever register"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  event_key: {type: text, meaning: the event it is about, empty: it is about something else, refers: dim_event}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  mineral_list_key: {type: text, meaning: the list it is about, empty: it is about something else, refers: dim_mineral_list}
  mineral_key: {type: text, meaning: the mineral it is about, empty: it is about something else, refers: dim_mineral}
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  name: {type: text, meaning: the name as printed}
  kind: {type: text, meaning: "alias, short, native, former and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  language: {type: text, meaning: BCP 47 language tag of the name, empty: the language of the document}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  n.entity_key,
  n.agreement_key,
  n.event_key,
  n.facility_key,
  n.mineral_list_key,
  n.mineral_key,
  n.place_key,
  n.strategy_key,
  n.name,
  k.label AS kind,
  k.broadest AS kind_group,
  n.language,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM names AS n
JOIN dim_fact AS f ON f.fact_key = n.fact_id::text
JOIN dim_term AS k ON k.scheme = 'name-kind' AND k.word = n.kind
WHERE f.rank <> 'deprecated';
