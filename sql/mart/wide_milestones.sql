/* mart
kind: view
grain: "One row per dated step, with names"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  step: {type: text, meaning: "what step it is: announced, signed, production start and so on"}
  step_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  date_words: {type: text, meaning: the date as printed, empty: no document says}
  date_edtf: {type: text, meaning: "the date as an EDTF value, no finer than the words", empty: no document says}
  earliest_date: {type: date, meaning: first day it can be; see the precision, empty: "open, or no document says"}
  latest_date: {type: date, meaning: last day it can be; see the precision, empty: "open, or no document says"}
  date_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no document says}
  date_qualifier: {type: text, meaning: "on, by, before, after or about the EDTF value", empty: no document says}
  date_rule: {type: text, meaning: how the words were resolved, empty: no document says}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question; filter on it}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees, its own included; show it, never add it up", unit: documents}
  differing_source_count: {type: integer, meaning: "documents with an answer that does not agree; show it, never add it up", unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_milestone"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  m.kind AS step,
  m.kind_group AS step_group,
  m.date_words,
  m.date_edtf,
  m.earliest_date_key AS earliest_date,
  m.latest_date_key AS latest_date,
  m.date_precision,
  m.date_qualifier,
  m.date_rule,
  m.aspect,
  m.is_chosen,
  m.chosen_by,
  m.agreeing_source_count,
  m.differing_source_count,
  m.modality,
  m.said_by,
  m.source_count,
  m.is_disputed,
  m.citation_text,
  s.subject_key,
  m.fact_key
FROM fact_milestone AS m
JOIN dim_subject AS s ON s.subject_key = m.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key;
