"""Commands begin at once: no heavy library is imported for what does not need it, and every command has help."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Warehouse

HEAVY = ("sqlalchemy", "alembic", "psycopg", "rich")
OF_FORMATS = ("wcwidth", "xlsxwriter", "pyarrow", "warehouse.reports.formats.html", "warehouse.reports.charts")
"""What only other formats need, or only texts with wide letters."""
COMMANDS = [
    [],
    ["demo"],
    ["init"],
    ["config", "show"],
    ["plan"],
    ["load"],
    ["undo"],
    ["check"],
    ["diff"],
    ["history"],
    ["blame"],
    ["docs"],
    ["export"],
    ["publish"],
    ["mcp"],
    ["documents", "export"],
    ["schedule", "print"],
    *(["runs", verb] for verb in ("list", "show")),
    *(["db", verb] for verb in ("start", "stop", "status", "upgrade", "dsn", "psql", "roles")),
    *(["seeds", verb] for verb in ("check", "verify", "cite", "coverage", "new", "export", "format", "schema")),
    *(["report", verb] for verb in ("list", "show", "run", "book", "check", "test", "diff", "new", "sql")),
]


def after(command: list[str], modules: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, in a process of its own, which then says what of ``modules`` it imported."""
    program = f"""
import sys
from warehouse.cli.app import run
code = run({command!r})
print("imported:", sorted(set(sys.modules) & set({modules!r})), file=sys.stderr)
sys.exit(code)
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)


@pytest.mark.parametrize("command", [[], ["report", "run"]], ids=" ".join)
def test_help_imports_no_heavy_library(command: list[str]) -> None:
    done = after([*command, "--help"], HEAVY)
    assert "Usage: warehouse" in done.stdout
    assert done.stderr == "imported: []\n"


@pytest.mark.slow
@pytest.mark.holds("curated")
@pytest.mark.parametrize(
    ("command", "spared"),
    [
        (["load"], ("sqlalchemy", "alembic", "rich", "warehouse.model")),
        (["load", "--reread"], ("sqlalchemy", "alembic", "rich")),
        (["plan"], ("sqlalchemy", "alembic", "rich", "warehouse.model")),
        (["diff", "1"], ("sqlalchemy", "alembic", "rich", "warehouse.model")),
        (["report", "run", "import-dependence"], ("sqlalchemy", "alembic", "rich", "warehouse.model", *OF_FORMATS)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_work_on_data_does_not_wait_for_what_it_does_not_need(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, command: list[str], spared: tuple[str, ...]
) -> None:
    assert warehouse.database_url
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", warehouse.database_url)
    where = ["--quiet", "--project", str(warehouse.project)]
    assert after([*where, *command], spared).stderr == "imported: []\n"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from warehouse.cli.app import run

    assert run([*command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: warehouse")
    assert len(shown.splitlines()[2].strip()) > 20, "a sentence says what the command is for"
