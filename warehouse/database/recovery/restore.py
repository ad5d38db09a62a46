"""Restores: a dump is checked, restored into an empty or new database, and compared with its description."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from warehouse.database.connect import connect
from warehouse.database.migrate import current
from warehouse.database.recovery import dump as archive
from warehouse.database.recovery.dump import Description, read_description
from warehouse.database.recovery.programs import ProgramFailed, fitting
from warehouse.database.revisions import NEWER
from warehouse.errors import CheckFailed, ConfigurationError, InvalidSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import psycopg

    from warehouse.database.recovery.dump import Archive
from warehouse.database.recovery.dump import Contents, contents, refuse_occupied, server_version


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore.

    Attributes:
        database: The name of the database.
        contents: The contents of the database.
        is_proven: Whether the dump had a description, and its digest and numbers of rows match.
    """

    database: str
    contents: Contents
    is_proven: bool


def restore(
    dsn: str, path: Path, newest: str, *, into: str | None = None, on_phase: Callable[[str], None] = lambda _: None
) -> Restored:
    """Restore a dump; this account owns everything, and there are no grants: ``db roles --apply`` sets both.

    Args:
        dsn: libpq connection string of an account that may create schemas; with ``into`` also databases.
        path: The dump; it is compared with its description, if that is beside it.
        newest: The newest schema revision that this version knows.
        into: The name of a new database on the same server; None: restore into the database of ``dsn``, which must be
            empty.
        on_phase: Called with a description of each phase.

    Returns:
        The restored database.

    Raises:
        UsageError: There is no such file.
        InvalidSource: It is no dump, is truncated, or does not match its description.
        ConfigurationError: It is of a newer server or schema, or no pg_restore is new enough.
        CheckFailed: The database is not empty, or the restored contents do not match; nothing is left behind.
        PermissionRefused: The account may not create what is needed.
    """
    on_phase("checking the dump")
    with connect(dsn) as connection:
        if into is None:
            refuse_occupied(connection)
        version = server_version(connection)
        connection.rollback()
        dump = archive.examine(path, fitting("pg_restore", version))
        described = _described(dump, version, newest)
        connection.autocommit = True
        with _target(connection, dsn, into) as target:
            on_phase("restoring")
            _run(dump, target)
            on_phase("counting")
            with connect(target) as restored:
                there = _verified(restored, described, dump)
                name = restored.info.dbname
    return Restored(name, there, described is not None)


def _described(dump: Archive, version: str, newest: str) -> Description | None:
    """Return the description of a dump, after checking that the dump can be restored here; nothing is changed yet."""
    if dump.server_major > int(version.partition(".")[0]):
        raise ConfigurationError(
            f"{dump.path} was made of PostgreSQL {dump.server_version}, and this server is {version}",
            hint="Restore into a server of that major version or a later one.",
        )
    if dump.revision > newest:
        raise ConfigurationError(
            f"{dump.path} is at revision {dump.revision}, which this version does not know; its newest is {newest}",
            hint=NEWER,
        )
    described = read_description(dump.path)
    if described and described.sha256 != archive.digest(dump.path):
        raise InvalidSource(
            f"{dump.path} is not the file that was described when it was made: its digest differs",
            hint="Copy it again. If it is meant, remove the .json beside it.",
        )
    return described


@contextmanager
def _target(connection: psycopg.Connection, dsn: str, into: str | None) -> Iterator[str]:
    """Yield the address to restore into; a database that was made for it is dropped if the block fails."""
    if into is None:
        with _emptied_on_failure(dsn):
            yield dsn
        return
    name = sql.Identifier(into)
    try:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    except errors.DuplicateDatabase as error:
        hint = "Choose another name, or drop that database yourself."
        raise CheckFailed(f"there is a database {into} already; nothing was changed", hint=hint) from error
    try:
        yield make_conninfo(dsn, dbname=into)
    except BaseException:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        raise


@contextmanager
def _emptied_on_failure(dsn: str) -> Iterator[None]:
    """Drop the restored schemas if the check of the restored contents fails."""
    try:
        yield
    except CheckFailed:
        with connect(dsn) as connection:
            for schema in contents(connection).schemas:
                connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
            connection.commit()
        raise


def _run(dump: Archive, target: str) -> None:
    try:
        dump.reader.run(
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl", dump.path],
            dsn=target,
        )
    except ProgramFailed as error:
        raise error.as_failure("the restore failed, nothing was changed") from error


def _verified(restored: psycopg.Connection, described: Description | None, dump: Archive) -> Contents:
    there = contents(restored)
    wrong = described.differences(there) if described else []
    if current(restored) != dump.revision or wrong:
        raise CheckFailed(
            f"what was restored is not what was dumped, and was taken out again: {'; '.join(wrong)}",
            hint="Try another dump, and report this one.",
        )
    restored.execute("ANALYZE")
    restored.commit()
    return there
