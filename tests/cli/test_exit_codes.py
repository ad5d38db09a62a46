"""Each kind of failure ends in its documented exit code, with a message that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.cli.app import run
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

UNREACHABLE = "postgresql://someone:hush-hush@127.0.0.1:9/nothing"


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["laod"], "No such command"),
        (["plan", "--format", "yaml"], "'text', 'json'"),
        (["load", "--max-retire", "lots"], "Write 30 or 50%."),
        (["load", "--lock-wait", "soon"], "--lock-wait"),
        (["report", "run", "contract-vales"], 'did you mean "contract-values"?'),
        (["report", "run", "contract-values", "-p", "currency"], "NAME=VALUE"),
        (["report", "run", "contract-values", "-p", "currency=KRW", "-p", "currency=USD"], "given twice"),
        (["report", "run", "contract-values", "-o", "answer.doc"], ".csv"),
    ],
)
def test_usage_errors(offline: Warehouse, arguments: list[str], advice: str) -> None:
    code, out, said = offline(*arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert advice in said


@pytest.mark.parametrize(
    "verb", [["plan"], ["load"], ["check"], ["report", "run", "contract-values"], ["db", "upgrade"]]
)
def test_unreachable_database(offline: Warehouse, verb: list[str]) -> None:
    code, out, said = offline("--database", UNREACHABLE, *verb)
    assert (code, out) == (ExitCode.UNREACHABLE, "")
    assert "127.0.0.1:9 cannot be reached" in said
    assert "hush-hush" not in said


def test_unreadable_database_address(offline: Warehouse) -> None:
    code, _, said = offline("--database", "nonsense nonsense", "plan")
    assert code == ExitCode.CONFIGURATION
    assert "postgresql://user@host" in said


@pytest.mark.parametrize("verb", [["start"], ["stop"], ["status"]])
def test_embedded_server_commands_refuse_a_given_address(offline: Warehouse, verb: list[str]) -> None:
    code, _, said = offline("--database", UNREACHABLE, "db", *verb)
    assert code == ExitCode.USAGE
    assert "Leave out --database" in said


def test_missing_seeds_folder(offline: Warehouse) -> None:
    code, _, said = offline("--seeds", str(offline.project / "nowhere"), "seeds", "check")
    assert code == ExitCode.INVALID_SOURCE
    assert "--seeds" in said


def test_interruption(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.settings.Settings.resolve", interrupted)
    assert run(["seeds", "check"]) == ExitCode.INTERRUPTED
    assert capsys.readouterr().out == ""


def test_bug_is_reported_as_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr("warehouse.settings.Settings.resolve", broken)
    assert run(["seeds", "check"]) == ExitCode.BUG
    assert "ZeroDivisionError: of all things" in capsys.readouterr().err
