/* mart
grain: "One row per stake that an entity holds, or is to hold, in a company, plant or venture"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  entity_key: {type: text, meaning: the owner, refers: dim_entity}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  held_subject_key: {type: text, meaning: "what is held: register and key", refers: dim_subject.subject_key}
  of_entity_key: {type: text, meaning: the entity that is held, empty: something else is, refers: dim_entity.entity_key}
  of_facility_key: {type: text, meaning: the facility that is held, empty: something else is, refers: dim_facility.facility_key}
  of_agreement_key: {type: text, meaning: the agreement that is held, empty: something else is, refers: dim_agreement.agreement_key}
  instrument: {type: text, meaning: "what sort of claim it is: shares, warrants and so on", empty: not said}
  instrument_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: not said}
  share: {type: "numeric(38,12)", meaning: the share as stated; of a printed range the lower figure, unit: percent, empty: none is printed}
  upper_share: {type: "numeric(38,12)", meaning: "upper figure of a printed range, or the figure plus its margin", unit: percent, empty: no range is printed}
  lowest_share: {type: "numeric(38,12)", meaning: lower bound that the words state, unit: percent, empty: no lower bound is stated}
  highest_share: {type: "numeric(38,12)", meaning: upper bound that the words state, unit: percent, empty: no upper bound is stated}
  as_printed: {type: text, meaning: the holding as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, over, between and so on", empty: no share is printed}
  position: {type: integer, meaning: "position among the holders, 1 the largest", unit: place in the order, empty: not said}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as an EDTF value, no finer than the words", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day it can be, empty: "open, or no period is stated", refers: dim_date.date_key}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
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
  h.entity_key,
  q.question_key,
  coalesce('entities/' || h.of_entity_key, 'facilities/' || h.of_facility_key, 'agreements/' || h.of_agreement_key) AS held_subject_key,
  h.of_entity_key,
  h.of_facility_key,
  h.of_agreement_key,
  k.label AS instrument,
  k.broadest AS instrument_group,
  h.share,
  CASE WHEN h.approximation <> 'magnitude' THEN h.upper_share END AS upper_share,
  CASE
    WHEN h.approximation IN ('exact', 'between', 'at least', 'over') THEN h.share
    WHEN h.approximation = 'plus minus' THEN 2 * h.share - h.upper_share
    WHEN h.approximation = 'magnitude' THEN h.quantum
    WHEN h.approximation IN ('at most', 'under') THEN 0
  END AS lowest_share,
  CASE
    WHEN h.approximation IN ('exact', 'between', 'at most', 'plus minus') THEN coalesce(h.upper_share, h.share)
    WHEN h.approximation IN ('under', 'nearly') THEN h.share
    WHEN h.approximation = 'magnitude' THEN h.upper_share
    WHEN h.approximation IN ('at least', 'over') THEN 100
  END AS highest_share,
  h.words AS as_printed,
  h.approximation,
  h.position,
  h.aspect,
  h.period_words,
  h.period_edtf,
  h.period_earliest AS period_earliest_date_key,
  h.period_latest AS period_latest_date_key,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  CASE WHEN strpos(f.path, ';outlook=future') > 0 THEN 'future' ELSE 'present' END AS outlook,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM holdings AS h
JOIN dim_fact AS f ON f.fact_key = h.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
LEFT JOIN dim_term AS k ON k.scheme = 'instrument' AND k.word = h.instrument
WHERE f.rank <> 'deprecated';
