"""A JSON object per line and row, with values as in json and the sources of its cells under ``_citations``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Final

from warehouse.reports.formats.jsontext import harmless, members_of, quoted

if TYPE_CHECKING:
    from warehouse.reports.result import Citation, Result

_CITATIONS: Final = "_citations"
"""No column has this name: those of reports start with a letter."""


def write(result: Result, stream: IO[str], _width: int | None) -> None:
    """Write a line per row; ``_citations`` maps the cited columns of the row to their sources and may be empty."""
    members = members_of(result.columns)
    names = [quoted(column.name) for column in result.columns]
    known: dict[int, str] = {}
    for row in result.rows:
        cited = ", ".join(
            f"{name}: [{', '.join(_source(citation, known) for citation in marks)}]"
            for name, marks in zip(names, row.marks, strict=True)
            if marks
        )
        stream.write(harmless(f'{{{members(row)}, "{_CITATIONS}": {{{cited}}}}}\n'))


def _source(citation: Citation, known: dict[int, str]) -> str:
    """Write a source, or repeat what was written of it before."""
    if citation.number not in known:
        known[citation.number] = json.dumps(asdict(citation), ensure_ascii=False)
    return known[citation.number]
