/* mart
grain: "One row per mineral, stage or end use that something covers, and document that says so"
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
  covered_mineral_key: {type: text, meaning: mineral or product it covers, empty: none in particular, refers: dim_mineral.mineral_key}
  covered_stage_key: {type: text, meaning: stage of the chain it covers, empty: none in particular, refers: dim_stage.stage_key}
  covered_end_use: {type: text, meaning: "end use it covers, as printed", empty: none in particular}
  as_printed: {type: text, meaning: the scope as printed}
  completeness: {type: text, meaning: "whether the document names all there are: complete, by example or not said"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  code: {type: text, meaning: "code of a class of goods, with its system before it, such as hs:280530", empty: none}
*/
SELECT
  f.fact_key,
  f.subject_key,
  s.agreement_key,
  s.entity_key,
  s.event_key,
  s.facility_key,
  s.mineral_list_key,
  s.mineral_key,
  s.strategy_key,
  s.covered_mineral_key,
  s.covered_stage_key,
  s.covered_end_use,
  s.words AS as_printed,
  s.completeness,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  s.code
FROM scopes AS s
JOIN dim_fact AS f ON f.fact_key = s.fact_id::text
WHERE f.rank <> 'deprecated';
