"""The families that are taken for each other, such as the register ``places`` and the places of a strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.model import FACTS, REGISTERS
from warehouse.yamlfiles import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.model import Fact, Record
    from warehouse.model.registers import Document
    from warehouse.yamlfiles import Node, Position

ENOUGH: Final = 3
"""With more families that fit, none of them is suggested."""


def misplaced(family: str, node: Node) -> Problem | None:
    """Return the problem of a fact in a register or a record among facts; None: it may stand where it stands.

    Args:
        family: The family in which it stands.
        node: The node of the record or fact.
    """
    if not isinstance(node.value, dict):
        return None
    if family in REGISTERS and "about" in node.value:
        what = f"{family} are records, and this is a fact about one"
        fitting = list(_fitting(node.value, FACTS))
        hint = "move it to a family of facts, or below the record that it is about"
        return _problem(node.at(("about",), key=True), what, fitting, hint)
    if family in FACTS and "key" in node.value:
        what = f"{family} are facts, and this is a record with a key"
        fitting = list(_fitting(node.value, REGISTERS))
        return _problem(node.at(("key",), key=True), what, fitting, "move it to its register, or remove the key")
    return None


def _problem(position: Position, what: str, fitting: list[str], hint: str) -> Problem:
    named = f"did you mean {' or '.join(fitting)}?" if 0 < len(fitting) <= ENOUGH else hint
    return Problem(position, "E-family", what, named)


def _fitting(written: Mapping[str, object], shapes: Mapping[str, type[Document | Record | Fact]]) -> Iterator[str]:
    """Yield the families that have all these fields, and need no other."""
    for family, shape in shapes.items():
        required = {name for name, field in shape.model_fields.items() if field.is_required()}
        if required <= written.keys() <= shape.model_fields.keys():
            yield family
