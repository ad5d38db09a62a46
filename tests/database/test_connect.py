"""Reaching a database: each way it can fail has its exit code, a hint, and never the password."""

from __future__ import annotations

import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.database.scratch import scratch
from tests.database.starting import StartingServer
from tests.homes import copied_home
from warehouse.database import embedded
from warehouse.database.connect import address, connect, reach, refusal, translated
from warehouse.errors import (
    ConfigurationError,
    DatabaseBusy,
    DatabaseNotReady,
    DatabaseUnreachable,
    ExitCode,
    PermissionRefused,
    WarehouseError,
)
from warehouse.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "fort-knox-41"  # noqa: S105 - not one of ours


def settings(url: str) -> Settings:
    return Settings.resolve(project=Path.cwd(), database_url=url, environ={})


def failure(dsn: str) -> WarehouseError:
    with pytest.raises(WarehouseError) as caught, reach(settings(dsn)) as reached, connect(reached):
        pass
    return caught.value


@pytest.fixture(scope="module")
def dsn(server_dsn: str) -> Iterator[str]:
    """Give the address of a database with one table."""
    with scratch(server_dsn) as made:
        with psycopg.connect(made) as connection:
            connection.execute("CREATE TABLE locked_up (a int)")
        yield made


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Give a port on which nothing listens, and hold it so that nothing begins to."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.mark.parametrize(
    "form",
    ["postgresql://me:{secret}@127.0.0.1:{port}/x", "host=127.0.0.1 port={port} user=me password={secret} dbname=x"],
)
def test_server_that_does_not_answer_is_unreachable(closed_port: int, form: str) -> None:
    found = failure(form.format(secret=SECRET, port=closed_port))
    assert isinstance(found, DatabaseUnreachable)
    assert found.exit_code == ExitCode.UNREACHABLE
    assert found.what.startswith(f'database "x" at 127.0.0.1:{closed_port} cannot be reached')
    assert SECRET not in str(found)


def test_host_that_does_not_exist_is_unreachable() -> None:
    found = failure(f"postgresql://me:{SECRET}@no-such-host.invalid/x")
    assert isinstance(found, DatabaseUnreachable)
    assert SECRET not in str(found)


@pytest.fixture
def asking_dsn(server_dsn: str) -> str:
    """Give the address of the server with a wrong password, unless it asks for none."""
    wrong = make_conninfo(server_dsn, password=SECRET)
    with suppress(psycopg.OperationalError):
        psycopg.connect(wrong).close()
        pytest.skip("this server asks for no password")
    return wrong


def test_wrong_password_is_refused(asking_dsn: str) -> None:
    found = failure(asking_dsn)
    assert isinstance(found, PermissionRefused)
    assert found.exit_code == ExitCode.PERMISSION
    assert found.hint == "Check the user name and the password."
    assert SECRET not in str(found)


def test_missing_password_is_asked_for(asking_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    found = failure(make_conninfo(asking_dsn, password=""))
    assert isinstance(found, PermissionRefused)
    assert found.hint == "Check the user name and the password."


def test_unknown_account_is_refused(asking_dsn: str) -> None:
    assert isinstance(failure(make_conninfo(asking_dsn, user="nobody-here")), PermissionRefused)


def test_unknown_database_is_a_matter_of_configuration(server_dsn: str) -> None:
    found = failure(make_conninfo(server_dsn, dbname="no_such_database"))
    assert isinstance(found, ConfigurationError)
    assert "no_such_database" in found.what
    assert found.hint == "Create it, or correct --database."


REFUSED = 'connection to server at "192.0.2.1", port 5432 failed: FATAL:  '


@pytest.mark.parametrize(
    ("reason", "kind", "hint"),
    [
        (
            'no pg_hba.conf entry for host "192.0.2.7", user "me", database "x", SSL encryption',
            PermissionRefused,
            "let it in",
        ),
        ('no pg_hba.conf entry for host "192.0.2.7", user "me", database "x", SSL off', PermissionRefused, "let it in"),
        (
            'pg_hba.conf rejects connection for host "192.0.2.7", user "me", no encryption',
            PermissionRefused,
            "let it in",
        ),
        ("connection requires a valid client certificate", ConfigurationError, "sslmode"),
        ("server does not support SSL, but SSL was required", ConfigurationError, "sslmode"),
        ("the database system is starting up", DatabaseNotReady, "try again in a moment"),
        ('password authentication failed for user "me"', PermissionRefused, "password"),
        ('role "me" does not exist', ConfigurationError, "Create it"),
        ("sorry, too many clients already", DatabaseUnreachable, "max_connections"),
    ],
)
def test_reason_of_a_refused_connection_decides_what_to_do(reason: str, kind: type[WarehouseError], hint: str) -> None:
    found = refusal("host=192.0.2.1 dbname=x", psycopg.OperationalError(f"connection failed: {REFUSED}{reason}"))
    assert (type(found), hint in str(found.hint), reason in found.what) == (kind, True, True)


UNREADABLE = [
    "mysql://me:{secret}@host/x",
    "postgresql+psycopg://me:{secret}@host/x",
    "host=127.0.0.1 pasword={secret}",
    "postgresql://me:{secret}@host/x?colour=red",
    "postgresql://me:{secret}@host:not-a-port/x",
    "postgresql://me:{secret}@127.0.0.1:99999/x",
    "postgresql://me:{secret}@127.0.0.1/x?sslmode=perhaps",
    "postgresql://me:{secret}@127.0.0.1:0/x",
    "postgresql://me:{secret}@a:5432,b:five/x",
    "postgresql://me:open@{secret}@127.0.0.1/x",
    "nonsense",
]


@pytest.mark.parametrize("url", UNREADABLE)
def test_address_that_cannot_be_read_is_a_matter_of_configuration(url: str) -> None:
    found = failure(url.format(secret=SECRET))
    assert isinstance(found, ConfigurationError)
    assert found.exit_code == ExitCode.CONFIGURATION
    assert found.hint
    assert SECRET not in str(found)


def test_address_is_handed_on_as_it_was_given() -> None:
    url = "postgresql://me@127.0.0.1:1/x?application_name=bi"
    with reach(settings(url)) as reached:
        assert reached == url


@pytest.mark.parametrize(
    ("dsn", "shown"),
    [
        (f"postgresql://me:{SECRET}@db.example:5433/facts", 'database "facts" at db.example:5433'),
        (f"user=me password={SECRET}", 'database "me" at the local socket'),
        ("host=/run/pg dbname=facts", 'database "facts" at /run/pg'),
    ],
)
def test_address_in_messages_never_shows_the_password(dsn: str, shown: str) -> None:
    assert address(dsn) == shown


def test_connection_speaks_utc_and_names_itself(dsn: str) -> None:
    with connect(dsn) as connection:
        row = connection.execute("SELECT current_setting('TimeZone'), current_setting('application_name')").fetchone()
    assert row == ("UTC", "warehouse")


def test_what_nobody_committed_is_rolled_back(dsn: str) -> None:
    with connect(dsn) as connection:
        connection.execute("CREATE TABLE public.left_over (a int)")
    with connect(dsn) as connection:
        row = connection.execute("SELECT to_regclass('public.left_over')").fetchone()
    assert row == (None,)


def test_what_was_committed_stays(dsn: str) -> None:
    with connect(dsn) as connection:
        connection.execute("CREATE TABLE public.kept (a int)")
        connection.commit()
    with connect(dsn) as connection:
        assert connection.execute("SELECT to_regclass('public.kept') IS NOT NULL").fetchone() == (True,)


BROKEN = {
    "SET statement_timeout = '1ms'; SELECT pg_sleep(5)": (DatabaseBusy, ExitCode.BUSY),
    "SELECT * FROM core.no_such_table": (ConfigurationError, ExitCode.CONFIGURATION),
    "SET ROLE pg_read_all_stats; SELECT * FROM locked_up": (PermissionRefused, ExitCode.PERMISSION),
}


@pytest.mark.parametrize("statement", BROKEN)
def test_error_of_the_server_becomes_one_a_user_can_act_on(dsn: str, statement: str) -> None:
    kind, code = BROKEN[statement]
    with pytest.raises(kind) as caught, connect(dsn) as connection:
        connection.execute(statement.encode())
    assert caught.value.exit_code == code
    assert caught.value.hint


def test_other_errors_stay_what_they_are(dsn: str) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), connect(dsn) as connection:
        connection.execute("SELECT 1 / 0")


def test_lost_connection_can_be_tried_again(dsn: str) -> None:
    with pytest.raises(DatabaseUnreachable) as caught, connect(dsn) as connection:
        connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert caught.value.hint == "Try again."


def test_deadlock_and_serialization_failure_can_be_tried_again() -> None:
    for error in (psycopg.errors.DeadlockDetected("a"), psycopg.errors.SerializationFailure("b")):
        assert isinstance(translated(error), DatabaseBusy)


def test_server_without_a_connection_left_is_told_as_such(server_dsn: str, dsn: str) -> None:
    with psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute("CREATE ROLE none_left LOGIN PASSWORD 'fort-knox-41' CONNECTION LIMIT 0")
        try:
            found = failure(make_conninfo(dsn, user="none_left", password=SECRET))
        finally:
            admin.execute("DROP ROLE none_left")
    assert found.exit_code == ExitCode.UNREACHABLE
    assert "has no connection left" in found.what
    assert found.hint.startswith("Try again later")


@pytest.fixture
def home(made_home: Path) -> Iterator[Path]:
    with copied_home(made_home) as own:
        yield own


@pytest.fixture
def starting(home: Path) -> StartingServer:
    """A server that takes no connections until it is let go."""
    return StartingServer(home)


def answer(dsn: str, patience: float | None = None) -> object:
    with connect(dsn, patience) as connection:
        return connection.execute("SELECT 42").fetchone()


@pytest.mark.slow
def test_server_that_starts_is_told_as_such(starting: StartingServer) -> None:
    with pytest.raises(DatabaseNotReady) as caught:
        answer(starting.dsn, 0)
    assert caught.value.exit_code == ExitCode.UNREACHABLE
    assert "takes no connections just now" in caught.value.what
    assert "try again in a moment" in caught.value.hint
    assert "--database" not in caught.value.hint
    assert starting.refusals == 1


@pytest.mark.slow
def test_server_that_starts_is_waited_for(starting: StartingServer) -> None:
    with ThreadPoolExecutor() as pool:
        found = pool.submit(answer, starting.dsn, 600)
        starting.refuse(2)
        starting.let_go()
        assert found.result() == (42,)


@pytest.mark.slow
def test_server_that_stops_and_comes_back_is_waited_for(starting: StartingServer, home: Path) -> None:
    with ThreadPoolExecutor() as pool:
        found = pool.submit(answer, starting.dsn, 600)
        starting.refuse(1)
        starting.stop()
        with pytest.raises(DatabaseUnreachable, match="cannot be reached"):
            answer(starting.dsn, 600)
        (home / "data" / "standby.signal").unlink()
        with embedded.hold(home):
            assert found.result() == (42,)


@pytest.mark.slow
def test_server_that_stays_as_it_is_is_waited_for_no_longer_than_told(starting: StartingServer) -> None:
    with pytest.raises(DatabaseNotReady):
        answer(starting.dsn, 0.3)
    assert starting.refusals >= 1


TRANSLATOR = """
import socket, sys
GERMAN = {  # of the same length, because the length of a message stands in the message
    b"the database system is starting up": b"das Datenbanksystem startet gerade",
    b"the database system is not accepting connections": b"das Datenbanksystem nimmt keine Verbindungen an.",
}
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    client, _ = listener.accept()
    with client, socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
        server.sendall(client.recv(65536))
        while heard := server.recv(65536):
            for said, foreign in GERMAN.items():
                heard = heard.replace(said, foreign)
            client.sendall(heard)
"""


@pytest.fixture
def translator(starting: StartingServer) -> Iterator[str]:
    """Give the address of the server that starts by way of a process that translates what it says."""
    port = str(conninfo_to_dict(starting.dsn)["port"])
    with subprocess.Popen([sys.executable, "-c", TRANSLATOR, port], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        own = process.stdout.readline().strip()
        yield make_conninfo(starting.dsn, port=own, sslmode="disable", gssencmode="disable")
        process.kill()


@pytest.mark.slow
def test_server_that_speaks_another_language_is_understood(translator: str, starting: StartingServer) -> None:
    with pytest.raises(DatabaseNotReady, match="das Datenbanksystem"):
        answer(translator, 0)
    assert starting.refusals
