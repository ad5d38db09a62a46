"""The sources of a row in one text, for the formats that are nothing but lines of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Column, Row

_SOURCES: Final = "sources"


def sources_name(columns: Sequence[Column]) -> str:
    """Name the column of sources; where the answer has one of that name, an underscore tells ours apart."""
    return f"_{_SOURCES}" if any(column.name == _SOURCES for column in columns) else _SOURCES


def sources_of(row: Row) -> str | None:
    """Name the row's sources as ``document#paragraph``, in the order of the numbers the other formats show."""
    if not any(row.marks):
        return None
    numbered = {citation.number: citation.short for cell in row.marks for citation in cell}
    return "; ".join(numbered[number] for number in sorted(numbered))
