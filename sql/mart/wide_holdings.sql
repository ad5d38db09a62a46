/* mart
kind: view
grain: "One row per stake that an entity holds or is to hold, with names of owner and of what is held"
key: [fact_key]
columns:
  owner: {type: text, meaning: name of the owner}
  owner_kind: {type: text, meaning: "company, government body, person and so on"}
  owner_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  owner_country: {type: text, meaning: country the owner belongs to, empty: no document says}
  held: {type: text, meaning: name of what is held}
  held_family: {type: text, meaning: "register it stands in: entities, facilities or agreements"}
  held_country: {type: text, meaning: "country it belongs to or lies in", empty: "none, or no document says"}
  instrument: {type: text, meaning: "what sort of claim it is: shares, warrants and so on", empty: not said}
  instrument_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: not said}
  share: {type: "numeric(38,12)", meaning: the share as stated, unit: percent, empty: none is printed}
  lowest_share: {type: "numeric(38,12)", meaning: lower bound that the words state, unit: percent, empty: no lower bound is stated}
  highest_share: {type: "numeric(38,12)", meaning: upper bound that the words state, unit: percent, empty: no upper bound is stated}
  as_printed: {type: text, meaning: the holding as printed}
  position: {type: integer, meaning: "position among the holders, 1 the largest", unit: place in the order, empty: not said}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: the period as an EDTF value, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day it can be, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day it can be, empty: "open, or no period is stated"}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  owner_key: {type: text, meaning: "key of the owner, as in dim_entity"}
  held_subject_key: {type: text, meaning: "what is held: register and key, as in dim_subject"}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  fact_key: {type: text, meaning: "the fact, as in fact_holding"}
*/
SELECT
  e.name AS owner,
  e.kind AS owner_kind,
  e.kind_group AS owner_kind_group,
  e.country_name AS owner_country,
  s.name AS held,
  s.family AS held_family,
  s.country_name AS held_country,
  h.instrument,
  h.instrument_group,
  h.share,
  h.lowest_share,
  h.highest_share,
  h.as_printed,
  h.position,
  h.aspect,
  h.period_words,
  h.period_edtf,
  h.period_earliest_date_key AS period_earliest_date,
  h.period_latest_date_key AS period_latest_date,
  h.is_chosen,
  h.modality,
  h.outlook,
  h.said_by,
  h.source_count,
  h.is_disputed,
  h.citation_text,
  f.note,
  h.entity_key AS owner_key,
  h.held_subject_key,
  h.question_key,
  h.fact_key
FROM fact_holding AS h
JOIN dim_fact AS f ON f.fact_key = h.fact_key
JOIN dim_entity AS e ON e.entity_key = h.entity_key
JOIN dim_subject AS s ON s.subject_key = h.held_subject_key;
