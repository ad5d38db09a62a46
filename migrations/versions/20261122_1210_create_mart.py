"""Create the star schema for BI tools, and the same objects at an instant of the past."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

revision = "20261122_1210"
down_revision = "20261122_1200"
branch_labels = None
depends_on = None

FILES = sorted(Path(__file__).with_suffix("").glob("*.sql"))


def names(kind: str) -> list[str]:
    """Give the objects of mart of one kind, those that build on others first."""
    made = [file for file in reversed(FILES) if f"CREATE {kind} mart." in file.read_text(encoding="utf-8")]
    return [file.stem[3:] for file in made]


def upgrade() -> None:
    for file in FILES:
        op.execute(text(file.read_text(encoding="utf-8").replace(":", r"\:")))


def downgrade() -> None:
    for file in reversed(FILES):
        op.execute(f"DROP VIEW as_of.{file.stem[3:]}")
    for view in names("OR REPLACE VIEW"):
        op.execute(f"DROP VIEW mart.{view}")
    for table in names("TABLE"):
        op.execute(f"DROP TABLE mart.{table}")
    op.execute("DELETE FROM ops.mart_tables")
