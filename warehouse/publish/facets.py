"""The facets of a table: the columns by which a reader can choose rows, and those that fold where room is short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from warehouse.reports.definition import Header

FEWEST: Final = 6
"""Rows from which a table can be narrowed."""
MOST: Final = 30
"""The most values of a facet."""
_LONGEST: Final = 48
_LONG: Final = 160
"""Length of a text from which it fills a table."""
_YEAR: Final = re.compile(r"[0-9]{4}(?![0-9])")


def facet_of(texts: Sequence[str | None]) -> str | None:
    """Return by what readers can choose rows with a column: its ``text`` or its ``year``; None if by neither.

    Args:
        texts: The cells of the column; None is an empty one.
    """
    values = {text for text in texts if text is not None}
    if len(texts) < FEWEST or len({*texts}) < 2:  # noqa: PLR2004 - what is the same in all rows divides nothing
        return None
    if all(_YEAR.match(text) for text in values):
        return "year"
    parts = {part for text in values for part in text.split("; ")}
    is_short = max(map(len, parts)) <= _LONGEST
    return "text" if is_short and len(parts) <= min(MOST, len(texts) / 2) else None


def is_key(name: str) -> bool:
    """Return whether a column holds keys, which say little to readers."""
    return name.endswith(("_key", "_family", "_fact"))


def ranks(
    columns: Mapping[str, Sequence[str | None]], units: Mapping[str, str | None], header: Header
) -> dict[str, int]:
    """Return how early each column is folded away where a table has too little room; 0 means never.

    What the chart shows and what the rows are of stays; keys, notes and empty columns go first, then long texts and
    what has no sources. A column with the units of another one goes just after it.

    Args:
        columns: The cells of each column.
        units: The unit of each column.
        header: The header of the report.
    """
    chart = header.chart
    kept = {*header.grain, *((chart.x, chart.y, chart.series, chart.value) if chart else ())}
    by_name = {name: _rank(name, texts, kept, header.cite) for name, texts in columns.items()}
    for name, unit in units.items():
        referred = (unit or "").removeprefix("see ")
        if referred in by_name:
            by_name[referred] = min(by_name[referred], max(0, by_name[name] - 1))
    return by_name


def _rank(name: str, texts: Sequence[str | None], kept: Collection[str | None], cited: Collection[str]) -> int:
    longest = max((len(text) for text in texts if text is not None), default=0)
    if not longest:
        return 8
    if is_key(name) or name == "note":
        return 6
    if name in kept:
        return 0
    return 2 if name in cited and longest <= _LONG else 4
