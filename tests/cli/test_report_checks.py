"""``warehouse report check``, ``test`` and ``new`` as a report's author meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

REPORT = """\
/* report
title: Units
question: Which units are there?
grain: [key]
columns:
  key: {meaning: key of the unit}
cases:
  - expect: {at_least: 1, contains: [{key: year}]}
*/
SELECT u.key FROM core.units AS u ORDER BY u.symbol
"""


def add(warehouse: Warehouse, text: str = REPORT, name: str = "units") -> None:
    warehouse.add_report(name, text)


def test_a_warning_is_no_failure(warehouse: Warehouse) -> None:
    add(warehouse)
    code, out, said = warehouse("--verbose", "report", "check")
    assert code == ExitCode.DONE
    assert out.startswith("sql/reports/units.sql:10:35  W-report-order  ")
    assert "units reads core.units (key, symbol)" in said
    assert "1 reports, 0 problems, 1 warnings." in said


def test_problems_of_all_reports_are_told(warehouse: Warehouse) -> None:
    add(warehouse)
    add(warehouse, REPORT.replace("FROM core.units", "FROM core.unit"), "table")
    add(warehouse, REPORT.replace("SELECT u.key", "SELECT *"), "star")
    code, out, _ = warehouse("report", "check", "-f", "json")
    assert code == ExitCode.INVALID_SOURCE
    assert [(found["file"], found["code"]) for found in json.loads(out)] == [
        ("sql/reports/star.sql", "E-report-star"),
        ("sql/reports/table.sql", "E-report-sql"),
        ("sql/reports/table.sql", "W-report-order"),
        ("sql/reports/units.sql", "W-report-order"),
    ]
    code, out, _ = warehouse("report", "check", "units", "table", "-f", "github")
    assert code == ExitCode.INVALID_SOURCE
    assert [line.split(",")[0] for line in out.splitlines()] == [
        "::error file=sql/reports/table.sql",
        "::warning file=sql/reports/table.sql",
        "::warning file=sql/reports/units.sql",
    ]
    assert warehouse("report", "check", "unit")[0] == ExitCode.USAGE


@pytest.mark.slow
def test_cases_run_on_the_seeds_and_leave_nothing(warehouse: Warehouse) -> None:
    add(warehouse)
    code, out, said = warehouse("report", "test")
    assert (code, out) == (ExitCode.DONE, "ok      units, case 1\n")
    assert "1 cases, 0 failed." in said
    add(warehouse, REPORT.replace("key: year", "key: tin"))
    code, out, _ = warehouse("report", "test", "units")
    assert code == ExitCode.FAILED
    assert out == "FAILED  units, case 1\n        no row with key = tin\n"
    assert json.loads(warehouse("runs", "list", "-f", "json")[1]) == []


@pytest.mark.slow
def test_answers_are_kept_with_update(warehouse: Warehouse) -> None:
    add(warehouse)
    kept = warehouse.project / "sql" / "reports" / "golden" / "units-1.csv"
    assert warehouse("report", "test", "--update")[0] == ExitCode.DONE
    assert kept.read_text().startswith("key,sources\n")
    assert warehouse("report", "test")[0] == ExitCode.DONE
    kept.write_text(kept.read_text() + "x,\n")
    code, out, _ = warehouse("report", "test")
    assert code == ExitCode.FAILED
    assert "-x," in out
    assert "--update" in out


def test_a_broken_report_cannot_be_tested(warehouse: Warehouse) -> None:
    add(warehouse, REPORT.replace("SELECT u.key", "SELECT *"))
    code, out, said = warehouse("report", "test")
    assert (code, out) == (ExitCode.INVALID_SOURCE, "")
    assert "E-report-star" in said


@pytest.mark.slow
def test_without_an_address_a_database_is_made_for_it(offline: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAREHOUSE_DATABASE_URL", raising=False)
    add(offline)
    code, out, said = offline("report", "check")
    assert code == ExitCode.DONE, said
    assert "W-report-order" in out
    assert "In a database made for this" in said
    code, _, said = offline("report", "test")
    assert code == ExitCode.DONE, said
    code, _, said = offline("report", "run", "units")
    assert code == ExitCode.CONFIGURATION, "the project's own database was not touched"


def test_a_new_report_is_sound_and_stands_once(warehouse: Warehouse) -> None:
    add(warehouse)
    code, _, said = warehouse("report", "new", "contract-ends", "--from", "dim_agreement")
    assert code == ExitCode.DONE, said
    assert "report check contract-ends" in said
    assert warehouse("report", "new", "papers")[0] == ExitCode.DONE
    code, out, said = warehouse("report", "check", "contract-ends", "papers")
    assert (code, out) == (ExitCode.DONE, ""), said
    assert warehouse("report", "run", "papers")[0] == ExitCode.DONE
    code, _, said = warehouse("report", "new", "papers")
    assert code == ExitCode.USAGE
    assert "is there already" in said
    assert warehouse("report", "new", "No Name")[0] == ExitCode.USAGE
    assert warehouse("report", "new", "../other")[0] == ExitCode.USAGE
    assert warehouse("report", "new", "other", "--from", "nothing")[0] == ExitCode.USAGE
    assert {path.stem for path in (warehouse.project / "sql" / "reports").iterdir()} == {
        "units",
        "papers",
        "contract-ends",
    }


def test_a_new_report_begins_the_project_s_own_folder(offline: Warehouse) -> None:
    code, _, said = offline("report", "new", "papers")
    assert code == ExitCode.DONE
    assert (offline.project / "sql" / "reports" / "papers.sql").is_file()
    assert "takes the place" not in said
    _, _, said = offline("report", "new", "import-dependence")
    assert "It takes the place of the report import-dependence that comes with the program." in said
