"""The script for those who run SQL only does what the program does, and no harm to another database."""

from __future__ import annotations

import re
import subprocess
import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import ROOT
from tests.homes import copied_home
from tests.later import LATER, NEWEST, later_version
from warehouse.database import embedded
from warehouse.database.migrate import Limits, current, downgrade, head, offline_sql, upgrade
from warehouse.database.revisions import list_revisions, look, read_log
from warehouse.database.schema_check import Fingerprint, read_fingerprint
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"


@pytest.fixture(scope="module")
def whole() -> str:
    return offline_sql(MIGRATIONS, start=None)


def fingerprint(dsn: str) -> Fingerprint:
    with psycopg.connect(dsn) as connection:
        return read_fingerprint(connection, ROOT / "sql")


def statements(script: str) -> list[str]:
    """Cut a script where psql would: at a semicolon that ends a line, outside of $-quotes."""
    found, inside = [""], False
    for line in script.splitlines():
        found[-1] += f"{line}\n"
        inside ^= len(re.findall(r"\$[a-z]*\$", line)) % 2 == 1
        if line.endswith(";") and not inside:
            found.append("")
    return [statement for statement in found if statement.strip()]


def test_script_makes_the_same_database_with_the_same_log(blank: str, database_url: str, whole: str) -> None:
    began = time.monotonic()
    with psycopg.connect(blank, autocommit=True) as connection:
        for statement in statements(whole):
            connection.execute(statement.encode())
        took = time.monotonic() - began
        assert look(connection).fault(list_revisions(MIGRATIONS)) is None
        entries = read_log(connection)
        assert connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)
        assert connection.execute("SHOW lock_timeout").fetchone() == ("0",)
    assert fingerprint(blank) == fingerprint(database_url)
    with psycopg.connect(database_url) as connection:
        online = read_log(connection)
    assert [(one.revision, one.file_sha256, one.owner) for one in entries] == [
        (one.revision, one.file_sha256, one.owner) for one in online
    ]
    seconds = [one.seconds for one in entries if one.seconds is not None]
    assert len(seconds) == len(entries)
    assert min(seconds) >= 0  # a migration that only comments a column can take less than a millisecond
    assert 0 < max(seconds) <= took


def test_psql_runs_the_script(tmp_path: Path, made_home: Path) -> None:
    script = tmp_path / "upgrade.sql"
    script.write_text(offline_sql(MIGRATIONS, start=None))
    with copied_home(made_home) as home, embedded.hold(home) as server:
        psql = embedded.psql_command(server, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(script)])
        done = subprocess.run(psql.argv, env=psql.environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        with psycopg.connect(server.dsn) as connection:
            assert current(connection) == head(MIGRATIONS)


@pytest.mark.holds("curated")
def test_part_of_the_way_in_a_database_with_rows(database_url: str, databases: Databases, tmp_path: Path) -> None:
    later = later_version(tmp_path)
    with databases.copy(str(conninfo_to_dict(database_url)["dbname"]), "online") as online:
        upgrade(online, later)
        expected, rows = fingerprint(online), sums(online)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(offline_sql(later, start=NEWEST).encode())
        entry = read_log(connection)[-1]
    assert (entry.revision, entry.direction) == (LATER, "upgrade")
    assert entry.file_sha256 == list_revisions(later)[-1].sha256
    assert fingerprint(database_url) == expected
    assert sums(database_url) == rows


def sums(dsn: str) -> list[tuple[object, ...]]:
    """Return what the mart shows of sums of money, and the account of the digests."""
    with psycopg.connect(dsn) as connection:
        shown = connection.execute("SELECT * FROM mart.fact_money ORDER BY fact_key").fetchall()
        totals = connection.execute("SELECT * FROM ops.table_totals ORDER BY table_name").fetchall()
    assert shown
    return [*shown, *totals]


def test_limits_stand_in_the_script() -> None:
    script = offline_sql(MIGRATIONS, start=None, limits=Limits(2.5, 90))
    assert "SET lock_timeout = 2500;" in script
    assert "SET statement_timeout = 90000;" in script
    assert script.index("SET statement_timeout") < script.index("BEGIN;")
    assert script.index("set_config('role', pg_get_userbyid(nspowner)") < script.index("BEGIN;")


@pytest.mark.parametrize("start", [None, LATER])
def test_script_for_another_revision_changes_nothing_even_if_errors_are_passed_over(
    database_url: str, tmp_path: Path, start: str | None
) -> None:
    expected = fingerprint(database_url)
    refusals = 0
    with psycopg.connect(database_url, autocommit=True) as connection:
        before = read_log(connection)
        script = offline_sql(later_version(tmp_path), start=start, revision=LATER if start is None else "head")
        for statement in statements(script):
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                refusals += "begins at revision" in str(error)
        assert read_log(connection) == before
        assert current(connection) == head(MIGRATIONS)
    assert refusals == 1
    assert fingerprint(database_url) == expected


def test_script_runs_where_all_migrations_were_taken_back(blank: str) -> None:
    upgrade(blank, MIGRATIONS)
    downgrade(blank, MIGRATIONS, "base")
    with psycopg.connect(blank, autocommit=True) as connection:
        connection.execute(offline_sql(MIGRATIONS, start=None).encode())
        assert current(connection) == NEWEST


def test_unknown_revision_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="20010101_0000"):
        offline_sql(MIGRATIONS, start="20010101_0000")
