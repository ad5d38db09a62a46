/* mart
kind: view
grain: "One row per agreement, plant and policy, with its latest state, whether it binds, and how far it holds"
key: [subject_key]
columns:
  subject: {type: text, meaning: "name of what it is about, as in dim_subject"}
  family: {type: text, meaning: "register it stands in: agreements, facilities or strategies"}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  binding: {type: text, meaning: "binding or non-binding, by its clauses or, where they say neither, by a kind that is preliminary; disputed if they contradict each other", empty: no document says}
  status: {type: text, meaning: "the state it is in on the latest day that a document speaks of; states that documents tell of the same day are joined by semicolons", empty: no document says}
  status_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: no document says}
  status_on: {type: date, meaning: the day of that state, empty: no document says}
  standing: {type: text, meaning: "how far it holds: in force; else what keeps it from that: its latest state (planned, under construction, paused, over), non-binding, its modality where that is still to come, or disputed"}
  is_to_come: {type: boolean, meaning: "whether it has not begun, by its latest state or, where no document tells one, by its modality"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
*/
WITH clauses AS (
  SELECT
    c.subject_key,
    CASE
      WHEN bool_and(c.is_binding) THEN 'binding'
      WHEN bool_or(c.is_binding) THEN 'disputed'
      WHEN bool_or(NOT c.is_binding) THEN 'non-binding'
    END AS binding
  FROM fact_clause AS c
  GROUP BY c.subject_key
),

states AS (
  SELECT
    t.subject_key,
    string_agg(DISTINCT t.status, '; ' ORDER BY t.status) AS status,
    string_agg(DISTINCT t.status_group, '; ' ORDER BY t.status_group) AS status_group,
    count(DISTINCT t.status_group) > 1 AS is_disputed,
    bool_and(k.is_before) AS is_before,
    bool_and(k.is_active) AS is_active,
    bool_and(k.is_over) AS is_over,
    max(t.holds_on) AS holds_on
  FROM fact_status AS t
  JOIN dim_term AS k ON k.scheme = 'status' AND k.label = t.status
  WHERE t.is_latest AND t.outlook = 'present' AND t.aspect IS NULL
  GROUP BY t.subject_key
),

things AS (
  SELECT
    s.subject_key,
    s.name AS subject,
    s.family,
    f.modality,
    m.is_future,
    coalesce(c.binding, CASE WHEN k.is_preliminary THEN 'non-binding' END) AS binding
  FROM dim_subject AS s
  JOIN dim_fact AS f ON f.fact_key = s.fact_key
  JOIN dim_term AS m ON m.scheme = 'modality' AND m.label = f.modality
  LEFT JOIN dim_term AS k ON s.family = 'agreements' AND k.scheme = 'agreement-kind' AND k.label = s.kind
  LEFT JOIN clauses AS c ON c.subject_key = s.subject_key
  WHERE s.family IN ('agreements', 'facilities', 'strategies') AND f.rank <> 'deprecated'
)

SELECT
  t.subject,
  t.family,
  t.modality,
  t.binding,
  s.status,
  s.status_group,
  s.holds_on AS status_on,
  CASE
    WHEN s.is_disputed THEN 'disputed'
    WHEN NOT s.is_active THEN s.status_group
    WHEN t.binding IN ('non-binding', 'disputed') THEN t.binding
    WHEN s.is_active IS NULL AND t.is_future THEN t.modality
    ELSE 'in force'
  END AS standing,
  coalesce(s.is_before, false) OR (t.is_future AND NOT coalesce(s.is_active OR s.is_over, false)) AS is_to_come,
  t.subject_key
FROM things AS t
LEFT JOIN states AS s ON s.subject_key = t.subject_key;
