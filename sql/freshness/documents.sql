/* freshness
rows: "one per topic, a register of things that documents speak of, by name: the newest document that speaks of any of
  its things; what is known to be wrong left out"
*/
WITH cited AS (
  SELECT
    s.family AS topic,
    d.document_key,
    d.page_date
  FROM mart.dim_subject AS s
  JOIN mart.dim_fact AS f ON f.subject_key = s.subject_key
  JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact_key
  JOIN mart.dim_document AS d ON d.document_key = c.document_key
  WHERE s.family IN ('agreements', 'events', 'facilities', 'mineral_lists', 'strategies') AND f.rank <> 'deprecated'
)

SELECT
  c.topic,
  max(c.page_date) AS page_date,
  (array_agg(c.document_key ORDER BY c.page_date DESC NULLS LAST, c.document_key))[1] AS document_key,
  extract(EPOCH FROM (now() AT TIME ZONE 'UTC')::date::timestamp - max(c.page_date)::timestamp)::float8 AS age
FROM cited AS c
GROUP BY c.topic
ORDER BY c.topic;
