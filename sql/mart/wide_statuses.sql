/* mart
kind: view
grain: "One row per state that a document says a thing is in, with its name and the day"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  status: {type: text, meaning: "the state: under construction, active, suspended and so on"}
  status_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  holds_on: {type: date, meaning: "last day it can be; the page date of the latest document that says so, where no day is stated", empty: no document shows a date}
  is_latest: {type: boolean, meaning: "whether no later day is known for the thing or that part of it; planned states apart"}
  aspect: {type: text, meaning: the part or phase it is the state of, empty: the whole}
  as_printed: {type: text, meaning: the state as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_status"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  t.status,
  t.status_group,
  t.holds_on,
  t.is_latest,
  t.aspect,
  t.as_printed,
  t.modality,
  t.outlook,
  t.said_by,
  t.source_count,
  t.is_disputed,
  t.citation_text,
  f.note,
  s.subject_key,
  t.fact_key
FROM fact_status AS t
JOIN dim_fact AS f ON f.fact_key = t.fact_key
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key;
