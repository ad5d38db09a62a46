"""Comma-separated values after RFC 4180, with the sources of each row in a last column.

Values stand in it as they are: a spreadsheet that opens the file may take ``=1+1`` for a formula, which xlsx prevents.
Only on a terminal are characters made visible that would act on it.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.sources import sources_name, sources_of
from warehouse.reports.formats.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.reports.result import Result

    Cells = tuple[str | None, ...]

_AT_ONCE: Final = 1000
"""Rows that are made into text together."""

_END: Final = "\r\n"

_NO_SOURCES: Final = b",\r\n"
"""How a line without sources ends."""

_SPECIAL: Final = re.compile('[",\r\n]')


def write(result: Result, stream: IO[str], width: int | None) -> None:
    """Write a line of names and a line per row; no value is nothing, an empty text is a pair of quotes."""
    csv.writer(stream).writerow([*(column.name for column in result.columns), sources_name(result.columns)])
    if result.lines is not None and width is None:
        for lines in result.lines:
            stream.write((_NO_SOURCES.join(lines) + _NO_SOURCES).decode())
        return
    while rows := list(islice(result.rows, _AT_ONCE)):
        batch: list[Cells] = [(*row.cells, sources_of(row)) for row in rows]
        if width is not None:
            batch = [tuple(None if cell is None else visible(cell) for cell in cells) for cells in batch]
        stream.write(_lines(batch))


def _lines(batch: Sequence[Cells]) -> str:
    """Join the cells; where none of them needs quotes, which the commas tell, that is all there is to do."""
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
    """Write a row that may hold an empty text: the writer of the standard library does not tell it from no value."""
    return ",".join(map(_quoted, cells)) + _END


def _quoted(cell: str | None) -> str:
    if cell is None:
        return ""
    return cell if cell and not _SPECIAL.search(cell) else '"' + cell.replace('"', '""') + '"'
