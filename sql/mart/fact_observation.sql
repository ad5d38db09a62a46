/* mart
grain: "One row per stated quantity of one subject: shares, capacities, terms, counts"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  place_key: {type: text, meaning: the place it is about, empty: it is about something else, refers: dim_place}
  entity_key: {type: text, meaning: the entity it is about, empty: it is about something else, refers: dim_entity}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  facility_key: {type: text, meaning: the facility it is about, empty: it is about something else, refers: dim_facility}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  mineral_list_key: {type: text, meaning: the list it is about, empty: it is about something else, refers: dim_mineral_list}
  event_key: {type: text, meaning: the event it is about, empty: it is about something else, refers: dim_event}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  indicator_key: {type: text, meaning: what is measured, refers: dim_indicator}
  value: {type: "numeric(38,12)", meaning: the number as stated; of a printed range the lower figure; shares are never added up, unit: see unit_key, empty: "no number is printed; see status and approximation"}
  upper_value: {type: "numeric(38,12)", meaning: "upper figure of a printed range, or the figure plus its margin", unit: see unit_key, empty: no range is printed}
  lowest_value: {type: "numeric(38,12)", meaning: "lower bound that the words state; over a whole number of things it is the next one, and under a number 0 where it cannot be less", unit: see unit_key, empty: "no lower bound is stated, as with about"}
  highest_value: {type: "numeric(38,12)", meaning: "upper bound that the words state; under a whole number of things it is the one before, and over a share 100", unit: see unit_key, empty: "no upper bound is stated, as with about"}
  unit_key: {type: text, meaning: "unit of the values: the one printed, or that of the indicator", refers: dim_unit}
  as_printed: {type: text, meaning: the quantity as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, over, between and so on", empty: no number is printed}
  quantum: {type: "numeric(38,12)", meaning: weight of the last printed digit, unit: see unit_key, empty: no number is printed}
  counterpart_place_key: {type: text, meaning: "the other place, such as the source of imports", empty: none, refers: dim_place.place_key}
  mineral_key: {type: text, meaning: the mineral or product it is measured of, empty: none in particular, refers: dim_mineral}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_edtf: {type: text, meaning: "the period as an EDTF value, no finer than the words", empty: no period is stated}
  period_earliest_date_key: {type: date, meaning: first day it can be; see the precision, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_latest_date_key: {type: date, meaning: last day it can be; see the precision, empty: "open, or no period is stated", refers: dim_date.date_key}
  period_precision: {type: text, meaning: "how exactly it is stated: day, month, year or other", empty: no period is stated}
  period_qualifier: {type: text, meaning: "on, by, before, after or about the EDTF value", empty: no period is stated}
  period_rule: {type: text, meaning: how the words were resolved, empty: no period is stated}
  period_document_key: {type: text, meaning: document whose page date the words hang on, empty: they hang on none, refers: dim_document.document_key}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees with this one, its own included", unit: documents}
  differing_source_count: {type: integer, meaning: documents with an answer that does not agree, unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  about_mineral_key: {type: text, meaning: the mineral it is about, empty: it is about something else, refers: dim_mineral.mineral_key}
  status: {type: text, meaning: "what the source says of the figure, such as estimated, or why it prints no number, such as withheld", empty: nothing}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own; never add it to its parts}
  market_place_key: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular, refers: dim_place.place_key}
  counterpart_entity_key: {type: text, meaning: "the other party, such as who buys", empty: none, refers: dim_entity.entity_key}
  measured_stage_key: {type: text, meaning: the stage of the supply chain it holds for, empty: none in particular, refers: dim_stage.stage_key}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  measured_as: {type: text, meaning: "what the amounts are amounts of, such as oxide or contained metal", empty: not said}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  printed_with_unit: {type: text, meaning: "the figure as printed, with the symbol of its unit where the words hold none, as in the cell of a table"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  o.place_key,
  o.entity_key,
  o.agreement_key,
  o.facility_key,
  o.strategy_key,
  o.mineral_list_key,
  o.event_key,
  q.question_key,
  o.indicator_key,
  o.value,
  CASE WHEN o.approximation <> 'magnitude' THEN o.upper_value END AS upper_value,
  CASE
    WHEN o.approximation IN ('exact', 'between', 'at least') THEN o.value
    WHEN o.approximation = 'over' THEN o.value + w.step
    WHEN o.approximation = 'plus minus' THEN 2 * o.value - o.upper_value
    WHEN o.approximation = 'magnitude' THEN o.quantum
    WHEN o.approximation IN ('at most', 'under') AND i.value_range <> 'any' THEN 0
  END AS lowest_value,
  CASE
    WHEN o.approximation IN ('exact', 'between', 'at most', 'plus minus') THEN coalesce(o.upper_value, o.value)
    WHEN o.approximation IN ('under', 'nearly') THEN o.value - w.step
    WHEN o.approximation = 'magnitude' THEN o.upper_value - w.step
    WHEN o.approximation IN ('at least', 'over') AND i.value_range = 'share' THEN 100 / u.base_units
    WHEN o.status = 'net exporter' THEN 0
  END AS highest_value,
  u.unit_key,
  o.words AS as_printed,
  o.approximation,
  o.quantum,
  o.counterpart_key AS counterpart_place_key,
  o.mineral_key,
  o.period_words,
  o.period_edtf,
  o.period_earliest AS period_earliest_date_key,
  o.period_latest AS period_latest_date_key,
  CASE
    WHEN o.period_edtf IS NULL THEN NULL
    WHEN o.period_edtf ~ '^[0-9]{4}$' THEN 'year'
    WHEN o.period_edtf ~ '^[0-9]{4}-[0-9]{2}$' THEN 'month'
    WHEN o.period_edtf ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN 'day'
    ELSE 'other'
  END AS period_precision,
  o.period_qualifier,
  o.period_rule,
  o.period_document_key,
  q.is_chosen,
  q.chosen_by,
  q.agreeing_source_count,
  q.differing_source_count,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text,
  o.aspect,
  o.about_mineral_key,
  o.status,
  coalesce(o.is_total, false) AS is_total,
  o.market_key AS market_place_key,
  o.counterpart_entity_key,
  o.stage_key AS measured_stage_key,
  eu.label AS end_use,
  ma.label AS measured_as,
  o.statistic,
  sn.label AS scenario,
  CASE WHEN strpos(f.path, ';outlook=future') > 0 THEN 'future' ELSE 'present' END AS outlook,
  CASE
    WHEN o.approximation IS NULL OR u.base_unit_key = 'count' OR r.others ~ r.is_unit THEN o.words
    ELSE o.words || ' ' || u.symbol
  END AS printed_with_unit
FROM observations AS o
JOIN dim_fact AS f ON f.fact_key = o.fact_id::text
JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
JOIN dim_unit AS u ON u.unit_key = coalesce(o.unit_key, i.unit_key)
CROSS JOIN LATERAL (SELECT CASE WHEN u.base_unit_key = 'count' THEN 1 ELSE 0 END AS step) AS w
-- What is left of the words without those that say how exact or how large it is. A single letter is a mark of the table,
-- unless it is the symbol.
CROSS JOIN LATERAL (
  SELECT
    regexp_replace(
      o.words,
      '\m(about|around|approx|approximately|roughly|some|circa|ca|nearly|almost|close|to|over|above|under|below|up|as|much|many'
      '|more|less|fewer|than|at|least|most|between|and|from|or|an|est|estimated|thousand|million|billion|trillion|mn|bn)\M',
      '',
      'gi'
    ) AS others,
    '[[:alpha:]]{2}|(?=[^[:ascii:]])[[:alpha:]]|[%‰°$€£¥₩]|(^|[^[:alpha:]])' || regexp_replace(u.symbol, '(\W)', '\\\1', 'g') || '($|\W)'
      AS is_unit
) AS r
JOIN fact_answer AS q ON q.fact_key = f.fact_key
LEFT JOIN terms AS eu ON eu.scheme = 'end-use' AND eu.key = o.end_use
LEFT JOIN terms AS ma ON ma.scheme = 'substance-basis' AND ma.key = o.measured_as
LEFT JOIN terms AS sn ON sn.scheme = 'scenario' AND sn.key = o.scenario
WHERE f.rank <> 'deprecated';
