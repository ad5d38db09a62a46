"""The data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.views.frame import Link


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the data dictionary."""

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    refers: Link | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view of the data dictionary."""

    name: str
    grain: str
    key: Sequence[str]
    is_table: bool
    columns: Sequence[TableColumn]
    referring: Sequence[Link]
    reports: Sequence[Link]


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Tables of one sort under a heading."""

    key: str
    title: str
    about: str
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The data dictionary: rules, the file of the diagram, and every table."""

    rules: Sequence[tuple[str, str]]
    diagram: str
    groups: Sequence[TableGroup]
