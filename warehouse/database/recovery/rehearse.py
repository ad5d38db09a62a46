"""Rehearsals: pending work is tried on a copy of the database, and its duration and table locks are recorded.

A trigger records the locks from inside each transaction, at its end. It is for scratch databases only.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg import conninfo

from warehouse.database import embedded
from warehouse.database.connect import UNAFFECTED_BY_ENVIRONMENT, connect
from warehouse.database.derived import is_derived
from warehouse.database.migrate import current, upgrade
from warehouse.database.recovery.dump import dump
from warehouse.database.recovery.restore import restore
from warehouse.database.revisions import list_revisions
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

MODES: Final = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
"""Lock modes, weakest first."""

BLOCKS_READERS: Final = "AccessExclusiveLock"
BLOCKS_WRITERS: Final = "ShareLock"
"""The weakest mode that blocks INSERT, UPDATE and DELETE."""

INSTALL: Final = """
CREATE SCHEMA rehearsal;
CREATE TABLE rehearsal.relations (oid oid PRIMARY KEY, name text NOT NULL);
CREATE TABLE rehearsal.locks (name text NOT NULL, mode text NOT NULL);
CREATE FUNCTION rehearsal.note_locks() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $function$
BEGIN
  INSERT INTO rehearsal.locks
  SELECT known.name, held.mode FROM pg_locks AS held JOIN rehearsal.relations AS known ON known.oid = held.relation
  WHERE held.pid = pg_backend_pid() AND held.locktype = 'relation' AND held.granted
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database());
  RETURN NULL;
END
$function$;
"""

AT_ITS_END: Final = """
CREATE CONSTRAINT TRIGGER note_locks AFTER INSERT OR UPDATE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rehearsal.note_locks()
"""
"""A deferred trigger runs when the transaction commits; then the transaction still holds all its locks."""

WATCHED: Final = ("ops.alembic_version", "ops.derived", "ops.loads")
"""Tables into which each upgrade, and each load that changes something, writes a row."""

FORGET: Final = """
TRUNCATE rehearsal.relations, rehearsal.locks;
INSERT INTO rehearsal.relations
SELECT oid, oid::regclass::text FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$|rehearsal$)'
"""

HELD: Final = "SELECT DISTINCT name, mode FROM rehearsal.locks"


def watch(connection: psycopg.Connection) -> None:
    """Prepare a scratch database so that its transactions record their locks."""
    connection.execute(INSTALL)
    for table in WATCHED:
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
        if row and row[0]:
            connection.execute(AT_ITS_END.format(table=table).encode())
    connection.commit()


def forget(connection: psycopg.Connection) -> None:
    """Delete the recorded locks; watch only relations that exist now, because nobody can wait for later ones."""
    connection.execute(FORGET)
    connection.commit()


def strongest(connection: psycopg.Connection) -> dict[str, str]:
    """Return the strongest lock mode recorded for each table and view since the last ``forget``."""
    locks: dict[str, str] = {}
    for name, mode in connection.execute(HELD).fetchall():
        locks[name] = max(locks.get(name, mode), mode, key=MODES.index)
    connection.rollback()
    return dict(sorted(locks.items()))


DUMP: Final = "rehearsal.dump"
UPGRADE: Final = "upgrade"
"""The beginning of the name of the step that migrates."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a rehearsal.

    Attributes:
        name: What was tried.
        seconds: How long it took.
        locks: The strongest lock it held at its end on each table and view that existed before; empty if none was seen.
        failure: The error that ended it; None if it succeeded.
    """

    name: str
    seconds: float
    locks: dict[str, str] = field(default_factory=dict)
    failure: WarehouseError | None = None

    @property
    def strongest(self) -> str:
        """The strongest lock of the step; empty if it held none."""
        return max(self.locks.values(), key=MODES.index, default="")

    def keeps_waiting(self, weakest: str) -> list[str]:
        """Return the tables and views that were locked at least as strongly as a mode.

        Args:
            weakest: The lock mode.
        """
        limit = MODES.index(weakest)
        return [name for name, mode in self.locks.items() if MODES.index(mode) >= limit]


def rehearse(
    dsn: str, migrations: Path, load: Callable[[str], object] | None, on_phase: Callable[[str], None] = lambda _: None
) -> list[Step]:
    """Copy a database into a scratch server, and try there what is pending; the database itself is only read.

    Args:
        dsn: The database to copy; the account must be able to read the whole warehouse.
        migrations: The folder of this version's migrations.
        load: Called with the address of the copy when it is at the newest revision; None for no load.
        on_phase: Called with a description of each phase.

    Returns:
        The steps in order. If one failed, it is the last, and the steps after it were not tried.

    Raises:
        WarehouseError: The copy could not be made.
    """
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="warehouse-rehearsal-") as above:
        began = time.monotonic()
        made = dump(dsn, Path(above) / DUMP, on_phase)
        steps.append(Step("dump", time.monotonic() - began))
        with embedded.temporary() as server:  # a rehearsal does not measure the disk, so the copy may be lost
            copy = conninfo.make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)
            began = time.monotonic()
            restore(copy, made.path, list_revisions(migrations)[-1].name, on_phase=on_phase)
            steps.append(Step("restore", time.monotonic() - began))
            with connect(copy) as watcher:
                watch(watcher)
                for name, run in _plan(watcher, copy, migrations, load):
                    on_phase(name)
                    steps.append(_tried(watcher, name, run))
                    if steps[-1].failure:
                        break
    return steps


def _plan(
    watcher: psycopg.Connection, copy: str, migrations: Path, load: Callable[[str], object] | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the steps to try: a name, and the function that runs it.

    All migrations are one step, because an upgrade is one transaction, which holds its locks until the end.
    """
    found, newest = current(watcher) or "", list_revisions(migrations)[-1].name
    is_up_to_date = found == newest and is_derived(watcher, newest, migrations.parent / "sql")
    watcher.rollback()
    if not is_up_to_date:
        yield f"{UPGRADE} to {newest}", partial(upgrade, copy, migrations)
    if load is not None:
        yield "load", partial(load, copy)


def _tried(watcher: psycopg.Connection, name: str, run: Callable[[], object]) -> Step:
    forget(watcher)
    began = time.monotonic()
    try:
        run()
    except WarehouseError as error:
        return Step(name, time.monotonic() - began, failure=error)
    return Step(name, time.monotonic() - began, strongest(watcher))
