/* mart
grain: "One row per position of a plant or place that a document gives"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  latitude: {type: "numeric(9,6)", meaning: degrees north of the equator, unit: degrees}
  longitude: {type: "numeric(9,6)", meaning: degrees east of Greenwich, unit: degrees}
  precision_metres: {type: integer, meaning: how far off it can be, unit: metres, empty: no document says}
  as_printed: {type: text, meaning: the position as printed, empty: as latitude and longitude say}
  status: {type: text, meaning: "what the source says of it, such as low reliability", empty: nothing}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  p.facility_key,
  p.place_key,
  p.latitude,
  p.longitude,
  p.precision AS precision_metres,
  p.words AS as_printed,
  p.status,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM positions AS p
JOIN dim_fact AS f ON f.fact_key = p.fact_id::text
WHERE f.rank <> 'deprecated';
