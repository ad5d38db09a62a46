"""Let every row of core say where it came from and since when it stands."""

from alembic import op

revision = "20261122_1100"
down_revision = "20261122_1030"
branch_labels = None
depends_on = None

TABLES = (
    "places",
    "currencies",
    "units",
    "minerals",
    "entities",
    "documents",
    "agreements",
    "facilities",
    "strategies",
    "mineral_lists",
    "events",
    "indicators",
    "supply_chain_stages",
    "disagreements",
    "facts",
    "citations",
    "entity_names",
    "entity_relations",
    "agreement_parties",
    "event_participants",
    "facility_parties",
    "identity_judgements",
    "milestones",
    "monetary_values",
    "observations",
    "strategy_measures",
    "mineral_list_versions",
    "mineral_list_members",
    "mineral_classifications",
    "stage_synonyms",
    "scopes",
    "statements",
    "disagreement_facts",
)

BOOKKEEPING = """
ALTER TABLE core.{table}
    ADD COLUMN seed_file TEXT,
    ADD COLUMN seed_line INTEGER,
    ADD COLUMN loaded_digest BIGINT,
    ADD COLUMN system_from TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL;
COMMENT ON COLUMN core.{table}.seed_file IS
    'Seed file that says so, below the seeds folder; NULL: no load wrote the row';
COMMENT ON COLUMN core.{table}.seed_line IS
    'Line of that file when the row was written; NULL: no load wrote the row';
COMMENT ON COLUMN core.{table}.loaded_digest IS
    'Hash of the row''s values as a load wrote them; where it differs, somebody edited the row by hand';
COMMENT ON COLUMN core.{table}.system_from IS
    'Since when the warehouse says so'
"""

NO_BOOKKEEPING = """
ALTER TABLE core.{table}
    DROP COLUMN seed_file,
    DROP COLUMN seed_line,
    DROP COLUMN loaded_digest,
    DROP COLUMN system_from
"""


def upgrade() -> None:
    for table in TABLES:
        op.execute(BOOKKEEPING.format(table=table))


def downgrade() -> None:
    for table in TABLES:
        op.execute(NO_BOOKKEEPING.format(table=table))
