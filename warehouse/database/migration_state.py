"""The migration state of a database: its revision, its migration log, and whether both agree with its schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.database.revisions import applied, read_log
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from warehouse.database.revisions import Entry, Revision

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
