"""However the reading of the server's lines ends, the connection is usable or closed, and nothing is half done."""

from __future__ import annotations

import errno
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.waiting import until
from warehouse.errors import DatabaseBusy, DatabaseUnreachable, PermissionRefused
from warehouse.files import replaced_file
from warehouse.reports import formats
from warehouse.reports.execute import run, snapshot
from warehouse.reports.fetching import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

ONE = "grain: [a]\ncolumns: {a: {meaning: x}}\n"
TWO = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n"
MANY = f"SELECT i AS a FROM generate_series(1, {50 * BATCH}) AS i ORDER BY i"


def write(connection: Connection[Any], report: Report, stream: StringIO) -> None:
    with run(connection, report, {}) as result:
        formats.write(result, "csv", stream)


@pytest.mark.slow
@pytest.mark.parametrize(
    "pause",
    ["pg_sleep(30)", f"pg_sleep(CASE i WHEN {2 * BATCH} THEN 30 ELSE 0 END)", "pg_sleep(0.1)"],
    ids=["at once", "on the way", "little by little"],
)
def test_a_report_stops_at_its_timeout(postgresql: Connection[Any], make_report: Make, pause: str) -> None:
    statement = f"SELECT i AS a, {pause}::text AS b FROM generate_series(1, {9 * BATCH}) AS i ORDER BY i"
    with pytest.raises(DatabaseBusy, match="sample took longer than its timeout of 1 s"):
        write(postgresql, make_report(statement, TWO + "timeout: 1\n"), StringIO(newline=""))
    assert postgresql.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.slow
def test_the_time_of_the_reader_does_not_count(postgresql: Connection[Any], make_report: Make) -> None:
    statement = f"SELECT i AS a, repeat('x', 1000) AS b FROM generate_series(1, {3 * BATCH}) AS i ORDER BY i"
    with run(postgresql, make_report(statement, TWO + "timeout: 1\n"), {}) as result:
        assert result.lines is not None
        next(result.lines)
        time.sleep(1.5)
        assert sum(map(len, result.lines)) == 2 * BATCH


@pytest.mark.parametrize("read", [0, 1, 3])
def test_lines_may_be_left_anywhere(postgresql: Connection[Any], make_report: Make, read: int) -> None:
    report = make_report(MANY, ONE + "timeout: 7\n")
    with snapshot(postgresql):
        for _ in range(2):
            with run(postgresql, report, {}) as result:
                assert result.lines is not None
                assert [len(next(result.lines)) for _ in range(read)] == [BATCH] * read
        assert postgresql.execute("SHOW statement_timeout").fetchone() == ("7s",)


def test_the_timeout_is_what_it_was_when_the_grain_is_asked_for(postgresql: Connection[Any], make_report: Make) -> None:
    with run(postgresql, make_report(MANY, ONE + "timeout: 7\n"), {}) as result:
        assert result.lines is not None
        assert sum(map(len, result.lines)) == 50 * BATCH
        assert postgresql.execute("SHOW statement_timeout").fetchone() == ("7s",)


class Full(StringIO):
    """A stream that takes one batch and no more."""

    def write(self, text: str) -> int:
        if self.tell() > BATCH:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)


def test_what_cannot_be_written_leaves_a_usable_connection(
    postgresql: Connection[Any], make_report: Make, tmp_path: Path
) -> None:
    report = make_report(MANY, ONE)
    with pytest.raises(OSError, match="No space left"):
        write(postgresql, report, Full(newline=""))
    assert postgresql.execute("SELECT 1").fetchone() == (1,)
    answer = tmp_path / "answer.csv"
    answer.write_text("before")

    with pytest.raises(PermissionRefused, match="No space left"), replaced_file(answer, is_binary=False):
        write(postgresql, report, Full(newline=""))
    assert ([path.name for path in tmp_path.iterdir()], answer.read_text()) == (["answer.csv"], "before")


class Ending(StringIO):
    """A stream whose first rows end a process of the server."""

    def __init__(self, other: Connection[Any], process: int) -> None:
        super().__init__(newline="")
        self._other = other
        self._process = process

    def write(self, text: str) -> int:
        if self.tell():
            self._other.execute("SELECT pg_terminate_backend(%s)", [self._process])
        return super().write(text)


ASLEEP = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event = 'PgSleep'"


def interrupt_when_asleep(database_url: str, process: int) -> None:
    """Interrupt this process, as a key would, when that process of the server sleeps."""
    with psycopg.connect(database_url, autocommit=True) as watch:
        until(lambda: watch.execute(ASLEEP, [process]).fetchone())
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("sleeps_at", [1, 3 * BATCH])
def test_an_interruption_leaves_a_usable_connection(
    database_url: str, postgresql: Connection[Any], make_report: Make, sleeps_at: int
) -> None:
    pause = f"CASE i WHEN {sleeps_at} THEN pg_sleep(3600)::text ELSE '' END"
    statement = f"SELECT i AS a, {pause} AS b FROM generate_series(1, {9 * BATCH}) AS i ORDER BY i"
    with ThreadPoolExecutor() as pool:
        interrupting = pool.submit(interrupt_when_asleep, database_url, postgresql.info.backend_pid)
        with pytest.raises(KeyboardInterrupt):
            write(postgresql, make_report(statement, TWO), StringIO(newline=""))
        interrupting.result()
    assert postgresql.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.slow
def test_a_server_that_goes_away_is_told(database_url: str, make_report: Make) -> None:
    statement = f"SELECT i AS a, repeat('x', 1000) AS b FROM generate_series(1, {90 * BATCH}) AS i ORDER BY i"
    report = make_report(statement, TWO)
    with psycopg.connect(database_url) as connection, psycopg.connect(database_url, autocommit=True) as other:
        with pytest.raises(DatabaseUnreachable):
            write(connection, report, Ending(other, connection.info.backend_pid))
        assert connection.closed
