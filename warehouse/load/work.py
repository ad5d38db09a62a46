"""The work list of a load: new and changed files, and files whose rows were edited by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import warehouse

if TYPE_CHECKING:
    import psycopg

    from warehouse.load.drift import Drift
    from warehouse.seeds.inventory import SeedFileEntry, SeedInventory

KNOWN_FILES: Final = "SELECT path, sha256 FROM ops.seed_files"

LAST: Final = """
SELECT software_version, schema_revision, fact_count FROM ops.loads JOIN ops.load_runs USING (run_id)
ORDER BY loaded_at DESC LIMIT 1
"""


@dataclass(slots=True)
class WorkList:
    """The work of one load.

    Attributes:
        files: Seed files to read.
        unchanged: Names of those of them that have not changed since the last load.
        gone: Names of files that were loaded before and no longer exist.
        loaded: Names of all files that were loaded before.
        fact_count: Number of facts after the last load.
        is_needed: Whether there is anything to do at all.
    """

    files: list[SeedFileEntry]
    unchanged: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    loaded: frozenset[str] = frozenset()
    fact_count: int = 0
    is_needed: bool = True


def find_work(
    connection: psycopg.Connection, inventory: SeedInventory, revision: str, *, rereads: bool, restores: bool
) -> WorkList:
    """Compare the seed files with the files that the last load read.

    Args:
        connection: A connection with the load's transaction open.
        inventory: The inventory of the seed files.
        revision: The schema revision of the database. If the last load ran at another revision, or with another
            version of the software, every file is read again.
        rereads: Whether to read every file, changed or not.
        restores: Whether to search all of ``core`` for drift.

    Returns:
        The files to read, and what else the load has to do.
    """
    known: dict[str, str | None] = dict(connection.execute(KNOWN_FILES).fetchall())
    gone = sorted(known.keys() - {file.name for file in inventory.with_base})
    last = connection.execute(LAST).fetchone()
    if rereads or last is None or last[:2] != (warehouse.__version__, revision):
        return WorkList(list(inventory.with_base), gone=gone, loaded=frozenset(known))
    changed = inventory.changed_since(known)
    drift = _drift(connection) if restores else []
    edited = {name for one in drift for name in one.files}
    is_short = any(one.is_short for one in drift)
    names = {file.name for file in changed}
    unread = [file for file in inventory.with_base if (is_short or file.name in edited) and file.name not in names]
    is_needed = bool(changed or gone or drift)
    return WorkList([*changed, *unread], [file.name for file in unread], gone, frozenset(known), last[2], is_needed)


def _drift(connection: psycopg.Connection) -> list[Drift]:
    """Return the drift; the import is local because most loads do not need it."""
    from warehouse.load.drift import find_drift

    return find_drift(connection)
