"""Find what a load has to read: files that are new or different, and those whose rows were edited by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import warehouse

if TYPE_CHECKING:
    import psycopg

    from warehouse.load.drift import Drift
    from warehouse.seeds.stock import Listed, Stock

KNOWN_FILES: Final = "SELECT path, sha256 FROM ops.seed_files"

LAST: Final = """
SELECT software_version, schema_revision, fact_count FROM ops.loads JOIN ops.load_runs USING (run_id)
ORDER BY loaded_at DESC LIMIT 1
"""


@dataclass(slots=True)
class Todo:
    """What is to be read.

    Attributes:
        files: Files to read.
        unchanged: Names of those among them that say what they said at the last load.
        gone: Names of files that were loaded and are not there any more.
        fact_count: Facts the last load left.
        is_needed: Whether there is anything to do at all.
    """

    files: list[Listed]
    unchanged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    fact_count: int = 0
    is_needed: bool = True


def find_todo(connection: psycopg.Connection, stock: Stock, revision: str, *, rereads: bool, restores: bool) -> Todo:
    """Compare the seed files with what the last load read.

    Args:
        connection: With the load's transaction open.
        stock: The seed files.
        revision: Migration the database is at; rows that another one, or another version of the software, made of
            the same seeds are not relied on.
        rereads: Read every file, changed or not.
        restores: Look in all of ``core`` for rows edited by hand.
    """
    known: dict[str, str | None] = dict(connection.execute(KNOWN_FILES).fetchall())
    gone = sorted(known.keys() - {file.name for file in stock.files})
    last = connection.execute(LAST).fetchone()
    if rereads or last is None or last[:2] != (warehouse.__version__, revision):
        return Todo(list(stock.files), gone=gone)
    changed = stock.changed_since(known)
    drift = _drift(connection) if restores else []
    edited = {name for one in drift for name in one.files}
    is_short = any(one.is_short for one in drift)
    names = {file.name for file in changed}
    unread = [file for file in stock.files if (is_short or file.name in edited) and file.name not in names]
    is_needed = bool(changed or gone or drift)
    return Todo([*changed, *unread], [file.name for file in unread], gone, last[2], is_needed)


def _drift(connection: psycopg.Connection) -> list[Drift]:
    """Import what describes the tables only where it is needed: most loads find nothing to do."""
    from warehouse.load.drift import find_drift

    return find_drift(connection)
