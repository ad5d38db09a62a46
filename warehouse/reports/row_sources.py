"""The column of sources in lines that the server writes: it lists the places of a row, and here they are put in order.

A source stands where the numbers that other formats show would put it: it has its number from the row that names it
first. Only who has read all rows before knows these numbers, so the server cannot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BETWEEN: Final = b"\x1f"
"""Stands between two places of a row; no key and no locator holds it."""

_TEXT: Final = "pg_catalog.text"
_PLACE: Final = f"c.document_key || '#' || coalesce(c.paragraph::{_TEXT}, c.locator)"
_OF_DAY: Final = "(SELECT d.page_date FROM mart.dim_document AS d WHERE d.document_key = c.document_key)"
_IN_ORDER: Final = (
    f"pg_catalog.string_agg({_PLACE}, E'\\x1f' ORDER BY pg_catalog.array_position({{0}}, c.fact_key),"
    f" {_OF_DAY}, c.document_key, c.paragraph, c.locator)"
)
"""The places of a row, in the order of its cells, of the facts of a cell, and of the places of a fact.

They are looked up without a join, because reports are planned without nested loops.
"""

_ALONE: Final = f"CASE WHEN pg_catalog.count(*) > 1 THEN {_IN_ORDER} ELSE pg_catalog.min({_PLACE}) END"
"""The same where each cell is of one fact: most have one place, which needs no order."""

_QUOTED: Final = re.compile(rb'"(?:[^"]|"")*"')
_NEEDS_QUOTES: Final = re.compile(rb'[",\r\n]')
_MOST_KNOWN: Final = 10_000
"""Most lists of places whose text is kept: many rows have the same, and a million rows may have a million."""


def places_of_row(columns: Sequence[tuple[str, bool]]) -> str:
    """Return SQL that lists the places of a row.

    Args:
        columns: The columns with fact ids, in the order of the cells that they belong to; each with whether it is an
            array.
    """
    cells = [
        f'answer."{name}"::{_TEXT}[]' if is_array else f'ARRAY[answer."{name}"::{_TEXT}]' for name, is_array in columns
    ]
    facts = " || ".join(cells)
    places = (_IN_ORDER if any(is_array for _, is_array in columns) else _ALONE).format(f"({facts})")
    return f"(SELECT {places} FROM mart.bridge_fact_document AS c WHERE c.fact_key = ANY ({facts}))"  # noqa: S608 - names of columns, checked


class RowSources:
    """The sources of all rows so far, in the order of their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._known: dict[bytes, bytes] = {}

    def moved_behind(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines of csv with the sources as the last cell.

        Args:
            lines: Lines whose first cell lists the places.
        """
        known = self._known
        for line in lines:
            if line.startswith(b'"'):
                quoted = _QUOTED.match(line)
                end = quoted.end() if quoted else len(line)
            else:
                end = line.index(b",")
            places = line[:end]
            sources = known.get(places)
            if sources is None:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                sources = known[places] = self._sources(places)
            yield line[end + 1 :] + b"," + sources

    def _sources(self, places: bytes) -> bytes:
        if not places:
            return b""
        if places.startswith(b'"'):
            places = places[1:-1].replace(b'""', b'"')
        numbers = self._numbers
        named = dict.fromkeys(places.split(_BETWEEN))
        for place in named:
            numbers.setdefault(place, len(numbers))
        in_order = sorted((numbers[place], place) for place in named)
        text = b"; ".join([place for _, place in in_order])
        return b'"' + text.replace(b'"', b'""') + b'"' if _NEEDS_QUOTES.search(text) else text
