/* mart
grain: One row per question on which sources differ and fact involved in it, deprecated facts included
key: [disagreement_key, fact_key]
columns:
  disagreement_key: {type: text, meaning: the question, refers: dim_disagreement}
  fact_key: {type: text, meaning: a fact that is involved, refers: dim_fact}
*/
SELECT
  i.disagreement_key,
  i.fact_id AS fact_key
FROM disagreement_facts AS i;
