"""What the README shows is what the commands print."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

README = (Path(__file__).resolve().parent.parent / "README.md").read_text()


def shown() -> list[tuple[str, str]]:
    """Give each command of the console blocks, and what the README says it prints."""
    steps = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = step.partition("\n")
            steps.append((command, printed.strip()))
    return steps


def test_commands_print_what_is_shown(warehouse: Warehouse) -> None:
    assert warehouse("load")[0] == 0
    steps = shown()
    assert len(steps) >= 5
    for command, expected in steps:
        words = command.split()
        if words[0] == "warehouse":
            code, out, said = warehouse(*words[1:])
            assert (code, (out + said).strip()) == (0, expected), command
        else:
            subprocess.run(command, shell=True, check=True, cwd=warehouse.project)  # noqa: S602 - the README's own line
