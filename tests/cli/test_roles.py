"""``warehouse db roles`` prints what it applies, and no password is to be seen anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.conftest import ROOT
from tests.database.accounts import Site, own_prefix
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases, Warehouse

pytestmark = pytest.mark.slow

REPORT = """\
/* report
title: Currencies
question: Which currencies are there?
grain: [currency]
columns:
  currency: {meaning: its code}
*/
SELECT c.currency_code AS currency FROM mart.dim_currency AS c ORDER BY currency;
"""


@pytest.fixture
def prefix(server_dsn: str) -> Iterator[str]:
    with own_prefix(server_dsn) as prefix:
        yield prefix


@pytest.fixture
def address(prefix: str, databases: Databases, empty: str) -> Iterator[str]:
    """Give a database that goes before the roles do."""
    with databases.copy(empty, f"{empty}_{prefix}") as dsn:
        yield dsn


@pytest.fixture
def named(offline: Warehouse, address: str) -> Warehouse:
    """Give the command line on that database."""
    offline.database_url = address
    return offline


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("hush, not seen\nsecond line\n")
    return path


def test_what_is_printed_is_what_is_applied(named: Warehouse, address: str, prefix: str) -> None:
    code, printed, _ = named("db", "roles", "--prefix", prefix)
    assert code == ExitCode.DONE
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(printed.encode())
    before = Site(address, prefix).standing()
    assert sum(row[0] == f"{prefix}_reader" for row in before) == 1
    code, printed, said = named("db", "roles", "--apply", "--prefix", prefix)
    assert (code, printed) == (ExitCode.DONE, "")
    assert f"{prefix}_loader" in said
    assert Site(address, prefix).standing() == before


def test_printing_needs_no_database(offline: Warehouse) -> None:
    code, printed, _ = offline("db", "roles")
    assert code == ExitCode.DONE
    assert 'ON ALL TABLES IN SCHEMA mart, as_of TO "warehouse_reader"' in printed
    assert not (offline.project / ".warehouse").exists()


def test_printed_login_holds_no_password(offline: Warehouse) -> None:
    code, printed, _ = offline("db", "roles", "--login", "ana@example.org", "--as", "loader")
    assert code == ExitCode.DONE
    assert "'ana@example.org'" in printed
    assert "'warehouse_loader'" in printed


def test_login_gets_the_password_of_the_file(named: Warehouse, address: str, prefix: str, password_file: Path) -> None:
    assert named("db", "roles", "--apply", "--prefix", prefix)[0] == ExitCode.DONE
    ana = ["db", "roles", "--apply", "--prefix", prefix, "--login", f"{prefix}_ana"]
    code, printed, said = named(*ana, "--password-file", str(password_file))
    assert (code, printed) == (ExitCode.DONE, "")
    assert f"{prefix}_ana is a member of {prefix}_reader." in said
    with psycopg.connect(make_conninfo(address, user=f"{prefix}_ana", password="hush, not seen")) as reader:  # noqa: S106
        reader.execute("SELECT FROM dim_currency")
    assert "its password is as it was" in named(*ana)[2]


def test_reader_runs_reports_on_the_mart(named: Warehouse, address: str, prefix: str) -> None:
    site = Site(address, prefix)
    site.furnish()
    named.database_url = site.address("loader")
    assert named("load")[0] == ExitCode.DONE
    named.add_report("currencies", REPORT)
    named.database_url = site.address("reader")
    code, printed, said = named("report", "run", "currencies", "-f", "csv")
    assert (code, said) == (ExitCode.DONE, "")
    assert "KRW" in printed


def test_reader_cannot_load(named: Warehouse, address: str, prefix: str) -> None:
    site = Site(address, prefix)
    site.furnish()
    named.database_url = site.address("reader")
    assert named("load")[0] == ExitCode.PERMISSION


def test_migrator_finds_the_schema_up_to_date(named: Warehouse, address: str, prefix: str) -> None:
    site = Site(address, prefix)
    site.furnish()
    named.database_url = site.address("migrator")
    assert named("db", "upgrade")[0] == ExitCode.DONE


def test_account_without_the_rights_ends_in_77(named: Warehouse, address: str, prefix: str) -> None:
    site = Site(address, prefix)
    site.furnish()
    named.database_url = site.address("loader")
    code, _, said = named("db", "roles", "--apply", "--prefix", prefix)
    assert code == ExitCode.PERMISSION
    assert "docs/roles.md" in said
    assert (ROOT / "docs" / "roles.md").is_file()


def test_database_without_a_warehouse_is_told_to_be_upgraded(offline: Warehouse, server_dsn: str) -> None:
    code, _, said = offline("--database", server_dsn, "db", "roles", "--apply")
    assert code == ExitCode.CONFIGURATION
    assert 'Run "warehouse db upgrade" first.' in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "loader"],
        ["--login", "ana", "--as", "owner"],
        ["--login", "ana", "--as", "nobody"],
        ["--login", "it's"],
        ["--prefix", "pg_mine"],
        ["--password-file", "{password}"],
        ["--login", "ana", "--password-file", "{password}"],
        ["--apply", "--login", "ana", "--password-file", "{missing}"],
        ["--apply", "--login", "ana", "--password-file", "{empty}"],
    ],
    ids=" ".join,
)
def test_wrong_command_line_is_refused(offline: Warehouse, arguments: list[str], password_file: Path) -> None:
    empty = password_file.with_name("empty")
    empty.write_text("")
    paths = {"password": password_file, "missing": password_file.with_name("none"), "empty": empty}
    assert offline("db", "roles", *(each.format(**paths) for each in arguments))[0] == ExitCode.USAGE
