"""What was killed or damaged, provoked for real."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.waiting import until
from warehouse.database.embedded import dsn, hold, start_service, status, stop
from warehouse.database.embedded.binaries import choose
from warehouse.database.embedded.process import is_running
from warehouse.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.database.embedded.conftest import Holders

pytestmark = pytest.mark.slow


def pid_of(home: Path) -> int:
    pid = status(home).pid
    assert pid is not None
    return pid


def kill_server(home: Path) -> None:
    pid = pid_of(home)
    os.kill(pid, signal.SIGKILL)
    until(lambda: not is_running(pid))


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "1000"]) as process:
        yield process
        process.kill()


def test_the_next_command_stops_what_a_killed_one_left_running(cluster: Path, holder: Holders) -> None:
    killed = holder(cluster)
    killed.kill()
    killed.wait()
    left = status(cluster)
    assert left.running
    with hold(cluster):
        assert pid_of(cluster) == left.pid
    assert not status(cluster).running


def test_a_killed_server_is_started_again_with_what_was_committed(home: Path) -> None:
    with hold(home) as server:
        with psycopg.connect(server.dsn) as connection:
            connection.execute("create table kept as select generate_series(1, 1000) as n")
        kill_server(home)
        assert not status(home).running
        with hold(home) as again, psycopg.connect(again.dsn) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (1000,)
    assert again == server
    assert not status(home).running


def test_a_busy_child_of_a_killed_server_is_ended(cluster: Path) -> None:
    with hold(cluster) as server, closing(psycopg.connect(server.dsn)) as client:
        orphan = client.info.backend_pid
        client.pgconn.send_query(b"select count(*) from generate_series(1, 1000000000000)")
        kill_server(cluster)
        assert is_running(orphan)
        with hold(cluster) as again, psycopg.connect(again.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert not is_running(orphan)


def test_a_damaged_pid_file_of_a_stopped_server_does_not_matter(cluster: Path) -> None:
    for content in (b"", b"\n", b"garbage\n\xff\x00", b"0\n", b"-1\n", b"9" * 40, b"1\n"):
        (cluster / "data" / "postmaster.pid").write_bytes(content)
        assert not status(cluster).running
        with hold(cluster) as server, psycopg.connect(server.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert not status(cluster).running


def test_a_truncated_pid_file_of_a_killed_server_does_not_matter(cluster: Path) -> None:
    with hold(cluster) as server:
        kill_server(cluster)
        os.truncate(server.home / "data" / "postmaster.pid", 3)
        with hold(cluster) as again, psycopg.connect(again.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_server_whose_pid_file_was_truncated_is_replaced(cluster: Path) -> None:
    with hold(cluster) as server:
        lost = pid_of(cluster)
        os.truncate(server.home / "data" / "postmaster.pid", 0)
        with hold(cluster) as again, psycopg.connect(again.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert not is_running(lost)
    assert not status(cluster).running


def test_the_process_that_got_the_number_of_a_killed_server_is_left_alone(
    cluster: Path, bystander: subprocess.Popen[bytes]
) -> None:
    with hold(cluster) as server:
        pid_file = server.home / "data" / "postmaster.pid"
        killed = str(pid_of(cluster))
        kill_server(cluster)
        pid_file.write_text(pid_file.read_text().replace(killed, str(bystander.pid), 1))
        assert not status(cluster).running
        assert not stop(cluster)
        with hold(cluster):
            assert pid_of(cluster) != bystander.pid
    assert bystander.poll() is None


def test_a_client_killed_while_it_makes_the_data_directory_leaves_nothing_behind(home: Path, holder: Holders) -> None:
    killed = holder(home, ready=False)
    until(lambda: list(home.glob("data.new-*/base/1")))
    killed.kill()
    killed.wait()
    with hold(home, durable=False) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert not list(server.home.glob("data.new-*"))


def test_a_damaged_record_is_made_again(cluster: Path) -> None:
    for content in ("", '{"port": ', "[]", '{"port": "x", "service": 1, "socket_directory": 7}'):
        with hold(cluster) as server:
            (server.home / "server.json").write_text(content)
            assert status(cluster).port == server.port
            with hold(cluster) as joined:
                assert (joined.port, joined.dsn) == (server.port, server.dsn)
                assert joined.version
            assert json.loads((server.home / "server.json").read_text())["port"] == server.port
        assert not status(cluster).running


def test_a_lost_password_is_replaced_at_the_next_start(cluster: Path) -> None:
    lost = dsn(cluster)
    (cluster / "secret").unlink()
    with hold(cluster) as server, psycopg.connect(server.dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert server.dsn != lost


def test_a_password_lost_while_the_server_runs_says_what_to_do(cluster: Path) -> None:
    server = start_service(cluster)
    (server.home / "secret").unlink()
    with pytest.raises(ConfigurationError, match="db stop"), hold(cluster):
        pass
    assert stop(cluster)
    with hold(cluster) as again, psycopg.connect(again.dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_files_left_in_the_socket_folder_do_not_matter(cluster: Path) -> None:
    with hold(cluster) as server:
        kill_server(cluster)
        assert list(server.socket_directory.glob(".s.PGSQL.*.lock"))
        with hold(cluster) as again:
            assert len(list(again.socket_directory.glob(".s.PGSQL.*.lock"))) == 1


def test_a_home_removed_while_held_ends_quietly(cluster: Path) -> None:
    with hold(cluster) as server:
        pid = pid_of(cluster)
        shutil.rmtree(server.home)
    os.kill(pid, signal.SIGQUIT)
    until(lambda: not is_running(pid))
    assert not status(cluster).running


def test_a_data_directory_of_another_major_version_is_refused(cluster: Path) -> None:
    version = cluster / "data" / "PG_VERSION"
    version.write_text("15\n")
    with pytest.raises(ConfigurationError, match=r"made by PostgreSQL 15, but .* are \d\d[.\d]*\n.*WAREHOUSE_PG_BIN"):
        start_service(cluster)
    version.unlink()
    with pytest.raises(ConfigurationError, match="not a complete data directory"):
        start_service(cluster)
    assert not status(cluster).running


def test_a_server_that_cannot_start_says_why(cluster: Path) -> None:
    with (cluster / "data" / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = '1kB'\n")
    with pytest.raises(ConfigurationError, match=r"did not start, see .*server\.log: .*FATAL"), hold(cluster):
        pass
    assert not status(cluster).running


def test_a_server_killed_while_it_starts_can_be_tried_again(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = choose().programs
    folder = cluster.parent / "bin"
    folder.mkdir()
    (folder / "initdb").symlink_to(programs / "initdb")
    (folder / "postgres").write_text(f"#!/bin/sh\n[ $1 = --version ] && exec '{programs}/postgres' $1\nkill -9 $$\n")
    (folder / "postgres").chmod(0o755)
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(folder))
    with pytest.raises(DatabaseUnreachable, match="Try again"), hold(cluster):
        pass
    monkeypatch.delenv("WAREHOUSE_PG_BIN")
    with hold(cluster):
        assert status(cluster).running


def test_data_that_an_unseen_server_uses_is_refused(cluster: Path) -> None:
    with (cluster / "server.log").open("rb") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        with pytest.raises(DatabaseBusy, match="another container"), hold(cluster):
            pass
    assert not status(cluster).running
