"""Add figures of any kind: negative ones, none with a reason, units, and what a figure is a figure of.

Going back is refused while a fact needs one of these, and loses units, bases, parties and scenarios of the others.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261201_0026"
down_revision = "20261130_2310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _execute(".sql")


def downgrade() -> None:
    _execute(".down.sql")


def _execute(suffix: str) -> None:
    statements = Path(__file__).with_suffix(suffix).read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))
