"""Comma-separated values after RFC 4180, with the sources of each row in a last column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from warehouse.reports.result import Result, Row

SOURCES: Final = "sources"
_NEEDS_QUOTES: Final = re.compile(r'[",\r\n]|^\s|\s$|^$')


def write(result: Result, stream: TextIO, _width: int | None) -> None:
    """Write a line of names and a line per row; no value is nothing, an empty text is a pair of quotes."""
    stream.write(_line([*(column.name for column in result.columns), SOURCES]))
    stream.writelines(_line([*row.cells, _sources(row)]) for row in result.rows)


def _line(cells: Iterable[str | None]) -> str:
    return ",".join("" if cell is None else _quoted(cell) for cell in cells) + "\r\n"


def _quoted(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _sources(row: Row) -> str | None:
    """Name the row's sources as ``document#paragraph``, in the order of the numbers the other formats show."""
    numbered = {citation.number: citation.short for cell in row.marks for citation in cell}
    return "; ".join(numbered[number] for number in sorted(numbered)) or None
