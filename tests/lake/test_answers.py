"""Saved reports on a lake: they answer as the database does, or are refused by name and reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.builders import report_text
from tests.conftest import ROOT
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse
    from tests.lake.conftest import Lake

pytestmark = pytest.mark.slow

REFUSED = {"corroboration": "it uses the function numrange", "offices-held": "it uses the function daterange"}


@pytest.mark.holds("curated")
def test_reports_answer_as_the_database_does_or_are_refused(warehouse: Warehouse) -> None:
    assert warehouse("lake", "push")[0] == 0
    code, out, err = warehouse("report", "check", "--on", "lake")
    assert code == 0, out + err
    verdicts = dict(line.split(": ", 1) for line in out.splitlines())
    assert {name: verdict for name, verdict in verdicts.items() if verdict != "runs"} == {
        name: f"refused: {reason}" for name, reason in REFUSED.items()
    }
    assert len(verdicts) >= 35
    for form in ("table", "json", "md", "bibtex"):
        _, wanted, _ = warehouse("report", "run", "contract-values", "-f", form)
        code, got, err = warehouse("report", "run", "contract-values", "-f", form, "--on", "lake:duckdb")
        assert code == 0, err
        assert _timeless(got) == _timeless(wanted)


def _timeless(text: str) -> str:
    """Leave out when a report ran."""
    return re.sub(r'"started_at": "[^"]*"', "", text)


def test_docs_list_the_reports_that_are_refused() -> None:
    text = (ROOT / "docs" / "lake.md").read_text()
    assert dict(re.findall(r"^\| `([a-z-]+)` \| (it uses .*) \|$", text, re.MULTILINE)) == REFUSED


def test_report_reads_the_state_of_a_load(lake: Lake) -> None:
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    lake.push()
    said = {}
    for state in ("load-1", "1", "load-2", None):
        when = ["--as-of", state] if state else []
        code, out, err = lake.run("report", "run", "agreement-register", "-f", "csv", "--on", "lake", *when)
        assert code == 0, err
        said[state] = out.splitlines()[1].split(",")[0]
    assert said == {"load-1": "Tin deal", "1": "Tin deal", "load-2": "Tin deal of May", None: "Tin deal of May"}


def test_lake_is_read_without_the_database(lake: Lake) -> None:
    lake.push()
    lake.run.database_url = "postgresql://127.0.0.1:9/nowhere"
    code, out, err = lake.run("report", "run", "agreement-register", "-f", "csv", "--on", "lake")
    assert (code, "Tin deal" in out) == (0, True), err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("agreement-register", "--on", "lake", "--as-of", "load-9"), 'has no state "load-9"'),
        (("agreement-register", "--on", "spark"), 'do not run on "spark"'),
        (("agreement-register", "--on", "lake", "-p", "colour=red"), 'no parameter "colour"'),
        (("agreement-register", "--lake", "elsewhere"), "--lake and --catalog are about a lake"),
        (
            ("corroboration", "--on", "lake"),
            "report corroboration does not run on DuckDB: it uses the function numrange",
        ),
        (("milestones-due", "--on", "lake", "-p", "as_of=soon"), "soon"),
        (("agreement-register", "--on", "lake", "--quotes"), "quotes need the database"),
    ],
)
def test_what_the_lake_cannot_answer_is_refused(lake: Lake, arguments: tuple[str, ...], said: str) -> None:
    lake.push()
    code, out, err = lake.run("report", "run", *arguments)
    assert (code in {ExitCode.USAGE, ExitCode.CONFIGURATION}, out, said in err) == (True, "", True), err


def test_report_whose_answer_differs_fails_the_check(lake: Lake) -> None:
    statement = "SELECT random()::text AS one ORDER BY 1"
    text = report_text(statement, "columns: {one: {meaning: a number}}\ngrain: [one]\n")
    lake.run.add_report("strange", text)
    lake.push()
    code, out, err = lake.run("report", "check", "strange", "--on", "lake")
    assert (code, out.startswith("strange: differs: case 1: row 1, one: ")) == (ExitCode.FAILED, True), out + err


def test_load_can_push(lake: Lake) -> None:
    lake.run.edit("base.yaml", "name: Tin deal", "name: Tin deal of May")
    code, _, err = lake.run("load", "--push")
    assert (code, "Pushed the state load-2" in err) == (0, True), err
    code, _, err = lake.run("load", "--push")
    assert (code, "Nothing to push: the lake shows load 2" in err) == (0, True), err


def test_load_whose_push_fails_says_that_it_is_committed(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.run.edit("base.yaml", "name: Tin deal", "name: Tin deal of May")
    monkeypatch.setenv("WAREHOUSE_LAKE", "/proc/lake")
    code, _, err = lake.run("load", "--push")
    assert (code, "the load is committed, but cannot write the lake to /proc/lake" in err) == (77, True), err
    assert lake.run("runs", "list")[1].count("loaded") == 2


def test_load_with_a_package_missing_is_refused_before_it_begins(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.run.edit("base.yaml", "name: Tin deal", "name: Tin deal of May")
    monkeypatch.setattr("warehouse.extras.find_spec", lambda name: None if name == "pyiceberg" else name)
    assert lake.run("load", "--push")[0] == ExitCode.CONFIGURATION
    assert "Tin deal of May" in lake.run("plan")[1]
