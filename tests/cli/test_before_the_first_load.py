"""A moment before the first load: every command that looks back says the same, and names the first load."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

COMMANDS = [
    ["export", "out", "--as-of"],
    ["publish", "out", "--as-of"],
    ["db", "dsn", "--reader", "--as-of"],
    ["report", "run", "contract-values", "--as-of"],
    ["report", "diff", "contract-values", "--from"],
    ["report", "diff", "contract-values", "--from", "1", "--to"],
]
EARLY = ["2026-02-19", "2026-02-19T10:00Z", "2026-02-19 10:00"]
"""Before any machine can have loaded what this version holds."""
TOLD = re.compile(
    r"warehouse: nothing had been loaded at (?P<when>.*)\n"
    r"  The first load is run 1, of (?P<instant>\S+Z): name that run, or a later moment\.\n"
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.holds("curated")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_early_moment_is_refused_alike(warehouse: Warehouse, command: list[str]) -> None:
    for when in EARLY:
        code, out, said = warehouse(*command, when)
        assert (code, out) == (ExitCode.USAGE, "")
        told = TOLD.fullmatch(said)
        assert told, said
        assert told["when"] == when


@pytest.mark.holds("curated")
def test_what_the_message_names_can_be_asked(warehouse: Warehouse) -> None:
    told = TOLD.fullmatch(warehouse("report", "run", "contract-values", "--as-of", "2001-01-01")[2])
    assert told
    for when in ("1", told["instant"]):
        code, out, said = warehouse("report", "run", "contract-values", "--as-of", when)
        assert (code, "(4 rows)" in out) == (ExitCode.DONE, True), said
        code, out, said = warehouse("db", "dsn", "--reader", "--as-of", when)
        assert code == ExitCode.DONE, said
        assert told["instant"].removesuffix("Z").replace(":", "%3A") in out


@pytest.mark.parametrize("command", [command for command in COMMANDS if "1" not in command], ids=" ".join)
def test_where_nothing_was_ever_loaded_that_is_said(warehouse: Warehouse, command: list[str]) -> None:
    code, out, said = warehouse(*command, "2026-02-19")
    assert (code, out) == (ExitCode.USAGE, "")
    hint = 'Nothing has been loaded yet: run "warehouse load".'
    assert said == f"warehouse: nothing had been loaded at 2026-02-19\n  {hint}\n"


@pytest.mark.parametrize("command", [command for command in COMMANDS if "1" not in command], ids=" ".join)
def test_what_is_no_moment_is_refused_alike(warehouse: Warehouse, command: list[str]) -> None:
    code, out, said = warehouse(*command, "soon")
    assert (code, out) == (ExitCode.USAGE, "")
    hint = "Write a run (12), a day (2026-11-22, which means its end in UTC) or an instant (2026-11-22T10:00Z)."
    assert said == f'warehouse: "soon" is neither a run nor a day nor an instant\n  {hint}\n'
