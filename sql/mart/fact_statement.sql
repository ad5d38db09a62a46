/* mart
grain: "One row per view, assessment, aim, reason or description, in our own words"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  event_key: {type: text, meaning: the event it is about, empty: it is about something else, refers: dim_event}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  mineral_list_key: {type: text, meaning: the list it is about, empty: it is about something else, refers: dim_mineral_list}
  mineral_key: {type: text, meaning: the mineral it is about, empty: it is about something else, refers: dim_mineral}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  kind: {type: text, meaning: "description, assessment, view, aim or reason"}
  statement: {type: text, meaning: "what is said, in our own words"}
  said_by_entity_key: {type: text, meaning: who says so, empty: the document itself or no registered entity, refers: dim_entity.entity_key}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  topic: {type: text, meaning: "what it is about: supply security, market, price and so on", empty: not said}
*/
SELECT
  f.fact_key,
  f.subject_key,
  t.agreement_key,
  t.entity_key,
  t.event_key,
  t.facility_key,
  t.mineral_list_key,
  t.mineral_key,
  t.strategy_key,
  t.place_key,
  k.label AS kind,
  t.statement,
  f.said_by_entity_key,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  k.broadest AS kind_group,
  tp.label AS topic
FROM statements AS t
JOIN dim_fact AS f ON f.fact_key = t.fact_id::text
JOIN dim_term AS k ON k.scheme = 'statement-kind' AND k.word = t.kind
LEFT JOIN terms AS tp ON tp.scheme = 'topic' AND tp.key = t.topic
WHERE f.rank <> 'deprecated';
