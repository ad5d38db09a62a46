"""Create the registers of supply-chain stages and of disagreements."""

from alembic import op

revision = "20261122_1010"
down_revision = "20261122_1000"
branch_labels = None
depends_on = None

SUPPLY_CHAIN_STAGES = """
CREATE TABLE core.supply_chain_stages (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT supply_chain_stages_pkey PRIMARY KEY (key),
    CONSTRAINT supply_chain_stages_position_key UNIQUE (position),
    CONSTRAINT supply_chain_stages_position_positive_check CHECK (position > 0),
    CONSTRAINT supply_chain_stages_fact_id_key UNIQUE (fact_id),
    CONSTRAINT supply_chain_stages_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.supply_chain_stages IS
    'One row per stage of the supply chain; the words documents use stand in stage_synonyms';
COMMENT ON COLUMN core.supply_chain_stages.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.supply_chain_stages.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.supply_chain_stages.name IS
    'Name in English';
COMMENT ON COLUMN core.supply_chain_stages.definition IS
    'What is done at this stage';
COMMENT ON COLUMN core.supply_chain_stages.position IS
    'Order along the chain; 1 is the resource'
"""

DISAGREEMENTS = """
CREATE TABLE core.disagreements (
    key TEXT NOT NULL,
    fact_id UUID NOT NULL,
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    resolution TEXT,
    CONSTRAINT disagreements_pkey PRIMARY KEY (key),
    CONSTRAINT disagreements_status_known_check CHECK (status IN ('open', 'settled')),
    CONSTRAINT disagreements_resolution_if_settled_check CHECK ((status = 'settled') = (resolution IS NOT NULL)),
    CONSTRAINT disagreements_fact_id_key UNIQUE (fact_id),
    CONSTRAINT disagreements_key_form_check CHECK (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 80)
);
COMMENT ON TABLE core.disagreements IS
    'One row per question on which sources, or parts of one source, differ; the facts stand in disagreement_facts';
COMMENT ON COLUMN core.disagreements.key IS
    'Human-made, stable name of the row; other tables refer to it';
COMMENT ON COLUMN core.disagreements.fact_id IS
    'The row as a citable fact: same value in core.facts';
COMMENT ON COLUMN core.disagreements.question IS
    'The question, in our own words';
COMMENT ON COLUMN core.disagreements.status IS
    'Open or settled';
COMMENT ON COLUMN core.disagreements.resolution IS
    'How it was settled, and by what; NULL: it is open'
"""


def upgrade() -> None:
    op.execute(SUPPLY_CHAIN_STAGES)
    op.execute(DISAGREEMENTS)


def downgrade() -> None:
    op.execute("DROP TABLE core.disagreements")
    op.execute("DROP TABLE core.supply_chain_stages")
