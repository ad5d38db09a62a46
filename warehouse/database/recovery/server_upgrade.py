"""The upgrade of the embedded server's data to a later major version of PostgreSQL."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg import conninfo

from warehouse.database import embedded
from warehouse.database.connect import UNAFFECTED_BY_ENVIRONMENT, connect
from warehouse.database.migrate import current
from warehouse.database.recovery.dump import contents
from warehouse.database.recovery.programs import Program, ProgramFailed, fitting
from warehouse.database.recovery.restore import restore
from warehouse.errors import CheckFailed

if TYPE_CHECKING:
    from collections.abc import Callable

LAST_LINE: Final = "-- PostgreSQL database cluster dump complete"
OWN_ROLE: Final = "CREATE ROLE warehouse;\n"
"""The new server has this role already; later statements of the script set its attributes and password."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The result of an upgrade of the embedded server.

    Attributes:
        old_major: The major version before.
        version: The version now.
        kept: The path of the old data directory; None if nothing had to be done.
    """

    old_major: int
    version: str
    kept: Path | None


def upgrade_server(
    home: Path, dump: Path | None, newest: str, on_phase: Callable[[str], None] = lambda _: None
) -> Upgraded:
    """Fill a new data directory from the old server or from a dump, and put it in the place of the old one.

    Args:
        home: The embedded server's folder.
        dump: A dump of the warehouse to use instead of the old server's data, for when the old programs are gone.
        newest: The newest schema revision that this version knows.
        on_phase: Called with a description of each phase.

    Returns:
        The versions, and the path of the old data directory.

    Raises:
        ConfigurationError: The programs of the old version, or of a later one, are not found.
        DatabaseBusy: Somebody uses the server.
        WarehouseError: The upgrade failed; the old data directory is still in its place.
    """
    with embedded.replaced(home) as change:
        if not change.is_needed:
            return Upgraded(change.old_major, change.version, None)
        if dump is not None:
            with change.new() as server:
                restore(_address(server), dump, newest, on_phase=on_phase)
        else:
            _carry_over(change, on_phase)
        on_phase("putting it in place")
    return Upgraded(change.old_major, change.version, change.kept)


def _carry_over(change: embedded.Replacement, on_phase: Callable[[str], None]) -> None:
    """Copy all databases, roles and grants to the new server, and compare the row counts of the warehouse."""
    with tempfile.TemporaryDirectory(prefix="warehouse-upgrade-") as folder:
        script = Path(folder) / "all.sql"
        on_phase(f"dumping PostgreSQL {change.old_major}")
        with change.old() as server:
            before = _look(server)
            _ran(fitting("pg_dumpall", change.version)[0], [f"--file={script}"], server)
        if not _ends_with(script, LAST_LINE):
            raise CheckFailed("the dump of the old server is cut short", hint="Is there room for it? Try again.")
        on_phase(f"restoring into PostgreSQL {change.version}")
        with change.new() as server:
            _replay(script, server)
            if _look(server) != before:
                raise CheckFailed("the new server does not hold what the old one held", hint="Report this.")
            with connect(_address(server)) as connection:
                connection.execute("ANALYZE")
                connection.commit()


def _replay(script: Path, server: embedded.Server) -> None:
    """Run the script on a new server, after dropping its empty warehouse database."""
    psql = fitting("psql", server.version)[0]
    quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    filtered = script.with_name("filtered.sql")
    with script.open(encoding="utf-8") as read, filtered.open("w", encoding="utf-8") as written:
        written.writelines(line for line in read if line != OWN_ROLE)
    script.unlink()
    _ran(psql, [*quiet, "--command=DROP DATABASE warehouse"], server)
    _ran(psql, [*quiet, "--output=/dev/null", f"--file={filtered}"], server)


def _ran(program: Program, arguments: list[str], server: embedded.Server) -> None:
    try:
        program.run(arguments, dsn=conninfo.make_conninfo(_address(server), dbname="postgres"))
    except ProgramFailed as error:
        raise error.as_failure("the upgrade failed, the old data directory is as it was") from error


def _look(server: embedded.Server) -> dict[str, int]:
    """Return the row counts of the warehouse; empty if there is none."""
    with connect(_address(server)) as connection:
        return contents(connection).rows if current(connection) else {}


def _address(server: embedded.Server) -> str:
    return conninfo.make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)


def _ends_with(script: Path, line: str) -> bool:
    with script.open("rb") as file:
        file.seek(max(script.stat().st_size - 1000, 0))
        return line.encode() in file.read()
