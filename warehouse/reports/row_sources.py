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
_EACH: Final = "SELECT {0}, f.place, f.fact FROM pg_catalog.unnest({1}::{2}[]) WITH ORDINALITY AS f (fact, place)"
_PLACE: Final = f"c.document_key || '#' || coalesce(c.paragraph::{_TEXT}, c.locator)"
_IN_ORDER: Final = f"""(
SELECT pg_catalog.string_agg({_PLACE}, E'\\x1f'
  ORDER BY f.cell, f.place, d.page_date, c.document_key, c.paragraph, c.locator)
FROM ({{}}) AS f (cell, place, fact)
JOIN mart.bridge_fact_document AS c ON c.fact_key = f.fact
JOIN mart.dim_document AS d ON d.document_key = c.document_key
)"""  # noqa: S608 - names of columns, checked
"""The places of a row, in the order of its cells, of the facts of a cell, and of the places of a fact."""

_ALONE: Final = f"""(
SELECT CASE WHEN pg_catalog.count(*) > 1 THEN {{}} ELSE pg_catalog.min({_PLACE}) END
FROM mart.bridge_fact_document AS c WHERE c.fact_key IN ({{}})
)"""  # noqa: S608 - names of columns, checked
"""The same where each cell is of one fact: most have one place, which costs a third less to find than an order."""

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
    cells = [(number, f'answer."{name}"', is_array) for number, (name, is_array) in enumerate(columns)]
    each = [
        _EACH.format(number, facts, _TEXT) if is_array else f"SELECT {number}, 1, {facts}::{_TEXT}"
        for number, facts, is_array in cells
    ]
    in_order = _IN_ORDER.format(" UNION ALL ".join(each))
    if any(is_array for _, _, is_array in cells):
        return in_order
    return _ALONE.format(in_order, ", ".join(f"{fact}::{_TEXT}" for _, fact, _ in cells))


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
