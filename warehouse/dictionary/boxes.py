"""The tables as boxes: which columns are shown, which reference is drawn as a line and which as a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.mart.library import MartObject

MARKED: Final = {"dim_fact": "F", "dim_subject": "S"}
"""Tables that nearly all others refer to: lines to them would hide all other lines."""
SELF: Final = "↺"
"""The mark of a column that refers to its own table."""

HEADER, ROW, FOOT = 24.0, 16.0, 8.0
"""Heights of the parts of a box, multiples of 8, so that lines of facts and of dimensions never lie on each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column in a box.

    Attributes:
        column: Its name.
        target: The table to which a line is drawn; None: none.
        mark: What stands beside it instead of a line; empty: nothing.
        is_key: Whether it belongs to the primary key.
        is_optional: Whether it can be without a value.
    """

    column: str
    target: str | None
    mark: str
    is_key: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A table with the columns that join it to others."""

    name: str
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Height of the drawn box."""
        return HEADER + ROW * len(self.lines) + FOOT

    @property
    def is_dimension(self) -> bool:
        """Whether it stands in the middle."""
        return self.name.startswith("dim_")


def boxes_of(objects: Sequence[MartObject]) -> list[Box]:
    """Give the boxes of all tables, by name."""
    return [_box(found) for found in sorted(objects, key=lambda found: found.name) if found.is_table]


def _box(found: MartObject) -> Box:
    keys, header = found.foreign_keys, found.header
    shown = [*header.key, *(name for name in keys if name not in header.key)]
    lines = []
    for name in shown:
        other = keys[name][0] if name in keys else None
        mark = SELF if other == found.name else MARKED.get(other or "", "")
        lines.append(
            Line(name, None if mark else other, mark, name in header.key, header.columns[name].empty is not None)
        )
    return Box(found.name, tuple(lines))
