CREATE TABLE mart.dim_stage (
    stage_key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    definition text NOT NULL,
    words_used text,
    CONSTRAINT dim_stage_pkey PRIMARY KEY (stage_key)
);
COMMENT ON TABLE mart.dim_stage IS 'One row per stage of the supply chain';
COMMENT ON COLUMN mart.dim_stage.stage_key IS 'stable name of the stage';
COMMENT ON COLUMN mart.dim_stage.name IS 'name in English';
COMMENT ON COLUMN mart.dim_stage.position IS 'order along the chain, 1 is the resource; sort by it';
COMMENT ON COLUMN mart.dim_stage.definition IS 'what is done at this stage';
COMMENT ON COLUMN mart.dim_stage.words_used IS 'words that documents use for it, joined by semicolons; NULL: none recorded';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_stage AS
SELECT
    answer.stage_key::text AS stage_key,
    answer.name::text AS name,
    answer.position::integer AS position,
    answer.definition::text AS definition,
    answer.words_used::text AS words_used
FROM (WITH worded AS (
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
LEFT JOIN worded AS w ON w.stage_key = s.key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_stage IS 'One row per stage of the supply chain';
COMMENT ON COLUMN as_of.dim_stage.stage_key IS 'stable name of the stage';
COMMENT ON COLUMN as_of.dim_stage.name IS 'name in English';
COMMENT ON COLUMN as_of.dim_stage.position IS 'order along the chain, 1 is the resource; sort by it';
COMMENT ON COLUMN as_of.dim_stage.definition IS 'what is done at this stage';
COMMENT ON COLUMN as_of.dim_stage.words_used IS 'words that documents use for it, joined by semicolons; NULL: none recorded';
