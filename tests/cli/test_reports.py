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

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

SIX = {
    "agreement-register",
    "contract-values",
    "implied-exchange-rates",
    "import-dependence",
    "mineral-lists",
    "strategies-and-pledges",
}


def test_list_as_json_is_what_programs_rely_on(offline: Warehouse) -> None:
    code, out, _ = offline("report", "list", "-f", "json")
    assert code == ExitCode.DONE
    reports = json.loads(out)
    assert {report["name"] for report in reports} >= SIX
    assert all({"name", "title", "question", "params"} <= report.keys() for report in reports)


def test_show_tells_question_parameters_columns_and_sql(offline: Warehouse) -> None:
    code, out, _ = offline("report", "show", "contract-values")
    assert code == ExitCode.DONE
    for part in ("Contract values", "One row per", "currency", "Columns", "SELECT"):
        assert part in out


@pytest.mark.slow
def test_every_report_runs_in_every_format(warehouse: Warehouse) -> None:
    warehouse("load")
    for name in sorted(SIX):
        _, out, _ = warehouse("report", "run", name, "-f", "json")
        answer = json.loads(out)
        assert answer.keys() == {"report", "params", "columns", "rows", "citations", "run"}
        assert answer["rows"], name
        assert answer["citations"], name
        code, out, _ = warehouse("report", "run", name, "-f", "csv")
        assert code == ExitCode.DONE
        assert len(list(csv.reader(io.StringIO(out, newline="")))) == len(answer["rows"]) + 1
        for form in ("table", "md"):
            code, out, _ = warehouse("report", "run", name, "-f", form)
            assert code == ExitCode.DONE
            assert "[1]" in out.replace("\\", "")


@pytest.mark.slow
def test_parameter_narrows_the_answer(warehouse: Warehouse) -> None:
    warehouse("load")
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
@pytest.mark.parametrize(("suffix", "start"), [("csv", "agreement,"), ("json", "{"), ("md", "#"), ("txt", "Contract")])
def test_suffix_of_the_output_decides_the_format(warehouse: Warehouse, suffix: str, start: str) -> None:
    warehouse("load")
    target = warehouse.project / f"answer.{suffix}"
    target.write_text("what stood here before")
    code, out, said = warehouse("report", "run", "contract-values", "-o", str(target))
    assert (code, out) == (ExitCode.DONE, "")
    assert str(target) in said
    assert target.read_text().startswith(start)
    assert stat.S_IMODE(target.stat().st_mode) & stat.S_IRUSR
    assert [path.name for path in warehouse.project.iterdir() if path.name.startswith(".")] == []


def test_failed_report_leaves_the_old_file_whole(warehouse: Warehouse) -> None:
    folder = warehouse.project / "sql" / "reports"
    folder.mkdir(parents=True)
    (folder / "broken.sql").write_text(
        "/* report\ntitle: Broken\nquestion: What is one divided by nothing?\ngrain: [answer]\n"
        "columns:\n  answer: never there\ncases: []\n*/\n"
        "SELECT 1 / (position - position) AS answer FROM generate_series(1, 3) AS position ORDER BY answer\n"
    )
    target = warehouse.project / "answer.csv"
    target.write_text("what stood here before")
    code, _, said = warehouse("report", "run", "broken", "-o", str(target))
    assert code != ExitCode.DONE
    assert code != ExitCode.BUG, said
    assert target.read_text() == "what stood here before"
    assert {path.name for path in warehouse.project.iterdir()} == {"answer.csv", "seeds", "sql"}


@pytest.mark.slow
def test_unwritable_place_is_said(warehouse: Warehouse) -> None:
    warehouse("load")
    code, _, said = warehouse("report", "run", "contract-values", "-o", "/proc/answer.csv")
    assert code == ExitCode.PERMISSION
    assert "cannot write /proc/answer.csv" in said


@pytest.mark.slow
def test_reader_that_leaves_early_is_no_error(warehouse: Warehouse) -> None:
    assert warehouse.database_url is not None
    warehouse("load")
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
