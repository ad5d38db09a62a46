"""``warehouse report run`` and ``sql`` where what is given, or where it is to go, is not as one would wish."""

from __future__ import annotations

import csv
import io
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

ECHO = """\
/* report
title: Echo
question: What was given?
grain: [given]
params:
  said: {type: text, help: comes back}
  kind: {type: text, help: comes back too, choices_from: "SELECT 'a' UNION SELECT 'b'"}
columns:
  given: {meaning: what was given, empty: nothing was}
  kind: {meaning: what else was given, empty: nothing was}
*/
SELECT :said AS given, :kind AS kind ORDER BY given;
"""
MANY = """\
/* report
title: Many
question: Which rows?
grain: [number]
columns:
  number: {meaning: a number}
  words: {meaning: some words}
*/
SELECT i AS number, repeat('words ', 20) AS words FROM generate_series(1, 20000) AS i ORDER BY i;
"""
DOUBLED = MANY.replace("SELECT i AS", "SELECT i % 15000 AS").replace("title: Many", "title: Doubled")
WRITES = "WITH gone AS (DELETE FROM core.facts RETURNING path) SELECT path AS words FROM gone ORDER BY words"


@pytest.fixture
def reports(warehouse: Warehouse) -> Warehouse:
    for name, text in (("echo", ECHO), ("many", MANY), ("doubled", DOUBLED)):
        warehouse.add_report(name, text)
    return warehouse


def echoed(reports: Warehouse, said: str) -> str:
    code, out, failed = reports("report", "run", "echo", "-f", "csv", "-p", f"said={said}")
    assert code == ExitCode.DONE, failed
    csv.field_size_limit(2**24)
    return list(csv.reader(io.StringIO(out, newline="")))[1][0]


@pytest.mark.parametrize(
    "said",
    [
        'it\'s "quoted", -- and; more',
        "100 % %s %(said)s",
        "=cmd|' /C calc'!A0",
        "[bold]red[/bold]",
        "\\n \\ :kind $1 {said}",
        "line\r\nbreak\ttab",
        "포스코 — ¶18",
        "x" * 2**20,
    ],
    ids=["quotes", "percent", "formula", "markup", "backslash", "lines", "unicode", "long"],
)
def test_a_text_comes_back_as_it_was_given(reports: Warehouse, said: str) -> None:
    assert echoed(reports, said) == said


@pytest.mark.parametrize(("said", "hint"), [("a\x00b", "NUL"), ("a\udcffb", "UTF-8")], ids=["nul", "bytes"])
def test_what_no_text_can_hold_is_refused(reports: Warehouse, said: str, hint: str) -> None:
    code, out, failed = reports("report", "run", "echo", "-p", f"said={said}")
    assert (code, out) == (ExitCode.USAGE, "")
    assert hint in failed


def test_a_long_wrong_value_is_not_repeated_in_full(reports: Warehouse) -> None:
    code, out, failed = reports("report", "run", "echo", "-p", f"kind={'x' * 2**20}")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "(1048576 characters)" in failed
    assert "choose from: a, b" in failed
    assert len(failed) < 400


@pytest.mark.parametrize("params", [["said"], ["=x"], ["said=a", "said=b"], ["sayd=a"], ["kind=c"]])
def test_parameters_of_the_wrong_form_are_refused(reports: Warehouse, params: list[str]) -> None:
    given = [part for param in params for part in ("-p", param)]
    code, out, failed = reports("report", "run", "echo", *given)
    assert (code, out) == (ExitCode.USAGE, "")
    assert failed.count("\n") == 2, "what it is, and what to do"


@pytest.mark.parametrize(
    ("statement", "code", "said"),
    [
        (
            "SELECT 1 AS number, 'a' AS words ORDER BY 1; DELETE FROM core.facts",
            ExitCode.INVALID_SOURCE,
            "second statement",
        ),
        (WRITES, ExitCode.INVALID_SOURCE, "E-report-write"),
        ("INSERT INTO core.units VALUES ('x') RETURNING 1, 'a'", ExitCode.INVALID_SOURCE, "E-report-write"),
        ("SELECT 1 AS number, 'a' AS words INTO core.copy ORDER BY 1", ExitCode.INVALID_SOURCE, "E-report-write"),
        (
            "SELECT 1 AS number, key AS words FROM core.units ORDER BY 2 FOR SHARE",
            ExitCode.INVALID_SOURCE,
            "it may only read, but it writes: ",
        ),
        ("SELECT * FROM core.units ORDER BY key", ExitCode.INVALID_SOURCE, "E-report-star"),
        ("SELECT 1 AS number, 'a' AS words", ExitCode.INVALID_SOURCE, "E-report-order"),
        ("SELECT 1 AS number, :x AS words ORDER BY 1", ExitCode.INVALID_SOURCE, "E-report-parameter-undeclared"),
        ("SELECT 1 AS number, name AS words FROM core.nothing ORDER BY 1", ExitCode.CONFIGURATION, "core.nothing"),
        (
            "SELECT i / 2 AS number, 'a' AS words FROM generate_series(2, 3) AS i ORDER BY i",
            ExitCode.FAILED,
            "two rows",
        ),
        ("COMMIT ORDER BY", ExitCode.INVALID_SOURCE, "E-report-write"),
    ],
    ids=[
        "two",
        "writes",
        "insert",
        "into",
        "locks",
        "star",
        "order",
        "undeclared",
        "table",
        "grain",
        "commit",
    ],
)
def test_a_bad_report_ends_in_a_message_and_no_file(
    reports: Warehouse, statement: str, code: ExitCode, said: str
) -> None:
    reports.add_report("bad", MANY[: MANY.index("*/")] + f"*/\n{statement}\n")
    target = reports.project / "answer.csv"
    found, out, failed = reports("report", "run", "bad", "-o", str(target))
    assert (found, out) == (code, "")
    assert said in failed
    assert not target.exists()
    assert {path.name for path in reports.project.iterdir()} == {"seeds", "sql"}


@pytest.mark.slow
def test_a_report_that_runs_too_long_ends_in_75(reports: Warehouse) -> None:
    slow = MANY.replace("*/", "timeout: 1\n*/", 1).replace("repeat('words ', 20)", "pg_sleep(1)::text")
    reports.add_report("slow", slow)
    target = reports.project / "answer.csv"
    code, _, failed = reports("report", "run", "slow", "-o", str(target))
    assert code == ExitCode.BUSY, failed
    assert not target.exists()


def test_rows_twice_far_apart_leave_the_old_file_whole(reports: Warehouse) -> None:
    target = reports.project / "answer.csv"
    target.write_text("what stood here before")
    code, _, failed = reports("report", "run", "doubled", "-o", str(target))
    assert code == ExitCode.FAILED
    assert "two rows for number = '" in failed
    assert target.read_text() == "what stood here before"


@pytest.mark.parametrize("place", ["/proc/answer.csv", "/nowhere/answer.csv", ".", "x" * 300 + ".csv"])
def test_a_place_that_cannot_be_written_is_said(reports: Warehouse, place: str) -> None:
    code, _, failed = reports("report", "run", "echo", "-f", "csv", "-o", place)
    assert code == ExitCode.PERMISSION
    assert f"cannot write {place}" in failed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_said(reports: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    code, _, failed = reports("report", "run", "echo", "-f", "csv", "-o", str(folder / "answer.csv"))
    assert code == ExitCode.PERMISSION
    assert "Permission denied" in failed


def test_a_full_disk_is_said(reports: Warehouse) -> None:
    code, _, failed = reports("report", "run", "many", "-f", "csv", "-o", "/dev/full")
    assert code == ExitCode.PERMISSION
    assert "cannot write /dev/full: No space left on device" in failed
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode), "a device stays what it is"  # noqa: PTH116


def test_behind_a_link_the_file_is_replaced(reports: Warehouse, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("old")
    kept.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(kept)
    assert reports("report", "run", "echo", "-o", str(link))[0] == ExitCode.DONE
    assert link.is_symlink()
    assert kept.read_text().startswith("given,kind")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def run_apart(reports: Warehouse, *arguments: str, stdout: object) -> tuple[int, str]:
    assert reports.database_url is not None
    command = [sys.executable, "-m", "warehouse", "--project", str(reports.project), *arguments]
    environ = {**os.environ, "WAREHOUSE_DATABASE_URL": reports.database_url}
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=environ)  # type: ignore[call-overload]
    return done.returncode, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_full_disk_behind_stdout_is_said(reports: Warehouse, form: str) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        code, failed = run_apart(reports, "report", "run", "many", "-f", form, stdout=full)
    assert code == ExitCode.PERMISSION
    assert failed.startswith("warehouse: cannot write to stdout: No space left on device\n")
    assert "Traceback" not in failed


@pytest.mark.slow
@pytest.mark.parametrize(
    "verb", [["run", "many", "-f", "csv"], ["list"], ["show", "many", "--lineage"], ["sql", "many"]]
)
def test_a_closed_pipe_is_no_error(reports: Warehouse, verb: list[str]) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        assert run_apart(reports, "report", *verb, stdout=closed) == (0, "")


def test_help_behind_a_name_tells_the_report(offline: Warehouse) -> None:
    offline.add_report("echo", ECHO)
    for arguments in (["echo", "--help"], ["--help", "echo"], ["-p", "said=x", "echo", "--help"]):
        code, out, _ = offline("report", "run", *arguments)
        assert code == ExitCode.DONE
        for part in (
            "Usage: warehouse report run",
            "What was given?",
            "said  (text)",
            "SELECT 'a'",
            "Columns",
            "csv (.csv)",
        ):
            assert part in out


def test_help_behind_an_unknown_name_meets_the_nearest(offline: Warehouse) -> None:
    offline.add_report("echo", ECHO)
    code, _, failed = offline("report", "run", "ehco", "--help")
    assert code == ExitCode.USAGE
    assert 'did you mean "echo"?' in failed


def test_an_unknown_format_meets_the_nearest(offline: Warehouse) -> None:
    offline.add_report("echo", ECHO)
    code, _, failed = offline("report", "run", "echo", "-f", "cvs")
    assert code == ExitCode.USAGE
    assert 'did you mean "csv"?' in failed
    code, _, failed = offline("report", "run", "echo", "-o", "answer.doc")
    assert code == ExitCode.USAGE
    assert "does not tell a format" in failed


@pytest.mark.slow
def test_bytes_go_to_files_and_pipes(reports: Warehouse) -> None:
    target = reports.project / "answer.xlsx"
    assert reports("report", "run", "echo", "-o", str(target))[0] == ExitCode.DONE
    assert target.read_bytes()[:2] == b"PK"
    piped = reports.project / "piped.xlsx"
    with piped.open("wb") as stream:
        assert run_apart(reports, "report", "run", "echo", "-f", "xlsx", stdout=stream) == (0, "")
    assert piped.read_bytes()[:2] == b"PK"


def test_sql_with_values_is_printed(offline: Warehouse) -> None:
    offline.add_report("echo", ECHO)
    code, out, _ = offline("report", "sql", "echo", "-p", "said=it's")
    assert code == ExitCode.DONE
    assert out == "-- echo: Echo\nSELECT 'it''s'::text AS given, NULL::text AS kind ORDER BY given\n;\n"
