"""Registers: a record that the database would refuse is a problem before it gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.model import FACTS, REGISTERS
from warehouse.model.tables import LOAD_ORDER

if TYPE_CHECKING:
    from pydantic import BaseModel

    from tests.builders import ProjectFolder

SHA = "a" * 64
DOCUMENT = f"documents:\n  - {{key: d, kind: article, title: T, language: en, page_date: 2030-01-01, sha256: {SHA}, "

BAD = {
    "place in itself": (
        "places:\n  - {key: s, kind: city, name: S, parent: s, cite: tin-news#1}\n",
        "2:43 E-parent",
    ),
    "currency under another key": (
        "currencies:\n  - {key: euro, code: EUR, name: euro, minor_units: 2, cite: handbook#E}\n",
        "2:11 E-currency",
    ),
    "currency with five decimals": (
        "currencies:\n  - {key: eur, code: EUR, name: euro, minor_units: 5, cite: handbook#E}\n",
        "2:52 E-value",
    ),
    "element without a number": (
        "minerals:\n  - {key: tin, kind: element, name: tin, symbol: Sn, cite: tin-news#1}\n",
        "2:5 E-element",
    ),
    "ore with a symbol and a number": (
        "minerals:\n  - {key: tin, kind: ore, name: tin, symbol: Sn, atomic_number: 50, cite: tin-news#1}\n",
        "2:5 E-element",
    ),
    "element past the last": (
        "minerals:\n  - {key: tin, kind: element, name: tin, symbol: Sn, atomic_number: 119, cite: tin-news#1}\n",
        "2:69 E-value",
    ),
    "article whose text is not described": (f"{DOCUMENT}characters: 9}}\n", "2:5 E-document"),
    "article without paragraphs": (f"{DOCUMENT}characters: 9, paragraphs: 0}}\n", "2:177 E-value"),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_record_that_the_database_would_refuse_is_told_at_its_place(
    folder: ProjectFolder, text: str, expected: str
) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]


def test_reference_work_needs_no_text(folder: ProjectFolder) -> None:
    folder.write("documents:\n  - {key: d, kind: reference, title: T, language: en}\n")
    assert folder.check().rows["documents"][2].values["sha256"] is None


def test_every_shape_has_a_table() -> None:
    assert {*REGISTERS, *FACTS} <= {table.name for table in LOAD_ORDER} - {"facts", "citations"}


@pytest.mark.parametrize("shape", [*REGISTERS.values(), *FACTS.values()])
def test_every_scalar_field_says_what_it_is_for(shape: type[BaseModel]) -> None:
    assert [name for name, field in shape.model_fields.items() if not field.description and field.default != ()] == []
