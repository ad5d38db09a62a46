/* mart
kind: view
grain: "One row per term of an agreement or strategy that a document tells, with its name"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  kind: {type: text, meaning: "what it is about: non-binding, condition, price floor and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  says: {type: text, meaning: "what it says: in our own words, else as printed"}
  is_binding: {type: boolean, meaning: "true if it says that the parties are bound, false that they are not", empty: it says neither}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_clause"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  c.kind,
  c.kind_group,
  coalesce(c.statement, c.as_printed) AS says,
  c.is_binding,
  c.modality,
  c.said_by,
  c.source_count,
  c.is_disputed,
  c.citation_text,
  f.note,
  s.subject_key,
  c.fact_key
FROM fact_clause AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_key
JOIN dim_subject AS s ON s.subject_key = c.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key;
