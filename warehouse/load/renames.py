"""The path of a fact after records were renamed that it is about or refers to."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from warehouse.model import FACTS, REGISTERS
from warehouse.model.fields import Reference
from warehouse.model.shape import field_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    Moves = Mapping[tuple[str, str], str]


def moved(path: str, moves: Moves) -> str:
    """Return the path of a fact after records were renamed; the same path if no rename concerns it.

    Args:
        path: The path before.
        moves: The current key of each renamed record, by register and earlier key.
    """
    inner, at, document = path.partition("@")
    stem, *qualifiers = inner.split(";")
    family, key, *parts = stem.split("/")
    kept = [family, moves.get((family, key), key), *_moved_parts(parts, moves)]
    told_apart = [_moved_qualifier(each, moves) for each in qualifiers]
    return ";".join(["/".join(kept), *told_apart]) + at + moves.get(("documents", document), document)


def _moved_parts(parts: list[str], moves: Moves) -> list[str]:
    """Return the parts of a path behind its subject: a key stands behind its register, or behind any other word."""
    others = {earlier: new for (_, earlier), new in moves.items()}
    return [
        moves.get((before, part), part) if before in REGISTERS else others.get(part, part)
        for before, part in pairwise(["", *parts])
    ]


def _moved_qualifier(qualifier: str, moves: Moves) -> str:
    name, equals, key = qualifier.partition("=")
    return name + equals + moves.get((_registers().get(name, ""), key), key)


@cache
def _registers() -> dict[str, str]:
    """Return the register of each qualifier of a path whose value is the key of a record."""
    kinds = {
        name: field_type(shape.model_fields[field]) for shape in FACTS.values() for field, name in shape.qualifiers
    }
    return {name: kind.register for name, kind in kinds.items() if isinstance(kind, Reference)}
