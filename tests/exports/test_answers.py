"""Each case of each saved report, asked of a file and of PostgreSQL: the answers are equal, cell for cell."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from psycopg import RawCursor

from tests.conftest import ROOT
from warehouse.reports.definition import list_reports
from warehouse.reports.parameters import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import psycopg

    from warehouse.exports.single_file import Content
    from warehouse.reports.definition import Report

    Rows = Sequence[Sequence[Any]]
    Answer = tuple[list[str], Rows]
    Ask = Callable[[Report, Mapping[str, str]], Answer]

pytestmark = pytest.mark.slow

REPORTS = {report.name: report for report in list_reports(ROOT / "sql")}


def of_sqlite(folder: Path) -> Ask:
    """Ask the canned queries as Datasette does, which gives an empty text for a parameter that is left out."""
    metadata = json.loads((folder / "minerals.metadata.json").read_text())
    queries = metadata["databases"]["minerals"]["queries"]

    def ask(report: Report, values: Mapping[str, str]) -> Answer:
        query = queries[report.name]
        with closing(sqlite3.connect(folder / "minerals.db")) as file:
            cursor = file.execute(query["sql"], {name: values.get(name, "") for name in query["params"]})
            return [column[0] for column in cursor.description], cursor.fetchall()

    return ask


def of_duckdb(folder: Path) -> Ask:
    file = duckdb.connect(str(folder / "minerals.duckdb"), read_only=True)

    def ask(report: Report, values: Mapping[str, str]) -> Answer:
        given = ", ".join(f"{name} := ?" for name in values)
        found = file.execute(f"FROM report.{report.name.replace('-', '_')}({given})", list(values.values()))
        return [column[0] for column in found.description or ()], found.fetchall()

    return ask


def of_postgresql(source: psycopg.Connection) -> Ask:
    def ask(report: Report, values: Mapping[str, str]) -> Answer:
        settled = settle(report, values)
        with RawCursor(source) as cursor:
            found = cursor.execute(report.query.text, [settled[name] for name in report.query.names])
            return [column.name for column in found.description or ()], found.fetchall()

    return ask


def is_same(wanted: object, got: Any) -> bool:
    """Compare a cell of PostgreSQL with one of a file; the order of the facts behind a cell means nothing."""
    if wanted is None or got is None:
        return wanted is got
    if isinstance(wanted, bool):
        return wanted == bool(got)
    if isinstance(wanted, int | Decimal):
        return wanted == Decimal(repr(got) if isinstance(got, float) else got)
    if isinstance(wanted, datetime | date):
        return wanted == (type(wanted).fromisoformat(got) if isinstance(got, str) else got)
    if isinstance(wanted, list):
        return sorted(wanted) == sorted(json.loads(got) if isinstance(got, str) else got)
    return bool(wanted == got)


def differences(wanted: Answer, got: Answer) -> list[str]:
    if wanted[0] != got[0] or len(wanted[1]) != len(got[1]):
        return [f"{wanted[0]}, {len(wanted[1])} rows; not {got[0]}, {len(got[1])} rows"]
    return [
        f"row {number}, {name}: {ours!r}, not {theirs!r}"
        for number, (row, other) in enumerate(zip(wanted[1], got[1], strict=True), 1)
        for name, ours, theirs in zip(wanted[0], row, other, strict=True)
        if not is_same(ours, theirs)
    ]


@pytest.mark.parametrize("of_file", [of_sqlite, of_duckdb])
def test_every_case_is_answered_as_by_postgresql(
    exported: tuple[Path, dict[str, Content]], source: psycopg.Connection, of_file: Callable[[Path], Ask]
) -> None:
    folder, contents = exported
    content = contents["minerals.db" if of_file is of_sqlite else "minerals.duckdb"]
    ask, truth = of_file(folder), of_postgresql(source)
    wrong, rows = {}, 0
    for name in content.reports:
        for number, case in enumerate(REPORTS[name].header.cases, 1):
            wanted = truth(REPORTS[name], case.params)
            rows += len(wanted[1])
            if found := differences(wanted, ask(REPORTS[name], case.params)):
                wrong[f"{name}-{number}"] = found[:3]
    assert wrong == {}
    assert rows > 500


def test_reports_that_need_postgresql_are_listed_in_the_docs(exported: tuple[Path, dict[str, Content]]) -> None:
    _, contents = exported
    text = (ROOT / "docs" / "export.md").read_text()
    listed = re.findall(r"^\| `([a-z-]+)` \| (.*) \| (.*) \|$", text, re.MULTILINE)
    for name, place in (("minerals.db", 1), ("minerals.duckdb", 2)):
        assert {row[0]: row[place] for row in listed if row[place] != "answered"} == contents[name].left_out


def test_default_answer_is_a_view_of_duckdb(exported: tuple[Path, dict[str, Content]]) -> None:
    with duckdb.connect(str(exported[0] / "minerals.duckdb"), read_only=True) as file:
        assert (
            file.sql("FROM report.contract_values").fetchall() == file.sql("FROM report.contract_values()").fetchall()
        )
        (comment,) = file.sql("SELECT comment FROM duckdb_views() WHERE view_name = 'contract_values'").fetchall()[0]
        assert comment.startswith("Contract values: What are")
        (reason,) = file.sql("SELECT reason FROM report.left_out WHERE report = 'corroboration'").fetchall()[0]
        assert reason == "it uses the function numrange"
