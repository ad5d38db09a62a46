"""The replacement of the data directory by one of a newer major version; the old one is kept."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from warehouse.database.embedded.binaries import OLD_PROGRAMS, choose
from warehouse.database.embedded.data_directory import major_of
from warehouse.database.embedded.home import (
    Home,
    file_errors,
    new_secret,
    open_private,
    prepare,
    read_record,
    read_secret,
    settle,
    write_private,
    write_record,
)
from warehouse.database.embedded.process import alone, find_postmaster, lock_now
from warehouse.database.embedded.server import describe, end_running, ensure_running, hold, stop
from warehouse.errors import ConfigurationError, DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.database.embedded.server import Server


NEXT: Final = "next"


class Replacement:
    """A replacement of the data directory; nobody else uses the server meanwhile.

    Attributes:
        old_major: The major version that made the data directory.
        version: The version that replaces it, for example ``18.4``.
        kept: The path that the old data directory will have.
        is_filled: Whether the block of ``new`` ended without an error.
    """

    def __init__(self, place: Home) -> None:
        """Read the old version from the data directory and the new one from the installed programs.

        Raises:
            ConfigurationError: There is no data directory.
        """
        major = major_of(place)
        if major is None:
            raise ConfigurationError(
                f"there is no embedded server in {place.folder} yet", hint='Nothing to upgrade: "warehouse db start".'
            )
        self.old_major = major
        self.version = choose().version
        self.kept = place.folder / f"data-{major}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        self.is_filled = False
        self._place = place
        self._next = Home(place.folder / NEXT, place.account)

    @property
    def is_needed(self) -> bool:
        """Whether the installed major version is later than the one that made the data directory.

        Raises:
            ConfigurationError: It is an earlier one.
        """
        major = int(self.version.partition(".")[0])
        if major < self.old_major:
            choose(self.old_major)
        return major > self.old_major

    @contextmanager
    def old(self) -> Iterator[Server]:
        """Run the old server during the block.

        Raises:
            ConfigurationError: No programs of its version are found.
        """
        try:
            choose(self.old_major)
        except ConfigurationError as error:
            hint = f"Name the folder of its programs in {OLD_PROGRAMS}, or restore a dump: --from DUMP."
            raise ConfigurationError(f"no programs of PostgreSQL {self.old_major} were found", hint=hint) from error
        running = ensure_running(self._place, durable=True)
        try:
            yield describe(self._place, running)
        finally:
            end_running(self._place, running)

    @contextmanager
    def new(self) -> Iterator[Server]:
        """Run a server of the new version on a new data directory during the block; the password is the old one."""
        self.discard()
        if read_secret(self._place) is None:
            new_secret(self._place)
        prepare(self._next)
        write_private(self._next, self._next.secret, self._place.secret.read_bytes())
        with hold(self._next.folder, durable=read_record(self._place).durable) as server:
            yield server
        stop(self._next.folder)  # disconnects anybody else who may have connected
        self.is_filled = True

    def swap(self) -> None:
        """Put the new data directory in the place of the old one."""
        self._place.data.rename(self.kept)
        try:
            self._next.data.rename(self._place.data)
        except OSError:
            self.kept.rename(self._place.data)
            raise
        write_record(self._place, replace(read_record(self._place), version=self.version))

    def discard(self) -> None:
        """Remove the folder of the new server, if it exists."""
        if self._next.folder.exists():
            stop(self._next.folder)
            shutil.rmtree(self._next.folder)


@contextmanager
def replaced(home: Path) -> Iterator[Replacement]:
    """Yield a replacement; if ``new`` and the block end without an error, the new data directory replaces the old.

    Args:
        home: The folder of the embedded server.

    Raises:
        DatabaseBusy: The server is in use, or was started as a service.
        ConfigurationError: There is no data directory.
    """
    place = settle(home)
    change = Replacement(place)
    with file_errors(place), alone(place.lock):
        users = open_private(place, place.users, os.O_RDWR)
        try:
            if not lock_now(users) or find_postmaster(place):
                raise DatabaseBusy(
                    "the embedded server is in use", hint='Stop it with "warehouse db stop", then try again.'
                )
            yield change
            if change.is_filled:
                change.swap()
        finally:
            change.discard()
            os.close(users)
