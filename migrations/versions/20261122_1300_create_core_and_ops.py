"""Create the tables of core and ops.

Stands for the 23 migrations of the time before the first release; a database that got here by them is at this revision.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261122_1300"
down_revision = None
branch_labels = None
depends_on = None

replaced_sha256 = "698b0474dde81f9d05ac3d281362e3a576c114cac9d4f5738ac857fc2df3fda0"
"""Digest of the last of those, which the log of such a database holds."""

CORE = (
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
OPS = (
    "fact_renames",
    "load_run_phases",
    "load_run_tables",
    "loads",
    "mart_tables",
    "migration_log",
    "seed_files",
    "table_totals",
    "load_runs",
)


def upgrade() -> None:
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))


def downgrade() -> None:
    op.execute("SELECT pg_temp.underive()")
    op.execute(f"DROP TABLE {', '.join(f'core.{table}' for table in CORE)}")
    op.execute("DROP SCHEMA core")
    for table in OPS:
        op.execute(f"DROP TABLE ops.{table}")
    op.execute("COMMENT ON SCHEMA ops IS NULL")
