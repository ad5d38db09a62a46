"""The facets of a table: the columns by which a reader can choose rows, and those that fold where room is short."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST: Final = 6
"""Rows from which a table can be narrowed."""
MOST: Final = 30
"""The most values of a facet."""
_LONGEST: Final = 48
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


def rank_of(name: str, texts: Sequence[str | None], *, is_central: bool) -> int:
    """Return how early a column is folded away where a table has too little room; 0 means never.

    Args:
        name: Name of the column.
        texts: Its cells.
        is_central: Whether it belongs to the grain, has sources or is drawn.
    """
    if not any(text is not None for text in texts):
        return 3
    if name.endswith("_key") or name == "note":
        return 2
    return 0 if is_central else 1
