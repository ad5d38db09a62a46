"""What a command does with the embedded server: use it, keep it up, stop it, ask about it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database.embedded.clients import others_connected
from warehouse.database.embedded.home import file_errors, open_private, prepare, settle
from warehouse.database.embedded.locks import alone, lock_now, lock_shared, unlock
from warehouse.database.embedded.process import find_postmaster
from warehouse.database.embedded.record import read_record, write_record
from warehouse.database.embedded.server import Server, end_running, ensure_running, uri, version_of
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.database.embedded.home import Home
    from warehouse.database.embedded.process import Postmaster


@dataclass(frozen=True, slots=True)
class Status:
    """How the embedded server is.

    Attributes:
        running: Whether it accepts connections.
        service: Whether it was started to stay.
        pid: Its process; None if it does not run.
        port: Its TCP port, or the one it had last; None before the first start.
        version: Its PostgreSQL version, or the one it had last; empty before the first start.
        home: The folder it lives in, which as root may be another than the one asked for.
        data_directory: The data directory in it; may not exist yet.
    """

    running: bool
    service: bool
    pid: int | None
    port: int | None
    version: str
    home: Path
    data_directory: Path


@contextmanager
def hold(home: Path, *, durable: bool = True) -> Iterator[Server]:
    """Use the embedded server: it runs until the block ends, and on if it is a service or others use it.

    Args:
        home: Its folder; made when missing.
        durable: False makes a new data directory faster, but a crash may lose the last commits or all of it: for
            throwaway databases. An existing data directory stays what it is.
    """
    place = settle(home)
    with file_errors(place):
        prepare(place)
        users = open_private(place, place.users, os.O_RDWR)
    try:
        with file_errors(place), alone(place.lock):
            lock_shared(users)
            server = describe(place, ensure_running(place, durable=durable))
        yield server
    finally:
        with file_errors(place):
            _leave(place, users)


def start_service(home: Path) -> Server:
    """Start the server if it does not run, and let it run until ``stop``."""
    place = settle(home)
    with file_errors(place):
        prepare(place)
        with alone(place.lock):
            running = ensure_running(place, durable=True)
            write_record(place, replace(read_record(place), service=True))
            return describe(place, running)


def stop(home: Path) -> bool:
    """Stop the server, whoever uses it, and forget that it was a service; say whether one ran."""
    place = settle(home)
    if not place.lock.exists():
        return False
    with file_errors(place), alone(place.lock):
        record = read_record(place)
        if record.service:
            write_record(place, replace(record, service=False))
        running = find_postmaster(place)
        if running:
            end_running(place, running)
        return running is not None


def status(home: Path) -> Status:
    """Look how the server is; start and create nothing."""
    place = settle(home)
    with file_errors(place):
        record, running = read_record(place), find_postmaster(place)
    return Status(
        running=running is not None and running.state == "ready",
        service=record.service,
        pid=running.pid if running else None,
        port=(running.port if running else 0) or record.port,
        version=version_of(place),
        home=place.folder,
        data_directory=place.data,
    )


def dsn(home: Path) -> str:
    """Give the libpq URI at which the server answers when it runs; start nothing."""
    port = status(home).port
    if port is None:
        raise ConfigurationError(
            f"there is no embedded server in {home} yet", hint="Start it with `warehouse db start`."
        )
    place = settle(home)
    with file_errors(place):
        return uri(place, port)


def describe(place: Home, running: Postmaster) -> Server:
    """Say how a running server is reached."""
    return Server(
        home=place.folder,
        port=running.port,
        socket_directory=Path(running.socket_directory),
        version=version_of(place),
        dsn=uri(place, running.port),
    )


def _leave(place: Home, users: int) -> None:
    """Stop using the server, and stop the server if nobody else uses it."""
    try:
        if not place.lock.exists():
            return  # somebody removed the home; the server notices that itself
        with alone(place.lock):
            unlock(users)
            running = find_postmaster(place)
            if not running or not lock_now(users) or read_record(place).service:
                return
            if not others_connected(place, running):
                end_running(place, running)
    finally:
        os.close(users)
