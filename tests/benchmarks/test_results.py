from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import past, targets
from benchmarks.cases import COPY, COPY_ALL, FLOOR, HELP, NOTHING, ONE_FACT, REPORT, Size
from benchmarks.generate import Written
from benchmarks.measure import FailedError, Run, run, server_cpu
from benchmarks.page import as_markdown, as_text
from benchmarks.past import NOW, THEN, Past
from benchmarks.reports import CITED, PLAIN, PSQL, write_project
from benchmarks.results import Results, findings, results
from benchmarks.site import Site
from benchmarks.targets import LARGE, LARGEST, SMALL, THINGS
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path


def ran(seconds: float, mebibytes: float = 100.0) -> list[Run]:
    return [Run(seconds, mebibytes, seconds / 2, seconds / 4)]


def sized(facts: int, **seconds: float) -> Size:
    runs = {case.replace("_", " "): ran(time) for case, time in seconds.items()}
    rows = {"core.facts": facts, "mart.dim_fact": facts * 2}
    return Size(facts, written={"yaml": Written(facts, 40, 1)}, rows=rows, runs=runs)


@pytest.fixture
def found() -> Results:
    small = sized(SMALL, load_yaml=1.1, psql_copy=0.1, unchanged_yaml=0.4, changed_yaml=0.2, dbt_seed=44.0)
    large = sized(LARGE, load_yaml=10.1, load_jsonl=8.08, psql_copy=5.05, changed_yaml=1.3)
    large.runs |= {COPY_ALL: ran(10.0), PSQL: ran(0.5), PLAIN: ran(1.0), CITED: ran(2.5)}
    start_up = {
        FLOOR: [Run(0.1, 80.0, 0.2, 0.07), Run(0.5, 80.0, 0.2, 0.09)],
        NOTHING: [Run(0.02, 8.0, 0.01)],
        HELP: [Run(0.1, 17.0, 0.05)],
        REPORT: [Run(0.9, 60.0, 0.3, 0.03)],
        ONE_FACT: [Run(0.9, 60.0, 0.3, 0.1)],
    }
    answers = {"prices": {NOW: ran(1.0), THEN: ran(1.1)}, "offices-held": {NOW: [*ran(9.0), *ran(0.5)], THEN: ran(2.0)}}
    site = Site(THINGS, 1000, 5.0, Run(2.5, 100.0, 4.0, 0.5))
    return results(start_up, [small, large], "18.4", Past(LARGE, runs=answers), site)


def told(found: Results) -> list[tuple[str, int | None, str, str, str]]:
    return [(each.target.what, each.size, each.shown, each.limit, each.verdict) for each in findings(found)]


def test_targets_are_judged_where_they_were_set(found: Results) -> None:
    assert told(found) == [
        ("full load / psql copy of its core rows", SMALL, "11.00 (CPU 11.00)", "≤ 4", "missed"),
        ("full load / psql copy of its core rows", LARGE, "2.00 (CPU 2.00)", "≤ 2.5", "met"),
        ("full load / psql copy of all rows it writes", LARGE, "1.01 (CPU 1.01)", "≤ 1.2", "met"),
        ("full load, JSON Lines / YAML", LARGE, "0.80 (CPU 0.80)", "≤ 0.8", "met"),
        ("load after 1 % changed", SMALL, "0.20 s", "", ""),
        ("load after 1 % changed", LARGE, "1.30 s", "≤ 1.3 s", "met"),
        ("load after 1 % changed / full load", SMALL, "0.18 (CPU 0.18)", "", ""),
        ("load after 1 % changed / full load", LARGE, "0.13 (CPU 0.13)", "", ""),
        ("load again, nothing changed", None, "0.280 s", "≤ 0.28 s", "met"),
        ("load again, nothing changed", SMALL, "0.300 s", "≤ 0.28 s", "missed"),
        ("one fact changed in the shipped seeds", None, "0.400 s", "≤ 0.4 s", "met"),
        ("small report", None, "0.330 s", "≤ 0.32 s", "missed"),
        ("warehouse --help / python -c pass", None, "5.00", "≤ 7", "met"),
        ("reports on the past / on the present, the median", LARGE, "2.55 of 2 reports", "≤ 1.5", "missed"),
        ("reports on the past / on the present, the worst", LARGE, "4.00 (offices-held)", "≤ 3", "missed"),
        ("report to csv / psql copy of the answer", LARGE, "2.00 (CPU 2.00)", "", ""),
        ("report to csv, with sources / psql copy of the answer", LARGE, "5.00 (CPU 5.00)", "≤ 4", "missed"),
        ("memory of the full load", SMALL, "100 MiB", "", ""),
        ("memory of the full load", LARGE, "100 MiB", "", ""),
        ("publish, a page", THINGS, "2.50 ms (1,000 pages, 1.8 processors busy)", "≤ 2 ms", "missed"),
        ("dbt seed / full load", SMALL, "40.0 (CPU 40.00)", "≥ 35", "met"),
        ("exponent of time over size, full load", None, "1.00", "≤ 1.1", "met"),
    ]


def test_memory_is_judged_at_a_million() -> None:
    (memory,) = findings(results({}, [sized(LARGEST, load_yaml=99.0)], "18.4"))
    assert (memory.shown, memory.limit, memory.verdict) == ("100 MiB", "≤ 256 MiB", "met")


def test_a_figure_that_cannot_be_given_has_no_verdict(found: Results) -> None:
    found["sizes"][0]["runs"]["load yaml"][0]["seconds"] = 0.05
    assert told(found)[-1] == ("exponent of time over size, full load", None, "a load shorter than start-up", "", "")


def test_a_report_that_fails_misses_the_target_of_the_worst(found: Results) -> None:
    found["past"]["runs"]["offices-held"][THEN][0]["seconds"] = 0.5
    found["past"]["left_out"]["country-flows"] = "it took too long"
    (worst,) = (each for each in findings(found) if each.target is targets.PAST_WORST)
    assert (worst.shown, worst.verdict) == ("1.10 (prices), 1 failed", "missed")
    assert "country-flows failed: it took too long" in as_text(found)


def test_each_target_says_what_decides_it_where_it_is_missed() -> None:
    assert all(target.reason.endswith(".") for target in targets.EVERY if target.limits)
    assert len({target.what for target in targets.EVERY}) == len(targets.EVERY)


def test_the_page_begins_with_what_a_user_waits_for(found: Results) -> None:
    first = as_markdown(found).splitlines()[:10]
    assert sum(line.startswith("- **A ") for line in first) == 3
    assert "- **A nightly load** takes 0.3 s if nothing changed, 1.3 s if 1 % of 100,000 facts did" in "\n".join(first)
    assert all(len(line) <= 120 for line in first)


def test_the_page_tells_why_a_target_is_missed(found: Results) -> None:
    page = " ".join(as_markdown(found).split())
    assert page.count("- Missed: ") == 7
    assert f"- Missed: {targets.PAGE.what}. {targets.PAGE.reason}" in page
    assert targets.HELP.reason not in page
    assert page.index("## Targets") < page.index("## Start-up") < page.index("## Figures without a target")


def test_tables_hold_every_case_that_ran(found: Results) -> None:
    for shown in (as_text(found), as_markdown(found)):
        assert "100,000 facts in 40 files (yaml 0.0 MB), rows: 100,000 of core and 200,000 of mart" in shown
        assert shown.count("psql copy of the rows of core") == len(found["sizes"]) + 1
        assert "Reports on the past, after load 10 of 20" in shown
    assert COPY in found["sizes"][0]["runs"]


def test_client_and_server_are_told_apart(found: Results) -> None:
    line = next(line for line in as_markdown(found).splitlines() if line.startswith("| full load, JSON Lines |"))
    assert line == "| full load, JSON Lines | 8.080 | 4.04 | 2.02 | 100 |"


def test_cpu_seconds_of_children_that_ended_count(tmp_path: Path) -> None:
    busy = f"{sys.executable} -c 'import time\nwhile time.process_time() < 0.3: pass'"
    assert run(["/bin/sh", "-c", f"{busy}; true"], {}, tmp_path).client >= 0.3
    with subprocess.Popen(["/bin/sh", "-c", f"{busy}; echo; read _"], stdin=-1, stdout=-1) as shell:
        assert shell.stdout
        shell.stdout.readline()
        assert server_cpu(shell.pid) >= 0.25
        shell.communicate()
    assert server_cpu(None) == 0


def test_reports_that_need_a_parameter_are_left_out_of_the_past() -> None:
    names = past.reports()
    assert "agreement-register" in names
    assert "entity-dossier" not in names


def test_the_reports_are_sound(tmp_path: Path) -> None:
    reports = list_reports(write_project(tmp_path / "project") / "sql")
    assert {report.name: len(report.header.cite) for report in reports} == {"facts": 0, "facts-with-sources": 1}


def test_a_failing_process_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="sh -c echo why; exit 3 ended with 3:\nwhy"):
        run(["/bin/sh", "-c", "echo why; exit 3"], {}, tmp_path)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="FileNotFoundError"):
        run(["/no/such/program"], {}, tmp_path)
