"""The migration files (their order, names, remarks and digests) and the migration log."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    import psycopg


BASE: Final = "base"
"""The name of the state before the first migration."""

REPLACED: Final = "replaced_sha256"
"""The variable of a migration that replaces earlier ones; it holds the digest of the last of them."""

_LENGTH: Final = len("20261122_0900")


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration.

    Attributes:
        name: Its revision: the time when it was written, from its file name.
        slug: What it does, from its file name.
        path: The file. Its SQL may be in a file of the same name beside it.
    """

    name: str
    slug: str
    path: Path

    @property
    def title(self) -> str:
        """What the migration does, in words."""
        return self.slug.replace("_", " ")

    @property
    def sha256(self) -> str:
        """Digest of all that the migration runs: its file, and the SQL files beside it."""
        digest = sha256(self.path.read_bytes())
        for beside in (self.path.with_suffix(suffix) for suffix in (".sql", ".down.sql")):
            if beside.is_file():
                digest.update(beside.read_bytes())
        return digest.hexdigest()

    @property
    def known_digests(self) -> frozenset[str]:
        """The digest of this migration, and of the migration it replaces: a database may have come here by either."""
        replaced = [
            str(statement.value.value)
            for statement in self._module.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Constant)
            and [ast.unparse(target) for target in statement.targets] == [REPLACED]
        ]
        return frozenset((self.sha256, *replaced))

    @property
    def remarks(self) -> str:
        """The docstring without its first line, such as what a downgrade loses; may be empty."""
        docstring = ast.get_docstring(self._module) or ""
        return " ".join(docstring.partition("\n")[2].split())

    @property
    def _module(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))


def revision_of(path: Path) -> Revision:
    """Build a revision from the name of a migration's file."""
    return Revision(path.name[:_LENGTH], path.stem[_LENGTH + 1 :], path)


def list_revisions(migrations: Path) -> list[Revision]:
    """Return all migrations, oldest first: they form one line, and their file names begin with the time.

    Args:
        migrations: The folder with ``versions/``.

    Raises:
        ConfigurationError: There are none.
    """
    files = sorted((migrations / "versions").glob("2*.py"))
    if not files:
        raise ConfigurationError(f"no migrations in {migrations}", hint="Install the package again.")
    return [revision_of(path) for path in files]


def find_revision(revisions: list[Revision], name: str) -> Revision:
    """Return the migration with the given revision or full file name (without its extension).

    Raises:
        UsageError: There is none.
    """
    for revision in revisions:
        if name in {revision.name, revision.path.stem}:
            return revision
    hint = f'Known are {revisions[0].name} to {revisions[-1].name}: see "warehouse db history".'
    raise UsageError(f'there is no revision "{name}"', hint=hint)


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
    """An entry of the migration log: a migration that was applied or reverted.

    Attributes:
        revision: The migration.
        direction: ``upgrade`` or ``downgrade``.
        applied_at: When its transaction began.
        applied_by: The database account.
        software_version: The version of the warehouse software.
        file_sha256: The digest of what was run; None: not recorded.
        seconds: How long it took; None: not recorded.
        owner: The role that owns what it made; None: not recorded.
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
    """Yield the SQL that logs a migration after it has run.

    Args:
        revision: The migration.
        direction: ``upgrade`` or ``downgrade``.
        version: The version of this software.
        sha256: The digest of its file.
    """
    yield LOG_STEP.format(revision=revision, direction=direction, version=version, sha256=sha256)
    yield STEP_BEGINS


def read_log(connection: psycopg.Connection) -> list[Entry]:
    """Return the migration log, oldest entry first; an empty list if there is no log yet."""
    row = connection.execute("SELECT to_regclass('ops.migration_log') IS NULL").fetchone()
    if row and row[0]:
        return []
    return [Entry(*row) for row in connection.execute(ENTRIES.encode())]


def applied(entries: list[Entry]) -> dict[str, Entry]:
    """Return the last upgrade of each revision that was not reverted afterwards, by revision."""
    standing: dict[str, Entry] = {}
    for entry in entries:
        standing.pop(entry.revision, None)
        if entry.direction == "upgrade":
            standing[entry.revision] = entry
    return standing
