"""Add the facts around figures: comparisons, holdings, links, states, clauses, identifiers, positions, parties, places.

Going back is refused while a fact needs one of these.
"""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261201_0901"
down_revision = "20261201_0900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _execute(".sql")


def downgrade() -> None:
    _execute(".down.sql")


def _execute(suffix: str) -> None:
    statements = Path(__file__).with_suffix(suffix).read_text(encoding="utf-8")
    op.execute(text(statements.replace(":", r"\:")))
