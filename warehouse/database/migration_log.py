"""The log of migrations, ``ops.migration_log``: the SQL that writes a line of it, and reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    import psycopg
    from psycopg import Cursor

DETAILED_SINCE: Final = "20261122_1300"
"""The migration that adds digest, duration and owner; it fills them for what was applied just before it."""

PLAIN: Final = """
INSERT INTO ops.migration_log (revision, direction, applied_at, applied_by, software_version)
SELECT '{revision}', '{direction}', now(), session_user, '{version}'
"""

REMEMBERED: Final = "SELECT set_config('warehouse.seconds_{revision}', CAST({seconds} AS TEXT), false)"

DETAILED: Final = """
INSERT INTO ops.migration_log
    (revision, direction, applied_at, applied_by, software_version, file_sha256, seconds, owner)
SELECT '{revision}', '{direction}', now(), session_user, '{version}', '{sha256}', {seconds}, current_user
"""

SECONDS: Final = "CAST(extract(epoch FROM clock_timestamp() - now()) AS NUMERIC(12, 3))"

COMPLETED: Final = """
UPDATE ops.migration_log SET
    file_sha256 = '{sha256}',
    seconds = CAST(nullif(current_setting('warehouse.seconds_{revision}', true), '') AS NUMERIC(12, 3)),
    owner = current_user
WHERE entry_id = (SELECT max(entry_id) FROM ops.migration_log WHERE revision = '{revision}')
"""

ENTRIES: Final = """
SELECT revision, direction, applied_at, applied_by, software_version, {details}
FROM ops.migration_log ORDER BY entry_id
"""
HAS_DETAILS: Final = """
SELECT EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('ops.migration_log') AND attname = 'file_sha256' AND NOT attisdropped
)
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


def logging_sql(revision: str, direction: str, version: str, sha256: str, earlier: dict[str, str]) -> list[str]:
    """Give the SQL that logs a step at the end of its transaction.

    Args:
        revision: The migration.
        direction: ``upgrade`` or ``downgrade``.
        version: Version of this software.
        sha256: Digest of its file.
        earlier: Digests of the migrations applied before it by the same run, by revision.

    Returns:
        The statements. Before the log has columns for the details, a setting of the session remembers the seconds.
    """
    parts = {"revision": revision, "direction": direction, "version": version, "sha256": sha256, "seconds": SECONDS}
    if revision < DETAILED_SINCE or (revision == DETAILED_SINCE and direction == "downgrade"):
        return [PLAIN.format(**parts), REMEMBERED.format(**parts)]
    completed = [COMPLETED.format(revision=name, sha256=digest) for name, digest in earlier.items()]
    return [DETAILED.format(**parts), *(completed if revision == DETAILED_SINCE else [])]


def read_log(connection: psycopg.Connection) -> list[Entry]:
    """Give what was applied and taken back, in order; nothing where there is no log yet."""
    if _only(connection.execute("SELECT to_regclass('ops.migration_log') IS NULL")):
        return []
    has_details = _only(connection.execute(HAS_DETAILS.encode()))
    details = "file_sha256, seconds::float8, owner" if has_details else "NULL, NULL, NULL"
    return [Entry(*row) for row in connection.execute(ENTRIES.format(details=details).encode())]


def applied(entries: list[Entry]) -> dict[str, Entry]:
    """Give the last upgrade of each revision that was not taken back since."""
    standing: dict[str, Entry] = {}
    for entry in entries:
        standing.pop(entry.revision, None)
        if entry.direction == "upgrade":
            standing[entry.revision] = entry
    return standing


def _only(cursor: Cursor[tuple[object, ...]]) -> bool:
    row = cursor.fetchone()
    return bool(row and row[0])
