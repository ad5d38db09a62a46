"""Each run is recorded on a connection of its own, whatever becomes of the load."""

from __future__ import annotations

import contextlib
import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest

import warehouse
from warehouse.load.ledger import recorded, settle_dead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def settled(connection: psycopg.Connection) -> None:
    with connection.transaction():
        settle_dead(connection)


def last_run(connection: psycopg.Connection, columns: str) -> tuple[object, ...] | None:
    with connection.transaction():
        return connection.execute(
            f"SELECT {columns} FROM ops.load_runs ORDER BY run_id DESC LIMIT 1".encode()
        ).fetchone()


def test_run_is_seen_by_others_while_it_runs(
    ledger: psycopg.Connection, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with recorded(ledger, tmp_path, "20260101_0000") as run:
        seen = last_run(postgresql, "status, finished_at, software_version, schema_revision, seeds_sha256")
        assert seen == ("running", None, warehouse.__version__, "20260101_0000", None)
        run.seeds_sha256 = "ab" * 32
    seen = last_run(postgresql, "status, error, finished_at >= started_at, seeds_sha256")
    assert seen == ("unchanged", None, True, "ab" * 32)


def test_each_phase_is_recorded_once_with_its_time(
    ledger: psycopg.Connection, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with recorded(ledger, tmp_path, "20260101_0000") as run:
        for phase in ("reading", "reading", "writing"):
            run.begin_phase(phase)
    phases = postgresql.execute("SELECT position, phase, seconds >= 0 FROM ops.load_run_phases ORDER BY 1").fetchall()
    assert phases == [(1, "reading", True), (2, "writing", True)]


def test_run_whose_process_died_is_found_out(
    ledger: psycopg.Connection, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with recorded(ledger, tmp_path, "20260101_0000"):
        settled(postgresql)
        assert last_run(postgresql, "status") == ("running",), "a run that lives is left alone"
    with contextlib.suppress(psycopg.OperationalError), recorded(ledger, tmp_path, "20260101_0000"):
        ledger.close()  # as the server sees it when the process is killed
    while last_run(postgresql, "status") == ("running",):  # until the server has noticed
        settled(postgresql)
    assert last_run(postgresql, "status, finished_at") == ("died", None)


def test_error_is_recorded_and_goes_on(
    ledger: psycopg.Connection, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt), recorded(ledger, tmp_path, "20260101_0000"):
        raise KeyboardInterrupt
    assert last_run(postgresql, "status, error") == ("failed", "KeyboardInterrupt")


def test_revision_of_the_checkout_is_recorded(
    ledger: psycopg.Connection, postgresql: psycopg.Connection, tmp_path: Path
) -> None:
    with recorded(ledger, tmp_path, "20260101_0000"):
        assert last_run(postgresql, "git_revision, is_git_dirty") == (None, None)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    (tmp_path / "a.yaml").touch()
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "seeds"]):
        subprocess.run([*git, *command], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    with recorded(ledger, tmp_path, "20260101_0000"):
        assert last_run(postgresql, "git_revision, is_git_dirty") == (head, False)
    (tmp_path / "b.yaml").touch()
    with recorded(ledger, tmp_path, "20260101_0000"):
        assert last_run(postgresql, "is_git_dirty") == (True,)
