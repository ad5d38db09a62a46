"""Create the registers that facts are about."""

from alembic import op

revision = "20261122_0930"
down_revision = "20261122_0920"
branch_labels = None
depends_on = None

AGREEMENTS = """
CREATE TABLE core.agreements (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    parent_key TEXT,
    CONSTRAINT agreements_pkey PRIMARY KEY (key),
    CONSTRAINT agreements_parent_other_check CHECK (parent_key <> key),
    CONSTRAINT agreements_fact_id_key UNIQUE (fact_id),
    CONSTRAINT agreements_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT agreements_kind_known_check
        CHECK (kind IN ('contract portfolio', 'joint venture', 'memorandum of understanding', 'partnership',
        'strategic partnership', 'supply contract')),
    CONSTRAINT agreements_parent_key_fkey FOREIGN KEY(parent_key) REFERENCES core.agreements (key)
);
COMMENT ON TABLE core.agreements IS
    'One row per agreement, contract, venture or portfolio of contracts';
COMMENT ON COLUMN core.agreements.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.agreements.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.agreements.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.agreements.name IS
    'A short title of ours';
COMMENT ON COLUMN core.agreements.parent_key IS
    'The portfolio it belongs to or the agreement it came of; NULL: none'
"""

FACILITIES = """
CREATE TABLE core.facilities (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place_key TEXT,
    CONSTRAINT facilities_pkey PRIMARY KEY (key),
    CONSTRAINT facilities_fact_id_key UNIQUE (fact_id),
    CONSTRAINT facilities_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT facilities_kind_known_check
        CHECK (kind IN ('government complex', 'headquarters', 'integrated complex', 'plant',
        'research institute')),
    CONSTRAINT facilities_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.facilities IS
    'One row per plant, complex or institute, standing or planned';
COMMENT ON COLUMN core.facilities.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.facilities.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.facilities.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.facilities.name IS
    'Name as printed, or a short title of ours';
COMMENT ON COLUMN core.facilities.place_key IS
    'Where it is; NULL: no document says'
"""

STRATEGIES = """
CREATE TABLE core.strategies (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    issuer_key TEXT NOT NULL,
    jurisdiction_key TEXT NOT NULL,
    target_key TEXT,
    CONSTRAINT strategies_pkey PRIMARY KEY (key),
    CONSTRAINT strategies_fact_id_key UNIQUE (fact_id),
    CONSTRAINT strategies_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT strategies_kind_known_check CHECK (kind IN ('programme', 'strategy', 'trade measure')),
    CONSTRAINT strategies_issuer_key_fkey FOREIGN KEY(issuer_key) REFERENCES core.entities (key),
    CONSTRAINT strategies_jurisdiction_key_fkey FOREIGN KEY(jurisdiction_key) REFERENCES core.places (key),
    CONSTRAINT strategies_target_key_fkey FOREIGN KEY(target_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.strategies IS
    'One row per government strategy, trade measure or programme';
COMMENT ON COLUMN core.strategies.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.strategies.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.strategies.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.strategies.name IS
    'A short title of ours';
COMMENT ON COLUMN core.strategies.issuer_key IS
    'Who issued it';
COMMENT ON COLUMN core.strategies.jurisdiction_key IS
    'Where it applies';
COMMENT ON COLUMN core.strategies.target_key IS
    'The country it is aimed at; NULL: none'
"""

MINERAL_LISTS = """
CREATE TABLE core.mineral_lists (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    name TEXT NOT NULL,
    jurisdiction_key TEXT NOT NULL,
    steward_key TEXT,
    entry_term TEXT NOT NULL,
    CONSTRAINT mineral_lists_pkey PRIMARY KEY (key),
    CONSTRAINT mineral_lists_fact_id_key UNIQUE (fact_id),
    CONSTRAINT mineral_lists_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT mineral_lists_jurisdiction_key_fkey FOREIGN KEY(jurisdiction_key) REFERENCES core.places (key),
    CONSTRAINT mineral_lists_steward_key_fkey FOREIGN KEY(steward_key) REFERENCES core.entities (key)
);
COMMENT ON TABLE core.mineral_lists IS
    'One row per official list of minerals; its versions stand in mineral_list_versions';
COMMENT ON COLUMN core.mineral_lists.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.mineral_lists.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.mineral_lists.name IS
    'A short title of ours';
COMMENT ON COLUMN core.mineral_lists.jurisdiction_key IS
    'Where the list applies';
COMMENT ON COLUMN core.mineral_lists.steward_key IS
    'Who keeps the list; NULL: no document says';
COMMENT ON COLUMN core.mineral_lists.entry_term IS
    'What the document calls the entries'
"""

EVENTS = """
CREATE TABLE core.events (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place_key TEXT,
    is_public BOOLEAN,
    CONSTRAINT events_pkey PRIMARY KEY (key),
    CONSTRAINT events_fact_id_key UNIQUE (fact_id),
    CONSTRAINT events_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT events_kind_known_check CHECK (kind IN ('announcement', 'inauguration', 'launch', 'meeting')),
    CONSTRAINT events_place_key_fkey FOREIGN KEY(place_key) REFERENCES core.places (key)
);
COMMENT ON TABLE core.events IS
    'One row per meeting, launch, inauguration or announcement';
COMMENT ON COLUMN core.events.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.events.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.events.kind IS
    'What kind of thing it is; closed vocabulary';
COMMENT ON COLUMN core.events.name IS
    'A short title of ours';
COMMENT ON COLUMN core.events.place_key IS
    'Where it took place; NULL: no document says';
COMMENT ON COLUMN core.events.is_public IS
    'False where a document calls it private; NULL: no document says'
"""

INDICATORS = """
CREATE TABLE core.indicators (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    unit_key TEXT NOT NULL,
    CONSTRAINT indicators_pkey PRIMARY KEY (key),
    CONSTRAINT indicators_fact_id_key UNIQUE (fact_id),
    CONSTRAINT indicators_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80),
    CONSTRAINT indicators_unit_key_fkey FOREIGN KEY(unit_key) REFERENCES core.units (key)
);
COMMENT ON TABLE core.indicators IS
    'One row per quantity that documents state: what it measures and in which unit';
COMMENT ON COLUMN core.indicators.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.indicators.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.indicators.name IS
    'Name in English';
COMMENT ON COLUMN core.indicators.definition IS
    'What is measured, against what';
COMMENT ON COLUMN core.indicators.unit_key IS
    'Unit in which its values are recorded'
"""


def upgrade() -> None:
    op.execute(AGREEMENTS)
    op.execute(FACILITIES)
    op.execute(STRATEGIES)
    op.execute(MINERAL_LISTS)
    op.execute(EVENTS)
    op.execute(INDICATORS)


def downgrade() -> None:
    op.execute("DROP TABLE core.indicators")
    op.execute("DROP TABLE core.events")
    op.execute("DROP TABLE core.mineral_lists")
    op.execute("DROP TABLE core.strategies")
    op.execute("DROP TABLE core.facilities")
    op.execute("DROP TABLE core.agreements")
