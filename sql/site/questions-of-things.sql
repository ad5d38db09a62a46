/* site
rows: "the open questions that involve facts about each thing, or facts that name it, thing by thing"
*/
WITH involved AS (
  SELECT f.subject_key, b.disagreement_key
  FROM mart.bridge_disagreement_fact AS b
  JOIN mart.dim_fact AS f ON f.fact_key = b.fact_key
  UNION
  SELECT n.subject_key, b.disagreement_key
  FROM mart.bridge_disagreement_fact AS b
  JOIN site.named AS n ON n.fact_key = b.fact_key
)

SELECT
  i.subject_key,
  d.disagreement_key,
  d.question
FROM involved AS i
JOIN mart.dim_disagreement AS d ON d.disagreement_key = i.disagreement_key
JOIN mart.dim_subject AS s ON s.subject_key = i.subject_key
WHERE d.status = 'open' AND s.family NOT IN ('documents', 'disagreements')
ORDER BY i.subject_key COLLATE "C", d.disagreement_key COLLATE "C";
