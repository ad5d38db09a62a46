"""``--log-format json``: everything on stderr is one JSON object per line, whatever happens."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.cli.app import run
from warehouse.cli.log import Log, LogFormat, asked_format
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

UNREACHABLE = "postgresql://someone:hush-hush@127.0.0.1:9/nothing"
JSON = ("--log-format", "json")


def objects(said: str) -> list[dict[str, Any]]:
    """Read each line, all of which have the parts that every one has."""
    found: list[dict[str, Any]] = [json.loads(line) for line in said.splitlines()]
    for each in found:
        assert datetime.fromisoformat(each["time"]).utcoffset() == timedelta(0)
        assert each["level"] in {"info", "warning", "error"}
        assert each["message"]
    return found


@pytest.mark.slow
def test_load_says_what_it_did_with_its_run(warehouse: Warehouse) -> None:
    code, out, said = warehouse(*JSON, "load")
    assert (code, out) == (ExitCode.DONE, "")
    [told] = objects(said)
    assert (told["level"], told["run_id"], told["facts"]) == ("info", 1, 362)
    assert told["rows"]["added"] > 500
    assert "phase" not in told, "it has ended"


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_each_phase_is_told_where_more_is_asked_for(warehouse: Warehouse) -> None:
    code, _, said = warehouse(*JSON, "-v", "load", "--reread")
    assert code == ExitCode.DONE
    phases = [told["phase"] for told in objects(said) if "phase" in told]
    assert [name for name in ("reading", "comparing", "checking") if name not in phases] == []


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_failure_names_run_phase_and_code_and_each_problem_its_place(warehouse: Warehouse) -> None:
    warehouse.write("entities:\n  - key: someone\n    kind: compny\n    name: Someone\n    cite: iso-3166#KR\n")
    code, _, said = warehouse(*JSON, "--quiet", "load")
    assert code == ExitCode.INVALID_SOURCE
    problem, end = objects(said)
    assert (problem["file"], problem["line"], problem["column"]) == ("seeds/extra.yaml", 3, 11)
    assert (problem["code"], problem["message"]) == ("E-unknown-word", 'unknown word "compny"')
    assert (end["exit_code"], end["level"], end["run_id"], end["phase"]) == (65, "error", 2, "resolving")
    assert end["hint"] == "Nothing was changed."


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["laod"], ExitCode.USAGE),
        (["--no-such-option", "load"], ExitCode.USAGE),
        (["load", "--lock-wait", "soon"], ExitCode.USAGE),
        (["--database", UNREACHABLE, "load"], ExitCode.UNREACHABLE),
        (["--database", UNREACHABLE, "check"], ExitCode.UNREACHABLE),
        (["--database", "nonsense nonsense", "plan"], ExitCode.CONFIGURATION),
        (["--seeds", "/nowhere", "load"], ExitCode.INVALID_SOURCE),
    ],
)
def test_failures_of_all_kinds(offline: Warehouse, arguments: list[str], code: ExitCode) -> None:
    found, out, said = offline(*JSON, *arguments)
    assert (found, out) == (code, "")
    told = objects(said)
    assert (told[-1]["level"], told[-1]["exit_code"]) == ("error", code)
    assert told[-1]["hint"]
    assert "hush-hush" not in said


@pytest.mark.parametrize("options", [["--log-format=json"], [*JSON]])
def test_bug_is_one_object_with_its_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        print("a line\nhalf a line", end="", file=sys.stderr)  # noqa: T201
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("warehouse.settings.Settings.resolve", broken)
    monkeypatch.setenv("WAREHOUSE_TRACEBACK", "1")
    assert run([*options, "seeds", "check"]) == ExitCode.BUG
    *stray, bug = sorted(objects(capsys.readouterr().err), key=lambda told: told["level"] == "error")
    assert [told["message"] for told in stray] == ["a line", "half a line"]
    assert (bug["exit_code"], "ZeroDivisionError: of all things" in bug["message"]) == (ExitCode.BUG, True)
    assert "Traceback" in bug["traceback"]


def test_interruption_is_an_object(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.settings.Settings.resolve", interrupted)
    assert run([*JSON, "seeds", "check"]) == ExitCode.INTERRUPTED
    assert objects(capsys.readouterr().err)[-1]["exit_code"] == ExitCode.INTERRUPTED


def test_code_of_a_command_that_answers_on_stdout_is_told(offline: Warehouse) -> None:
    code, out, said = offline(*JSON, "db", "status")
    assert (code, "running" in out) == (ExitCode.FAILED, True)
    assert objects(said)[-1]["exit_code"] == ExitCode.FAILED


def test_stderr_is_given_back(offline: Warehouse) -> None:
    before = sys.stderr
    offline(*JSON, "seeds", "check")
    assert sys.stderr is before


def test_format_is_known_before_the_rest_is_understood() -> None:
    assert asked_format(["--quiet", "--log-format", "json", "load"]) is LogFormat.JSON
    assert asked_format(["--log-format=json", "--log-format", "text"]) is LogFormat.TEXT
    assert asked_format(["db", "psql", "--", "--log-format", "json"]) is LogFormat.TEXT
    assert asked_format(["load", "--log-format"]) is LogFormat.TEXT


def test_other_formats_are_refused(offline: Warehouse) -> None:
    code, _, said = offline("--log-format", "xml", "seeds", "check")
    assert code == ExitCode.USAGE
    assert "'text', 'json'" in said


def test_format_can_be_settled_late(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log()
    with log.in_charge_of_stderr():
        log.use(LogFormat.JSON)
        print("stray", file=sys.stderr)  # noqa: T201
        log.caution("careful\n  Do that.")
    told = objects(capsys.readouterr().err)
    assert [each["message"] for each in told] == ["stray", "careful"]
    assert told[1]["hint"] == "Do that."
