"""A server that answers and takes no connections until it is let go: it waits for the rest of a recovery."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING, Final

from tests.waiting import until
from warehouse.database import embedded
from warehouse.database.embedded.binaries import choose, reachable
from warehouse.database.embedded.home import open_private, settle
from warehouse.database.embedded.process import clear_leftovers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REFUSED: Final = "FATAL:  the database system is "


class StartingServer:
    """The embedded server of a home that has run before, as a standby that nobody may read.

    Attributes:
        dsn: Its address.
    """

    def __init__(self, home: Path) -> None:
        """Start it, and wait until it answers."""
        self._home = home
        self._place = settle(home)
        self.dsn = embedded.dsn(home)
        self._touch("standby.signal")
        with (self._place.data / "postgresql.conf").open("a") as settings:
            settings.write("hot_standby = off\n")
        clear_leftovers(self._place)
        output = open_private(self._place, self._place.log, os.O_RDWR | os.O_APPEND)
        programs = reachable(self._place, choose()).programs
        self._place.account.spawn([programs / "postgres", "-D", self._place.data], output=output)
        os.close(output)
        self._until(lambda: "entering standby mode" in self._said())

    @property
    def refusals(self) -> int:
        """How many connections it has refused."""
        return self._said().count(REFUSED)

    def refuse(self, times: int) -> None:
        """Wait until it has refused so many connections more."""
        wanted = self.refusals + times
        self._until(lambda: self.refusals >= wanted)

    def let_go(self) -> None:
        """Let the recovery end, and wait until connections are taken."""
        self._touch("promote")
        pid = embedded.status(self._home).pid
        assert pid is not None
        os.kill(pid, signal.SIGUSR1)
        self._until(lambda: embedded.status(self._home).running)

    def stop(self) -> None:
        """Stop it, whatever it is at."""
        embedded.stop(self._home)

    def _touch(self, name: str) -> None:
        path = self._place.data / name
        path.touch()
        shutil.chown(path, self._place.account.uid, self._place.account.gid)

    def _said(self) -> str:
        return self._place.log.read_text(errors="replace")

    def _until(self, condition: Callable[[], bool]) -> None:
        until(condition, self._said)
