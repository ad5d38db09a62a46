"""Tab completes commands, options and names in bash, zsh and fish, by the lines that docs/configuration.md names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text()
LINES = {
    "bash": 'eval "$(_WAREHOUSE_COMPLETE=source_bash warehouse)"',
    "zsh": 'eval "$(_WAREHOUSE_COMPLETE=source_zsh warehouse)"',
    "fish": "_WAREHOUSE_COMPLETE=source_fish warehouse | source",
}
ASKS = {
    "bash": "{line}; COMP_WORDS=({words}); COMP_CWORD={last}; _warehouse_completion warehouse; echo ${{COMPREPLY[@]}}",
    "zsh": "compdef() {{ : }}; _arguments() {{ print -r -- $@ }}; "  # what zsh itself has only where somebody types
    "{line}; words=({words}); CURRENT={last}+1; _warehouse_completion",
    "fish": "{line}; complete -C '{words}'",
}


@pytest.mark.parametrize("shell", LINES)
def test_the_line_for_each_shell_is_documented(shell: str) -> None:
    assert LINES[shell] in DOCUMENTED


@pytest.mark.slow
@pytest.mark.parametrize("shell", LINES)
@pytest.mark.parametrize(
    ("words", "wanted", "other"),
    [
        (["warehouse", "rep"], "report", "plan"),
        (["warehouse", "report", "ru"], "run", "show"),
        (["warehouse", "report", "run", "import-d"], "import-dependence", "contract-values"),
        (["warehouse", "check", "orph"], "orphans", "similar-names"),
        (["warehouse", "load", "--max"], "--max-retire", "--reread"),
    ],
    ids=" ".join,
)
def test_a_shell_completes_what_was_begun(shell: str, words: list[str], wanted: str, other: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    asked = ASKS[shell].format(line=LINES[shell], words=" ".join(words), last=len(words) - 1)
    told = answer([program, *({"zsh": ["-f"], "fish": ["--no-config"]}.get(shell, ["--norc"])), "-c", asked])
    assert wanted in told
    assert other not in told


def test_a_name_is_not_looked_for_where_the_settings_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "warehouse.toml").write_text("nonsense = 1\n")
    completing = {"COMP_WORDS": f"warehouse --project {tmp_path} check orph", "COMP_CWORD": "4"}
    assert answer(["warehouse"], _WAREHOUSE_COMPLETE="complete_bash", **completing) == "\n"


def answer(command: list[str], **variables: str) -> str:
    """Run a command that must say nothing on stderr, with this version's ``warehouse`` on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout
