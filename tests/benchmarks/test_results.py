from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.cases import COPY, FLOOR, LIBRARIES, NOTHING, REPORT, Size
from benchmarks.generate import Written
from benchmarks.measure import FailedError, Run, run
from benchmarks.page import as_markdown, as_text, with_reports
from benchmarks.reports import CITED, PLAIN, PSQL, write_project
from benchmarks.results import LARGEST, Finding, Results, findings, report_findings, results
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path


def sized(facts: int, **seconds: float) -> Size:
    runs = {case.replace("_", " "): [Run(time, 100.0)] for case, time in seconds.items()}
    return Size(facts, written={"yaml": Written(facts, 40, 1)}, rows={"facts": facts}, runs=runs)


@pytest.fixture
def found() -> Results:
    small = sized(10_000, load_yaml=1.1, psql_copy=0.1, check_yaml=0.5, unchanged_yaml=0.1102, changed_yaml=0.2)
    large = sized(100_000, load_yaml=10.1, psql_copy=5.0, check_yaml=5.1, unchanged_yaml=0.2, dbt_seed=404.0)
    start_up = {
        LIBRARIES: [Run(0.09, 60.0)],
        FLOOR: [Run(0.1, 80.0), Run(0.5, 80.0)],
        NOTHING: [Run(0.02, 8.0)],
        "warehouse --help": [Run(0.1, 17.0)],
        REPORT: [Run(0.126, 60.0)],
    }
    return results(start_up, [small, large], "18.4")


def test_targets_are_judged_where_they_were_set(found: Results) -> None:
    assert findings(found) == [
        Finding("full load, YAML / psql copy", 10_000, "11.00", "≤ 5", "missed"),
        Finding("full load less check, YAML / psql copy", 10_000, "6.00"),
        Finding("1 % changed, YAML / full load", 10_000, "0.18"),
        Finding("memory of the full load, YAML", 10_000, "100 MiB"),
        Finding("unchanged load, YAML, beyond start-up", 10_000, "20.2 ms", "≤ 10.4 ms", "missed"),
        Finding("unchanged load, YAML, beyond that of the smallest folder", 10_000, "10.2 ms", "≤ 10.4 ms", "met"),
        Finding("full load, YAML / psql copy", 100_000, "2.02", "≤ 1.5 (3)", "allowed"),
        Finding("full load less check, YAML / psql copy", 100_000, "1.00", "≤ 1", "met"),
        Finding("memory of the full load, YAML", 100_000, "100 MiB"),
        Finding("unchanged load, YAML, beyond start-up", 100_000, "110.0 ms", "≤ 10.4 ms", "missed"),
        Finding("unchanged load, YAML, beyond that of the smallest folder", 100_000, "100.0 ms", "≤ 10.4 ms", "missed"),
        Finding("dbt seed / full load, YAML", 100_000, "40.0", "≥ 50", "missed"),
        Finding("exponent of time over size, full load, YAML", None, "1.00", "≤ 1.1", "met"),
        Finding("exponent of time over size, psql copy", None, "1.70"),
        Finding("warehouse --help / python -c pass", None, "5.00", "≤ 8", "met"),
        Finding(f"{REPORT} / {LIBRARIES}", None, "1.40", "≤ 1.5", "met"),
    ]


def test_a_target_that_cannot_be_measured_is_not_left_out(found: Results) -> None:
    found["sizes"][0]["runs"]["load yaml"][0]["seconds"] = 0.05
    (exponent,) = (finding for finding in findings(found) if finding.what.endswith("size, full load, YAML"))
    assert exponent.verdict == "unknown"


def test_tables_hold_every_case_that_ran(found: Results) -> None:
    for shown in (as_text(found), as_markdown(found)):
        assert "100,000 facts in 40 files" in shown
        assert shown.count("psql copy of the same rows") == len(found["sizes"])
    assert COPY in found["sizes"][0]["runs"]


@pytest.fixture
def reported() -> Results:
    """Give what a run of the reports alone finds."""
    sizes = [
        Size(facts, written={"yaml": Written(facts, 40, 1)}, rows={"facts": facts}) for facts in (100_000, LARGEST)
    ]
    for size, time in zip(sizes, (3.0, 1.9), strict=True):
        size.runs = {PSQL: [Run(1.0, 8.0)], PLAIN: [Run(time, 60.0)], CITED: [Run(9.0, 90.0)]}
    return results({}, sizes, "18.4")


def test_reports_are_judged_at_a_million(reported: Results) -> None:
    assert report_findings(reported) == [
        Finding("report to csv / psql copy", 100_000, "3.00"),
        Finding("report to csv, with sources / psql copy", 100_000, "9.00"),
        Finding("report to csv / psql copy", LARGEST, "1.90", "≤ 2", "met"),
        Finding("report to csv, with sources / psql copy", LARGEST, "9.00"),
    ]


def test_reports_that_ran_alone_change_their_section_alone(found: Results, reported: Results) -> None:
    before = as_markdown(found)
    page = with_reports(before, reported)
    assert "report to csv" not in before
    assert page.index("\n## Reports to csv\n\nIn a run of their own: ") < page.index("\n## Targets\n")
    first, _, rest = page.partition("\n## Reports to csv\n")
    assert f"{first}\n## {rest.partition(chr(10) + '## ')[2]}" == before
    assert with_reports(page, reported) == page


def test_the_reports_are_sound(tmp_path: Path) -> None:
    reports = list_reports(write_project(tmp_path / "project") / "sql")
    assert {report.name: len(report.header.cite) for report in reports} == {"facts": 0, "facts-with-sources": 1}


def test_a_failing_process_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="sh -c echo why; exit 3 ended with 3:\nwhy"):
        run(["/bin/sh", "-c", "echo why; exit 3"], {}, tmp_path)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="FileNotFoundError"):
        run(["/no/such/program"], {}, tmp_path)
