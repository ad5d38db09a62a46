/* mart
kind: view
grain: "One row per comparison of a figure of something, with names"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  measure: {type: text, meaning: name of the indicator or kind of money that is compared}
  money_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: an indicator is compared}
  how: {type: text, meaning: "change, difference, multiple, higher, lower, unchanged, highest, lowest, first, rank or sole"}
  value: {type: "numeric(38,12)", meaning: "by how much, or the figure itself; never added up", unit: see unit, empty: no number is printed}
  unit: {type: text, meaning: "symbol of the unit, or code of the currency", empty: "none is stated, or no number is printed"}
  position: {type: integer, meaning: "position among those compared, 1 the highest", unit: place in the order, empty: it is no rank}
  as_printed: {type: text, meaning: the comparison as printed}
  base: {type: text, meaning: "what it is compared with, in words as printed where there are some"}
  base_period_words: {type: text, meaning: the period it is compared with as printed, empty: it is compared with no period}
  base_period_edtf: {type: text, meaning: the period it is compared with as an EDTF value, empty: it is compared with no period}
  base_period_earliest_date: {type: date, meaning: first day it can be, empty: "open, or it is compared with no period"}
  base_period_latest_date: {type: date, meaning: last day it can be, empty: "open, or it is compared with no period"}
  mineral: {type: text, meaning: the mineral or product, empty: none in particular}
  market: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular}
  counterpart: {type: text, meaning: "the other place or party", empty: none}
  stage: {type: text, meaning: stage of the chain it holds for, empty: none in particular}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: the period as an EDTF value, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day it can be, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day it can be, empty: "open, or no period is stated"}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  note: {type: text, meaning: what a reader must know to use it, empty: nothing}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_comparison"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  c.measure,
  c.money_kind_group,
  c.how,
  c.value,
  c.unit,
  c.position,
  c.as_printed,
  coalesce(c.base_words, concat_ws(', without ', concat_ws(', ', c.base_period_words, bp.name), bw.name)) AS base,
  c.base_period_words,
  c.base_period_edtf,
  c.base_period_earliest_date_key AS base_period_earliest_date,
  c.base_period_latest_date_key AS base_period_latest_date,
  m.name AS mineral,
  mp.name AS market,
  coalesce(ce.name, cp.name) AS counterpart,
  g.name AS stage,
  c.end_use,
  c.aspect,
  c.period_words,
  c.period_edtf,
  c.period_earliest_date_key AS period_earliest_date,
  c.period_latest_date_key AS period_latest_date,
  c.is_chosen,
  c.agreeing_source_count,
  c.differing_source_count,
  c.modality,
  c.outlook,
  c.said_by,
  c.source_count,
  c.is_disputed,
  c.citation_text,
  f.note,
  s.subject_key,
  c.fact_key
FROM fact_comparison AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_key
JOIN dim_subject AS s ON s.subject_key = c.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
LEFT JOIN dim_place AS bp ON bp.place_key = c.base_place_key
LEFT JOIN dim_place AS bw ON bw.place_key = c.base_without_place_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = c.mineral_key
LEFT JOIN dim_place AS mp ON mp.place_key = c.market_place_key
LEFT JOIN dim_place AS cp ON cp.place_key = c.counterpart_place_key
LEFT JOIN dim_entity AS ce ON ce.entity_key = c.counterpart_entity_key
LEFT JOIN dim_stage AS g ON g.stage_key = c.measured_stage_key;
