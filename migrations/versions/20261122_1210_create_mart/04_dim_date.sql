CREATE TABLE mart.dim_date (
    date_key date NOT NULL,
    year integer NOT NULL,
    quarter integer NOT NULL,
    month integer NOT NULL,
    month_name text NOT NULL,
    day integer NOT NULL,
    iso_year integer NOT NULL,
    iso_week integer NOT NULL,
    day_of_week integer NOT NULL,
    day_name text NOT NULL,
    year_quarter text NOT NULL,
    year_month text NOT NULL,
    first_of_month date NOT NULL,
    CONSTRAINT dim_date_pkey PRIMARY KEY (date_key)
);
COMMENT ON TABLE mart.dim_date IS 'One row per day, from the first to the last year in which anything is dated';
COMMENT ON COLUMN mart.dim_date.date_key IS 'the day';
COMMENT ON COLUMN mart.dim_date.year IS 'calendar year';
COMMENT ON COLUMN mart.dim_date.quarter IS 'quarter of the year, 1 to 4';
COMMENT ON COLUMN mart.dim_date.month IS 'month of the year, 1 to 12';
COMMENT ON COLUMN mart.dim_date.month_name IS 'name of the month in English';
COMMENT ON COLUMN mart.dim_date.day IS 'day of the month';
COMMENT ON COLUMN mart.dim_date.iso_year IS 'year of the ISO 8601 week';
COMMENT ON COLUMN mart.dim_date.iso_week IS 'ISO 8601 week, 1 to 53';
COMMENT ON COLUMN mart.dim_date.day_of_week IS 'ISO 8601 day of the week, 1 is Monday';
COMMENT ON COLUMN mart.dim_date.day_name IS 'name of the day in English';
COMMENT ON COLUMN mart.dim_date.year_quarter IS 'year and quarter, such as 2026-Q1; sorts as text';
COMMENT ON COLUMN mart.dim_date.year_month IS 'year and month, such as 2026-02; sorts as text';
COMMENT ON COLUMN mart.dim_date.first_of_month IS 'first day of the month';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_date AS
SELECT
    answer.date_key::date AS date_key,
    answer.year::integer AS year,
    answer.quarter::integer AS quarter,
    answer.month::integer AS month,
    answer.month_name::text AS month_name,
    answer.day::integer AS day,
    answer.iso_year::integer AS iso_year,
    answer.iso_week::integer AS iso_week,
    answer.day_of_week::integer AS day_of_week,
    answer.day_name::text AS day_name,
    answer.year_quarter::text AS year_quarter,
    answer.year_month::text AS year_month,
    answer.first_of_month::date AS first_of_month
FROM (WITH dated AS (
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
FROM days AS d
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_date IS 'One row per day, from the first to the last year in which anything is dated';
COMMENT ON COLUMN as_of.dim_date.date_key IS 'the day';
COMMENT ON COLUMN as_of.dim_date.year IS 'calendar year';
COMMENT ON COLUMN as_of.dim_date.quarter IS 'quarter of the year, 1 to 4';
COMMENT ON COLUMN as_of.dim_date.month IS 'month of the year, 1 to 12';
COMMENT ON COLUMN as_of.dim_date.month_name IS 'name of the month in English';
COMMENT ON COLUMN as_of.dim_date.day IS 'day of the month';
COMMENT ON COLUMN as_of.dim_date.iso_year IS 'year of the ISO 8601 week';
COMMENT ON COLUMN as_of.dim_date.iso_week IS 'ISO 8601 week, 1 to 53';
COMMENT ON COLUMN as_of.dim_date.day_of_week IS 'ISO 8601 day of the week, 1 is Monday';
COMMENT ON COLUMN as_of.dim_date.day_name IS 'name of the day in English';
COMMENT ON COLUMN as_of.dim_date.year_quarter IS 'year and quarter, such as 2026-Q1; sorts as text';
COMMENT ON COLUMN as_of.dim_date.year_month IS 'year and month, such as 2026-02; sorts as text';
COMMENT ON COLUMN as_of.dim_date.first_of_month IS 'first day of the month';
