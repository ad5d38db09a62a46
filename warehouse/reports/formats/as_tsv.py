r"""Tab-separated values: a line per row and a tab per column whatever the values hold, the sources in the last column.

``cut``, ``sort`` and ``awk`` know no quotes, so there are none: a backslash is written ``\\``, a tab ``\t``, line ends
``\n`` and ``\r``, other control characters as ``\x1b``; PostgreSQL's COPY reads all of these. No value is nothing, as
spreadsheets expect it, and so is an empty text: csv and json tell the two apart.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.sources import sources_name, sources_of
from warehouse.reports.formats.visible import visible

if TYPE_CHECKING:
    from warehouse.reports.result import Result

_SPECIAL: Final = re.compile(r"[\\\x00-\x1f\x7f]")


def write(result: Result, stream: IO[str], width: int | None) -> None:
    """Write a line of names and a line per row; on a terminal also marks of direction are made visible."""
    names = [*(column.name for column in result.columns), sources_name(result.columns)]
    stream.write("\t".join(names) + "\n")
    for row in result.rows:
        line = "\t".join(_escaped(cell) for cell in (*row.cells, sources_of(row)))
        stream.write((line if width is None else _shown(line)) + "\n")


def _escaped(cell: str | None) -> str:
    if cell is None:
        return ""
    return _SPECIAL.sub(lambda found: "\\\\" if found[0] == "\\" else visible(found[0]), cell)


def _shown(line: str) -> str:
    return "\t".join(map(visible, line.split("\t")))
