"""The command that runs after a failure: its words, its environment, its limits."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.waiting import until
from warehouse.database.embedded.process import is_running
from warehouse.errors import UsageError
from warehouse.integrations.monitoring import Alarm, Outcome

if TYPE_CHECKING:
    from pathlib import Path

FAILED = Outcome("load", "/srv/minerals", 75, 2000.0, 0.5, message="held by $(id) 'x'\0", run_id=8)
NOTE = """
import json, os, sys
told = {name: value for name, value in os.environ.items() if name.startswith("WAREHOUSE_")}
json.dump([sys.argv[2:], told], open(sys.argv[1], "w"))
"""


def test_it_gets_its_words_as_they_stand_and_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DSN", "CRON", "SITE", "CLIENTS"):
        monkeypatch.delenv(f"WAREHOUSE_TEST_{name}", raising=False)
    out = tmp_path / "told"
    alarm = Alarm.parse(f"{sys.executable} -c {shlex.quote(NOTE)} {out} $HOME '; rm' *")
    assert alarm.sound(FAILED) is None
    words, told = json.loads(out.read_text())
    assert words == ["$HOME", "; rm", "*"]
    assert told == {
        "WAREHOUSE_COMMAND": "load",
        "WAREHOUSE_RUN_ID": "8",
        "WAREHOUSE_OUTCOME": "busy",
        "WAREHOUSE_EXIT_CODE": "75",
        "WAREHOUSE_MESSAGE": "held by $(id) 'x' ",
    }


def test_message_of_any_length_fits() -> None:
    assert Alarm(["true"]).sound(replace(FAILED, message="x" * 10_000_000)) is None


def test_its_failure_is_told_with_its_last_words() -> None:
    said = Alarm.parse("sh -c 'echo no mail today; exit 3'").sound(FAILED)
    assert said == '"sh" of --on-failure failed with exit code 3: no mail today'


def test_missing_program_is_told() -> None:
    assert "cannot be run: No such file" in (Alarm(["/nowhere/mail"]).sound(FAILED) or "")


@pytest.mark.slow
def test_it_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    begun, patience = tmp_path / "begun", 0.1
    alarm = Alarm.parse(f"""sh -c 'sh -c "echo \\$\\$ >> {begun}; exec sleep 1000" & wait'""")
    while not (begun.exists() and begun.read_text()):
        patience *= 2  # a busy machine takes longer to begin
        assert f"was killed after {patience:g} s" in (alarm.sound(FAILED, patience=patience) or "")
    begun_processes = [int(number) for number in begun.read_text().split()]
    until(lambda: not any(is_running(process) for process in begun_processes))


@pytest.mark.parametrize("text", ["", "  ", "mail 'team", "a\0b"])
def test_what_is_no_command_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--on-failure"):
        Alarm.parse(text)
