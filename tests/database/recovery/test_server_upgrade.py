"""The embedded server's data moves to a later major version as a whole, or stays as it is."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.conftest import ROOT
from tests.homes import open_folder
from warehouse.cli.app import run
from warehouse.database.embedded import hold, new_password, password_of, start_service, stop
from warehouse.database.embedded.binaries import choose
from warehouse.database.recovery import server_upgrade
from warehouse.database.recovery.dump import dump
from warehouse.errors import ConfigurationError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.database.embedded import Server

pytestmark = pytest.mark.slow

OLD = 16


def old_programs() -> Path:
    try:
        return choose(OLD).programs
    except ConfigurationError:
        pytest.skip(f"no programs of PostgreSQL {OLD} are installed")


def warehouse(*arguments: str) -> int:
    return run(["--project", str(ROOT), *arguments])


def major(home: Path) -> str:
    return (home / "data" / "PG_VERSION").read_text().strip()


def kept(home: Path) -> list[Path]:
    return sorted(home.glob("data-*"))


def furnish(server: Server) -> None:
    """Add what is no part of the warehouse: an account, a database, a table."""
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE ana LOGIN PASSWORD '{new_password(server.home, 'ana')}'".encode())
        admin.execute("GRANT USAGE ON SCHEMA mart TO ana")
        admin.execute("CREATE DATABASE beside OWNER ana")
        admin.execute("CREATE TABLE public.mine AS SELECT 7 AS seven")


@pytest.fixture(scope="module")
def pattern() -> Iterator[Path]:
    """A home of the old version with a loaded warehouse, another database, and an account; to copy."""
    with open_folder() as above:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WAREHOUSE_PG_BIN", str(old_programs()))
            patch.setenv("WAREHOUSE_HOME", f"{above}/home")
            with hold(above / "home", durable=False) as server:
                assert warehouse("db", "upgrade") == warehouse("load") == ExitCode.DONE
                furnish(server)
                dump(server.dsn, above / "old.dump")
        yield above


@pytest.fixture
def old(pattern: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the old version, whose server does not run, and a dump of it beside."""
    with open_folder() as above:
        subprocess.run(["cp", "-a", pattern / "home", pattern / "old.dump", above], check=True)
        monkeypatch.setenv("WAREHOUSE_HOME", f"{above}/home")
        yield above / "home"
        stop(above / "home")


@pytest.fixture
def new_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the programs of the old version."""
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(choose().programs))


def test_everything_moves_and_the_old_data_is_kept(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert warehouse("runs", "list") == ExitCode.DONE  # its own programs are there, so that it is used as it is
    listed = capsys.readouterr().out
    assert warehouse("db", "upgrade-server") == ExitCode.DONE
    capsys.readouterr()
    assert int(major(old)) == choose().major > OLD
    assert [(path / "PG_VERSION").read_text() for path in kept(old)] == [f"{OLD}\n"]
    assert not (old / "next").exists()
    with hold(old) as server:
        assert warehouse("runs", "list") == ExitCode.DONE
        assert capsys.readouterr().out == listed
        assert warehouse("load") == ExitCode.DONE
        assert capsys.readouterr().err.startswith("Nothing to change")
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("SELECT seven FROM public.mine").fetchone() == (7,)
        ana = make_conninfo(server.dsn, dbname="beside", user="ana", password=password_of(old, "ana") or "")
        with psycopg.connect(ana) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("ana",)
        assert warehouse("db", "upgrade-server") == ExitCode.BUSY
    assert warehouse("db", "upgrade-server") == ExitCode.DONE
    assert capsys.readouterr().err.splitlines()[-1].startswith("Nothing to do")


@pytest.mark.usefixtures("new_only")
def test_without_the_old_programs_a_dump_does(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert warehouse("runs", "list") == ExitCode.CONFIGURATION
    assert "warehouse db upgrade-server" in capsys.readouterr().err
    assert warehouse("db", "upgrade-server") == ExitCode.CONFIGURATION
    assert "WAREHOUSE_PG_BIN_OLD" in capsys.readouterr().err
    damaged = old.with_name("damaged.dump")
    damaged.write_bytes(old.with_name("old.dump").read_bytes()[:-50_000])
    assert warehouse("db", "upgrade-server", "--from", str(damaged)) == ExitCode.INVALID_SOURCE
    assert (major(old), kept(old), (old / "next").exists()) == (str(OLD), [], False)
    assert warehouse("db", "upgrade-server", "--from", str(old.with_name("old.dump"))) == ExitCode.DONE
    assert (int(major(old)), len(kept(old))) == (choose().major, 1)
    capsys.readouterr()
    assert warehouse("runs", "list") == ExitCode.DONE
    assert " loaded " in capsys.readouterr().out


def test_old_server_that_could_not_be_read_to_its_end_stays(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server_upgrade, "LAST_LINE", "a line that does not come")
    assert warehouse("db", "upgrade-server") == ExitCode.FAILED
    assert "cut short" in capsys.readouterr().err
    assert (major(old), kept(old), (old / "next").exists()) == (str(OLD), [], False)


def test_data_that_was_only_put_aside_is_not_replaced_by_an_empty_one(old: Path) -> None:
    (old / "data").rename(old / "data-16-20261122T101500Z")
    with pytest.raises(ConfigurationError, match=r"an earlier one: .*data-16-20261122T101500Z"):
        start_service(old)
    assert not (old / "data").exists()
