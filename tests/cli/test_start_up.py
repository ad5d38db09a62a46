"""Help answers at once: no heavy library is imported for it, and every command has it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "alembic", "psycopg", "rich")
COMMANDS = [
    [],
    ["demo"],
    ["plan"],
    ["load"],
    ["undo"],
    ["check"],
    ["diff"],
    ["history"],
    ["blame"],
    *(["runs", verb] for verb in ("list", "show")),
    *(["db", verb] for verb in ("start", "stop", "status", "upgrade", "dsn", "psql")),
    *(["seeds", verb] for verb in ("check", "verify", "cite", "coverage", "new", "export", "format", "schema")),
    *(["report", verb] for verb in ("list", "show", "run", "check", "test", "diff", "new", "sql")),
]


@pytest.mark.parametrize("command", [[], ["report", "run"]], ids=" ".join)
def test_help_imports_no_heavy_library(command: list[str]) -> None:
    program = f"""
import sys
from warehouse.cli.run import run
code = run({[*command, "--help"]!r})
print("imported:", sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)
sys.exit(code)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Usage: warehouse" in done.stdout
    assert done.stderr == "imported: []\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from warehouse.cli.run import run

    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: warehouse")
    assert len(shown.splitlines()[2].strip()) > 20, "a sentence says what the command is for"
