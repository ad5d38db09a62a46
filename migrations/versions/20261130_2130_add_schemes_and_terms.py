"""Add schemes and terms: the words of core as rows, and a foreign key on each column that takes one.

Going back is refused while seeds add words of their own.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261130_2130"
down_revision = "20261130_2037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _execute(".sql")


def downgrade() -> None:
    _execute(".down.sql")


def _execute(suffix: str) -> None:
    statements = Path(__file__).with_suffix(suffix).read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))
