"""Streams that are closed, full or gone: the work is done all the same, and output that is lost is told by the code."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from warehouse.cli.app import run
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

SILENT = ("2>&-", "2>/dev/full", "2> >(true)")
DEAF = (">&-", ">/dev/full")


def ended(warehouse: Warehouse, words: str, redirections: str, **environment: str) -> tuple[int, str, str]:
    """Run the program in a shell that redirects its streams; return its exit code, and what it printed."""
    command = f"exec {sys.executable} -m warehouse {words} {redirections}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={
            **os.environ,
            "WAREHOUSE_DATABASE_URL": str(warehouse.database_url),
            "WAREHOUSE_SEEDS": str(warehouse.seeds),
            **environment,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("streams", [*SILENT, *DEAF, ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
def test_a_load_loads(warehouse: Warehouse, database_url: str, streams: str) -> None:
    assert ended(warehouse, "load", streams)[0] == ExitCode.DONE
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) > 300 FROM core.facts").fetchone() == (True,)


@pytest.mark.holds("curated")
@pytest.mark.parametrize("streams", DEAF)
@pytest.mark.parametrize(
    "words", ["report run freshness -f csv", "report run freshness -f xlsx", "runs list", "check", "--help", "report"]
)
def test_output_that_is_lost_is_told(warehouse: Warehouse, words: str, streams: str) -> None:
    code, _, said = ended(warehouse, words, streams)
    assert (code, "warehouse: cannot write to stdout: " in said) == (ExitCode.PERMISSION, True)
    assert "Traceback" not in said


@pytest.mark.holds("curated")
@pytest.mark.parametrize("words", ["report run freshness -f csv", "report list", "runs list", "--help"])
@pytest.mark.parametrize("streams", [*SILENT, "<&-"])
def test_output_does_not_depend_on_the_other_streams(warehouse: Warehouse, words: str, streams: str) -> None:
    assert ended(warehouse, words, streams)[:2] == ended(warehouse, words, "")[:2]


@pytest.mark.holds("curated")
def test_a_reader_that_leaves_is_no_error(warehouse: Warehouse) -> None:
    code, out, said = ended(warehouse, "report run provenance-coverage -f csv", "| head -1; exit ${PIPESTATUS[0]}")
    assert (code, out.count("\n"), said) == (0, 1, "")


@pytest.mark.holds("curated")
def test_an_encoding_without_the_characters_is_told(warehouse: Warehouse) -> None:
    code, _, said = ended(warehouse, "report run agreement-register", "", PYTHONIOENCODING="ascii")
    assert (code, "stdout is ascii, which has no" in said) == (ExitCode.PERMISSION, True)


def test_no_connection_takes_the_place_of_a_closed_stream(warehouse: Warehouse) -> None:
    """What is printed would go to the server."""
    code, _, said = ended(warehouse, "--verbose load", ">&-")
    assert (code, "Loaded" in said) == (ExitCode.DONE, True)


def test_a_service_that_nobody_defined_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--database", "service=nope", "report", "run", "freshness"]) == ExitCode.CONFIGURATION
    assert 'the database of service "nope" cannot be used' in capsys.readouterr().err
