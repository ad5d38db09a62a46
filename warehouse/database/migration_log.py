"""The log of migrations, ``ops.migration_log``: the SQL that writes a line of it, and reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import psycopg

STEP_BEGINS: Final = "SELECT set_config('warehouse.step_began', CAST(clock_timestamp() AS TEXT), true)"

LOG_STEP: Final = """
INSERT INTO ops.migration_log
    (revision, direction, applied_at, applied_by, software_version, file_sha256, seconds, owner)
SELECT '{revision}', '{direction}', now(), session_user, '{version}', '{sha256}',
    CAST(extract(epoch FROM clock_timestamp() - CAST(current_setting('warehouse.step_began') AS TIMESTAMPTZ))
        AS NUMERIC(12, 3)),
    current_user
"""

ENTRIES: Final = """
SELECT revision, direction, applied_at, applied_by, software_version, file_sha256, seconds::float8, owner
FROM ops.migration_log ORDER BY entry_id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A migration that was applied or taken back.

    Attributes:
        revision: Which.
        direction: ``upgrade`` or ``downgrade``.
        applied_at: When its transaction began.
        applied_by: Database account.
        software_version: Version of the warehouse software.
        file_sha256: Digest of what was run; None: not recorded.
        seconds: How long it took; None: not recorded.
        owner: Role that owns what it made; None: not recorded.
    """

    revision: str
    direction: str
    applied_at: datetime
    applied_by: str
    software_version: str
    file_sha256: str | None
    seconds: float | None
    owner: str | None


def logging_sql(revision: str, direction: str, version: str, sha256: str) -> Iterator[str]:
    """Yield the SQL that logs a step when all of it has run.

    Args:
        revision: The migration.
        direction: ``upgrade`` or ``downgrade``.
        version: Version of this software.
        sha256: Digest of its file.
    """
    yield LOG_STEP.format(revision=revision, direction=direction, version=version, sha256=sha256)
    yield STEP_BEGINS


def read_log(connection: psycopg.Connection) -> list[Entry]:
    """Give what was applied and taken back, in order; nothing where there is no log yet."""
    row = connection.execute("SELECT to_regclass('ops.migration_log') IS NULL").fetchone()
    if row and row[0]:
        return []
    return [Entry(*row) for row in connection.execute(ENTRIES.encode())]


def applied(entries: list[Entry]) -> dict[str, Entry]:
    """Give the last upgrade of each revision that was not taken back since."""
    standing: dict[str, Entry] = {}
    for entry in entries:
        standing.pop(entry.revision, None)
        if entry.direction == "upgrade":
            standing[entry.revision] = entry
    return standing
