"""The migrations: their files (order, names, remarks and digests), the migration log, and the state of a database.

The state is the revision of the database, its migration log, and whether both agree with its schemas.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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


NEWER: Final = "Install the version of the warehouse that upgraded it, or a newer one."

OURS: Final = """
SELECT nspname, EXISTS (SELECT FROM pg_class WHERE relnamespace = n.oid AND relname <> 'alembic_version'
    AND relkind IN ('r', 'p', 'v', 'm', 'f'))
FROM pg_namespace AS n
WHERE nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops')
ORDER BY nspname
"""

OTHERS: Final = r"""
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.deptype = 'e' AND (d.classid, d.objid) IN (
            ('pg_class'::regclass, c.oid), ('pg_namespace'::regclass, n.oid)
        )
    )
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class MigrationState:
    """The migration state that a database reports.

    Attributes:
        versions: The revisions in ``ops.alembic_version``; more than one is an error.
        entries: The migration log, oldest entry first.
        schemas: The warehouse's schemas that exist, by name, each with whether it holds anything besides the version
            table.
    """

    versions: tuple[str, ...]
    entries: tuple[Entry, ...]
    schemas: dict[str, bool]

    @property
    def revision(self) -> str | None:
        """The revision in the version table; None if there is none."""
        return self.versions[0] if self.versions else None

    def logged(self, revisions: Sequence[Revision]) -> str | None:
        """Return the revision that the migration log ends at; None if no migration is applied according to it.

        Args:
            revisions: The migrations of this version, oldest first.
        """
        if not self.entries:
            return None
        last = self.entries[-1]
        if last.direction == "upgrade":
            return last.revision
        below = [revision.name for revision in revisions if revision.name < last.revision]
        return below[-1] if below else None

    def fault(self, revisions: Sequence[Revision]) -> ConfigurationError | None:
        """Return the error if version table, migration log and schemas contradict each other; None if they agree.

        Args:
            revisions: The migrations of this version, oldest first.
        """
        if len(self.versions) > 1:
            what = f"ops.alembic_version holds {len(self.versions)} revisions: {', '.join(self.versions)}"
            return ConfigurationError(what, hint="Delete all but the one that the schema is at, or restore a dump.")
        made = [name for name, holds in self.schemas.items() if holds or name != "ops"]
        if self.revision is None and made:
            what = f"there are schemas of a warehouse, but no revision in ops.alembic_version: {', '.join(made)}"
            hint = (
                "Restore a dump, or drop these schemas if nothing in them is needed. Are they somebody else's? "
                "Then use a database of the warehouse's own."
            )
            return ConfigurationError(what, hint=hint)
        logged = self.logged(revisions)
        if self.revision is not None and logged != self.revision:
            ends = logged or "nothing"
            what = f"ops.alembic_version says revision {self.revision}, but ops.migration_log ends at {ends}"
            hint = (
                "One was changed without the other: was a script run by hand, or a revision stamped? "
                f'"warehouse db check" tells whether the schema is that of {self.revision}; then correct the one that '
                "is wrong as docs/operations.md says, or restore a dump."
            )
            return ConfigurationError(what, hint=hint)
        return None


def look(connection: psycopg.Connection) -> MigrationState:
    """Read the migration state of a database."""
    row = connection.execute("SELECT to_regclass('ops.alembic_version')").fetchone()
    query = "SELECT version_num FROM ops.alembic_version ORDER BY 1"
    versions = connection.execute(query).fetchall() if row and row[0] else []
    schemas: dict[str, bool] = dict(connection.execute(OURS.encode()).fetchall())
    return MigrationState(tuple(name for (name,) in versions), tuple(read_log(connection)), schemas)


def require_known(found: str, revisions: Sequence[Revision]) -> None:
    """Check that this version knows a revision.

    Args:
        found: The revision that the database is at.
        revisions: The migrations of this version, oldest first.

    Raises:
        ConfigurationError: This version does not know it; the message says whether it is older or newer.
    """
    if found in {revision.name for revision in revisions}:
        return
    oldest, newest = revisions[0].name, revisions[-1].name
    if found < oldest:
        what = f"the database is at revision {found}, which is older than the first of this version, {oldest}"
        hint = f"Upgrade it to {oldest} with an earlier version, then with this one."
        raise ConfigurationError(what, hint=hint)
    what = f"the database is at revision {found}, which this version does not know; its newest is {newest}"
    raise ConfigurationError(what, hint=NEWER)


def require_sound(
    connection: psycopg.Connection, revisions: Sequence[Revision], *, into_used: bool = False
) -> str | None:
    """Return the revision, after checking that migrations can run on the database; None if it holds no warehouse yet.

    Args:
        connection: To the database.
        revisions: The migrations of this version, oldest first.
        into_used: Whether the database may hold tables of other applications.

    Raises:
        ConfigurationError: The database is at an unknown revision, its state contradicts itself, or it belongs to
            another application; the message says which, and what to do.
    """
    standing = look(connection)
    if standing.revision is not None and len(standing.versions) == 1:
        require_known(standing.revision, revisions)
    fault = standing.fault(revisions)
    if fault is not None:
        raise fault
    if standing.revision is None and not into_used:
        _require_unused(connection)
    return standing.revision


def _require_unused(connection: psycopg.Connection) -> None:
    others = [name for (name,) in connection.execute(OTHERS.encode()) if name != "ops.alembic_version"]
    if not others:
        return
    shown = ", ".join(others[:3]) + (f" and {len(others) - 3} more" if len(others) > 3 else "")  # noqa: PLR2004 - as shown
    what = f'database "{connection.info.dbname}" holds no warehouse, but tables of somebody else: {shown}'
    hint = "Give the warehouse a database of its own; or let it live beside them: --into-used-database."
    raise ConfigurationError(what, hint=hint)


@dataclass(frozen=True, slots=True)
class MigrationRecord:
    """A migration, and how the database records it.

    Attributes:
        revision: The migration.
        state: ``applied`` or ``pending``.
        entry: Its entry in the migration log; None if it is pending or was not logged.
        is_altered: Whether its file has changed since it was applied.
    """

    revision: Revision
    state: str
    entry: Entry | None
    is_altered: bool

    def as_dict(self) -> dict[str, object]:
        """Return the record for JSON: timestamps in UTC, durations in seconds, null where nothing was recorded."""
        entry = self.entry
        return {
            "revision": self.revision.name,
            "what": self.revision.title,
            "state": self.state,
            "applied_at": entry.applied_at.isoformat() if entry else None,
            "applied_by": entry.applied_by if entry else None,
            "seconds": entry.seconds if entry else None,
            "software_version": entry.software_version if entry else None,
            "owner": entry.owner if entry else None,
            "file_sha256": entry.file_sha256 if entry else None,
            "is_altered": self.is_altered,
        }

    def row(self) -> tuple[str, ...]:
        """Return the cells of a table for people; a cell is empty where nothing was recorded."""
        state = f"{self.state}, file changed since" if self.is_altered else self.state
        head = (self.revision.name, self.revision.title, state)
        if self.entry is None:
            return (*head, *[""] * 5)
        seconds = "" if self.entry.seconds is None else f"{self.entry.seconds:.2f}"
        at = self.entry.applied_at.strftime("%Y-%m-%d %H:%M:%S")
        return (*head, at, self.entry.applied_by, seconds, self.entry.software_version, self.entry.owner or "")


def migration_records(standing: MigrationState, revisions: Sequence[Revision]) -> list[MigrationRecord]:
    """Return all migrations, oldest first, each with its state in the database.

    Args:
        standing: The migration state of the database.
        revisions: The migrations of this version, oldest first.

    Raises:
        ConfigurationError: The database is at a revision that this version does not know.
    """
    for found in standing.versions:
        require_known(found, revisions)
    logged, reached = applied(list(standing.entries)), standing.revision or ""
    told = []
    for revision in revisions:
        entry = logged.get(revision.name)
        state = "applied" if revision.name <= reached else "pending"
        digest = entry.file_sha256 if entry else None
        told.append(
            MigrationRecord(
                revision, state, entry, is_altered=digest is not None and digest not in revision.known_digests
            )
        )
    return told
