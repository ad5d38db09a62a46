/* mart
kind: view
grain: "One row per view, assessment, aim, reason or description, with names"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  statement_kind: {type: text, meaning: "description, assessment, view, aim or reason"}
  statement_kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  statement: {type: text, meaning: "what is said, in our own words"}
  speaker: {type: text, meaning: registered entity that says so, empty: the document itself or no registered entity}
  speaker_kind: {type: text, meaning: "company, government body, person and so on", empty: as speaker}
  speaker_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: as speaker}
  speaker_country: {type: text, meaning: country the speaker belongs to, empty: "as speaker, or no document says"}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_statement"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  t.kind AS statement_kind,
  t.kind_group AS statement_kind_group,
  t.statement,
  e.name AS speaker,
  e.kind AS speaker_kind,
  e.kind_group AS speaker_kind_group,
  e.country_name AS speaker_country,
  t.modality,
  t.said_by,
  t.source_count,
  t.is_disputed,
  t.citation_text,
  f.note,
  s.subject_key,
  t.fact_key
FROM fact_statement AS t
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_fact AS f ON f.fact_key = t.fact_key
LEFT JOIN dim_entity AS e ON e.entity_key = t.said_by_entity_key;
