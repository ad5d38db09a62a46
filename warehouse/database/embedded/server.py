"""Start the server and stop it. Whoever calls this holds the lock that keeps others from doing the same."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from warehouse.database.embedded import cluster
from warehouse.database.embedded.address import HOST, free_ports, remove_socket_folder, socket_folder
from warehouse.database.embedded.binaries import choose, reachable
from warehouse.database.embedded.home import make_private, open_private
from warehouse.database.embedded.locks import lock_within
from warehouse.database.embedded.process import clear_leftovers, end, find_postmaster, is_running, wait_until
from warehouse.database.embedded.record import Record, read_record, read_secret, write_record
from warehouse.database.embedded.renumbering import renumber
from warehouse.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.database.embedded.binaries import Installation
    from warehouse.database.embedded.home import Home
    from warehouse.database.embedded.process import Postmaster

_RECOVERY = 120.0
_UNSEEN = 2.0
_LONGEST_LOG = 10_000_000


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server.

    Attributes:
        home: The folder it lives in.
        port: Its TCP port on 127.0.0.1.
        socket_directory: The folder of its unix socket.
        version: Its PostgreSQL version, for example ``18.4``.
        dsn: A libpq URI with the password.
    """

    home: Path
    port: int
    socket_directory: Path
    version: str
    dsn: str = field(repr=False)


def ensure_running(home: Home, *, durable: bool) -> Postmaster:
    """Make sure that the server runs and accepts connections: join it, wait for it, or start it."""
    running = find_postmaster(home)
    ready = running and _wait_until_ready(home, running.pid)
    if not ready:
        return _start(home, durable=durable)
    record = read_record(home)
    if record.port != ready.port:  # the record was lost or damaged while the server ran
        write_record(home, replace(record, port=ready.port, socket_directory=ready.socket_directory))
    return ready


def end_running(home: Home, running: Postmaster) -> None:
    """Stop the server and remove what it leaves outside the home."""
    end(home, running.pid)
    remove_socket_folder(home, running.socket_directory or read_record(home).socket_directory)


def version_of(home: Home) -> str:
    """Say which version ran last, at least its first number; empty before the first start."""
    return read_record(home).version or str(cluster.major_of(home) or "")


def uri(home: Home, port: int) -> str:
    """Compose the libpq URI."""
    secret = read_secret(home)
    if secret is None:
        raise ConfigurationError(
            f"the password of the embedded server is missing: {home.secret}",
            hint="Run `warehouse db stop`; the next start makes a new one.",
        )
    return f"postgresql://{cluster.USER}:{secret}@{HOST}:{port}/{cluster.DATABASE}"


def _start(home: Home, *, durable: bool) -> Postmaster:
    clear_leftovers(home)
    with _output(home) as output:
        record = read_record(home)
        programs = reachable(home, choose(cluster.major_of(home)))
        if not home.data.exists():
            _refuse_lost_data(home)
            record = replace(record, durable=durable)
            write_record(home, record)
            cluster.initialise(home, programs, durable=durable)
        make_private(home, home.data)
        (home.data / "postmaster.pid").unlink(missing_ok=True)
        renumber(home, programs)
        if read_secret(home) is None:
            cluster.renew_secret(home, programs)
        return _start_on_free_port(home, programs, record, output)


def _refuse_lost_data(home: Home) -> None:
    """Make no empty data directory where one stands that was kept: putting another in its place may have broken off."""
    kept = sorted(home.folder.glob("data-*"))
    if kept:
        raise ConfigurationError(
            f"there is no data directory {home.data}, but an earlier one: {kept[-1]}",
            hint=f"Rename it to {home.data.name}. If it is not wanted any more, remove it.",
        )


@contextmanager
def _output(home: Home) -> Iterator[int]:
    """Open the log and lock it.

    The server inherits descriptor and lock, and so do its children. While one of them lives, even where its process
    number means nothing here, as in another container, nobody gets here and starts a second server on the same data.
    """
    output = open_private(home, home.log, os.O_RDWR | os.O_APPEND)
    try:
        if not lock_within(output, _UNSEEN):
            raise DatabaseBusy(
                f"the data directory {home.data} is in use by a server that cannot be seen from here",
                hint="If it runs in another container, stop it there.",
            )
        if os.fstat(output).st_size > _LONGEST_LOG:
            os.truncate(output, 0)
        yield output
    finally:
        os.close(output)


def _start_on_free_port(home: Home, programs: Installation, record: Record, output: int) -> Postmaster:
    sockets = socket_folder(home, record.socket_directory)
    for port in free_ports(home, record.port):
        cluster.write_settings(home, home.data, port=port, sockets=sockets, durable=record.durable)
        write_record(home, replace(record, port=port, socket_directory=str(sockets), version=programs.version))
        before = os.fstat(output).st_size
        pid = home.account.spawn([programs.programs / "postgres", "-D", home.data], output=output)
        ready = _wait_until_ready(home, pid)
        if ready:
            return ready
        said = os.pread(output, 100_000, before).decode(errors="replace")
        if "Address already in use" not in said:  # else somebody took the port since it was found free
            break
    remove_socket_folder(home, str(sockets))
    if not any(level in said for level in ("FATAL:", "PANIC:")):
        raise DatabaseUnreachable(
            "the embedded server was stopped or killed while it started",
            hint=f"Try again; {home.log} holds its last words.",
        )
    raise cluster.failure(f"PostgreSQL did not start, see {home.log}", said)


def _wait_until_ready(home: Home, pid: int) -> Postmaster | None:
    """Wait until the server accepts connections; None if it ended instead."""

    def ready() -> Postmaster | None:
        found = find_postmaster(home)
        return found if found and found.pid == pid and found.state == "ready" else None

    if not wait_until(lambda: not is_running(pid) or ready(), _RECOVERY):
        raise DatabaseUnreachable(
            f"the embedded server has been starting for {_RECOVERY:.0f} seconds and goes on",
            hint=f"Try again later; {home.log} says what it is doing.",
        )
    return ready()
