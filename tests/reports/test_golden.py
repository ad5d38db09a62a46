from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import PermissionRefused
from warehouse.reports import definition
from warehouse.reports.testing import GoldenFiles, try_cases
from warehouse.sqlfiles import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

pytestmark = pytest.mark.slow

HEADER = """\
grain: [a]
columns: {a: {meaning: x}}
params: {to: {type: integer, help: x, default: "3"}}
cases:
  - expect: {at_least: 1}
  - params: {to: "0"}
    expect: {rows: 0}
"""
CLOCK = {"CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW", "CLOCK_TIMESTAMP"}
STATEMENT = "SELECT i AS a FROM generate_series(1, :to) AS i ORDER BY i"


def failures(connection: Connection[Any], report: Report, golden: GoldenFiles) -> list[str]:
    return [failure for outcome in try_cases(connection, report, golden) for failure in outcome.failures]


def test_answers_are_kept_and_compared(postgresql: Connection[Any], make_report: Make, tmp_path: Path) -> None:
    folder = tmp_path / "golden"
    report = make_report(STATEMENT, HEADER)
    assert failures(postgresql, report, GoldenFiles(folder)) == [], "no file, nothing to compare with"
    assert failures(postgresql, report, GoldenFiles(folder, is_update=True)) == []
    assert sorted(path.name for path in folder.iterdir()) == ["sample-1.csv", "sample-2.csv"]
    assert (folder / "sample-1.csv").read_bytes() == b"a,sources\r\n1,\r\n2,\r\n3,\r\n"
    assert failures(postgresql, report, GoldenFiles(folder)) == []
    other = make_report(STATEMENT.replace("i AS a", "i * i AS a"), HEADER)
    (failure,) = failures(postgresql, other, GoldenFiles(folder))
    assert failure.startswith("the answer differs from sample-1.csv")
    assert {"-2,", "+4,", "-3,", "+9,"} <= set(failure.splitlines())


def test_what_differs_from_load_to_load_is_left_out(
    postgresql: Connection[Any], make_report: Make, tmp_path: Path
) -> None:
    header = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x, varies: true}}\ncases: [{expect: {rows: 1}}]\n"
    report = make_report("SELECT 'x' AS a, clock_timestamp()::text AS b ORDER BY a", header)
    assert failures(postgresql, report, GoldenFiles(tmp_path, is_update=True)) == []
    assert (tmp_path / "sample-1.csv").read_bytes() == b"a,sources\r\nx,\r\n"
    assert failures(postgresql, report, GoldenFiles(tmp_path)) == []


def test_files_of_cases_that_are_gone_are_told_and_removed(
    postgresql: Connection[Any], make_report: Make, tmp_path: Path
) -> None:
    report = make_report(STATEMENT, HEADER)
    for name in ("sample-3.csv", "sample-other-1.csv", "sample-0.csv"):
        (tmp_path / name).write_text("a\n")
    assert failures(postgresql, report, GoldenFiles(tmp_path)) == [
        "sample-0.csv is the answer of a case that does not exist (to delete the file: --update)",
        "sample-3.csv is the answer of a case that does not exist (to delete the file: --update)",
    ]
    assert failures(postgresql, report, GoldenFiles(tmp_path, is_update=True)) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sample-1.csv", "sample-2.csv", "sample-other-1.csv"]


def test_a_case_that_cannot_run_has_failed_and_the_next_is_tried(
    postgresql: Connection[Any], make_report: Make, tmp_path: Path
) -> None:
    report = make_report("SELECT 1 / :to AS a ORDER BY a", HEADER)
    first, second = try_cases(postgresql, report, GoldenFiles(tmp_path))
    assert first.failures == ()
    assert "division by zero" in second.failures[0]


def test_a_place_that_cannot_be_written_is_said(postgresql: Connection[Any], make_report: Make, tmp_path: Path) -> None:
    (tmp_path / "golden").write_text("a file")
    with pytest.raises(PermissionRefused, match=r"sample-1\.csv"):
        try_cases(postgresql, make_report(STATEMENT, HEADER), GoldenFiles(tmp_path / "golden", is_update=True))


def test_answers_of_cases_are_kept_and_the_same_on_any_day(sql_dir: Path) -> None:
    wanted = set()
    for report in definition.list_reports(sql_dir):
        wanted |= {f"{report.name}-{number}.csv" for number, _ in enumerate(report.header.cases, start=1)}
        words = {token.text.upper() for token in report.source.tokens if token.kind is Kind.WORD}
        if words & CLOCK:
            assert all("as_of" in case.params for case in report.header.cases), report.name
    kept = list((sql_dir / "reports" / "golden").iterdir())
    assert {path.name for path in kept} == wanted
    assert [path.name for path in kept if b"\r\n" not in path.read_bytes()] == [], "a checkout changed ends of lines"
