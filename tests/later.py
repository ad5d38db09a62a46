"""A version of the software with one migration more, in a folder of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from tests.conftest import ROOT
from warehouse.database.revisions import list_revisions

if TYPE_CHECKING:
    from pathlib import Path

REVISIONS: Final = tuple(revision.name for revision in list_revisions(ROOT / "migrations"))
"""The migrations of this version."""
NEWEST: Final = REVISIONS[-1]
LATER: Final = "20991231_2300"

MIGRATION: Final = '''"""Add delivery terms.

A downgrade loses it.
"""

from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""{upgrade}""")


def downgrade() -> None:
    op.execute("""{downgrade}""")
'''

UPGRADE: Final = """
ALTER TABLE core.monetary_values ADD COLUMN delivery_terms TEXT;
COMMENT ON COLUMN core.monetary_values.delivery_terms IS 'Terms of a price as printed, such as FOB; NULL: none printed';
ALTER TABLE ops.migration_log ADD COLUMN remark TEXT;
COMMENT ON COLUMN ops.migration_log.remark IS 'Said by nobody'
"""
DOWNGRADE: Final = """
ALTER TABLE ops.migration_log DROP COLUMN remark;
ALTER TABLE core.monetary_values DROP COLUMN delivery_terms
"""

HEADER: Final = (
    '  delivery_terms: {type: text, meaning: "terms of a price as printed, such as FOB", empty: none is printed}\n'
)


def later_version(folder: Path, *, upgrade: str = UPGRADE, downgrade: str = DOWNGRADE, in_mart: bool = True) -> Path:
    """Copy migrations and SQL into a folder, add a migration, and return the folder of the migrations.

    Args:
        folder: An empty folder.
        upgrade: SQL of the migration.
        downgrade: SQL of the way back.
        in_mart: Whether fact_money shows the column.
    """
    for name in ("migrations", "sql"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    text = MIGRATION.format(revision=LATER, before=NEWEST, upgrade=upgrade, downgrade=downgrade)
    (folder / "migrations" / "versions" / f"{LATER}_add_delivery_terms.py").write_text(text)
    if in_mart:
        add_column(folder / "sql" / "mart" / "fact_money.sql", HEADER, "  v.delivery_terms")
    return folder / "migrations"


def add_column(path: Path, header: str, selected: str) -> None:
    """Add a column at the end of a mart object: to its header, and to its last SELECT."""
    text = path.read_text()
    head, body = text.split("*/\n", 1)
    before, _, after = body.rpartition("\nFROM ")
    path.write_text(f"{head}{header}*/\n{before},\n{selected}\nFROM {after}")


def put_column_in_front(sql_dir: Path) -> None:
    """Put the column ``zero`` before all others of fact_money, so that the table must be made anew."""
    path = sql_dir / "mart" / "fact_money.sql"
    first = "  fact_key: {type: text, meaning: the fact, refers: dim_fact}\n"
    replace_in(path, first, "  zero: {type: integer, meaning: nothing}\n" + first)
    replace_in(path, "SELECT\n  f.fact_key,", "SELECT\n  0 AS zero,\n  f.fact_key,")


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
