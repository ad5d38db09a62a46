"""Dumps: their contents, their descriptions, the archives that pg_dump writes, and the making of a dump."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

from warehouse.database.connect import connect
from warehouse.database.migrate import current
from warehouse.database.recovery.programs import Program, ProgramFailed, fitting
from warehouse.errors import CheckFailed, ConfigurationError, InvalidSource, PermissionRefused, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


SCHEMAS: Final = ("core", "history", "mart", "as_of", "core_as_of", "ops")
EARLIER_MART: Final = "^mart_v[0-9]+$"

OURS: Final = """
SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s) OR nspname ~ %s ORDER BY nspname
"""

TABLES: Final = """
SELECT relnamespace::regnamespace::text, relname FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = ANY (%s::regnamespace[])
ORDER BY 1, 2
"""

LEANING_ELSEWHERE: Final = """
SELECT DISTINCT ours.oid::regclass::text, theirs.oid::regclass::text
FROM pg_rewrite
JOIN pg_depend ON pg_depend.classid = 'pg_rewrite'::regclass AND pg_depend.objid = pg_rewrite.oid
JOIN pg_class AS ours ON ours.oid = pg_rewrite.ev_class
JOIN pg_class AS theirs ON pg_depend.refclassid = 'pg_class'::regclass AND theirs.oid = pg_depend.refobjid
WHERE ours.relnamespace = ANY (%(ours)s::regnamespace[]) AND theirs.relnamespace <> ALL (%(ours)s::regnamespace[])
    AND theirs.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
ORDER BY 1, 2
LIMIT 1
"""

OCCUPANTS: Final = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
    AND NOT EXISTS (
        SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
    )
UNION ALL
SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname = ANY (%s) OR nspname ~ %s
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a warehouse, counted.

    Attributes:
        server_version: The server's version, for example ``18.4``.
        revision: The schema revision.
        load: The number of the last load; 0 before the first.
        facts: The number of facts.
        schemas: The schemas of the warehouse that exist.
        rows: The number of rows of each table, by ``schema.table``.
    """

    server_version: str
    revision: str
    load: int
    facts: int
    schemas: tuple[str, ...]
    rows: dict[str, int]


def contents(connection: psycopg.Connection) -> Contents:
    """Count the contents of a warehouse, in the connection's snapshot.

    Raises:
        ConfigurationError: The database holds no warehouse.
        PermissionRefused: The account may not read all of it.
    """
    revision = current(connection)
    if revision is None:
        raise ConfigurationError("the database holds no warehouse yet", hint='Run "warehouse db upgrade" first.')
    schemas = [str(name) for (name,) in connection.execute(OURS, [list(SCHEMAS), EARLIER_MART])]
    rows = {
        f"{schema}.{table}": _counted(connection, schema, table)
        for schema, table in connection.execute(TABLES, [schemas]).fetchall()
    }
    load = 0
    if "ops.loads" in rows:
        load = int((connection.execute("SELECT coalesce(max(run_id), 0) FROM ops.loads").fetchone() or (0,))[0])
    version = server_version(connection)
    return Contents(version, revision, load, rows.get("core.facts", 0), tuple(schemas), rows)


def server_version(connection: psycopg.Connection) -> str:
    """Return the server's version without any addition of a packager, for example ``18.4``."""
    return str(connection.info.parameter_status("server_version") or "0").split()[0]


def refuse_leaning_elsewhere(connection: psycopg.Connection, schemas: tuple[str, ...]) -> None:
    """Check that the objects in these schemas can be restored without objects of other schemas.

    Args:
        connection: To the database.
        schemas: The schemas of the warehouse.

    Raises:
        CheckFailed: A view that was added by hand needs an object of another schema.
    """
    row = connection.execute(LEANING_ELSEWHERE, {"ours": list(schemas)}).fetchone()
    if row:
        raise CheckFailed(
            f"view {row[0]} needs {row[1]}, which is no part of the warehouse: the dump could not be restored",
            hint="Move the view into a schema of your own.",
        )


def refuse_occupied(connection: psycopg.Connection) -> None:
    """Check that a database holds nothing that could conflict with a restore.

    Raises:
        CheckFailed: It holds a warehouse, or tables of another application.
    """
    row = connection.execute(OCCUPANTS, [list(SCHEMAS), EARLIER_MART]).fetchone()
    if row:
        raise CheckFailed(
            f"database {connection.info.dbname} is not empty: it holds {row[0]}; nothing was changed",
            hint="Restore into a new database with --into NAME, or name an empty one with --database.",
        )


def _counted(connection: psycopg.Connection, schema: str, table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
    return int((connection.execute(query).fetchone() or (0,))[0])


FORMAT: Final = 1
SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True)
class Description:
    """The description of a dump, for use without reading the dump.

    Attributes:
        made_at: When its snapshot was taken, ISO 8601 in UTC.
        database: The name of the database.
        server_version: The version of the server.
        schema_revision: The schema revision of the warehouse.
        load: The number of the last load in it; 0 for none.
        facts: The number of facts.
        bytes: The size of the file in bytes.
        sha256: The digest of the file.
        rows: The number of rows of each table, by ``schema.table``.
        format: The version of the format of this description.
    """

    made_at: str
    database: str
    server_version: str
    schema_revision: str
    load: int
    facts: int
    bytes: int
    sha256: str
    rows: dict[str, int]
    format: int = FORMAT

    def as_json(self) -> str:
        """Format the description as the text of its file."""
        return json.dumps(asdict(self), indent=2) + "\n"

    def differences(self, contents: Contents) -> list[str]:
        """Return at most three differences from a restored database, in revision and row counts.

        Args:
            contents: The contents of the restored database.
        """
        pairs: dict[str, tuple[object, object]] = {"revision": (self.schema_revision, contents.revision)}
        for table in sorted({*self.rows, *contents.rows}):
            pairs[f"rows of {table}"] = (self.rows.get(table, 0), contents.rows.get(table, 0))
        differing = [
            f"{name}: {there} instead of {stated}" for name, (stated, there) in pairs.items() if stated != there
        ]
        return differing[:3]


def beside(dump: Path) -> Path:
    """Return the path of the description of a dump."""
    return dump.with_name(f"{dump.name}{SUFFIX}")


def read_description(dump: Path) -> Description | None:
    """Return the description beside a dump; None if there is none.

    Raises:
        InvalidSource: The file is not a description, or has a format that this version does not know.
    """
    path = beside(dump)
    try:
        fields: dict[str, Any] = json.loads(path.read_bytes())
        if fields["format"] != FORMAT:
            raise InvalidSource(f"{path} has format {fields['format']}", hint="Install a newer version of warehouse.")
        return Description(**fields)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InvalidSource(
            f"{path} does not describe a dump", hint="Remove it to restore without holding the dump against it."
        ) from error


MAGIC: Final = b"PGDMP"
SAID: Final = re.compile(r"^; +(Dumped from database|Dumped by pg_dump) version: (\d+)(\S*)", re.MULTILINE)
REVISION: Final = re.compile(r"^COPY ops\.alembic_version .*\n(.+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Archive:
    """The data that an archive, the file of a dump, contains about itself.

    Attributes:
        path: The file.
        server_version: The version of the server that was dumped.
        revision: The schema revision of the warehouse in it.
        reader: The program that reads it.
    """

    path: Path
    server_version: str
    revision: str
    reader: Program

    @property
    def server_major(self) -> int:
        """The major version of the server that was dumped."""
        return int(self.server_version.partition(".")[0])


def is_archive(path: Path) -> bool:
    """Return whether a file begins like a dump."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def examine(path: Path, readers: Sequence[Program]) -> Archive:
    """Read a dump from beginning to end, and return the data that it contains about itself.

    Args:
        path: The file.
        readers: Versions of pg_restore, in the order to try.

    Raises:
        UsageError: There is no such file.
        InvalidSource: It is no dump, is truncated or damaged, or holds no warehouse.
        ConfigurationError: A pg_dump that is later than all readers wrote it.
    """
    try:
        if not is_archive(path):
            raise InvalidSource(f"{path} is not a dump of a database", hint='Dumps are made by "warehouse db dump".')
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="Name the file of a dump.") from error
    reader, listed = _listed(path, readers)
    try:
        reader.run(["--file=/dev/null", path])
        copied = reader.run(["--data-only", "--schema=ops", "--table=alembic_version", "--file=-", path])
    except ProgramFailed as error:
        raise _damaged(path, error) from error
    versions = {match[1]: f"{match[2]}{match[3]}" for match in SAID.finditer(listed)}
    revision = REVISION.search(copied)
    if revision is None:
        raise InvalidSource(f"{path} holds no warehouse", hint="Restore dumps of other things with pg_restore.")
    return Archive(path, versions.get("Dumped from database", "0"), revision[1], reader)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(path: Path, readers: Sequence[Program]) -> tuple[Program, str]:
    """Return the first reader that knows the file's format, which a later pg_dump may have written, and its listing."""
    for reader in readers:
        try:
            return reader, reader.run(["--list", path])
        except ProgramFailed as error:
            if "unsupported version" not in error.errors:
                raise _damaged(path, error) from error
            failure = error
    newest = readers[-1].version
    raise ConfigurationError(
        f"{path} was written by a later pg_dump than pg_restore {newest} can read: {failure.reason}",
        hint="Point WAREHOUSE_PG_BIN at the programs of a later PostgreSQL.",
    ) from failure


def _damaged(path: Path, error: ProgramFailed) -> InvalidSource:
    return InvalidSource(
        f"{path} is cut short or damaged: {error.reason}", hint="Take another dump, or copy this one again."
    )


OWN_NAME: Final = re.compile(r"warehouse-\d{8}T\d{6}Z-load\d+-\d{8}_\d{4}\.dump")
"""Default names, which sort by time: ``warehouse-20261122T101500Z-load12-20261122_1210.dump``."""


def own_name(when: datetime, contents: Contents) -> str:
    """Return the default name of a dump, from the instant (UTC) and contents of its snapshot."""
    return f"warehouse-{when:%Y%m%dT%H%M%SZ}-load{contents.load}-{contents.revision}.dump"


def make_folder(folder: Path) -> None:
    """Make a private folder for dumps, ignored by version control, unless it exists.

    Raises:
        PermissionRefused: It cannot be made.
    """
    if folder.is_dir():
        return
    try:
        folder.mkdir(mode=0o700, parents=True)
        (folder / ".gitignore").write_text("*\n")
    except OSError as error:
        raise _cannot_write(folder, error) from error


def refuse_other_file(path: Path) -> None:
    """Check that the file to be replaced, if it exists, is a dump.

    Raises:
        UsageError: It is something else.
    """
    if path.exists() and not (path.is_file() and is_archive(path)):
        raise UsageError(f"{path} exists, and is not a dump", hint="Choose another name.")


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Yield an empty private file in the same folder; it gets its final name if the block ends without an error.

    The description of a dump that is replaced is removed first, so that no description is ever beside another dump.

    Args:
        path: The final name.

    Raises:
        PermissionRefused: The folder cannot be written, or the disk is full.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield new
        beside(path).unlink(missing_ok=True)
        _sync(new)
        new.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        new.unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a small private file atomically."""
    with placed(path) as new:
        new.write_text(text, encoding="utf-8")


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove the oldest dumps that have a default name, and return their paths.

    Args:
        folder: The folder of the dumps.
        keep: The number of dumps with a default name to keep.

    Raises:
        PermissionRefused: A file cannot be removed.
    """
    own = sorted(path for path in folder.iterdir() if OWN_NAME.fullmatch(path.name) and path.is_file())
    gone = own[: max(len(own) - keep, 0)]
    try:
        for path in gone:
            path.unlink()
            beside(path).unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return gone


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(path: Path, error: OSError) -> PermissionRefused:
    return PermissionRefused(
        f"cannot write {path}: {error.strerror or error}", hint="Make room, or choose another place."
    )


LOCK_WAIT: Final = "30s"
"""How long to wait for a change of the schema to end."""

PATIENT: Final = """
SELECT set_config('idle_in_transaction_session_timeout', '0', true), set_config('statement_timeout', '0', true),
    set_config('lock_timeout', %s, true)
"""
SNAPSHOT: Final = "SELECT pg_export_snapshot(), clock_timestamp(), current_database()"
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that was made.

    Attributes:
        path: The file.
        description: Its description.
    """

    path: Path
    description: Description


def dump(dsn: str, goal: Path, on_phase: Callable[[str], None] = lambda _: None) -> Dump:
    """Write a warehouse into a file of pg_dump's custom format, mode 0600, with a description beside it.

    The same snapshot is counted and dumped, so the numbers agree while loads continue. A dump does not block readers or
    loads; it blocks changes of the schema.

    Args:
        dsn: libpq connection string of an account that may read the whole warehouse.
        goal: The file, or an existing folder; in a folder the dump gets a name from instant, load and revision.
        on_phase: Called with a description of each phase.

    Raises:
        ConfigurationError: There is no warehouse, or no pg_dump that is new enough.
        PermissionRefused: The account may not read all, or the file cannot be written.
        DatabaseBusy: Somebody is changing the schema.
        CheckFailed: The dump cannot be read back, or a view in the warehouse needs an object of another schema.
        UsageError: The file exists and is no dump, or its folder does not exist.
    """
    on_phase("counting")
    with connect(dsn) as connection:
        connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        connection.execute(PATIENT, [LOCK_WAIT])
        snapshot, when, database = connection.execute(SNAPSHOT).fetchone() or ("", datetime.now(UTC), "")
        found = contents(connection)
        refuse_leaning_elsewhere(connection, found.schemas)
        path = goal / own_name(when, found) if goal.is_dir() else goal
        _refuse_impossible(path)
        with placed(path) as new:
            _run(dsn, new, found, snapshot, on_phase)
            connection.rollback()
            on_phase("checking the dump")
            sha256 = _checked(new, found)
            size = new.stat().st_size
    made_at = when.astimezone(UTC).isoformat(timespec="seconds")
    description = Description(
        made_at, database, found.server_version, found.revision, found.load, found.facts, size, sha256, found.rows
    )
    write_private(beside(path), description.as_json())
    return Dump(path, description)


def _refuse_impossible(path: Path) -> None:
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", hint="Make it, or choose another place.")
    refuse_other_file(path)


def _run(dsn: str, new: Path, contents: Contents, snapshot: str, on_phase: Callable[[str], None]) -> None:
    program = fitting("pg_dump", contents.server_version)[0]
    schemas = [f'--schema="{name}"' for name in contents.schemas]
    arguments = ["--format=custom", f"--snapshot={snapshot}", f"--lock-wait-timeout={LOCK_WAIT}", *schemas]
    on_phase("dumping")
    try:
        program.run(
            [*arguments, f"--file={new}"],
            dsn=dsn,
            on_tick=lambda: on_phase(f"dumping: {new.stat().st_size / MEGABYTE:.0f} MB"),
        )
    except ProgramFailed as error:
        raise error.as_failure("the dump failed") from error


def _checked(new: Path, contents: Contents) -> str:
    """Read the new dump as a restore would, and return its digest."""
    try:
        read = examine(new, fitting("pg_restore", contents.server_version))
    except InvalidSource as error:
        raise CheckFailed(f"what was dumped cannot be read back: {error.what}", hint="Try again.") from error
    if read.revision != contents.revision:
        raise CheckFailed(f"the dump holds revision {read.revision} instead of {contents.revision}", hint="Try again.")
    return digest(new)
