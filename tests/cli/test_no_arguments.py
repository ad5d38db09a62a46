"""Whatever is called without arguments says what it wants: a group shows its commands, a command what it lacks."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.core import TyperGroup

from warehouse.cli.app import VERBS, command, run
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOWHERE = "postgresql://127.0.0.1:1/nothing"
"""An address at which no server answers, so that no command finds anything to work on."""


def commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Walk all groups and commands."""
    yield path, command
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from commands(below, (*path, name))


ALL = [((), command(None)), *(found for verb in VERBS for found in commands(command(verb).commands[verb], (verb,)))]
GROUPS = [path for path, command in ALL if isinstance(command, TyperGroup)]
LACKING = [path for path, command in ALL if any(param.required for param in command.params)]
OTHERS = [path for path, _ in ALL if path not in GROUPS and path not in LACKING]


@pytest.fixture(autouse=True)
def nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", NOWHERE)


def test_the_walk_finds_the_commands() -> None:
    assert (len(GROUPS), len(LACKING) > 15, len(OTHERS) > 20) == (9, True, True)


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_a_group_alone_prints_its_help_and_is_not_taken_for_done(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*path, "--help"]) == 0
    help_ = capsys.readouterr().out
    assert run(path) == ExitCode.USAGE
    assert capsys.readouterr() == (help_, "")


@pytest.mark.parametrize("path", LACKING, ids=" ".join)
def test_a_command_says_what_it_lacks_and_where_its_help_is(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path) == ExitCode.USAGE
    printed, said = capsys.readouterr()
    assert printed == ""
    assert said.startswith("warehouse: Missing ")
    assert said.endswith(f'\n  See "warehouse {" ".join(path)} --help".\n')


@pytest.mark.parametrize("path", OTHERS, ids=" ".join)
def test_the_other_commands_end_as_documented_where_nothing_is_there(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(path) in set(ExitCode) - {ExitCode.BUG}
    assert "this is a bug" not in capsys.readouterr().err


@pytest.mark.parametrize("program", [["-m", "warehouse"], ["-c", "from warehouse.__main__ import main; main()"]])
def test_the_program_itself_prints_its_help(program: list[str]) -> None:
    done = subprocess.run([sys.executable, *program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (ExitCode.USAGE, "")
    assert done.stdout.startswith("Usage: warehouse [OPTIONS] COMMAND")
