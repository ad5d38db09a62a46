/* mart
grain: One row per day, from the first to the last year in which anything is dated
key: [date_key]
columns:
  date_key: {type: date, meaning: the day}
  year: {type: integer, meaning: calendar year}
  quarter: {type: integer, meaning: "quarter of the year, 1 to 4"}
  month: {type: integer, meaning: "month of the year, 1 to 12"}
  month_name: {type: text, meaning: name of the month in English}
  day: {type: integer, meaning: day of the month}
  iso_year: {type: integer, meaning: year of the ISO 8601 week}
  iso_week: {type: integer, meaning: "ISO 8601 week, 1 to 53"}
  day_of_week: {type: integer, meaning: "ISO 8601 day of the week, 1 is Monday"}
  day_name: {type: text, meaning: name of the day in English}
  year_quarter: {type: text, meaning: "year and quarter, such as 2026-Q1; sorts as text"}
  year_month: {type: text, meaning: "year and month, such as 2026-02; sorts as text"}
  first_of_month: {type: date, meaning: first day of the month}
*/
WITH dated AS (
  SELECT d.page_date AS day FROM documents AS d
  UNION ALL
  SELECT d.published_on FROM documents AS d
  UNION ALL
  SELECT m.date_earliest FROM milestones AS m
  UNION ALL
  SELECT m.date_latest FROM milestones AS m
  UNION ALL
  SELECT o.period_earliest FROM observations AS o
  UNION ALL
  SELECT o.period_latest FROM observations AS o
  UNION ALL
  SELECT v.period_earliest FROM monetary_values AS v
  UNION ALL
  SELECT v.period_latest FROM monetary_values AS v
  UNION ALL
  SELECT c.period_earliest FROM comparisons AS c
  UNION ALL
  SELECT c.period_latest FROM comparisons AS c
  UNION ALL
  SELECT c.base_period_earliest FROM comparisons AS c
  UNION ALL
  SELECT c.base_period_latest FROM comparisons AS c
  UNION ALL
  SELECT r.period_earliest FROM entity_relations AS r
  UNION ALL
  SELECT r.period_latest FROM entity_relations AS r
  UNION ALL
  SELECT h.period_earliest FROM holdings AS h
  UNION ALL
  SELECT h.period_latest FROM holdings AS h
  UNION ALL
  SELECT i.period_earliest FROM identifiers AS i
  UNION ALL
  SELECT i.period_latest FROM identifiers AS i
  UNION ALL
  SELECT n.period_earliest FROM mineral_list_versions AS n
  UNION ALL
  SELECT n.period_latest FROM mineral_list_versions AS n
  UNION ALL
  SELECT t.as_of_earliest FROM statuses AS t
  UNION ALL
  SELECT t.as_of_latest FROM statuses AS t
),

bounds AS (
  SELECT
    date_trunc('year', min(x.day)::timestamp) AS first_day,
    date_trunc('year', max(x.day)::timestamp) + interval '1 year' - interval '1 day' AS last_day
  FROM dated AS x
),

days AS (
  SELECT generate_series(b.first_day, b.last_day, interval '1 day') AS at
  FROM bounds AS b
)

SELECT
  d.at AS date_key,
  date_part('year', d.at) AS year,
  date_part('quarter', d.at) AS quarter,
  date_part('month', d.at) AS month,
  to_char(d.at, 'FMMonth') AS month_name,
  date_part('day', d.at) AS day,
  date_part('isoyear', d.at) AS iso_year,
  date_part('week', d.at) AS iso_week,
  date_part('isodow', d.at) AS day_of_week,
  to_char(d.at, 'FMDay') AS day_name,
  to_char(d.at, 'YYYY-"Q"Q') AS year_quarter,
  to_char(d.at, 'YYYY-MM') AS year_month,
  date_trunc('month', d.at) AS first_of_month
FROM days AS d;
