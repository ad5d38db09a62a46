"""The script for those who run SQL only does what the program does, and no harm to another database."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from tests.database.scratch import scratch
from warehouse.database import embedded
from warehouse.database.fingerprint import Fingerprint, read_fingerprint
from warehouse.database.migrating import Limits
from warehouse.database.migration_log import read_log
from warehouse.database.revisions import list_revisions
from warehouse.database.standing import look
from warehouse.database.upgrade import current, downgrade, head, offline_sql, upgrade
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
REVISIONS = [revision.name for revision in list_revisions(MIGRATIONS)]


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    with scratch(server_dsn) as dsn:
        yield dsn


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
        inside ^= line.count("$") % 4 == 2
        if line.endswith(";") and not inside:
            found.append("")
    return [statement for statement in found if statement.strip()]


def test_script_makes_the_same_database_with_the_same_log(blank: str, database_url: str, whole: str) -> None:
    with psycopg.connect(blank, autocommit=True) as connection:
        for statement in statements(whole):
            connection.execute(statement.encode())
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
    assert all(one.seconds is not None and one.seconds < 60 for one in entries)


def test_psql_runs_the_script(tmp_path: Path) -> None:
    script = tmp_path / "upgrade.sql"
    script.write_text(offline_sql(MIGRATIONS, start=None))
    with embedded.hold(tmp_path / "home", durable=False) as server:
        psql = embedded.client_command(server, "psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(script)])
        done = subprocess.run(psql.argv, env=psql.environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        with psycopg.connect(server.dsn) as connection:
            assert current(connection) == head(MIGRATIONS)


def test_part_of_the_way(database_url: str) -> None:
    expected = fingerprint(database_url)
    downgrade(database_url, MIGRATIONS, REVISIONS[-2])
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(offline_sql(MIGRATIONS, start=REVISIONS[-2]).encode())
        entry = read_log(connection)[-1]
    assert (entry.revision, entry.direction) == (REVISIONS[-1], "upgrade")
    assert entry.file_sha256 == list_revisions(MIGRATIONS)[-1].sha256
    assert fingerprint(database_url) == expected


def test_limits_stand_in_the_script() -> None:
    script = offline_sql(MIGRATIONS, start=REVISIONS[-2], limits=Limits(2.5, 90))
    assert "SET lock_timeout = 2500;" in script
    assert "SET statement_timeout = 90000;" in script
    assert script.index("SET statement_timeout") < script.index("BEGIN;")
    assert script.index("set_config('role', pg_get_userbyid(nspowner)") < script.index("BEGIN;")


@pytest.mark.parametrize("start", [None, REVISIONS[3]])
def test_script_for_another_revision_changes_nothing_even_if_errors_are_passed_over(
    database_url: str, start: str | None
) -> None:
    expected = fingerprint(database_url)
    refusals = 0
    with psycopg.connect(database_url, autocommit=True) as connection:
        before = read_log(connection)
        for statement in statements(offline_sql(MIGRATIONS, start=start)):
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                refusals += "begins at revision" in str(error)
        assert read_log(connection) == before
        assert current(connection) == head(MIGRATIONS)
    assert refusals == 1
    assert fingerprint(database_url) == expected


def test_script_runs_where_all_migrations_were_taken_back(blank: str) -> None:
    upgrade(blank, MIGRATIONS, revision=REVISIONS[0])
    downgrade(blank, MIGRATIONS, "base")
    with psycopg.connect(blank, autocommit=True) as connection:
        connection.execute(offline_sql(MIGRATIONS, start=None, revision=REVISIONS[0]).encode())
        assert current(connection) == REVISIONS[0]


def test_unknown_revision_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="20010101_0000"):
        offline_sql(MIGRATIONS, start="20010101_0000")
