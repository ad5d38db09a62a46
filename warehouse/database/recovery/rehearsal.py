"""Try migrations and a load on a copy of a database, in a scratch server that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from psycopg import conninfo

from warehouse.database import embedded
from warehouse.database.connect import UNAFFECTED_BY_ENVIRONMENT, connect
from warehouse.database.derived import is_derived
from warehouse.database.recovery import locks
from warehouse.database.recovery.dump import dump
from warehouse.database.recovery.restore import restore
from warehouse.database.revisions import list_revisions
from warehouse.database.upgrade import current, upgrade
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

DUMP: Final = "rehearsal.dump"
UPGRADE: Final = "upgrade"
"""How the name of the step that migrates begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried.

    Attributes:
        name: What it was.
        seconds: How long it took.
        locks: The strongest lock it held at its end on each table and view that stood before; empty if none was seen.
        failure: Why it ended; None if it went well.
    """

    name: str
    seconds: float
    locks: dict[str, str] = field(default_factory=dict)
    failure: WarehouseError | None = None

    @property
    def strongest(self) -> str:
        """The strongest lock of all; empty if there was none."""
        return max(self.locks.values(), key=locks.MODES.index, default="")

    def keeps_waiting(self, weakest: str) -> list[str]:
        """Give the tables and views that were locked at least as strongly as this mode."""
        limit = locks.MODES.index(weakest)
        return [name for name, mode in self.locks.items() if locks.MODES.index(mode) >= limit]


def rehearse(
    dsn: str, migrations: Path, load: Callable[[str], object] | None, on_phase: Callable[[str], None] = lambda _: None
) -> list[Step]:
    """Copy a database into a scratch server of its own and try there what is pending; the target is only read.

    Args:
        dsn: The database to copy; the account must be able to read the whole warehouse.
        migrations: The folder of this version's migrations.
        load: Called with the address of the copy when it is at the newest revision; None to leave it out.
        on_phase: Told what is being done.

    Returns:
        The steps in order. The last one may have failed; then those behind it were not tried.

    Raises:
        WarehouseError: The copy could not be made.
    """
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="warehouse-rehearsal-") as above:
        folder = Path(above)
        folder.chmod(0o755)  # as root the server runs as another account, which must be able to pass
        began = time.monotonic()
        made = dump(dsn, folder / DUMP, on_phase)
        steps.append(Step("dump", time.monotonic() - began))
        with _scratch(folder / "home") as copy:
            began = time.monotonic()
            restore(copy, made.path, list_revisions(migrations)[-1].name, on_phase=on_phase)
            steps.append(Step("restore", time.monotonic() - began))
            with connect(copy) as watcher:
                locks.watch(watcher)
                for name, run in _plan(watcher, copy, migrations, load):
                    on_phase(name)
                    steps.append(_tried(watcher, name, run))
                    if steps[-1].failure:
                        break
    return steps


@contextmanager
def _scratch(home: Path) -> Iterator[str]:
    try:
        with embedded.hold(home, durable=False) as server:  # what a disk makes one wait for is another matter anyway
            yield conninfo.make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)
    finally:
        used = embedded.status(home).home
        embedded.stop(home)
        shutil.rmtree(used, ignore_errors=True)


def _plan(
    watcher: psycopg.Connection, copy: str, migrations: Path, load: Callable[[str], object] | None
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is to be tried: a name, and what does it.

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
    locks.forget(watcher)
    began = time.monotonic()
    try:
        run()
    except WarehouseError as error:
        return Step(name, time.monotonic() - began, failure=error)
    return Step(name, time.monotonic() - began, locks.strongest(watcher))
