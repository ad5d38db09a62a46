"""Write an answer: one module per format, all from the same cells, so that they agree cell for cell.

Comes in: a ``Result`` whose rows have not been read, the name of a format, a text stream. Goes out: text on it, with
the sources of the cells. Never opens or closes a file, never shortens a cell, never changes a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.formats import as_csv, as_json, as_markdown, as_table
from warehouse.strictyaml import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from warehouse.reports.result import Result

    Writer = Callable[[Result, TextIO, int | None], None]

WRITERS: Final[Mapping[str, Writer]] = {
    "table": as_table.write,
    "csv": as_csv.write,
    "json": as_json.write,
    "md": as_markdown.write,
}
"""What can be written, by the name used on the command line."""

__all__ = ["WRITERS", "write"]


def write(result: Result, format_name: str, stream: TextIO, width: int | None = None) -> None:
    """Read all rows of the answer and write them.

    Args:
        result: The answer.
        format_name: One of ``WRITERS``.
        stream: Where to; for csv it must leave line ends as they are (``newline=""``).
        width: Cells of the terminal; None: no terminal, lines may be of any length.

    Raises:
        UsageError: There is no such format.
    """
    if format_name not in WRITERS:
        raise UsageError(f'there is no format "{format_name}"', hint=nearest(format_name, WRITERS))
    WRITERS[format_name](result, stream, width)
