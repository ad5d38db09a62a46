"""Bring seed files into the layout they all have; what they say and their comments stay."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import InvalidSource, PermissionRefused
from warehouse.seeds.fields import in_order, shapes_below
from warehouse.seeds.read import FAMILIES
from warehouse.strictyaml import Position, Problem, parse
from warehouse.strictyaml.layout import printed
from warehouse.strictyaml.written import Collection, read

if TYPE_CHECKING:
    from pydantic import BaseModel


def formatted(content: bytes, file: str) -> tuple[bytes | None, list[Problem]]:
    """Lay a seed file out.

    Args:
        content: Its bytes.
        file: Its name in positions.

    Returns:
        The bytes it should have, or None for a file that cannot be read; and the problems.
    """
    root, problems = parse(content, file)
    if problems:
        return None, problems
    if root is not None and root.value != "" and not isinstance(root.value, dict):
        what, hint = "a seed file is a mapping of families", "start with a line like: agreements:"
        return None, [Problem(root.position, "E-type", what, hint)]
    text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    written = read(text if text.endswith("\n") else f"{text}\n")
    for unit in written.units:
        shape = FAMILIES.get(unit.key)
        if shape is not None and isinstance(unit.value, Collection):
            _order(unit.value, [shape])
    return printed(written).encode(), []


def _order(collection: Collection, shapes: list[type[BaseModel]]) -> None:
    """Put the keys of a record, and of what is nested in it, in order; keys no shape knows go last, as they were."""
    if collection.is_mapping:
        names = [name for shape in shapes for name in in_order(shape)]
        collection.units.sort(key=lambda unit: names.index(unit.key) if unit.key in names else len(names))
    for unit in collection.units:
        if isinstance(unit.value, Collection):
            below = [
                inner
                for shape in shapes
                if unit.key in shape.model_fields
                for inner in shapes_below(shape, unit.key)
            ]
            _order(unit.value, below if collection.is_mapping else shapes)
