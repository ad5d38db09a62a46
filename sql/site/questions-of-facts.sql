/* site
rows: "the questions that involve each fact, by its key, settled ones included"
*/
SELECT
  b.fact_key,
  d.disagreement_key,
  d.question
FROM mart.bridge_disagreement_fact AS b
JOIN mart.dim_disagreement AS d ON d.disagreement_key = b.disagreement_key
ORDER BY b.fact_key COLLATE "C", d.disagreement_key COLLATE "C";
