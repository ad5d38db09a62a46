"""Alter approximations: a figure can be nearly a number.

Going back is refused while a figure is stated so.
"""

from alembic import op

revision = "20261130_2200"
down_revision = "20261130_2130"
branch_labels = None
depends_on = None

COLUMNS = (
    ("monetary_values", "approximation"),
    ("monetary_values", "equivalent_approximation"),
    ("observations", "approximation"),
)
BEFORE = "'about', 'at least', 'at most', 'between', 'exact', 'over', 'under'"
AFTER = "'about', 'at least', 'at most', 'between', 'exact', 'nearly', 'over', 'under'"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    _allow(BEFORE)


def _allow(words: str) -> None:
    for table, column in COLUMNS:
        name = f"{table}_{column}_known_check"
        op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE core.{table} DROP CONSTRAINT {name}")
        op.execute(
            "-- squawk-ignore constraint-missing-not-valid\n"
            f"ALTER TABLE core.{table} ADD CONSTRAINT {name} CHECK ({column} IN ({words}))"
        )
