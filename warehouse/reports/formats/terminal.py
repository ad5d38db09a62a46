"""The table format, for terminals. Numbers are aligned right, with their marks after them; long texts are wrapped."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Final

from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.result import Citation, Result, Row

_GAP: Final = "  "
_WIDEST: Final = 500
"""The maximum width of a column without a terminal. A wider cell would make all other lines long with blanks."""
_LONGEST_WORDS: Final = (20, 16, 12)
"""The lengths, in cells, up to which words are not broken. The first one with which the columns fit is used."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the marks after it, and whether it is a number."""

    text: str
    marks: str
    is_number: bool

    @property
    def text_with_marks(self) -> str:
        """The text and the marks as one text."""
        return " ".join(part for part in (self.text, self.marks) if part)


@dataclass(frozen=True, slots=True)
class Width:
    """The width of a column in terminal cells.

    Attributes:
        total: The whole width.
        marks: The width of the marks after numbers, needed to align the numbers.
        is_limit: Whether longer texts are wrapped. If not, they move the rest of their line to the right.
    """

    total: int
    marks: int
    is_limit: bool = True


_FIRST_UNSURE: Final = "\u0300"
"""The first character that may join the one before it. All printable ones before it take one cell."""


def cells_of(text: str) -> int:
    """Return the number of terminal cells that a text takes; Korean letters take two."""
    if text.isprintable() and max(text, default="") < _FIRST_UNSURE:
        return len(text)
    import wcwidth  # slow to import, and most tables need none of it

    return wcwidth.width(text, control_codes="ignore")


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` cells, broken at blanks where possible."""
    if cells_of(text) <= width:
        return [text]
    import wcwidth

    lines = wcwidth.wrap(text, width, control_codes="ignore", replace_whitespace=False)
    return lines or [""]


def filled(text: str, width: int) -> str:
    """Return a text padded with blanks to ``width`` cells."""
    return text + " " * (width - cells_of(text))


def widths(names: Sequence[str], rows: Sequence[Sequence[Cell]], available: int | None) -> list[Width] | None:
    """Return the width of each column; the widest columns are narrowed first.

    Args:
        names: The heads of the columns; in a narrow column a head is wrapped after an underscore.
        rows: The cells.
        available: Terminal cells in a line; None means as many as needed.

    Returns:
        The widths, or None if the columns do not fit beside each other without breaking ordinary words.
    """
    columns = [[row[number] for row in rows] for number in range(len(names))]
    marks = [max((cells_of(cell.marks) for cell in column if cell.is_number), default=0) for column in columns]
    widest = [
        max(cells_of(name), *(_cells(cell, mark) for cell in column), 1)
        for name, column, mark in zip(names, columns, marks, strict=True)
    ]
    if available is None:
        return [Width(min(total, _WIDEST), mark, is_limit=False) for total, mark in zip(widest, marks, strict=True)]
    room = available - len(_GAP) * (len(names) - 1)
    for longest in _LONGEST_WORDS:
        least = [
            max(*map(cells_of, _pieces(name)), *(_least(cell, mark, longest) for cell in column), 1)
            for name, column, mark in zip(names, columns, marks, strict=True)
        ]
        if sum(least) <= room:
            totals = _narrowed(widest, least, room)
            return [Width(total, mark) for total, mark in zip(totals, marks, strict=True)]
    return None


def _narrowed(widest: Sequence[int], least: Sequence[int], room: int) -> Sequence[int]:
    """Return widths that fit into ``room``. The widest columns are narrowed first, and none below its ``least``."""
    totals = widest
    limit = max(widest, default=0)
    while sum(totals) > room:
        limit -= 1
        totals = [max(low, min(high, limit)) for low, high in zip(least, widest, strict=True)]
    return totals


def _cells(cell: Cell, marks: int) -> int:
    if cell.is_number:
        return cells_of(cell.text) + (marks + 1 if marks else 0)
    return cells_of(cell.text_with_marks)


def _least(cell: Cell, marks: int, longest: int) -> int:
    """Return the smallest width at which neither a number nor a word of up to ``longest`` cells is broken."""
    if cell.is_number:
        return _cells(cell, marks)
    return min(max(map(cells_of, cell.text_with_marks.split()), default=0), longest)


def _pieces(name: str) -> list[str]:
    return re.findall(r"[^_]*_+|[^_]+", name)


def head_lines(names: Sequence[str], cells: Sequence[Cell], columns: Sequence[Width]) -> list[str]:
    """Return the lines of the heads; the head of a column of numbers ends where the numbers end.

    Args:
        names: The heads.
        cells: A row, which shows which columns hold numbers.
        columns: The widths of the columns.
    """
    parts = []
    for name, cell, column in zip(names, cells, columns, strict=True):
        lines = [""]
        for piece in _pieces(name):
            if lines[-1] and cells_of(lines[-1] + piece) > column.total:
                lines.append("")
            lines[-1] += piece
        after = column.marks + 1 if column.marks else 0
        parts.append([_right(line, column.total, after) if cell.is_number else line for line in lines])
    return _beside(parts, columns)


def row_lines(row: Sequence[Cell], columns: Sequence[Width]) -> list[str]:
    """Return the lines that show a row."""
    parts = []
    for cell, column in zip(row, columns, strict=True):
        if cell.is_number:
            marks = f" {filled(cell.marks, column.marks)}" if column.marks else ""
            parts.append([" " * (column.total - cells_of(cell.text + marks)) + cell.text + marks])
        else:
            parts.append(wrapped(cell.text_with_marks, column.total) if column.is_limit else [cell.text_with_marks])
    return _beside(parts, columns)


def rule(columns: Sequence[Width]) -> str:
    """Return the line between the heads and the rows."""
    return _GAP.join("-" * column.total for column in columns)


def _right(text: str, total: int, after: int) -> str:
    """Return a head that ends where the numbers end. If it is too long, it starts at the left edge of the column."""
    return " " * max(total - after - cells_of(text), 0) + text


def _beside(parts: Sequence[list[str]], columns: Sequence[Width]) -> list[str]:
    """Return the lines of a row, joined from the lines of its cells, without trailing blanks."""
    return [
        _GAP.join(filled(part, column.total) for part, column in zip(line, columns, strict=True)).rstrip()
        for line in zip_longest(*parts, fillvalue="")
    ]


_NARROWEST_VALUE: Final = 20
_LONGEST_TEXT: Final = 2000
"""The maximum number of characters of a cell to show on a terminal. A longer cell would hide all other cells."""


def write_table(result: Result, stream: IO[str], width: int | None) -> None:
    """Write the title, the question, the rows and the sources.

    Without a width, each row is one line with every column. With a width, long texts are wrapped within their column,
    columns without any value are only named below the rows, and rows that still do not fit are written as lists.
    Very long cells are then cut, and a line below the rows says so.

    Args:
        result: The answer.
        stream: The text stream that gets the table.
        width: Width of the terminal in cells; None without a terminal.
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
        with_values = [number for number, name in enumerate(names) if name not in without]
        names, rows = (
            [names[number] for number in with_values],
            [[row[number] for number in with_values] for row in rows],
        )
    stream.write(f"{visible(header.title)}\n{visible(header.question)}\n\n")
    stream.writelines(f"{line}\n" for line in _body(names, rows, width))
    stream.write(f"({len(rows)} row{'' if len(rows) == 1 else 's'})\n")
    if without:
        stream.write(f"No values in: {', '.join(without)}\n")
    if cut:
        counted = ", ".join(f"{name} ({count} cell{'' if count == 1 else 's'})" for name, count in cut.items())
        stream.write(f"Cut after {_LONGEST_TEXT} characters: {counted}; write a file (-o) to get the full texts.\n")
    stream.writelines(_sources(result))


def _shortened(rows: Iterator[Row], names: Sequence[str], cut: Counter[str]) -> Iterator[Row]:
    """Yield the rows with their long cells cut, and add the number of cut cells of each column to ``cut``."""
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
    return [name for number, name in enumerate(names) if not any(row[number].text_with_marks for row in rows)]


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
            first, *others = wrapped(cell.text_with_marks, value)
            yield (filled(name, label) + first).rstrip()
            yield from (" " * label + line for line in others)
        yield ""


def _sources(result: Result) -> Iterator[str]:
    if result.citations:
        yield "\n"
    for citation in result.citations:
        yield f"[{citation.number}] {visible(citation.line)}\n"
        yield from (f"    “{visible(quote.words)}”\n" for quote in result.quotes_of(citation))
