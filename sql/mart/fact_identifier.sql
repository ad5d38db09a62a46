/* mart
grain: "One row per identifier of a thing in a register or standard"
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
  scheme: {type: text, meaning: "the register or standard: LEI, ticker, Wikidata and so on"}
  identifier: {type: text, meaning: the identifier}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as an EDTF value, no finer than the words", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  i.agreement_key,
  i.entity_key,
  i.event_key,
  i.facility_key,
  i.mineral_list_key,
  i.mineral_key,
  i.place_key,
  i.strategy_key,
  k.label AS scheme,
  i.value AS identifier,
  i.period_words,
  i.period_edtf,
  i.period_earliest AS period_earliest_date_key,
  i.period_latest AS period_latest_date_key,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM identifiers AS i
JOIN dim_fact AS f ON f.fact_key = i.fact_id::text
JOIN dim_term AS k ON k.scheme = 'identifier-scheme' AND k.word = i.scheme
WHERE f.rank <> 'deprecated';
