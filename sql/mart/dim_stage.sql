/* mart
grain: One row per stage of the supply chain
key: [stage_key]
columns:
  stage_key: {type: text, meaning: stable name of the stage}
  name: {type: text, meaning: name in English}
  position: {type: integer, meaning: "order along the chain, 1 is the resource; sort by it"}
  definition: {type: text, meaning: what is done at this stage}
  words_used: {type: text, meaning: "words that documents use for it, joined by semicolons", empty: none recorded}
*/
WITH worded AS (
  SELECT
    w.stage_key,
    string_agg(DISTINCT w.words, '; ' ORDER BY w.words) AS words_used
  FROM stage_synonyms AS w
  JOIN facts AS f ON f.fact_id = w.fact_id
  WHERE f.rank <> 'deprecated'
  GROUP BY w.stage_key
)

SELECT
  s.key AS stage_key,
  s.name,
  s.position,
  s.definition,
  w.words_used
FROM supply_chain_stages AS s
LEFT JOIN worded AS w ON w.stage_key = s.key;
