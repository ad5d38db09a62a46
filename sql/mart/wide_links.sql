/* mart
kind: view
grain: "One row per tie between two things that are not both entities, with names and how it reads from the other side"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  relation: {type: text, meaning: "what the thing is to the other: for facility, funds, part of, near and so on"}
  relation_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  inverse: {type: text, meaning: "what the other one is to the thing, such as funded by", empty: nobody says it so}
  other_subject: {type: text, meaning: name of the other thing}
  other_kind: {type: text, meaning: what kind of thing the other is, empty: its register has no kinds}
  other_family: {type: text, meaning: register the other thing stands in}
  other_country: {type: text, meaning: "country the other belongs to, lies in or applies in", empty: "none, or no document says"}
  as_printed: {type: text, meaning: the tie as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  other_subject_key: {type: text, meaning: "the other thing: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_link"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  t.relation,
  t.relation_group,
  t.inverse,
  o.name AS other_subject,
  o.kind AS other_kind,
  o.family AS other_family,
  o.country_name AS other_country,
  t.as_printed,
  t.modality,
  t.said_by,
  t.source_count,
  t.is_disputed,
  t.citation_text,
  f.note,
  s.subject_key,
  t.other_subject_key,
  t.fact_key
FROM fact_link AS t
JOIN dim_fact AS f ON f.fact_key = t.fact_key
JOIN dim_subject AS s ON s.subject_key = t.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_subject AS o ON o.subject_key = t.other_subject_key;
