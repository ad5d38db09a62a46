/* site
rows: "the questions that involve some facts, settled ones included"
params:
  facts: {type: "text[]", meaning: these facts}
*/
SELECT
  b.fact_key,
  d.disagreement_key,
  d.question
FROM mart.bridge_disagreement_fact AS b
JOIN mart.dim_disagreement AS d ON d.disagreement_key = b.disagreement_key
WHERE b.fact_key = ANY (:facts)
ORDER BY b.fact_key COLLATE "C", d.disagreement_key COLLATE "C";
