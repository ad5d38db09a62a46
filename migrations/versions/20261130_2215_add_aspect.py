"""Add aspect to milestones, sums and observations.

A downgrade loses it.
"""

from alembic import op

revision = "20261130_2215"
down_revision = "20261130_2200"
branch_labels = None
depends_on = None

TABLES = ("milestones", "monetary_values", "observations")
MEANING = "What else tells the question apart from others of its kind; NULL: nothing"


def upgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE core.{table} ADD COLUMN aspect text")
        op.execute(f"COMMENT ON COLUMN core.{table}.aspect IS '{MEANING}'")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"ALTER TABLE core.{table} DROP COLUMN aspect")
