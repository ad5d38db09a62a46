"""Mistakes that curators make, and the one problem that each of them is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE, ProjectFolder

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = {
    "a word that is still missing": (
        "places:\n  - {key: sylvania, kind: , name: Sylvania, cite: tin-news#1}\n",
        ["2:27 E-empty nothing is written here; known are: "],
    ),
    "a citation that is still missing": (
        "places:\n  - key: sylvania\n    kind: country\n    name: Sylvania\n    cite:\n",
        ["5:10 E-empty nothing is written here; write document-key#paragraph"],
    ),
    "a comma in a text without quotes": (
        "places:\n  - {key: sylvania, kind: country, name: Sylvania, Republic of, cite: tin-news#1}\n",
        ['2:52 E-unknown-key unknown key "Republic of"; within {} a comma begins a new key: put a text'],
    ),
    "a key that is still empty": (
        "places:\n  - key: sylvania\n    kind: country\n    name: Sylvania\n    cit:\n    cite: tin-news#1\n",
        ['5:5 E-unknown-key unknown key "cit"; did you mean "cite"?'],
    ),
    "the places of a strategy among the places": (
        "places:\n  - {about: strategies/plan, role: target, place: freedonia, cite: tin-news#1}\n",
        ["2:6 E-family places are records, and this is a fact about one; did you mean strategy_places?"],
    ),
    "a fact of no family in a register": (
        "agreements:\n  - {about: agreements/tin-deal, colour: red}\n",
        ["2:6 E-family agreements are records, and this is a fact about one; move it to a family of facts"],
    ),
    "a record among facts": (
        "names:\n  - {key: tin-club, kind: association, name: Tin club, cite: tin-news#1}\n",
        ["2:6 E-family names are facts, and this is a record with a key; did you mean"],
    ),
    "two stages in one position": (
        (
            "supply_chain_stages:\n"
            "  - {key: mining, position: 1, name: Mining, definition: digging, cite: tin-news#1}\n"
            "  - {key: melting, position: 1, name: Melting, definition: melting, cite: tin-news#1}\n"
        ),
        [
            "2:29 E-not-unique position 1 is that of supply_chain_stages/melting too; give each a value of its own",
            "3:30 E-not-unique position 1 is that of supply_chain_stages/mining too; give each a value of its own",
        ],
    ),
    "a unit that is its own base": (
        "units:\n  - {key: ton, name: ton, symbol: t, base: ton, cite: tin-news#1}\n",
        ["2:44 E-parent ton is its own base; leave base out: it is one"],
    ),
    "a factor without a base": (
        "units:\n  - {key: ton, name: ton, symbol: t, factor: 2, cite: tin-news#1}\n",
        ["2:46 E-factor factor without a base; say in base which unit it is counted in"],
    ),
    "a place in a document that no index holds": (
        f"places:\n  - {{key: sylvania, kind: country, name: Sylvania, cite: 'handbook#{'x' * 2001}'}}\n",
        ["2:58 E-citation a place in a document of more than 2000 bytes; name the section, not its words"],
    ),
    "a record that stands in two files": (
        "entities:\n  - {key: tinworks, kind: company, name: Tin Works, cite: tin-news#1}\n",
        ['2:11 E-duplicate-record "entities/tinworks" stands twice, first at seeds/base.yaml:24:5; merge the two'],
    ),
}


@pytest.mark.parametrize(("text", "told"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_told_once_and_clearly(tmp_path: Path, text: str, told: list[str]) -> None:
    folder = ProjectFolder(tmp_path)
    folder.write(BASE, "base.yaml")
    folder.write(text)
    found = [
        f"{problem.position} {problem.code} {problem.what}; {problem.hint}".removeprefix("seeds/extra.yaml:")
        for problem in folder.problems()
    ]
    assert len(found) == len(told), found
    for problem, start in zip(found, told, strict=True):
        assert problem.startswith(start)
