"""Create the measures of strategies and the versions of mineral lists."""

from alembic import op

revision = "20261122_1000"
down_revision = "20261122_0958"
branch_labels = None
depends_on = None

STRATEGY_MEASURES = """
CREATE TABLE core.strategy_measures (
    fact_id UUID NOT NULL,
    strategy_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    CONSTRAINT strategy_measures_pkey PRIMARY KEY (fact_id),
    CONSTRAINT strategy_measures_kind_known_check
        CHECK (kind IN ('chain management', 'classification', 'crisis response', 'diversification', 'funding',
        'list change', 'monitoring', 'recycling', 'trade restriction')),
    CONSTRAINT strategy_measures_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT strategy_measures_strategy_key_fkey FOREIGN KEY(strategy_key) REFERENCES core.strategies (key)
);
COMMENT ON TABLE core.strategy_measures IS
    'One row per measure a strategy contains';
COMMENT ON COLUMN core.strategy_measures.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.strategy_measures.strategy_key IS
    'What the fact is about';
COMMENT ON COLUMN core.strategy_measures.kind IS
    'Funding, list change, diversification …; closed vocabulary';
COMMENT ON COLUMN core.strategy_measures.description IS
    'What is to be done, in our own words'
"""

MINERAL_LIST_VERSIONS = """
CREATE TABLE core.mineral_list_versions (
    fact_id UUID NOT NULL,
    mineral_list_key TEXT NOT NULL,
    label TEXT NOT NULL,
    stated_count INTEGER,
    counted TEXT,
    CONSTRAINT mineral_list_versions_pkey PRIMARY KEY (fact_id),
    CONSTRAINT mineral_list_versions_counted_known_check CHECK (counted IN ('minerals', 'rare earth elements')),
    CONSTRAINT mineral_list_versions_stated_count_positive_check CHECK (stated_count > 0),
    CONSTRAINT mineral_list_versions_count_whole_check CHECK (num_nonnulls(stated_count, counted) IN (0, 2)),
    CONSTRAINT mineral_list_versions_fact_id_fkey FOREIGN KEY(fact_id) REFERENCES core.facts (fact_id),
    CONSTRAINT mineral_list_versions_mineral_list_key_fkey
        FOREIGN KEY(mineral_list_key) REFERENCES core.mineral_lists (key)
);
COMMENT ON TABLE core.mineral_list_versions IS
    'One row per version of a mineral list that a document speaks of';
COMMENT ON COLUMN core.mineral_list_versions.fact_id IS
    'The fact; modality, attribution and citations stand in core.facts and core.citations';
COMMENT ON COLUMN core.mineral_list_versions.mineral_list_key IS
    'What the fact is about';
COMMENT ON COLUMN core.mineral_list_versions.label IS
    'Tells the versions of a list apart';
COMMENT ON COLUMN core.mineral_list_versions.stated_count IS
    'Number of entries the document states; NULL: none stated';
COMMENT ON COLUMN core.mineral_list_versions.counted IS
    'What is counted; closed vocabulary; NULL: no count stated'
"""


def upgrade() -> None:
    op.execute(STRATEGY_MEASURES)
    op.execute(MINERAL_LIST_VERSIONS)


def downgrade() -> None:
    op.execute("DROP TABLE core.mineral_list_versions")
    op.execute("DROP TABLE core.strategy_measures")
