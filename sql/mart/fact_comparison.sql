/* mart
grain: "One row per comparison of a figure of one subject with another figure, or with others of its kind"
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
  about_mineral_key: {type: text, meaning: the mineral it is about, empty: it is about something else, refers: dim_mineral.mineral_key}
  question_key: {type: text, meaning: "the question it answers, the same for all documents that answer it"}
  indicator_key: {type: text, meaning: the indicator that is compared, empty: money is, refers: dim_indicator}
  money_kind: {type: text, meaning: the kind of money that is compared, empty: an indicator is}
  money_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: an indicator is compared}
  measure: {type: text, meaning: name of the indicator or kind of money}
  how: {type: text, meaning: "change, difference, multiple, higher, lower, unchanged, highest, lowest, first, rank or sole"}
  value: {type: "numeric(38,12)", meaning: "by how much, or the figure itself; never added up", unit: see unit, empty: no number is printed}
  upper_value: {type: "numeric(38,12)", meaning: "upper figure of a printed range, or the figure plus its margin", unit: see unit, empty: no range is printed}
  unit: {type: text, meaning: "symbol of the unit, or code of the currency", empty: "none is stated, or no number is printed"}
  unit_key: {type: text, meaning: unit of the number as printed, empty: "a change is in percent, a multiple has none, else it is that of the indicator or a currency", refers: dim_unit}
  currency_code: {type: text, meaning: "currency of the number, ISO 4217", empty: it is no sum of money, refers: dim_currency}
  position: {type: integer, meaning: "position among those compared, 1 the highest", unit: place in the order, empty: it is no rank}
  as_printed: {type: text, meaning: the comparison as printed}
  approximation: {type: text, meaning: "how exactly the number is stated: exact, about, over, between and so on", empty: no number is printed}
  base_words: {type: text, meaning: what it is compared with as printed, empty: the period or place says it}
  base_period_words: {type: text, meaning: the period it is compared with as printed, empty: it is compared with no period}
  base_period_edtf: {type: text, meaning: "the period it is compared with as an EDTF value, no finer than the words", empty: it is compared with no period}
  base_period_earliest_date_key: {type: date, meaning: first day it can be, empty: "open, or it is compared with no period", refers: dim_date.date_key}
  base_period_latest_date_key: {type: date, meaning: last day it can be, empty: "open, or it is compared with no period", refers: dim_date.date_key}
  base_place_key: {type: text, meaning: the place whose others it is compared with, empty: not said, refers: dim_place.place_key}
  base_without_place_key: {type: text, meaning: the place that is left out of that place, empty: none, refers: dim_place.place_key}
  mineral_key: {type: text, meaning: the mineral or product, empty: none in particular, refers: dim_mineral}
  market_place_key: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular, refers: dim_place.place_key}
  counterpart_place_key: {type: text, meaning: "the other place, such as the source of imports", empty: none, refers: dim_place.place_key}
  counterpart_entity_key: {type: text, meaning: "the other party, such as who buys", empty: none, refers: dim_entity.entity_key}
  measured_stage_key: {type: text, meaning: the stage of the supply chain it holds for, empty: none in particular, refers: dim_stage.stage_key}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  measured_as: {type: text, meaning: "what the amounts are amounts of, such as oxide or contained metal", empty: not said}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
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
  c.place_key,
  c.entity_key,
  c.agreement_key,
  c.facility_key,
  c.strategy_key,
  c.mineral_list_key,
  c.event_key,
  c.about_mineral_key,
  q.question_key,
  c.indicator_key,
  k.label AS money_kind,
  k.broadest AS money_kind_group,
  coalesce(i.name, k.label) AS measure,
  c.how,
  c.value,
  CASE WHEN c.approximation <> 'magnitude' THEN c.upper_value END AS upper_value,
  CASE
    WHEN c.approximation IS NULL THEN NULL
    WHEN c.currency_code IS NOT NULL THEN c.currency_code
    WHEN c.unit_key IS NOT NULL THEN u.symbol
    WHEN c.how = 'change' THEN '%'
    WHEN c.how <> 'multiple' THEN i.unit_symbol
  END AS unit,
  c.unit_key,
  c.currency_code,
  c.position,
  c.words AS as_printed,
  c.approximation,
  c.base_words,
  c.base_period_words,
  c.base_period_edtf,
  c.base_period_earliest AS base_period_earliest_date_key,
  c.base_period_latest AS base_period_latest_date_key,
  c.base_place_key,
  c.base_without_key AS base_without_place_key,
  c.mineral_key,
  c.market_key AS market_place_key,
  c.counterpart_key AS counterpart_place_key,
  c.counterpart_entity_key,
  c.stage_key AS measured_stage_key,
  eu.label AS end_use,
  ma.label AS measured_as,
  c.statistic,
  sn.label AS scenario,
  c.aspect,
  c.period_words,
  c.period_edtf,
  c.period_earliest AS period_earliest_date_key,
  c.period_latest AS period_latest_date_key,
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
FROM comparisons AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_id::text
JOIN fact_answer AS q ON q.fact_key = f.fact_key
LEFT JOIN dim_term AS k ON k.scheme = 'money-kind' AND k.word = c.money_kind
LEFT JOIN dim_indicator AS i ON i.indicator_key = c.indicator_key
LEFT JOIN dim_unit AS u ON u.unit_key = c.unit_key
LEFT JOIN terms AS eu ON eu.scheme = 'end-use' AND eu.key = c.end_use
LEFT JOIN terms AS ma ON ma.scheme = 'substance-basis' AND ma.key = c.measured_as
LEFT JOIN terms AS sn ON sn.scheme = 'scenario' AND sn.key = c.scenario
WHERE f.rank <> 'deprecated';
