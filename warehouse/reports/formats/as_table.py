"""A table of terminal cells with marks beside the cells and the numbered sources below."""

from __future__ import annotations

from collections import Counter
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.layout import Cell, cells_of, filled, head_lines, row_lines, rule, widths, wrapped
from warehouse.reports.formats.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.result import Citation, Result, Row

_NARROWEST_VALUE: Final = 20
_LONGEST_TEXT: Final = 2000
"""Characters of a cell that a terminal is given; a longer one would push all others out of sight."""


def write(result: Result, stream: IO[str], width: int | None) -> None:
    """Write title, question, rows and sources.

    Without a width each row is one line with every column. With one, texts continue on the next line of their column,
    columns without any value are only named below, and rows that still do not fit are written as lists. Very long
    cells are cut, which is said below.
    """
    header = result.report.header
    names = [column.name for column in result.columns]
    cut: Counter[str] = Counter()
    rows = [
        [
            _cell(cell, marks, is_number=column.is_number)
            for cell, marks, column in zip(row.cells, row.marks, result.columns, strict=True)
        ]
        for row in (result.rows if width is None else _shortened(result.rows, names, cut))
    ]
    without = [] if width is None or not rows else _without_values(names, rows)
    if without:
        kept = [number for number, name in enumerate(names) if name not in without]
        names, rows = [names[number] for number in kept], [[row[number] for number in kept] for row in rows]
    stream.write(f"{visible(header.title)}\n{visible(header.question)}\n\n")
    stream.writelines(f"{line}\n" for line in _body(names, rows, width))
    stream.write(f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n")
    if without:
        stream.write(f"No values in: {', '.join(without)}\n")
    if cut:
        counted = ", ".join(f"{name} ({count} cell{'' if count == 1 else 's'})" for name, count in cut.items())
        stream.write(f"Cut after {_LONGEST_TEXT} characters: {counted}; in a file all are whole.\n")
    stream.writelines(_sources(result.citations))


def _shortened(rows: Iterator[Row], names: Sequence[str], cut: Counter[str]) -> Iterator[Row]:
    """Give the rows with what is too long cut off; counts by column how often that was so."""
    for row in rows:
        too_long = [number for number, cell in enumerate(row.cells) if cell is not None and len(cell) > _LONGEST_TEXT]
        cut.update(names[number] for number in too_long)
        cells = list(row.cells)
        for number in too_long:
            cells[number] = f"{(cells[number] or '')[:_LONGEST_TEXT]}…"
        yield row._replace(cells=tuple(cells))


def _cell(cell: str | None, marks: tuple[Citation, ...], *, is_number: bool) -> Cell:
    shown = "" if cell is None else visible(cell)
    return Cell(shown, "".join(f"[{citation.number}]" for citation in marks), is_number)


def _without_values(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [name for number, name in enumerate(names) if not any(row[number].whole for row in rows)]


def _body(names: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None) -> Iterator[str]:
    columns = widths(names, rows, width)
    if columns is None:
        yield from _as_lists(names, rows, width or 0)
        return
    yield from head_lines(names, rows[0] if rows else [Cell("", "", is_number=False) for _ in names], columns)
    yield rule(columns)
    for row in rows:
        yield from row_lines(row, columns)


def _as_lists(names: Sequence[str], rows: Sequence[Sequence[Cell]], width: int) -> Iterator[str]:
    label = max(map(cells_of, names), default=0) + 2
    value = max(width - label, _NARROWEST_VALUE)
    for number, row in enumerate(rows, start=1):
        yield f"-- {number} --"
        for name, cell in zip(names, row, strict=True):
            first, *others = wrapped(cell.whole, value)
            yield (filled(name, label) + first).rstrip()
            yield from (" " * label + line for line in others)
        yield ""


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    if citations:
        yield "\n"
    for citation in citations:
        yield f"[{citation.number}] {visible(citation.line)}\n"
