"""Comma-separated values after RFC 4180, with the sources of each row in a last column."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import TextIO

    from warehouse.reports.result import Result, Row

SOURCES: Final = "sources"


def write(result: Result, stream: TextIO, _width: int | None) -> None:
    """Write a line of names and a line per row; no value is nothing, an empty text is a pair of quotes."""
    writer = csv.writer(stream)
    writer.writerow([*(column.name for column in result.columns), SOURCES])
    for row in result.rows:
        cells = (*row.cells, _sources(row))
        if "" in cells:
            stream.write(_line_with_empty_texts(cells))
        else:
            writer.writerow(cells)


def _line_with_empty_texts(cells: tuple[str | None, ...]) -> str:
    """Quote every text: the writer of the standard library does not tell an empty one from no value."""
    return ",".join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"


def _sources(row: Row) -> str | None:
    """Name the row's sources as ``document#paragraph``, in the order of the numbers the other formats show."""
    if not any(row.marks):
        return None
    numbered = {citation.number: citation.short for cell in row.marks for citation in cell}
    return "; ".join(numbered[number] for number in sorted(numbered))
