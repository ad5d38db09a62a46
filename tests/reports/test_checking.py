from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import PermissionRefused
from warehouse.reports import definition, describe
from warehouse.reports.describe import columns_read
from warehouse.reports.testing import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

ONE = "grain: [a]\ncolumns: {a: {meaning: x}}\n"
PARAMETER = ONE + "params: {m: {type: integer, help: x, required: true}}\n"


@pytest.mark.parametrize(
    ("statement", "header", "expected"),
    [
        ("SELECT 1 AS a FROM core.nothing", ONE, ("7:20", "E-report-sql")),
        ("SELECT 1 AS a FROM nowhere.agreements", ONE, ("7:20", "E-report-sql")),
        ("SELECT u.nothing AS a FROM core.units AS u", ONE, ("7:8", "E-report-sql")),
        ("SELECT u.key AS a FROM core.units AS u WHERE u.key = :m", PARAMETER, ("8:52", "E-report-sql")),
        ("SELECT 1 AS b", ONE, ("5:10", "E-report-columns")),
        ("SELECT point(1, 2) AS a ORDER BY 1 = 1", ONE, ("5:11", "E-report-column-type")),
        ("SELECT f.a FROM (SELECT 1 AS a FROM core.facts FOR UPDATE) AS f", ONE, ("7:1", "E-report-sql")),
        (
            "SELECT :m AS a",
            PARAMETER.replace("required: true", "choices_from: SELECT key FROM core.units"),
            ("6:52", "E-report-choices"),
        ),
    ],
)
def test_faults_are_found_without_data(
    postgresql: Connection[Any], make_report: Make, statement: str, header: str, expected: tuple[str, str]
) -> None:
    found = check(postgresql, make_report(statement, header)).problems
    places = {(str(problem.position).removeprefix("sql/sample.sql:"), problem.code) for problem in found}
    assert expected in places


def test_a_sound_report_names_what_it_reads(postgresql: Connection[Any], make_report: Make) -> None:
    statement = (
        "SELECT u.key AS a FROM core.units AS u WHERE length(u.name) > :m"
        " AND EXISTS (SELECT FROM core.facts AS f WHERE f.fact_id = u.fact_id) ORDER BY u.symbol"
    )
    checked = check(postgresql, make_report(statement, PARAMETER))
    assert checked.problems == ()
    assert [warning.code for warning in checked.warnings] == ["W-report-order"]
    assert [".".join(read) for read in checked.reads] == [
        "core.facts.fact_id", "core.units.fact_id", "core.units.key", "core.units.name", "core.units.symbol",
    ]  # fmt: skip


def test_nothing_stays_of_a_check(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT 1 AS a -- no end of line", ONE)
    assert check(postgresql, report) == check(postgresql, report)
    assert postgresql.execute("SELECT to_regclass('pg_temp.read_by_report')").fetchone() == (None,)


def test_lineage_is_shown(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT count(u.key) AS a FROM core.units AS u", ONE)
    assert "\nReads\n  core.units.key\n" in describe.show(report, columns_read(postgresql, report))


def test_lineage_needs_temporary_views(postgresql: Connection[Any], make_report: Make) -> None:
    postgresql.execute("CREATE ROLE report_nobody")
    name = postgresql.info.dbname
    postgresql.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
    postgresql.execute("SET LOCAL ROLE report_nobody")
    with pytest.raises(PermissionRefused, match="temporary view"):
        columns_read(postgresql, make_report("SELECT 1 AS a", ONE))


def test_shipped_reports_fit_the_schema(postgresql: Connection[Any], sql_dir: Path) -> None:
    for report in definition.list_reports(sql_dir):
        checked = check(postgresql, report)
        assert checked.problems == (), checked
        assert checked.reads
