CREATE TABLE mart.dim_subject (
    subject_key text NOT NULL,
    family text NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    kind text,
    country_key text,
    country_name text,
    fact_count integer NOT NULL,
    fact_key text NOT NULL,
    CONSTRAINT dim_subject_pkey PRIMARY KEY (subject_key),
    CONSTRAINT dim_subject_country_key_fkey FOREIGN KEY (country_key) REFERENCES mart.dim_place (place_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_subject_country_key_idx ON mart.dim_subject (country_key) WHERE country_key IS NOT NULL;
COMMENT ON TABLE mart.dim_subject IS 'One row per thing that facts can be about, of whichever register';
COMMENT ON COLUMN mart.dim_subject.subject_key IS 'register and key, joined by a slash: agreements/posco-magnets-europe';
COMMENT ON COLUMN mart.dim_subject.family IS 'register it stands in, such as agreements or entities';
COMMENT ON COLUMN mart.dim_subject.key IS 'its key in that register, as in the dimension of its own';
COMMENT ON COLUMN mart.dim_subject.name IS 'name or short title';
COMMENT ON COLUMN mart.dim_subject.kind IS 'what kind of thing it is within its register; NULL: its register has no kinds';
COMMENT ON COLUMN mart.dim_subject.country_key IS 'country it belongs to, lies in or applies in; NULL: none or no document says';
COMMENT ON COLUMN mart.dim_subject.country_name IS 'name of that country; NULL: none or no document says';
COMMENT ON COLUMN mart.dim_subject.fact_count IS 'facts about it, deprecated ones left out; unit: facts';
COMMENT ON COLUMN mart.dim_subject.fact_key IS 'the thing as a citable fact, as in dim_fact';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_subject AS
SELECT
    answer.subject_key::text AS subject_key,
    answer.family::text AS family,
    answer.key::text AS key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.country_key::text AS country_key,
    answer.country_name::text AS country_name,
    answer.fact_count::integer AS fact_count,
    answer.fact_key::text AS fact_key
FROM (WITH things AS (
  SELECT 'agreements' AS family, a.key, a.name, a.kind, NULL AS place_key, a.fact_id
  FROM agreements AS a
  UNION ALL
  SELECT 'currencies', c.key, c.name, NULL, NULL, c.fact_id
  FROM currencies AS c
  UNION ALL
  SELECT 'disagreements', d.key, d.question, d.status, NULL, d.fact_id
  FROM disagreements AS d
  UNION ALL
  SELECT 'documents', d.key, d.title, d.kind, NULL, d.fact_id
  FROM documents AS d
  UNION ALL
  SELECT 'entities', e.key, e.name, e.kind, e.country_key, e.fact_id
  FROM entities AS e
  UNION ALL
  SELECT 'events', v.key, v.name, v.kind, v.place_key, v.fact_id
  FROM events AS v
  UNION ALL
  SELECT 'facilities', l.key, l.name, l.kind, l.place_key, l.fact_id
  FROM facilities AS l
  UNION ALL
  SELECT 'indicators', i.key, i.name, NULL, NULL, i.fact_id
  FROM indicators AS i
  UNION ALL
  SELECT 'mineral_lists', n.key, n.name, NULL, n.jurisdiction_key, n.fact_id
  FROM mineral_lists AS n
  UNION ALL
  SELECT 'minerals', m.key, m.name, m.kind, NULL, m.fact_id
  FROM minerals AS m
  UNION ALL
  SELECT 'places', p.key, p.name, p.kind, p.key, p.fact_id
  FROM places AS p
  UNION ALL
  SELECT 'strategies', s.key, s.name, s.kind, s.jurisdiction_key, s.fact_id
  FROM strategies AS s
  UNION ALL
  SELECT 'supply_chain_stages', g.key, g.name, NULL, NULL, g.fact_id
  FROM supply_chain_stages AS g
  UNION ALL
  SELECT 'units', u.key, u.name, NULL, NULL, u.fact_id
  FROM units AS u
),

counted AS (
  SELECT
    split_part(f.path, '/', 1) AS family,
    split_part(f.path, '/', 2) AS key,
    count(*) AS fact_count
  FROM facts AS f
  WHERE f.rank <> 'deprecated'
  GROUP BY split_part(f.path, '/', 1), split_part(f.path, '/', 2)
)

SELECT
  t.family || '/' || t.key AS subject_key,
  t.family,
  t.key,
  t.name,
  t.kind,
  p.country_key,
  p.country_name,
  coalesce(n.fact_count, 0) AS fact_count,
  t.fact_id AS fact_key
FROM things AS t
LEFT JOIN dim_place AS p ON p.place_key = t.place_key
LEFT JOIN counted AS n ON n.family = t.family AND n.key = t.key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_subject IS 'One row per thing that facts can be about, of whichever register';
COMMENT ON COLUMN as_of.dim_subject.subject_key IS 'register and key, joined by a slash: agreements/posco-magnets-europe';
COMMENT ON COLUMN as_of.dim_subject.family IS 'register it stands in, such as agreements or entities';
COMMENT ON COLUMN as_of.dim_subject.key IS 'its key in that register, as in the dimension of its own';
COMMENT ON COLUMN as_of.dim_subject.name IS 'name or short title';
COMMENT ON COLUMN as_of.dim_subject.kind IS 'what kind of thing it is within its register; NULL: its register has no kinds';
COMMENT ON COLUMN as_of.dim_subject.country_key IS 'country it belongs to, lies in or applies in; NULL: none or no document says';
COMMENT ON COLUMN as_of.dim_subject.country_name IS 'name of that country; NULL: none or no document says';
COMMENT ON COLUMN as_of.dim_subject.fact_count IS 'facts about it, deprecated ones left out; unit: facts';
COMMENT ON COLUMN as_of.dim_subject.fact_key IS 'the thing as a citable fact, as in dim_fact';
