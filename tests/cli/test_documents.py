"""``warehouse documents export``: all sources, those of a thing, and those of a report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

PUSH, SHIFT = "korean-firms-us-rare-earth-push", "korea-derisks-rare-earth-imports"


def test_sources_of_all_of_a_thing_and_of_a_report(warehouse: Warehouse, tmp_path: Path) -> None:
    code, out, _ = warehouse("documents", "export")
    everything = [item["id"] for item in json.loads(out)]
    assert (code, everything) == (ExitCode.DONE, sorted(everything))
    assert {PUSH, SHIFT, "iso-3166"} <= set(everything)
    _, out, _ = warehouse("documents", "export", "--of", "entities/korea-zinc")
    assert [item["id"] for item in json.loads(out)] == [PUSH]
    file = tmp_path / "sources.bib"
    code, out, said = warehouse("documents", "export", "--report", "strategies-and-pledges", "-o", str(file))
    assert (code, out, said) == (ExitCode.DONE, "", f"Wrote {file}.\n")
    assert [line for line in file.read_text().splitlines() if line.startswith("@")] == [
        f"@misc{{{SHIFT},",
        f"@misc{{{PUSH},",
    ]
    assert warehouse("report", "run", "strategies-and-pledges", "-f", "bibtex") == (ExitCode.DONE, file.read_text(), "")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--of", "entities/korea-zink"], "entities/korea-zinc"),
        (["--of", "x", "--report", "y"], "exclude each other"),
        (["-p", "a=b"], "--param belongs to a report"),
        (["--report", "contract-value"], "contract-values"),
        (["--report", "contract-values", "-p", "currenzy=KRW"], "currency"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_names_nothing_is_refused(warehouse: Warehouse, arguments: list[str], reason: str) -> None:
    code, out, said = warehouse("documents", "export", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert reason in said
