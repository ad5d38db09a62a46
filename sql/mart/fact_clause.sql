/* mart
grain: "One row per term of an agreement or strategy that a document tells"
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  subject_key: {type: text, meaning: "what it is about: register and key", refers: dim_subject}
  agreement_key: {type: text, meaning: the agreement it is about, empty: it is about something else, refers: dim_agreement}
  strategy_key: {type: text, meaning: the strategy it is about, empty: it is about something else, refers: dim_strategy}
  kind: {type: text, meaning: "what it is about: non-binding, condition, price floor and so on"}
  kind_group: {type: text, meaning: "the broadest word above it, by which reports count"}
  as_printed: {type: text, meaning: the clause as printed, empty: statement says it}
  statement: {type: text, meaning: "what it says, in our own words", empty: as_printed says it}
  is_binding: {type: boolean, meaning: "true if it says that the parties are bound, false that they are not", empty: it says neither}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  source_count: {type: integer, meaning: documents that say so, unit: documents}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
*/
SELECT
  f.fact_key,
  f.subject_key,
  c.agreement_key,
  c.strategy_key,
  k.label AS kind,
  k.broadest AS kind_group,
  c.words AS as_printed,
  c.statement,
  CASE WHEN k.is_binding THEN true WHEN k.is_non_binding THEN false END AS is_binding,
  f.modality,
  f.said_by,
  f.source_count,
  f.is_disputed,
  f.citation_text
FROM clauses AS c
JOIN dim_fact AS f ON f.fact_key = c.fact_id::text
JOIN dim_term AS k ON k.scheme = 'clause-kind' AND k.word = c.kind
WHERE f.rank <> 'deprecated';
