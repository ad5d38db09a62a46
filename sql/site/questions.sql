/* site
rows: "questions on which sources differ, and each fact involved"
*/
SELECT
  d.disagreement_key,
  d.question,
  d.status,
  d.resolution,
  q.note,
  d.fact_key AS question_fact,
  b.fact_key
FROM mart.dim_disagreement AS d
JOIN mart.dim_fact AS q ON q.fact_key = d.fact_key
JOIN mart.bridge_disagreement_fact AS b ON b.disagreement_key = d.disagreement_key
JOIN mart.dim_fact AS f ON f.fact_key = b.fact_key
ORDER BY d.status COLLATE "C", d.disagreement_key COLLATE "C", f.path COLLATE "C";
