"""``warehouse db`` on a server of the user's own, and the addresses it gives."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote

import psycopg
import pytest

from tests.homes import open_folder
from warehouse.database.embedded import stop
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

ADDRESS = "postgresql://reader:hush-hush@db.example.org:6543/minerals?sslmode=require"
PROGRAM = """#!/bin/sh
printf '%s\\n' "$PGHOST" "$PGPORT" "$PGUSER" "$PGDATABASE" "$PGSSLMODE" "$PGPASSWORD" "$@" > "$0.told"
exit 3
"""


def test_psql_gets_the_address_by_the_environment_and_its_exit_code_is_ours(
    offline: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    psql = offline.project / "psql"
    psql.write_text(PROGRAM)
    psql.chmod(0o755)
    monkeypatch.setenv("PATH", f"{offline.project}{os.pathsep}{os.environ['PATH']}")
    code, _, _ = offline("--database", ADDRESS, "db", "psql", "--", "-c", "SELECT 1")
    assert code == 3
    told = (offline.project / "psql.told").read_text().splitlines()
    assert told == ["db.example.org", "6543", "reader", "minerals", "require", "hush-hush", "-c", "SELECT 1"]


def test_missing_psql_is_said(offline: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(offline.project))
    code, _, said = offline("--database", ADDRESS, "db", "psql")
    assert code == ExitCode.CONFIGURATION
    assert "client programs" in said


def test_dsn_is_the_address_given(offline: Warehouse) -> None:
    assert offline("--database", ADDRESS, "db", "dsn")[:2] == (ExitCode.DONE, f"{ADDRESS}\n")


def test_reader_of_a_given_server_gets_each_form_and_not_the_password(offline: Warehouse) -> None:
    code, printed, said = offline("--database", ADDRESS, "db", "dsn", "--reader", "--login", "ana")
    assert code == ExitCode.DONE
    lines = printed.splitlines()
    assert "postgresql://ana@db.example.org:6543/minerals?sslmode=require" in lines
    assert "jdbc:postgresql://db.example.org:6543/minerals?user=ana&sslmode=require" in lines
    assert "postgresql+psycopg://ana@db.example.org:6543/minerals?sslmode=require" in lines
    assert any(line.startswith("Driver={PostgreSQL Unicode};Server=db.example.org;") for line in lines)
    assert "hush-hush" not in printed + said
    assert "password is left out" in said


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_past_stands_in_each_form(warehouse: Warehouse) -> None:
    code, printed, _ = warehouse("db", "dsn", "--reader", "--as-of", "2999-02-19")
    assert code == ExitCode.DONE
    assert sum("2999-02-19T23:59:59.999999Z" in unquote(line) for line in printed.splitlines()) == 5


@pytest.mark.parametrize("wrong", [["--login", "ana"], ["--as-of", "2026-02-19"]])
def test_wrong_question_for_an_address_is_refused(offline: Warehouse, wrong: list[str]) -> None:
    assert offline("--database", ADDRESS, "db", "dsn", *wrong)[0] == ExitCode.USAGE


@pytest.fixture
def embedded_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a home for an embedded server, in a folder that every account can enter."""
    with open_folder() as folder:
        monkeypatch.setenv("WAREHOUSE_HOME", str(folder / "home"))
        yield folder / "home"
        stop(folder / "home")


def reader_uri(printed: str) -> str:
    (uri,) = [line for line in printed.splitlines() if line.startswith("postgresql://")]
    return uri


def test_reader_of_the_embedded_server_just_works(offline: Warehouse, embedded_home: Path) -> None:
    assert offline("db", "dsn", "--reader")[0] == ExitCode.CONFIGURATION  # nothing is there to read
    assert offline("db", "start")[0] == ExitCode.DONE
    assert offline("load")[0] == ExitCode.CONFIGURATION
    assert offline("db", "upgrade")[0] == ExitCode.DONE
    assert offline("load")[0] == ExitCode.DONE
    code, printed, _ = offline("db", "dsn", "--reader")
    assert code == ExitCode.DONE
    with psycopg.connect(reader_uri(printed), autocommit=True) as reader:
        assert reader.execute("SELECT count(*) > 0 FROM dim_currency").fetchone() == (True,)
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("DELETE FROM dim_currency")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("SELECT FROM core.facts")
    assert (embedded_home / "secret-reader").stat().st_mode & 0o777 == 0o600
    assert offline("db", "dsn", "--reader")[1] == printed
    (embedded_home / "secret-reader").write_text("lost\n")
    again = offline("db", "dsn", "--reader")[1]
    assert "reader:lost@" in again
    psycopg.connect(reader_uri(again)).close()
    assert offline("db", "dsn", "--reader", "--as-of", "2020-01-01")[0] == ExitCode.USAGE
    _, past, _ = offline("db", "dsn", "--reader", "--as-of", "1")
    with psycopg.connect(reader_uri(past)) as reader:
        shown = reader.execute("SELECT current_schema, count(*) > 0 FROM dim_currency").fetchone()
        assert shown == ("as_of", True)
    assert offline("load", "--reread")[0] == ExitCode.DONE


@pytest.mark.parametrize("verb", [["plan"], ["load"], ["check"], ["report", "run", "import-dependence"]])
def test_database_without_a_warehouse_is_told_to_be_upgraded(
    warehouse: Warehouse, verb: list[str], server_dsn: str
) -> None:
    code, _, said = warehouse("--database", server_dsn, *verb)
    assert code == ExitCode.CONFIGURATION
    assert 'Run "warehouse db upgrade" first.' in said


def test_upgrade_of_what_is_up_to_date_says_so(warehouse: Warehouse) -> None:
    code, _, said = warehouse("db", "upgrade")
    assert code == ExitCode.DONE
    assert "already" in said
