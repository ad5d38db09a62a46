"""Dump a warehouse into a file that was checked before it got its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import psycopg

from warehouse.database.connect import connect
from warehouse.database.recovery import archive
from warehouse.database.recovery.backups import own_name, placed, refuse_other_file, write_private
from warehouse.database.recovery.contents import contents, refuse_leaning_elsewhere
from warehouse.database.recovery.description import Description, beside
from warehouse.database.recovery.programs import ProgramFailed, fitting
from warehouse.errors import CheckFailed, InvalidSource, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.database.recovery.contents import Contents

LOCK_WAIT: Final = "30s"
"""How long to wait for somebody who changes the schema."""

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
        description: What it holds.
    """

    path: Path
    description: Description


def dump(dsn: str, goal: Path, on_phase: Callable[[str], None] = lambda _: None) -> Dump:
    """Write all that a warehouse needs into a file of pg_dump's custom format, mode 0600, and a description beside it.

    One snapshot is counted and dumped, so the numbers agree while loads go on. Readers and loads are not kept waiting,
    changes of the schema are.

    Args:
        dsn: libpq connection string of an account that may read the whole warehouse.
        goal: The file; or a folder that is there, in which it gets a name by instant, load and revision.
        on_phase: Told what is being done.

    Raises:
        ConfigurationError: There is no warehouse, or no pg_dump that is new enough.
        PermissionRefused: The account may not read all, or the file cannot be written.
        DatabaseBusy: Somebody was changing the schema.
        CheckFailed: What was written cannot be read back, or a view in the warehouse needs something outside.
        UsageError: The file is there and is no dump, or its folder is not there.
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


def _run(dsn: str, new: Path, found: Contents, snapshot: str, on_phase: Callable[[str], None]) -> None:
    program = fitting("pg_dump", found.server_version)[0]
    schemas = [f'--schema="{name}"' for name in found.schemas]
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


def _checked(new: Path, found: Contents) -> str:
    """Read the new dump through as a restore would, and give its digest."""
    try:
        read = archive.examine(new, fitting("pg_restore", found.server_version))
    except InvalidSource as error:
        raise CheckFailed(f"what was dumped cannot be read back: {error.what}", hint="Try again.") from error
    if read.revision != found.revision:
        raise CheckFailed(f"the dump holds revision {read.revision} instead of {found.revision}", hint="Try again.")
    return archive.digest(new)
