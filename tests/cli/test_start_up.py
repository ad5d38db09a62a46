"""Commands begin at once: no heavy library is imported for what does not need it, and every command has help."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.core import TyperOption

from warehouse.cli.app import VALUED, VERBS, command, completed, run, verb_of

if TYPE_CHECKING:
    from tests.conftest import Warehouse

HEAVY = ("sqlalchemy", "alembic", "psycopg", "rich", "pydantic", "yaml", "asyncio", "http", "email", "warehouse.api")
MONITORING = ("warehouse.integrations.monitoring", "http.client", "urllib.request")
UNUSED = ("sqlalchemy", "alembic", "rich", *MONITORING)
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


def after(words: list[str], modules: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed, in a process of its own, which then says what of ``modules`` it imported."""
    program = f"""
import sys
from warehouse.cli.app import run
try:
    sys.exit(run({words!r}))
finally:
    print("imported:", sorted(set(sys.modules) & set({modules!r})), file=sys.stderr)
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)


@pytest.mark.parametrize("words", [[], ["report", "run"]], ids=" ".join)
def test_help_imports_no_heavy_library(words: list[str]) -> None:
    done = after([*words, "--help"], HEAVY)
    assert "Usage: warehouse" in done.stdout
    assert done.stderr == "imported: []\n"


@pytest.mark.parametrize(
    "line", ["warehouse lo", "warehouse load --max", "warehouse report run import-d", "warehouse seeds ch"]
)
def test_completion_imports_no_heavy_library(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("_WAREHOUSE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))
    done = after([], HEAVY)
    assert line.rpartition(" ")[2] in done.stdout
    assert done.stderr == "imported: []\n"


@pytest.mark.slow
@pytest.mark.holds("curated")
@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["load"], (*UNUSED, "warehouse.model", "pydantic", "yaml")),
        (["load", "--reread"], UNUSED),
        (["plan"], (*UNUSED, "warehouse.model", "pydantic", "yaml")),
        (["diff", "1"], (*UNUSED, "warehouse.model")),
        (["report", "run", "import-dependence"], (*UNUSED, "warehouse.model", *OF_FORMATS)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_work_on_data_does_not_wait_for_what_it_does_not_need(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, words: list[str], spared: tuple[str, ...]
) -> None:
    assert warehouse.database_url
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", warehouse.database_url)
    where = ["--quiet", "--project", str(warehouse.project)]
    assert after([*where, *words], spared).stderr == "imported: []\n"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: warehouse")
    assert len(shown.splitlines()[2].strip()) > 20, "a sentence says what the command is for"


def test_the_help_of_the_program_shows_each_line_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2].splitlines()
    assert [line.split(maxsplit=1) for line in listed] == [[name, verb.summary] for name, verb in VERBS.items()]


def options_with_values() -> set[str]:
    return {
        name
        for param in command(None).params
        if isinstance(param, TyperOption) and not param.is_flag
        for name in param.opts
    }


def test_every_global_option_with_a_value_is_known_as_one() -> None:
    assert options_with_values() == set(VALUED)


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ([], None),
        (["load"], "load"),
        (["--project", "load", "plan"], "plan"),
        (["--project=load", "-q", "plan", "load"], "plan"),
        (["--help", "load"], None),
        (["--version"], None),
        (["--project"], None),
        (["laod"], None),
        (["report", "--help"], "report"),
    ],
    ids=str,
)
def test_the_verb_is_found_among_the_options(words: list[str], verb: str | None) -> None:
    assert verb_of(words) == verb


@pytest.mark.parametrize(
    ("variable", "line", "words"),
    [
        ("COMP_WORDS", "warehouse", []),
        ("COMP_WORDS", "warehouse lo", []),
        ("COMP_WORDS", "warehouse load ", ["load"]),
        ("COMP_WORDS", "warehouse\nload\n--max", ["load"]),
        ("_TYPER_COMPLETE_ARGS", "warehouse report run imp", ["report", "run"]),
    ],
)
def test_the_word_that_is_being_completed_does_not_count(variable: str, line: str, words: list[str]) -> None:
    assert completed({variable: line}) == words


@pytest.mark.parametrize("verb", ["load", "report"])
def test_a_command_imports_no_module_of_other_verbs(verb: str) -> None:
    others = {of_verb.place.partition(".")[0] for of_verb in VERBS.values()} - {VERBS[verb].place.partition(".")[0]}
    modules = tuple(f"warehouse.cli.{name}" for name in others)
    assert after([verb, "--help"], ("pydantic", *modules)).stderr == "imported: []\n"
