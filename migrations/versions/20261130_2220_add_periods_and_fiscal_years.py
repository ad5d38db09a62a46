"""Add periods: fiscal years, notes on dates, rules of dates, and page dates that are a month or a year.

Going back is refused while dates use the rules that it takes away, and loses fiscal years, notes and precisions.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261130_2220"
down_revision = "20261130_2215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _execute(".sql")


def downgrade() -> None:
    _execute(".down.sql")


def _execute(suffix: str) -> None:
    statements = Path(__file__).with_suffix(suffix).read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))
