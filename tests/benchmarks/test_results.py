from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.cases import COPY, FLOOR, LIBRARIES, NOTHING, Size
from benchmarks.generate import Written
from benchmarks.measure import FailedError, Run, run
from benchmarks.page import as_markdown, as_text
from benchmarks.results import Finding, Results, findings, results

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


def test_a_failing_process_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="sh -c echo why; exit 3 ended with 3:\nwhy"):
        run(["/bin/sh", "-c", "echo why; exit 3"], {}, tmp_path)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="FileNotFoundError"):
        run(["/no/such/program"], {}, tmp_path)
