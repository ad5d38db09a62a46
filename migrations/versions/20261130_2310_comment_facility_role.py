"""Comment the role of a party of a facility as its field: there are more roles than three."""

from alembic import op

revision = "20261130_2310"
down_revision = "20261130_2221"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _comment("Operator, owner, planner …")


def downgrade() -> None:
    _comment("Operator, planner or partner")


def _comment(meaning: str) -> None:
    op.execute(f"COMMENT ON COLUMN core.facility_parties.role IS '{meaning}'")
