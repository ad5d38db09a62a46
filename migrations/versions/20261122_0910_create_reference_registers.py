"""Create the registers of places, currencies, units and minerals."""

from alembic import op

revision = "20261122_0910"
down_revision = "20261122_0900"
branch_labels = None
depends_on = None

PLACES = """
CREATE TABLE core.places (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    iso_code TEXT,
    parent_key TEXT,
    CONSTRAINT places_pkey PRIMARY KEY (key),
    CONSTRAINT places_iso_code_form_check CHECK (iso_code ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    CONSTRAINT places_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT places_fact_id_key UNIQUE (fact_id),
    CONSTRAINT places_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT places_kind_known_check
        CHECK (kind IN ('city', 'continent', 'country', 'district', 'region', 'site', 'state')),
    CONSTRAINT places_parent_key_fkey FOREIGN KEY(parent_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.places IS
    'One row per place a document speaks of, from continents to buildings';
COMMENT ON COLUMN core.places.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.places.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.places.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.places.name IS
    'Name in English as commonly printed';
COMMENT ON COLUMN core.places.iso_code IS
    'ISO 3166-1 alpha-2 or ISO 3166-2 code; NULL where none exists';
COMMENT ON COLUMN core.places.parent_key IS
    'The place it lies in; NULL: none recorded'
"""

CURRENCIES = """
CREATE TABLE core.currencies (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    minor_units INTEGER NOT NULL,
    CONSTRAINT currencies_pkey PRIMARY KEY (key),
    CONSTRAINT currencies_code_key UNIQUE (code),
    CONSTRAINT currencies_code_form_check CHECK (code ~ '^[A-Z]{3}$' AND lower(code) = key),
    CONSTRAINT currencies_minor_units_range_check CHECK (minor_units BETWEEN 0 AND 4),
    CONSTRAINT currencies_fact_id_key UNIQUE (fact_id),
    CONSTRAINT currencies_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.currencies IS
    'One row per currency, ISO 4217';
COMMENT ON COLUMN core.currencies.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.currencies.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.currencies.code IS
    'ISO 4217 alphabetic code';
COMMENT ON COLUMN core.currencies.name IS
    'Name in English';
COMMENT ON COLUMN core.currencies.minor_units IS
    'Number of decimals of the smallest unit'
"""

UNITS = """
CREATE TABLE core.units (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    name TEXT NOT NULL,
    symbol TEXT NOT NULL,
    ucum_code TEXT,
    CONSTRAINT units_pkey PRIMARY KEY (key),
    CONSTRAINT units_fact_id_key UNIQUE (fact_id),
    CONSTRAINT units_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.units IS
    'One row per unit of measurement';
COMMENT ON COLUMN core.units.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.units.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.units.name IS
    'Name in English, singular';
COMMENT ON COLUMN core.units.symbol IS
    'What is printed after a number';
COMMENT ON COLUMN core.units.ucum_code IS
    'UCUM code; NULL where the document leaves open which unit is meant, or UCUM has none'
"""

MINERALS = """
CREATE TABLE core.minerals (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    symbol TEXT,
    atomic_number INTEGER,
    parent_key TEXT,
    CONSTRAINT minerals_pkey PRIMARY KEY (key),
    CONSTRAINT minerals_element_complete_check
        CHECK ((kind = 'element') = (symbol IS NOT NULL AND atomic_number IS NOT NULL)),
    CONSTRAINT minerals_atomic_number_range_check CHECK (atomic_number BETWEEN 1 AND 118),
    CONSTRAINT minerals_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT minerals_fact_id_key UNIQUE (fact_id),
    CONSTRAINT minerals_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT minerals_kind_known_check
        CHECK (kind IN ('compound', 'element', 'group', 'metal', 'ore', 'product')),
    CONSTRAINT minerals_parent_key_fkey FOREIGN KEY(parent_key) REFERENCES core.minerals (key)
);
COMMENT ON TABLE core.minerals IS
    'One row per element, group, compound, metal, ore or product of the chain';
COMMENT ON COLUMN core.minerals.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.minerals.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.minerals.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.minerals.name IS
    'Name in English';
COMMENT ON COLUMN core.minerals.symbol IS
    'Chemical symbol; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.atomic_number IS
    'Protons; NULL unless it is an element';
COMMENT ON COLUMN core.minerals.parent_key IS
    'The group or mineral it belongs to or is made of; NULL: none recorded'
"""


def upgrade() -> None:
    op.execute("CREATE SCHEMA core")
    op.execute("COMMENT ON SCHEMA core IS 'Normalised current facts; every row leads to its citations'")
    op.execute(PLACES)
    op.execute(CURRENCIES)
    op.execute(UNITS)
    op.execute(MINERALS)


def downgrade() -> None:
    op.execute("DROP TABLE core.minerals")
    op.execute("DROP TABLE core.units")
    op.execute("DROP TABLE core.currencies")
    op.execute("DROP TABLE core.places")
    op.execute("DROP SCHEMA core")
