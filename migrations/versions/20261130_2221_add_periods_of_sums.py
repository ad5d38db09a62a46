"""Add periods of sums.

A downgrade loses them.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261130_2221"
down_revision = "20261130_2220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _execute(".sql")


def downgrade() -> None:
    _execute(".down.sql")


def _execute(suffix: str) -> None:
    statements = Path(__file__).with_suffix(suffix).read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))
