"""What facts are about: a record that the database would refuse is a problem before it gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

BAD = {
    "agreement that came of itself": (
        "agreements:\n  - {key: s, parent: s, kind: partnership, name: S, modality: planned, cite: tin-news#1}\n",
        "2:22 E-parent",
    ),
    "unnamed party without a description": (
        "entities:\n  - {key: buyer, kind: unnamed party, name: Buyer, cite: tin-news#1}\n",
        "2:5 E-descriptor",
    ),
    "named party with a description": (
        "entities:\n  - {key: buyer, kind: company, name: Buyer, descriptor: a buyer, cite: tin-news#1}\n",
        "2:5 E-descriptor",
    ),
    "missing modality": (
        "agreements:\n  - {key: s, kind: partnership, name: S, cite: tin-news#1}\n",
        "2:5 E-missing-key",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_record_that_the_database_would_refuse_is_told_at_its_place(
    folder: ProjectFolder, text: str, expected: str
) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


def test_unnamed_party_is_marked_as_such(folder: ProjectFolder) -> None:
    folder.write("entities:\n  - {key: b, kind: unnamed party, name: B, descriptor: a buyer, cite: tin-news#1}\n")
    named = {row.values["key"]: row.values["is_named"] for row in folder.check().rows["entities"]}
    assert named == {"tinworks": True, "b": False}
