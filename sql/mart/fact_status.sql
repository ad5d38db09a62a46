/* mart
grain: "One row per state that a document says a thing is in, with the day"
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  status: {type: text, meaning: "the state: under construction, active, suspended and so on"}
  status_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  as_of_words: {type: text, meaning: the day as printed, empty: it is that of the document}
  as_of_edtf: {type: text, meaning: "the day as an EDTF value, no finer than the words", empty: it is that of the document}
  as_of_earliest_date_key: {type: date, meaning: first day it can be, empty: "open, or it is that of the document", refers: dim_date.date_key}
  as_of_latest_date_key: {type: date, meaning: last day it can be, empty: "open, or it is that of the document", refers: dim_date.date_key}
  holds_on: {type: date, meaning: "last day it can be; the page date of the latest document that says so, where no day is stated", empty: no document shows a date}
  aspect: {type: text, meaning: the part or phase it is the state of, empty: the whole}
  is_latest: {type: boolean, meaning: "whether no later day is known for the thing or that part of it; planned states apart"}
  as_printed: {type: text, meaning: the state as printed, empty: not kept}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  t.agreement_key,
  t.entity_key,
  t.facility_key,
  t.strategy_key,
  k.label AS status,
  k.broadest AS status_group,
  t.as_of_words,
  t.as_of_edtf,
  t.as_of_earliest AS as_of_earliest_date_key,
  t.as_of_latest AS as_of_latest_date_key,
  coalesce(t.as_of_latest, d.page_date) AS holds_on,
  t.aspect,
  coalesce(t.as_of_latest, d.page_date) IS NOT DISTINCT FROM max(coalesce(t.as_of_latest, d.page_date)) OVER (
    PARTITION BY f.subject_key, t.aspect, strpos(f.path, ';outlook=future') > 0
  ) AS is_latest,
  t.words AS as_printed,
  f.modality,
  CASE WHEN strpos(f.path, ';outlook=future') > 0 THEN 'future' ELSE 'present' END AS outlook,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM statuses AS t
JOIN dim_fact AS f ON f.fact_key = t.fact_id::text
JOIN dim_term AS k ON k.scheme = 'status' AND k.word = t.status
LEFT JOIN LATERAL (
  SELECT max(d.page_date) AS page_date
  FROM citations AS c
  JOIN documents AS d ON d.key = c.document_key
  WHERE c.fact_id = t.fact_id
) AS d ON true
WHERE f.rank <> 'deprecated';
