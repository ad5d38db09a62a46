"""Facts in words, judgements and disagreements: what each needs, and what it is refused for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.seeds.rows import fact_id

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

STAGE = "supply_chain_stages:\n  - {key: smelting, name: S, definition: d, position: 1, cite: tin-news#1}\n"
SCOPE = f"{STAGE}scopes:\n  - about: agreements/tin-deal\n    completeness: not said\n    cite: tin-news#1\n"
OTHER = "entities:\n  - key: tin-tools\n    kind: company\n    name: T\n    cite: tin-news#1\n"
JUDGED = "    judgements:\n      - {other: %s, verdict: different, reason: r, cite: tin-news#1}\n"
DISAGREEMENT = "disagreements:\n  - key: who\n    question: Who?\n    cite: tin-news#1\n"
FACTS = "    facts_involved: [entities/tinworks, agreements/tin-deal]\n"

BAD = {
    "scope of nothing": (f"{SCOPE}    words: tin\n", "4:5 E-scope"),
    "scope of an unknown stage": (f"{SCOPE}    words: tin\n    stage: smelling\n", "8:12 E-unknown-reference"),
    "scope about a place": (
        f"{SCOPE}    words: tin\n    stage: smelting\n".replace("agreements/tin-deal", "places/freedonia"),
        "4:12 E-about",
    ),
    "pair judged at its later key": (OTHER + JUDGED % "a-company", "7:17 E-judgement"),
    "entity judged against itself": (OTHER + JUDGED % "tin-tools", "7:17 E-judgement"),
    "disagreement of one fact": (
        f"{DISAGREEMENT}    status: open\n    facts_involved: [entities/tinworks]\n",
        "6:21 E-disagreement",
    ),
    "disagreement of an unknown fact": (
        f"{DISAGREEMENT}    status: open\n    facts_involved: [entities/tinworks, entities/tinwork]\n",
        "6:41 E-unknown-fact",
    ),
    "settled without a resolution": (f"{DISAGREEMENT}    status: settled\n{FACTS}", "5:13 E-disagreement"),
    "open with a resolution": (f"{DISAGREEMENT}    status: open\n    resolution: r\n{FACTS}", "5:13 E-disagreement"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_misfit_is_told_at_its_place(folder: ProjectFolder, text: str, expected: str) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


def test_disagreement_leads_to_its_facts(folder: ProjectFolder) -> None:
    folder.write(f"{DISAGREEMENT}    status: open\n{FACTS}")
    found = {
        (row.values["disagreement_key"], row.values["fact_id"]) for row in folder.check().rows["disagreement_facts"]
    }
    assert found == {("who", fact_id("entities/tinworks")), ("who", fact_id("agreements/tin-deal"))}


def test_scopes_of_one_document_differ_by_what_they_cover(folder: ProjectFolder) -> None:
    folder.write(
        f"{SCOPE}    words: smelting of tin\n    stage: smelting\n"
        "  - {about: agreements/tin-deal, end_use: cans, words: cans, completeness: by example, cite: tin-news#2}\n"
    )
    assert [row.path for row in folder.check().rows["scopes"]] == [
        "agreements/tin-deal/scopes/smelting@tin-news",
        "agreements/tin-deal/scopes/cans@tin-news",
    ]
