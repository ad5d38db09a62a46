"""The csv and tsv formats: a line per row, with the sources of the row in a last column."""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Column, Result, Row

    Cells = tuple[str | None, ...]

_SOURCES: Final = "sources"


def sources_name(columns: Sequence[Column]) -> str:
    """Return the name of the column of sources, with an underscore if the answer already has a column ``sources``."""
    return f"_{_SOURCES}" if any(column.name == _SOURCES for column in columns) else _SOURCES


def sources_of(row: Row) -> str | None:
    """Return the row's sources as ``document#paragraph``, in the order of the numbers that other formats show."""
    if not any(row.marks):
        return None
    numbered = {citation.number: citation.short for cell in row.marks for citation in cell}
    return "; ".join(numbered[number] for number in sorted(numbered))


_AT_ONCE: Final = 1000
"""The number of rows that are converted to text together."""

_END: Final = "\r\n"
_LINE_END: Final = _END.encode()

_NEEDS_QUOTES: Final = re.compile('[",\r\n]')


def write_csv(result: Result, stream: IO[str], width: int | None) -> None:
    """Write the answer as csv: a line of column names, then a line per row.

    A missing value is written as nothing, an empty text as a pair of quotes.

    Args:
        result: The answer.
        stream: A text stream that does not translate line ends.
        width: Width of the terminal in cells; None without a terminal. On a terminal, control characters and marks of
            text direction are made visible.
    """
    csv.writer(stream).writerow([*(column.name for column in result.columns), sources_name(result.columns)])
    if result.lines is not None and width is None:
        for lines in result.lines:
            stream.write((_LINE_END.join(lines) + _LINE_END).decode())
        return
    while rows := list(islice(result.rows, _AT_ONCE)):
        batch: list[Cells] = [(*row.cells, sources_of(row)) for row in rows]
        if width is not None:
            batch = [tuple(None if cell is None else visible(cell) for cell in cells) for cells in batch]
        stream.write(_lines(batch))


def _lines(batch: Sequence[Cells]) -> str:
    """Return the rows as lines of csv. If the number of separators shows that no cell needs quotes, join the cells."""
    if any("" in cells for cells in batch):
        return "".join(map(_line, batch))
    text = _END.join([",".join([cell or "" for cell in cells]) for cells in batch])
    is_plain = (
        '"' not in text
        and text.count(",") == (len(batch[0]) - 1) * len(batch)
        and text.count("\r") == text.count("\n") == len(batch) - 1
    )
    if is_plain:
        return text + _END
    quoted = StringIO(newline="")
    csv.writer(quoted).writerows(batch)
    return quoted.getvalue()


def _line(cells: Cells) -> str:
    """Return the line of a row that may hold an empty text, which ``csv.writer`` would write like a missing value."""
    return ",".join(map(_quoted, cells)) + _END


def _quoted(cell: str | None) -> str:
    if cell is None:
        return ""
    return cell if cell and not _NEEDS_QUOTES.search(cell) else '"' + cell.replace('"', '""') + '"'


_SPECIAL: Final = re.compile(r"[\\\x00-\x1f\x7f]")


def write_tsv(result: Result, stream: IO[str], width: int | None) -> None:
    """Write the answer as tsv: a line of column names, then a line per row.

    Args:
        result: The answer.
        stream: A text stream that does not translate line ends.
        width: Width of the terminal in cells; None without a terminal. Control characters are always made visible,
            marks of text direction only on a terminal.
    """
    names = [*(column.name for column in result.columns), sources_name(result.columns)]
    stream.write("\t".join(names) + "\n")
    for row in result.rows:
        line = "\t".join(_escaped(cell) for cell in (*row.cells, sources_of(row)))
        stream.write((line if width is None else _shown(line)) + "\n")


def _escaped(cell: str | None) -> str:
    if cell is None:
        return ""
    return _SPECIAL.sub(lambda match: "\\\\" if match[0] == "\\" else visible(match[0]), cell)


def _shown(line: str) -> str:
    return "\t".join(map(visible, line.split("\t")))
