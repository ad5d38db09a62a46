/* mart
grain: "One row per tie between two registered things that are not both entities"
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
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  relation: {type: text, meaning: "what the thing is to the other: for facility, funds, part of, near and so on"}
  relation_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  inverse: {type: text, meaning: "the same seen from the other thing, such as funded by", empty: nobody says it so}
  other_subject_key: {type: text, meaning: "the other thing: register and key", refers: dim_subject.subject_key}
  to_agreement_key: {type: text, meaning: the agreement it is tied to, empty: it is tied to something else, refers: dim_agreement.agreement_key}
  to_entity_key: {type: text, meaning: the entity it is tied to, empty: it is tied to something else, refers: dim_entity.entity_key}
  to_event_key: {type: text, meaning: the event it is tied to, empty: it is tied to something else, refers: dim_event.event_key}
  to_facility_key: {type: text, meaning: the facility it is tied to, empty: it is tied to something else, refers: dim_facility.facility_key}
  to_mineral_list_key: {type: text, meaning: the list it is tied to, empty: it is tied to something else, refers: dim_mineral_list.mineral_list_key}
  to_mineral_key: {type: text, meaning: the mineral it is tied to, empty: it is tied to something else, refers: dim_mineral.mineral_key}
  to_place_key: {type: text, meaning: the place it is tied to, empty: it is tied to something else, refers: dim_place.place_key}
  to_strategy_key: {type: text, meaning: the strategy it is tied to, empty: it is tied to something else, refers: dim_strategy.strategy_key}
  as_printed: {type: text, meaning: the tie as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  l.agreement_key,
  l.entity_key,
  l.event_key,
  l.facility_key,
  l.mineral_list_key,
  l.mineral_key,
  l.place_key,
  l.strategy_key,
  k.label AS relation,
  k.broadest AS relation_group,
  k.inverse,
  coalesce(
    'agreements/' || l.to_agreement_key,
    'entities/' || l.to_entity_key,
    'events/' || l.to_event_key,
    'facilities/' || l.to_facility_key,
    'mineral_lists/' || l.to_mineral_list_key,
    'minerals/' || l.to_mineral_key,
    'places/' || l.to_place_key,
    'strategies/' || l.to_strategy_key
  ) AS other_subject_key,
  l.to_agreement_key,
  l.to_entity_key,
  l.to_event_key,
  l.to_facility_key,
  l.to_mineral_list_key,
  l.to_mineral_key,
  l.to_place_key,
  l.to_strategy_key,
  l.words AS as_printed,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM links AS l
JOIN dim_fact AS f ON f.fact_key = l.fact_id::text
JOIN dim_term AS k ON k.scheme = 'link' AND k.word = l.relation
WHERE f.rank <> 'deprecated';
