"""The classes of the model: every field has a column, every column a field, and facts are nested where they belong."""

from __future__ import annotations

from typing import get_args, get_origin

import pytest

from warehouse.model import FACTS, REGISTERS, Citation, Fact
from warehouse.model.core import CORE, FIELDS
from warehouse.model.fields import NamedField
from warehouse.model.shape import Stored, field_type

SHAPES: dict[str, type[Stored]] = {**REGISTERS, **FACTS, "citations": Citation}


def nested(shape: type[Stored]) -> dict[str, type[Fact]]:
    """Return the facts that a record nests, by field."""
    lists = {name: info.annotation for name, info in shape.model_fields.items() if get_origin(info.annotation) is tuple}
    items = {name: get_args(annotation)[0] for name, annotation in lists.items()}
    return {name: item for name, item in items.items() if isinstance(item, type) and issubclass(item, Fact)}


@pytest.mark.parametrize("name", SHAPES)
def test_every_field_knows_its_column(name: str) -> None:
    shape = SHAPES[name]
    without = {name for name, info in shape.model_fields.items() if field_type(info) is None}
    assert without - nested(shape).keys() <= {"cite", "facts_involved", "ignore", "reviewed"}


@pytest.mark.parametrize("name", SHAPES)
def test_every_column_is_filled_by_a_field(name: str) -> None:
    table = next(table for table in CORE if table.name == name)
    assert {column.name for column in table.columns} - FIELDS[name].keys() == {"fact_id"}
    for path in FIELDS[name].values():
        assert path[0] in SHAPES[name].model_fields


@pytest.mark.parametrize("register", REGISTERS)
def test_facts_are_nested_below_the_registers_that_they_can_be_about(register: str) -> None:
    below = nested(REGISTERS[register])
    assert {fact.table for fact in below.values()} == {
        family for family, fact in FACTS.items() if register in fact.subjects
    }
    assert all(fact.section == name for name, fact in below.items())


def test_comment_of_an_optional_field_says_what_null_means() -> None:
    comments = [NamedField("title", text, is_required=False).comment for text in ("Title; left out: none", "Title")]
    assert comments == ["Title; NULL: none", "Title; NULL: no document says"]
    assert NamedField("title", "Title", is_required=True).comment == "Title"
