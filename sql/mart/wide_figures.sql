/* mart
kind: view
grain: "One row per stated quantity, with names; never add up figures of different indicators, and shares not at all"
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  indicator: {type: text, meaning: what is measured}
  mineral: {type: text, meaning: mineral or product it is measured of, empty: none in particular}
  counterpart: {type: text, meaning: "the other place, such as the source of imports", empty: none}
  counterpart_iso_code: {type: text, meaning: ISO 3166-1 code of the country of the other place, empty: "none, or it lies in no country"}
  value: {type: "numeric(38,12)", meaning: "the figure as stated, of a printed range the lower one; show it, or take the average or maximum of one indicator; never the sum of shares, terms or capacities of the same thing", unit: see unit_symbol, empty: another fact that answers the same question is chosen}
  upper_value: {type: "numeric(38,12)", meaning: upper figure of a printed range, unit: see unit_symbol, empty: "no range is printed, or another fact is chosen"}
  lowest_value: {type: "numeric(38,12)", meaning: lower bound that the words state, unit: see unit_symbol, empty: "none is stated, or another fact is chosen"}
  highest_value: {type: "numeric(38,12)", meaning: upper bound that the words state, unit: see unit_symbol, empty: "none is stated, or another fact is chosen"}
  unit_symbol: {type: text, meaning: "unit, as printed after a number"}
  as_printed: {type: text, meaning: the quantity as printed}
  approximation: {type: text, meaning: "how exactly it is stated: exact, about, at least, at most, over, under or between"}
  period_words: {type: text, meaning: the period as printed, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day of the period; see the precision, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day of the period; see the precision, empty: "open, or no period is stated"}
  period_precision: {type: text, meaning: "how exactly the period is stated: day, month, year or other", empty: no period is stated}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  status: {type: text, meaning: "what the source says of the figure, such as estimated, or why it prints no number, such as withheld", empty: nothing}
  market: {type: text, meaning: "the place or market it holds in, where it is about something else", empty: none in particular}
  counterpart_entity: {type: text, meaning: "the other party, such as who buys", empty: none}
  stage: {type: text, meaning: the stage of the supply chain it holds for, empty: none in particular}
  end_use: {type: text, meaning: what the material is used for, empty: anything}
  measured_as: {type: text, meaning: "what the amounts are amounts of, such as oxide or contained metal", empty: not said}
  statistic: {type: text, meaning: "which value of the period it is: average, highest and so on", empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question; filter on it}
  chosen_by: {type: text, meaning: "why it is: only one, preferred rank, most sources, latest document or first in order", empty: another fact is chosen}
  agreeing_source_count: {type: integer, meaning: "documents whose answer agrees, its own included; show it, never add it up", unit: documents}
  differing_source_count: {type: integer, meaning: "documents with an answer that does not agree; show it, never add it up", unit: documents}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future if it is still to come by its modality, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: "documents that say so; show it, never add it up", unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_observation"}
*/
SELECT
  s.name AS subject,
  s.kind AS subject_kind,
  s.kind_group AS subject_kind_group,
  s.family AS subject_family,
  s.country_name AS country,
  l.country_iso_code,
  i.name AS indicator,
  m.name AS mineral,
  c.name AS counterpart,
  c.country_iso_code AS counterpart_iso_code,
  CASE WHEN o.is_chosen THEN o.value END AS value,
  CASE WHEN o.is_chosen THEN o.upper_value END AS upper_value,
  CASE WHEN o.is_chosen THEN o.lowest_value END AS lowest_value,
  CASE WHEN o.is_chosen THEN o.highest_value END AS highest_value,
  u.symbol AS unit_symbol,
  o.as_printed,
  o.approximation,
  o.period_words,
  o.period_earliest_date_key AS period_earliest_date,
  o.period_latest_date_key AS period_latest_date,
  o.period_precision,
  o.aspect,
  o.status,
  k.name AS market,
  e.name AS counterpart_entity,
  g.name AS stage,
  o.end_use,
  o.measured_as,
  o.statistic,
  o.scenario,
  o.is_chosen,
  o.chosen_by,
  o.agreeing_source_count,
  o.differing_source_count,
  o.modality,
  o.outlook,
  o.said_by,
  o.source_count,
  o.is_disputed,
  o.citation_text,
  s.subject_key,
  o.fact_key
FROM fact_observation AS o
JOIN dim_subject AS s ON s.subject_key = o.subject_key
LEFT JOIN dim_place AS l ON l.place_key = s.country_key
JOIN dim_indicator AS i ON i.indicator_key = o.indicator_key
JOIN dim_unit AS u ON u.unit_key = o.unit_key
LEFT JOIN dim_mineral AS m ON m.mineral_key = coalesce(o.mineral_key, o.about_mineral_key)
LEFT JOIN dim_place AS c ON c.place_key = o.counterpart_place_key
LEFT JOIN dim_place AS k ON k.place_key = o.market_place_key
LEFT JOIN dim_entity AS e ON e.entity_key = o.counterpart_entity_key
LEFT JOIN dim_stage AS g ON g.stage_key = o.measured_stage_key;
