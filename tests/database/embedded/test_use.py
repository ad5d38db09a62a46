"""Holding, keeping, stopping and asking, with nothing going wrong."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

import warehouse
from warehouse.database.embedded import dsn, hold, psql_command, start_service, status, stop
from warehouse.database.embedded import server as server_module
from warehouse.database.embedded.binaries import Installation
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from tests.database.embedded.conftest import Holders

pytestmark = pytest.mark.slow


def test_a_database_of_the_user_warehouse_answers_while_held(standing: Path) -> None:
    with hold(standing) as server, psycopg.connect(server.dsn) as connection:
        row = connection.execute(
            "select current_database(), current_user, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), "
            "datctype, current_setting('listen_addresses'), current_setting('password_encryption') "
            "from pg_database where datname = current_database()"
        ).fetchone()
    assert row == ("warehouse", "warehouse", "warehouse", "UTF8", "C.UTF-8", "127.0.0.1", "scram-sha-256")


def test_letters_of_every_script_are_letters(standing: Path) -> None:
    with hold(standing) as server, psycopg.connect(server.dsn) as connection:
        row = connection.execute(r"select '고려아연' ~ '^\w+$', upper('züri')").fetchone()
    assert row == (True, "ZÜRI")


def test_the_last_one_out_stops_the_server(standing: Path, holder: Holders) -> None:
    other = holder(standing)
    with hold(standing):
        pass
    assert status(standing).running
    other.communicate()
    assert other.returncode == 0
    assert not status(standing).running


def test_the_server_stops_when_the_work_fails(standing: Path) -> None:
    def work() -> None:
        with hold(standing):
            assert status(standing).running
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert not status(standing).running


def test_a_service_survives_the_last_one_out(standing: Path) -> None:
    started = start_service(standing)
    with hold(standing) as held:
        assert held == started
    assert status(standing).running
    assert status(standing).service
    assert stop(standing)
    assert not status(standing).running
    assert not status(standing).service


def test_a_running_server_becomes_a_service(standing: Path) -> None:
    with hold(standing):
        start_service(standing)
    assert status(standing).running


def test_another_client_keeps_the_server_up(standing: Path) -> None:
    with hold(standing) as server:
        client = psycopg.connect(server.dsn)
    with client:
        assert status(standing).running
        assert client.execute("select 1").fetchone() == (1,)
    with hold(standing):
        pass
    assert not status(standing).running


def test_stop_cuts_clients_off(standing: Path) -> None:
    server = start_service(standing)
    with psycopg.connect(server.dsn, autocommit=True) as client:
        assert stop(standing)
        with pytest.raises(psycopg.OperationalError):
            client.execute("select 1")
    assert not stop(standing)


def test_data_and_port_stay_from_one_start_to_the_next(cluster: Path) -> None:
    with hold(cluster) as first, psycopg.connect(first.dsn) as connection:
        connection.execute("create table kept as select 1 as n")
    with hold(cluster) as second, psycopg.connect(second.dsn) as connection:
        assert connection.execute("select n from kept").fetchone() == (1,)
    assert second == first


def test_status_tells_what_runs_and_creates_nothing(home: Path) -> None:
    before = status(home)
    assert (before.running, before.pid, before.port, before.version) == (False, None, None, "")
    assert not home.exists()
    with pytest.raises(ConfigurationError, match="db start"):
        dsn(home)
    with hold(home, durable=False) as server:
        during = status(home)
        assert (during.running, during.port, during.version) == (True, server.port, server.version)
        assert dsn(home) == server.dsn
    assert dsn(home) == server.dsn


def test_asking_needs_no_database_driver(standing: Path) -> None:
    asking = (
        "import sys; from pathlib import Path; from warehouse.database.embedded import dsn, status; "
        "status(Path(sys.argv[1])); dsn(Path(sys.argv[1])); print({'psycopg', 'sqlalchemy'} & sys.modules.keys())"
    )
    package = str(Path(warehouse.__file__).parents[1])
    ran = subprocess.run(
        [sys.executable, "-c", asking, standing],
        env=os.environ | {"PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("set()\n", "")


def test_everything_in_the_home_is_private(home: Path) -> None:
    with hold(home, durable=False) as server:
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (server.home, *server.home.iterdir())}
        secret = (server.home / "secret").read_text().strip()
        process = Path("/proc") / str(status(home).pid)
        if process.exists():
            assert secret.encode() not in (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    assert secret in server.dsn
    assert secret not in repr(server)
    folders = {"home", "data", "run"}
    assert folders | {"secret", "server.json", "server.log", "lock", "users"} <= modes.keys()
    folders.add("binaries")  # where the account cannot run the installed ones
    assert {name: mode for name, mode in modes.items() if mode != (0o700 if name in folders else 0o600)} == {}


def test_nobody_gets_in_without_the_password(standing: Path) -> None:
    wrong = dsn(standing)[:20]
    with hold(standing) as server:
        for host in ("127.0.0.1", str(server.socket_directory)):
            with pytest.raises(psycopg.OperationalError, match=r"password authentication failed"):
                psycopg.connect(host=host, port=server.port, user="warehouse", dbname="warehouse", password=wrong)


def test_the_unix_socket_answers(standing: Path) -> None:
    with hold(standing) as server, psycopg.connect(server.dsn, host=str(server.socket_directory)) as connection:
        assert connection.execute("select inet_client_addr()").fetchone() == (None,)


def test_psql_of_the_same_installation_connects(
    standing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hold(standing) as server:
        command = psql_command(server, ["-XAtc", "select 40 + 2"])
        ran = subprocess.run(command.argv, env=command.environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "42\n"
    monkeypatch.setattr(server_module, "choose", lambda major: Installation(tmp_path, f"{major}.0"))
    with pytest.raises(ConfigurationError, match=f"has no psql: {tmp_path}"):
        psql_command(server, [])


def test_settings_for_other_servers_do_not_reach_this_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "nowhere.invalid", "PGOPTIONS": "-c wrong=1"}
    for name, value in (wrong | {"PGSSLMODE": "require", "PGPASSWORD": "wrong", "PGHOSTADDR": "192.0.2.1"}).items():
        monkeypatch.setenv(name, value)
    with hold(home, durable=False):
        assert status(home).running
    assert not status(home).running


def test_own_settings_are_kept(cluster: Path) -> None:
    with (cluster / "data" / "postgresql.conf").open("a") as file:
        file.write("work_mem = '7MB'\n")
    with hold(cluster) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("show work_mem").fetchone() == ("7MB",)
        assert connection.execute("show fsync").fetchone() == ("off",)


def test_the_server_never_runs_as_root(cluster: Path) -> None:
    with hold(cluster) as server:
        process = Path("/proc") / str(status(cluster).pid)
        if not process.exists():
            pytest.skip("this system shows no processes under /proc")
        assert process.stat().st_uid == server.home.stat().st_uid == (server.home / "data").stat().st_uid
        assert process.stat().st_uid != 0
