"""``warehouse report list|show|run`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import ROOT
from warehouse.errors import ExitCode, UsageError
from warehouse.reports import formats
from warehouse.reports.definition import find
from warehouse.reports.execute import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    import psycopg

    from tests.conftest import Warehouse

SHIPPED = {path.stem for path in (ROOT / "sql" / "reports").glob("*.sql")}
NEEDED = {"entity-dossier": {"entity": "posco-international"}}
"""Values a report cannot do without."""
UNCITED = {"provenance-coverage"}
"""Counts the warehouse's own rows, which no document speaks of."""
WITHOUT_ANSWERS = {"company-accounts", "prices"}
"""Of these the curated seeds say nothing."""
WITHOUT_CHART = {"corroboration", "load-changes", "single-source-facts", "source-disagreements"}


def test_list_as_json_is_what_programs_rely_on(offline: Warehouse) -> None:
    code, out, _ = offline("report", "list", "-f", "json")
    assert code == ExitCode.DONE
    reports = json.loads(out)
    assert {report["name"] for report in reports} == SHIPPED
    assert all({"name", "title", "question", "params"} <= report.keys() for report in reports)


def test_show_tells_question_parameters_columns_and_sql(offline: Warehouse) -> None:
    code, out, _ = offline("report", "show", "contract-values")
    assert code == ExitCode.DONE
    for part in ("Contract values", "One row per", "currency", "Columns", "SELECT"):
        assert part in out


def written(connection: psycopg.Connection, name: str, values: Mapping[str, str], form: str) -> str:
    stream = io.StringIO(newline="")
    with run(connection, find(ROOT / "sql", name), values) as result:
        formats.write(result, form, stream)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_every_report_is_data_and_a_chart(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    for name in sorted(SHIPPED):
        values = NEEDED.get(name, {})
        given = [part for key, value in values.items() for part in ("-p", f"{key}={value}")]
        code, out, said = warehouse("report", "run", name, *given, "-f", "json")
        assert code == ExitCode.DONE, said
        answer = json.loads(out)
        assert answer.keys() == {"report", "params", "columns", "rows", "citations", "run"}
        assert bool(answer["rows"]) == (name not in WITHOUT_ANSWERS), name
        assert bool(answer["citations"]) == (name not in UNCITED | WITHOUT_ANSWERS), name
        head, *lines = csv.reader(io.StringIO(written(postgresql, name, values, "csv"), newline=""))
        assert head == [*(column["name"] for column in answer["columns"]), "sources"]
        assert len(lines) == len(answer["rows"])
        if name in WITHOUT_CHART:
            with pytest.raises(UsageError, match=f"report {name} has no chart"):
                written(postgresql, name, values, "svg")
        else:
            drawing = ET.fromstring(written(postgresql, name, values, "svg"))  # noqa: S314 - our own
            assert drawing.tag == "{http://www.w3.org/2000/svg}svg"


def test_every_report_explains_itself(offline: Warehouse) -> None:
    for name in sorted(SHIPPED):
        code, out, said = offline("report", "run", name, "--help")
        assert code == ExitCode.DONE, said
        assert f"({name})" in out
        assert "\nColumns\n" in out


@pytest.mark.slow
@pytest.mark.holds("curated")
@pytest.mark.parametrize("form", ["table", "md"])
def test_text_shows_marks_of_the_sources(warehouse: Warehouse, form: str) -> None:
    code, out, _ = warehouse("report", "run", "contract-values", "-f", form)
    assert code == ExitCode.DONE
    assert "[1]" in out.replace("\\", "")


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_parameter_narrows_the_answer(warehouse: Warehouse) -> None:
    everything = json.loads(warehouse("report", "run", "contract-values", "-f", "json")[1])
    none = json.loads(warehouse("report", "run", "contract-values", "-f", "json", "-p", "currency=USD")[1])
    assert len(everything["rows"]) == 4
    assert none["rows"] == []
    assert none["params"]["currency"] == "USD"


def test_unknown_parameter_names_the_nearest(warehouse: Warehouse) -> None:
    code, out, said = warehouse("report", "run", "contract-values", "-p", "curency=KRW")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "currency" in said


@pytest.mark.slow
@pytest.mark.holds("curated")
@pytest.mark.parametrize(
    ("name", "param", "near"),
    [
        ("contract-values", "currency=won", "KRW (South Korean won)"),
        ("contract-values", "currency=krw", "KRW (South Korean won)"),
        ("contract-values", "party=POSCO", "posco-group (POSCO Group), posco-international (POSCO International)"),
        ("chain-coverage", "stage=recycle", "recycling"),
        ("chain-coverage", "country=KR", "south-korea (South Korea)"),
        ("import-dependence", "mineral=Nd", "neodymium (Nd)"),
        ("mineral-lists", "jurisdiction=Korea", "south-korea (South Korea)"),
        ("totals-check", "portfolio=contracts", "posco-contract-portfolio (POSCO International's "),
        ("load-changes", "subject=Songdo", "posco-international-songdo-headquarters ("),
        ("provenance-coverage", "family=milestone", "milestones"),
        ("agreement-register", "kind=supply", "supply contract"),
    ],
)
def test_value_that_names_nothing_is_no_empty_answer(warehouse: Warehouse, name: str, param: str, near: str) -> None:
    code, out, said = warehouse("report", "run", name, "-p", param)
    assert (code, out) == (ExitCode.USAGE, "")
    assert f"cannot be {param.partition('=')[0]} (text) of report {name}\n" in said
    assert "  choose from: " in said
    assert near in said


def test_without_a_load_every_shipped_case_can_be_run(warehouse: Warehouse) -> None:
    code, out, said = warehouse("report", "run", "contract-values", "-p", "party=posco-international")
    assert (code, "(0 rows)" in out) == (ExitCode.DONE, True), said


@pytest.mark.slow
@pytest.mark.holds("curated")
@pytest.mark.parametrize(("suffix", "start"), [("csv", "agreement,"), ("json", "{"), ("md", "#"), ("txt", "Contract")])
def test_suffix_of_the_output_decides_the_format(warehouse: Warehouse, suffix: str, start: str) -> None:
    target = warehouse.project / f"answer.{suffix}"
    target.write_text("what stood here before")
    code, out, said = warehouse("report", "run", "contract-values", "-o", str(target))
    assert (code, out) == (ExitCode.DONE, "")
    assert str(target) in said
    assert target.read_text().startswith(start)
    assert stat.S_IMODE(target.stat().st_mode) & stat.S_IRUSR
    assert [path.name for path in warehouse.project.iterdir() if path.name.startswith(".")] == []


def test_failed_report_leaves_the_old_file_whole(warehouse: Warehouse) -> None:
    warehouse.add_report(
        "broken",
        "/* report\ntitle: Broken\nquestion: What is one divided by nothing?\ngrain: [answer]\n"
        "columns:\n  answer: never there\ncases: []\n*/\n"
        "SELECT 1 / (position - position) AS answer FROM generate_series(1, 3) AS position ORDER BY answer\n",
    )
    target = warehouse.project / "answer.csv"
    target.write_text("what stood here before")
    code, _, said = warehouse("report", "run", "broken", "-o", str(target))
    assert code != ExitCode.DONE
    assert code != ExitCode.BUG, said
    assert target.read_text() == "what stood here before"
    assert {path.name for path in warehouse.project.iterdir()} == {"answer.csv", "seeds", "sql"}


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_unwritable_place_is_said(warehouse: Warehouse) -> None:
    code, _, said = warehouse("report", "run", "contract-values", "-o", "/proc/answer.csv")
    assert code == ExitCode.PERMISSION
    assert "cannot write /proc/answer.csv" in said


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_reader_that_leaves_early_is_no_error(warehouse: Warehouse) -> None:
    assert warehouse.database_url is not None
    command = [
        sys.executable,
        "-m",
        "warehouse",
        "--project",
        str(warehouse.project),
        "report",
        "show",
        "contract-values",
    ]
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
