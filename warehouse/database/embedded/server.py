"""The operations of a command on the embedded server: use it, start it as a service, stop it, query its state.

``replaced`` replaces the data directory by one of a newer major version, and keeps the old one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from warehouse.database.embedded import data_directory
from warehouse.database.embedded.address import HOST, free_ports, remove_socket_folder, socket_folder
from warehouse.database.embedded.binaries import OLD_PROGRAMS, choose, reachable
from warehouse.database.embedded.home import (
    Home,
    Record,
    file_errors,
    make_private,
    new_secret,
    open_private,
    prepare,
    read_record,
    read_secret,
    settle,
    write_private,
    write_record,
)
from warehouse.database.embedded.process import (
    alone,
    clear_leftovers,
    end,
    find_postmaster,
    is_running,
    lock_now,
    lock_shared,
    lock_within,
    unlock,
    wait_until,
)
from warehouse.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.database.embedded.binaries import Installation
    from warehouse.database.embedded.process import Postmaster


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the embedded server.

    Attributes:
        running: Whether it accepts connections.
        service: Whether it was started as a service.
        pid: Its process id; None if it does not run.
        port: Its TCP port, or the one of the last start; None before the first start.
        version: Its PostgreSQL version, or the one of the last start; empty before the first start.
        home: The folder it lives in; for root it may differ from the one asked for.
    """

    running: bool
    service: bool
    pid: int | None
    port: int | None
    version: str
    home: Path


@contextmanager
def hold(home: Path, *, durable: bool = True) -> Iterator[Server]:
    """Run the embedded server during the block; it keeps running afterwards if it is a service or others use it.

    Args:
        home: Its folder; made if missing.
        durable: False makes a new data directory faster, but a crash may lose the last commits or all data: for
            throwaway databases. It does not change an existing data directory.
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


@contextmanager
def temporary() -> Iterator[Server]:
    """Run another server, which does not survive a crash, and remove it with all its data at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="warehouse-scratch-") as name:
        Path(name).chmod(0o755)  # as root the server runs as another account, which must be able to enter
        home = Path(name) / "home"
        try:
            with hold(home, durable=False) as server:
                yield server
        finally:
            used = status(home).home
            stop(home)
            shutil.rmtree(used, ignore_errors=True)


def start_service(home: Path) -> Server:
    """Start the server if it does not run, and keep it running until ``stop``."""
    place = settle(home)
    with file_errors(place):
        prepare(place)
        with alone(place.lock):
            running = ensure_running(place, durable=True)
            write_record(place, replace(read_record(place), service=True))
            return describe(place, running)


def stop(home: Path) -> bool:
    """Stop the server, even if others use it, and clear its service mark; return whether one ran."""
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
    """Return the state of the server; start and create nothing."""
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
    )


def dsn(home: Path) -> str:
    """Return the libpq URI of the server, even if it does not run; start nothing.

    Raises:
        ConfigurationError: The server was never started, or its password file is missing.
    """
    port = status(home).port
    if port is None:
        raise ConfigurationError(
            f"there is no embedded server in {home} yet", hint="Start it with `warehouse db start`."
        )
    place = settle(home)
    with file_errors(place):
        return uri(place, port)


def describe(place: Home, running: Postmaster) -> Server:
    """Build the description of a running server."""
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


_OTHERS = """
select exists (select from pg_stat_activity
               where backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid())
"""
_CLOSING = 0.2  # the server notices a closed client after a moment


@dataclass(frozen=True, slots=True)
class Command:
    """A command line to run against the server, and the environment it needs.

    Attributes:
        argv: The program and its arguments.
        environment: All its environment variables; they include the password.
    """

    argv: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)


def psql_command(server: Server, arguments: Sequence[str]) -> Command:
    """Return the command line of psql; the password is in the environment only.

    Args:
        server: The server to connect to.
        arguments: Arguments of psql.

    Raises:
        ConfigurationError: The installation does not have psql.
    """
    path = choose(int(server.version.partition(".")[0])).programs / "psql"
    if not os.access(path, os.X_OK):
        raise ConfigurationError(
            f"this PostgreSQL installation has no psql: {path}",
            hint="Install PostgreSQL's client programs and give them the address that `warehouse db dsn` prints.",
        )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {
        "PGHOST": HOST,
        "PGPORT": str(server.port),
        "PGUSER": data_directory.USER,
        "PGDATABASE": data_directory.DATABASE,
        "PGPASSWORD": urlsplit(server.dsn).password or "",
    }
    return Command((str(path), *arguments), environment)


def others_connected(home: Home, running: Postmaster) -> bool:
    """Return whether another client is connected; True if that cannot be found out."""
    import psycopg

    def alone() -> bool:
        row = connection.execute(_OTHERS).fetchone()
        return row == (False,)

    try:
        # The environment may hold settings for other servers; explicit values override them.
        with psycopg.connect(
            uri(home, running.port), hostaddr=HOST, sslmode="disable", options="", connect_timeout=5, autocommit=True
        ) as connection:
            return not wait_until(alone, _CLOSING)
    except (psycopg.Error, ConfigurationError):
        return True


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
    """Return the running server once it accepts connections; start it if none runs.

    Args:
        home: The home.
        durable: Whether a new data directory must survive a crash.

    Raises:
        DatabaseBusy: A server that is not visible from here uses the data directory.
        DatabaseUnreachable: The server takes too long to start, or ended while it started.
        ConfigurationError: PostgreSQL cannot be started.
    """
    running = find_postmaster(home)
    ready = running and _wait_until_ready(home, running.pid)
    if not ready:
        return _start(home, durable=durable)
    record = read_record(home)
    if record.port != ready.port:  # the record was lost or damaged while the server ran
        write_record(home, replace(record, port=ready.port, socket_directory=ready.socket_directory))
    return ready


def end_running(home: Home, running: Postmaster) -> None:
    """Stop the server, and remove its files outside the home."""
    end(home, running.pid)
    remove_socket_folder(home, running.socket_directory or read_record(home).socket_directory)


def version_of(home: Home) -> str:
    """Return the version of the last start, or at least the major version; empty before the first start."""
    return read_record(home).version or str(data_directory.major_of(home) or "")


def uri(home: Home, port: int) -> str:
    """Format the libpq URI of the server.

    Raises:
        ConfigurationError: The password file is missing.
    """
    secret = read_secret(home)
    if secret is None:
        raise ConfigurationError(
            f"the password of the embedded server is missing: {home.secret}",
            hint="Run `warehouse db stop`; the next start makes a new one.",
        )
    return f"postgresql://{data_directory.USER}:{secret}@{HOST}:{port}/{data_directory.DATABASE}"


def _start(home: Home, *, durable: bool) -> Postmaster:
    clear_leftovers(home)
    with _output(home) as output:
        record = read_record(home)
        programs = reachable(home, choose(data_directory.major_of(home)))
        if not home.data.exists():
            _refuse_lost_data(home)
            record = replace(record, durable=durable)
            write_record(home, record)
            data_directory.initialise(home, programs, durable=durable)
        make_private(home, home.data)
        (home.data / "postmaster.pid").unlink(missing_ok=True)
        data_directory.renumber(home, programs)
        if read_secret(home) is None:
            data_directory.renew_secret(home, programs)
        return _start_on_free_port(home, programs, record, output)


def _refuse_lost_data(home: Home) -> None:
    """Check that no earlier data directory was kept, before making an empty one: a replacement may have broken off."""
    kept = sorted(home.folder.glob("data-*"))
    if kept:
        raise ConfigurationError(
            f"there is no data directory {home.data}, but an earlier one: {kept[-1]}",
            hint=f"Rename it to {home.data.name}. If it is not wanted any more, remove it.",
        )


@contextmanager
def _output(home: Home) -> Iterator[int]:
    """Open the log and lock it.

    The server and its children inherit the descriptor and the lock. While one of them lives, nobody else can take the
    lock and start a second server on the same data. This also works if their process ids mean nothing here, as in
    another container.

    Raises:
        DatabaseBusy: Another server holds the lock.
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
        data_directory.write_settings(home, home.data, port=port, sockets=sockets, durable=record.durable)
        write_record(home, replace(record, port=port, socket_directory=str(sockets), version=programs.version))
        before = os.fstat(output).st_size
        pid = home.account.spawn([programs.programs / "postgres", "-D", home.data], output=output)
        ready = _wait_until_ready(home, pid)
        if ready:
            return ready
        printed = os.pread(output, 100_000, before).decode(errors="replace")
        if "Address already in use" not in printed:  # else the port was taken after it was found free: try the next
            break
    remove_socket_folder(home, str(sockets))
    if not any(level in printed for level in ("FATAL:", "PANIC:")):
        raise DatabaseUnreachable(
            "the embedded server was stopped or killed while it started",
            hint=f"Try again; {home.log} holds its last words.",
        )
    raise data_directory.failure(f"PostgreSQL did not start, see {home.log}", printed)


def _wait_until_ready(home: Home, pid: int) -> Postmaster | None:
    """Wait until the server accepts connections; return None if it ended instead."""

    def ready() -> Postmaster | None:
        postmaster = find_postmaster(home)
        return postmaster if postmaster and postmaster.pid == pid and postmaster.state == "ready" else None

    if not wait_until(lambda: not is_running(pid) or ready(), _RECOVERY):
        raise DatabaseUnreachable(
            f"the embedded server has been starting for {_RECOVERY:.0f} seconds and goes on",
            hint=f"Try again later; {home.log} says what it is doing.",
        )
    return ready()


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
        major = data_directory.major_of(place)
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
