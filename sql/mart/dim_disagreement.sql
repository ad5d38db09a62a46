/* mart
grain: One row per question on which sources, or parts of one source, differ
key: [disagreement_key]
columns:
  disagreement_key: {type: text, meaning: stable name of the question}
  question: {type: text, meaning: "the question, in our own words"}
  status: {type: text, meaning: open or settled}
  resolution: {type: text, meaning: "how it was settled, and by what", empty: it is open}
  fact_count: {type: integer, meaning: facts that are involved, unit: facts}
  fact_key: {type: text, meaning: "the question as a citable fact", refers: dim_fact}
*/
WITH involved AS (
  SELECT
    i.disagreement_key,
    count(*) AS fact_count
  FROM disagreement_facts AS i
  GROUP BY i.disagreement_key
)

SELECT
  d.key AS disagreement_key,
  d.question,
  d.status,
  d.resolution,
  coalesce(i.fact_count, 0) AS fact_count,
  d.fact_id AS fact_key
FROM disagreements AS d
LEFT JOIN involved AS i ON i.disagreement_key = d.key;
