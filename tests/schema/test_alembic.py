"""Running the migrations: forth and back, by hand, offline, and several at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

import warehouse
from tests.conftest import ROOT
from tests.later import LATER, NEWEST, REVISIONS, later_version
from warehouse.database.migrate import current, downgrade, head, upgrade
from warehouse.database.revisions import applied, list_revisions, read_log
from warehouse.database.schema_check import Fingerprint, read_fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MIGRATIONS = ROOT / "migrations"

pytestmark = pytest.mark.slow


def fingerprint(dsn: str) -> Fingerprint:
    with psycopg.connect(dsn) as connection:
        return read_fingerprint(connection, ROOT / "sql")


def log(dsn: str) -> list[tuple[str, str]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute("SELECT revision, direction FROM ops.migration_log ORDER BY entry_id").fetchall()


def environment(dsn: str) -> dict[str, str]:
    return {**os.environ, "WAREHOUSE_DATABASE_URL": dsn}


def alembic(dsn: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "alembic", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(dsn), text=True, capture_output=True, check=True)


def test_every_step_is_logged_with_who_took_it(blank: str, tmp_path: Path) -> None:
    migrations = later_version(tmp_path)
    upgrade(blank, migrations)
    downgrade(blank, migrations, NEWEST)
    upgrade(blank, migrations)
    assert log(blank)[: len(REVISIONS)] == [(name, "upgrade") for name in REVISIONS]
    assert log(blank)[len(REVISIONS) :] == [(LATER, "upgrade"), (LATER, "downgrade"), (LATER, "upgrade")]
    with psycopg.connect(blank) as connection:
        who = connection.execute("SELECT DISTINCT applied_by, software_version FROM ops.migration_log").fetchall()
        assert who == [(connection.info.user, warehouse.__version__)]


def test_log_says_what_was_run_how_long_it_took_and_for_whom(blank: str) -> None:
    began = time.monotonic()
    upgrade(blank, MIGRATIONS)
    took = time.monotonic() - began
    with psycopg.connect(blank) as connection:
        entries = applied(read_log(connection))
        user = connection.info.user
    assert [(name, entry.file_sha256) for name, entry in entries.items()] == [
        (one.name, one.sha256) for one in list_revisions(MIGRATIONS)
    ]
    assert {entry.owner for entry in entries.values()} == {user}
    seconds = [entry.seconds for entry in entries.values() if entry.seconds is not None]
    assert len(seconds) == len(entries)
    assert min(seconds) >= 0  # a migration that only comments a column can take less than a millisecond
    assert 0 < max(seconds) <= took


def test_upgrade_of_a_database_at_the_head_does_nothing(blank: str) -> None:
    upgrade(blank, MIGRATIONS)
    before = log(blank)
    upgrade(blank, MIGRATIONS)
    assert log(blank) == before


def test_plain_alembic_upgrades_and_finds_nothing_left(blank: str) -> None:
    alembic(blank, "upgrade", "head")
    assert log(blank) == [(revision, "upgrade") for revision in REVISIONS]
    assert "No new upgrade operations detected" in alembic(blank, "check").stdout
    assert REVISIONS[-1] in alembic(blank, "current").stdout


def test_plain_alembic_prints_the_script_too(blank: str) -> None:
    script = alembic("postgresql://nobody@127.0.0.1:1/none", "upgrade", "head", "--sql").stdout
    with psycopg.connect(blank, autocommit=True) as connection:
        connection.execute(script.encode())
        assert current(connection) == head(MIGRATIONS)
    assert log(blank) == [(revision, "upgrade") for revision in REVISIONS]


def started(dsn: str, count: int) -> Sequence[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "warehouse", "db", "upgrade"]
    return [
        subprocess.Popen(command, cwd=ROOT, env=environment(dsn), text=True, stderr=subprocess.PIPE)
        for _ in range(count)
    ]


def test_four_upgrades_at_once_all_succeed(blank: str) -> None:
    said = [(process.communicate()[1], process.returncode) for process in started(blank, 4)]
    assert [code for _, code in said] == [0, 0, 0, 0], said
    words = "".join(text for text, _ in said)
    assert words.count("Upgraded the schema from nothing") == 1
    assert words.count(f"The schema is at revision {REVISIONS[-1]} already") == 3
    assert log(blank) == [(revision, "upgrade") for revision in REVISIONS]
