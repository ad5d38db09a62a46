CREATE TABLE mart.dim_mineral (
    mineral_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    symbol text,
    atomic_number integer,
    parent_mineral_key text,
    parent_name text,
    root_mineral_key text NOT NULL,
    root_name text NOT NULL,
    CONSTRAINT dim_mineral_pkey PRIMARY KEY (mineral_key),
    CONSTRAINT dim_mineral_parent_mineral_key_fkey FOREIGN KEY (parent_mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT dim_mineral_root_mineral_key_fkey FOREIGN KEY (root_mineral_key) REFERENCES mart.dim_mineral (mineral_key) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX dim_mineral_parent_mineral_key_idx ON mart.dim_mineral (parent_mineral_key) WHERE parent_mineral_key IS NOT NULL;
CREATE INDEX dim_mineral_root_mineral_key_idx ON mart.dim_mineral (root_mineral_key);
COMMENT ON TABLE mart.dim_mineral IS 'One row per element, group, compound, metal, ore or product of the chain';
COMMENT ON COLUMN mart.dim_mineral.mineral_key IS 'stable name of the mineral';
COMMENT ON COLUMN mart.dim_mineral.name IS 'name in English';
COMMENT ON COLUMN mart.dim_mineral.kind IS 'element, group, compound, metal, ore or product';
COMMENT ON COLUMN mart.dim_mineral.symbol IS 'chemical symbol; NULL: it is no element';
COMMENT ON COLUMN mart.dim_mineral.atomic_number IS 'number of protons; NULL: it is no element';
COMMENT ON COLUMN mart.dim_mineral.parent_mineral_key IS 'the group it belongs to or the mineral it is made of; NULL: none recorded';
COMMENT ON COLUMN mart.dim_mineral.parent_name IS 'name of that group or mineral; NULL: none recorded';
COMMENT ON COLUMN mart.dim_mineral.root_mineral_key IS 'the last one on the way from parent to parent, or itself';
COMMENT ON COLUMN mart.dim_mineral.root_name IS 'name of that last one';
SET LOCAL search_path = core_as_of, as_of;
CREATE OR REPLACE VIEW as_of.dim_mineral AS
SELECT
    answer.mineral_key::text AS mineral_key,
    answer.name::text AS name,
    answer.kind::text AS kind,
    answer.symbol::text AS symbol,
    answer.atomic_number::integer AS atomic_number,
    answer.parent_mineral_key::text AS parent_mineral_key,
    answer.parent_name::text AS parent_name,
    answer.root_mineral_key::text AS root_mineral_key,
    answer.root_name::text AS root_name
FROM (WITH rooted AS (
  SELECT
    m.key,
    coalesce(r.key, q.key, p.key, m.key) AS root_key
  FROM minerals AS m
  LEFT JOIN minerals AS p ON p.key = m.parent_key
  LEFT JOIN minerals AS q ON q.key = p.parent_key
  LEFT JOIN minerals AS r ON r.key = q.parent_key
)

SELECT
  m.key AS mineral_key,
  m.name,
  m.kind,
  m.symbol,
  m.atomic_number,
  m.parent_key AS parent_mineral_key,
  p.name AS parent_name,
  t.root_key AS root_mineral_key,
  r.name AS root_name
FROM minerals AS m
JOIN rooted AS t ON t.key = m.key
JOIN minerals AS r ON r.key = t.root_key
LEFT JOIN minerals AS p ON p.key = m.parent_key
) AS answer;
SET LOCAL search_path TO DEFAULT;
COMMENT ON VIEW as_of.dim_mineral IS 'One row per element, group, compound, metal, ore or product of the chain';
COMMENT ON COLUMN as_of.dim_mineral.mineral_key IS 'stable name of the mineral';
COMMENT ON COLUMN as_of.dim_mineral.name IS 'name in English';
COMMENT ON COLUMN as_of.dim_mineral.kind IS 'element, group, compound, metal, ore or product';
COMMENT ON COLUMN as_of.dim_mineral.symbol IS 'chemical symbol; NULL: it is no element';
COMMENT ON COLUMN as_of.dim_mineral.atomic_number IS 'number of protons; NULL: it is no element';
COMMENT ON COLUMN as_of.dim_mineral.parent_mineral_key IS 'the group it belongs to or the mineral it is made of; NULL: none recorded';
COMMENT ON COLUMN as_of.dim_mineral.parent_name IS 'name of that group or mineral; NULL: none recorded';
COMMENT ON COLUMN as_of.dim_mineral.root_mineral_key IS 'the last one on the way from parent to parent, or itself';
COMMENT ON COLUMN as_of.dim_mineral.root_name IS 'name of that last one';
