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


def test_sources_are_those_of_an_earlier_state(warehouse: Warehouse, tmp_path: Path) -> None:
    newer = "Title as corrected\n    licence: CC BY 4.0"
    warehouse.edit("documents/articles.yaml", "Korea Moves to De-Risk China-Centric Rare Earth Imports", newer)
    extra = "documents:\n  - {key: x-law, kind: reference, title: Law, language: ko}\n"
    warehouse.write(extra, "documents/extra.yaml")
    assert warehouse("load")[0] == ExitCode.DONE

    def exported(*arguments: str) -> dict[str, tuple[str, str | None]]:
        code, out, said = warehouse("documents", "export", *arguments)
        assert code == ExitCode.DONE, said
        return {item["id"]: (item["title"], item.get("note")) for item in json.loads(out)}

    old, new = (
        ("Korea Moves to De-Risk China-Centric Rare Earth Imports", None),
        ("Title as corrected", "Licence: CC BY 4.0"),
    )
    before, now = exported("--as-of", "1"), exported()
    assert (before[SHIFT], now[SHIFT]) == (old, new)
    assert set(now) - set(before) == {"x-law"}
    for of in (["--of", "places/south-korea"], ["--report", "strategies-and-pledges"]):
        assert (exported(*of, "--as-of", "1")[SHIFT], exported(*of)[SHIFT]) == (old, new)
    bib = tmp_path / "old.bib"
    assert warehouse("documents", "export", "--as-of", "1", "-o", str(bib))[0] == ExitCode.DONE
    assert ("title = {{Title as corrected}}" in bib.read_text(), "copyright" in bib.read_text()) == (False, False)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--of", "entities/korea-zink"], "entities/korea-zinc"),
        (["--of", "x", "--report", "y"], "exclude each other"),
        (["-p", "a=b"], "--param belongs to a report"),
        (["--report", "contract-value"], "contract-values"),
        (["--as-of", "yesterday"], "yesterday"),
        (["--as-of", "1999-12-31"], "nothing had been loaded"),
        (["--as-of", "99"], "99"),
        (["--report", "contract-values", "-p", "currenzy=KRW"], "currency"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_names_nothing_is_refused(warehouse: Warehouse, arguments: list[str], reason: str) -> None:
    code, out, said = warehouse("documents", "export", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert reason in said
