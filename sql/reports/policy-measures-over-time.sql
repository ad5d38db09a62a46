/* report
title: Policy measures over time
question: How many measures of which sort began and ended in which year, where, and who issued them?
grain: [year, jurisdiction, measure_kind]
params:
  jurisdiction:
    type: text
    help: key of a place; only measures that apply there, among other places or alone; without it all
    choices_from: SELECT place_key, name, iso_code FROM mart.dim_place
  issuer:
    type: text
    help: key of an entity; only measures that it issued, alone or with others; without it all
    choices_from: SELECT entity_key, name, other_names FROM mart.dim_entity
  measure_kind:
    type: text
    help: only measures of this sort; without it all
    choices_from: SELECT DISTINCT broadest FROM mart.dim_term WHERE scheme = 'measure-kind'
columns:
  year:
    meaning: year in which the measures began or ended; they begin with their strategy, by the words of its steps
    empty: no document dates a step of the strategy to a year
  jurisdiction:
    meaning: where they apply; several places between semicolons, so that nothing is counted twice
    empty: no document says
  measure_kind:
    meaning: sort of measure, by the broadest word
  began:
    meaning: measures whose strategy came into force in the year; if no document says when, was adopted, or else first told of
    unit: measures
  ended:
    meaning: measures whose strategy ended in the year
    unit: measures
  running:
    meaning: measures of the sort and place that had begun by the end of the year and that no document ends before it
    unit: measures
    empty: no year is known
  issuers:
    meaning: who issued their strategies, by name, between semicolons
    empty: no document says
  strategies:
    meaning: their strategies, our short titles, between semicolons
  steps:
    meaning: the steps that the year is taken from, with dates and words as printed, between semicolons
    empty: no document dates one
cite:
  began: measure_facts
  issuers: issuer_facts
  steps: step_facts
chart: {kind: stacked bar, x: year, y: began, series: measure_kind}
cases:
  - expect:
      rows: 7
      contains:
        - {year: "2026", jurisdiction: South Korea, measure_kind: monitoring, began: "2", ended: "0", running: "2"}
        - {year: "", jurisdiction: China, measure_kind: trade restriction, running: ""}
  - params: {issuer: government-of-china}
    expect:
      rows: 1
  - params: {jurisdiction: japan}
    expect: {rows: 0}
*/
WITH places AS (
  SELECT
    p.strategy_key,
    string_agg(DISTINCT l.name, '; ' ORDER BY l.name) AS jurisdiction,
    bool_or(p.place_key = :jurisdiction) AS has_jurisdiction
  FROM mart.bridge_strategy_place AS p
  JOIN mart.dim_place AS l ON l.place_key = p.place_key
  WHERE p.strategy_key IS NOT NULL AND p.role_group = 'jurisdiction'
  GROUP BY p.strategy_key
),

issuers AS (
  SELECT
    p.strategy_key,
    e.name,
    p.entity_key,
    p.fact_key
  FROM mart.bridge_strategy_party AS p
  JOIN mart.dim_term AS k ON k.scheme = 'strategy-role' AND k.label = p.role
  JOIN mart.dim_entity AS e ON e.entity_key = p.entity_key
  WHERE k.is_issuer
),

steps AS (
  SELECT
    m.strategy_key,
    date_part('year', coalesce(m.earliest_date_key, m.latest_date_key))::integer AS year,
    m.kind_group = 'ended' AS is_end,
    CASE
      WHEN m.kind_group = 'in force' THEN 1
      WHEN m.kind_group IN ('adopted', 'approved', 'launched') THEN 2
      ELSE 3
    END AS place,
    m.kind || ' ' || concat_ws(' ', nullif(m.date_qualifier, 'on'), m.date_edtf, '(' || m.date_words || ')') AS words,
    m.fact_key
  FROM mart.fact_milestone AS m
  WHERE m.strategy_key IS NOT NULL AND m.is_chosen AND coalesce(m.earliest_date_key, m.latest_date_key) IS NOT NULL
),

begun AS (
  SELECT DISTINCT ON (t.strategy_key) t.strategy_key, t.year, t.words, t.fact_key
  FROM steps AS t
  WHERE NOT t.is_end
  ORDER BY t.strategy_key, t.place, t.year, t.fact_key
),

ended AS (
  SELECT DISTINCT ON (t.strategy_key) t.strategy_key, t.year, t.words, t.fact_key
  FROM steps AS t
  WHERE t.is_end
  ORDER BY t.strategy_key, t.year, t.fact_key
),

-- Two documents that tell of one measure tell it once.
measures AS (
  SELECT
    regexp_replace(f.path, '@.*', '') AS measure_key,
    m.strategy_key,
    m.kind_group AS measure_kind,
    p.jurisdiction,
    b.year AS begin_year,
    e.year AS end_year,
    m.fact_key
  FROM mart.fact_strategy_measure AS m
  JOIN mart.dim_fact AS f ON f.fact_key = m.fact_key
  LEFT JOIN places AS p ON p.strategy_key = m.strategy_key
  LEFT JOIN begun AS b ON b.strategy_key = m.strategy_key
  LEFT JOIN ended AS e ON e.strategy_key = m.strategy_key
  WHERE
    (:jurisdiction IS NULL OR p.has_jurisdiction)
    AND (:issuer IS NULL OR m.strategy_key IN (SELECT i.strategy_key FROM issuers AS i WHERE i.entity_key = :issuer))
    AND (:measure_kind IS NULL OR m.kind_group = :measure_kind)
),

changes AS (
  SELECT m.begin_year AS year, m.measure_key, m.strategy_key, m.measure_kind, m.jurisdiction, m.fact_key, true AS is_begin
  FROM measures AS m
  WHERE m.begin_year IS NOT NULL OR m.end_year IS NULL
  UNION ALL
  SELECT m.end_year, m.measure_key, m.strategy_key, m.measure_kind, m.jurisdiction, m.fact_key, false
  FROM measures AS m
  WHERE m.end_year IS NOT NULL
),

running AS (
  SELECT
    c.year,
    c.jurisdiction,
    c.measure_kind,
    count(DISTINCT m.measure_key) AS running
  FROM (SELECT DISTINCT x.year, x.jurisdiction, x.measure_kind FROM changes AS x) AS c
  JOIN measures AS m
    ON m.measure_kind = c.measure_kind
    AND m.jurisdiction IS NOT DISTINCT FROM c.jurisdiction
    AND m.begin_year <= c.year
    AND (m.end_year IS NULL OR m.end_year > c.year)
  GROUP BY c.year, c.jurisdiction, c.measure_kind
)

SELECT
  c.year,
  c.jurisdiction,
  c.measure_kind,
  count(DISTINCT c.measure_key) FILTER (WHERE c.is_begin) AS began,
  count(DISTINCT c.measure_key) FILTER (WHERE NOT c.is_begin) AS ended,
  CASE WHEN c.year IS NOT NULL THEN coalesce(max(r.running), 0) END AS running,
  string_agg(DISTINCT i.name, '; ' ORDER BY i.name) AS issuers,
  string_agg(DISTINCT s.name, '; ' ORDER BY s.name) AS strategies,
  string_agg(DISTINCT coalesce(b.words, e.words), '; ' ORDER BY coalesce(b.words, e.words)) AS steps,
  array_agg(DISTINCT c.fact_key) AS measure_facts,
  array_agg(DISTINCT i.fact_key) AS issuer_facts,
  array_agg(DISTINCT coalesce(b.fact_key, e.fact_key)) AS step_facts
FROM changes AS c
JOIN mart.dim_strategy AS s ON s.strategy_key = c.strategy_key
LEFT JOIN issuers AS i ON i.strategy_key = c.strategy_key
LEFT JOIN begun AS b ON b.strategy_key = c.strategy_key AND c.is_begin
LEFT JOIN ended AS e ON e.strategy_key = c.strategy_key AND NOT c.is_begin
LEFT JOIN running AS r
  ON r.year = c.year AND r.measure_kind = c.measure_kind AND r.jurisdiction IS NOT DISTINCT FROM c.jurisdiction
GROUP BY c.year, c.jurisdiction, c.measure_kind
ORDER BY c.year, c.jurisdiction, c.measure_kind;
