"""The numbered citations of cells. They are looked up batch by batch, in the snapshot that the report reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse import __version__
from warehouse.reports.result import Citation, RunInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from psycopg import Connection

    from warehouse.reports.as_of import AsOf

_QUERY: Final = """
SELECT c.fact_key, c.document_key, c.paragraph, c.locator, d.title, d.section, d.page_date::text
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
WHERE c.fact_key = ANY ($1::text[])
ORDER BY d.page_date, c.document_key, c.paragraph, c.locator
"""


class _Place(NamedTuple):
    """A row of the lookup: a cited place of a fact."""

    fact_key: str
    document_key: str
    paragraph: int | None
    locator: str
    title: str
    section: str | None
    page_date: str | None

    @property
    def identity(self) -> tuple[str, int | str]:
        """The key of the source. Places in the same paragraph are one source, even if they cite different words."""
        return self.document_key, self.locator if self.paragraph is None else self.paragraph


class Numbering:
    """The numbering of citations; a cited place gets its number when it is first shown."""

    def __init__(self, connection: Connection[object], citations: list[Citation], past: AsOf | None = None) -> None:
        """Start without known facts.

        Args:
            connection: A connection in the snapshot of the report.
            citations: The list to which each new citation is appended.
            past: The moment at which places are read; None means now.
        """
        self._connection = connection
        self._citations = citations
        self._query = past.rewritten(_QUERY) if past else _QUERY
        self._numbered: dict[tuple[str, int | str], Citation] = {}
        self._places: dict[str, list[_Place]] = {}

    def learn(self, fact_ids: Iterable[str]) -> None:
        """Look up the facts of a batch with one query, and forget facts that only earlier batches had."""
        known = self._places
        self._places = {fact_id: known.get(fact_id, []) for fact_id in fact_ids}
        unknown = sorted(self._places.keys() - known.keys())
        if not unknown:
            return
        with RawCursor(self._connection, row_factory=tuple_row) as cursor:
            for place in map(_Place._make, cursor.execute(self._query, [unknown])):
                self._places[place.fact_key].append(place)

    def marks(self, fact_ids: Iterable[str]) -> tuple[Citation, ...]:
        """Return the distinct sources of a cell's facts, by number. Call ``learn`` with all of these facts before."""
        distinct = {place.identity: self._number(place) for fact_id in fact_ids for place in self._places[fact_id]}
        return tuple(sorted(distinct.values(), key=lambda citation: citation.number))

    def _number(self, place: _Place) -> Citation:
        known = self._numbered.get(place.identity)
        if known is not None:
            return known
        citation = Citation(
            number=len(self._citations) + 1,
            document=place.document_key,
            title=place.title,
            section=place.section,
            page_date=place.page_date,
            paragraph=place.paragraph,
            locator=place.locator if place.paragraph is None else f"¶{place.paragraph}",
        )
        self._citations.append(citation)
        self._numbered[place.identity] = citation
        return citation


_FORM: Final = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
_STARTED: Final = "SELECT to_char(transaction_timestamp() AT TIME ZONE 'UTC', %s)"
_LOAD: Final = """
SELECT load_id, schema_revision FROM mart.dim_load ORDER BY loaded_at DESC LIMIT 1
"""


def run_info(connection: Connection[Any], past: AsOf | None = None) -> RunInfo:
    """Return the time of the snapshot and the latest load in it.

    Args:
        connection: A connection in an open snapshot.
        past: The moment at which the report reads the data; None means now.

    Returns:
        The time and the load; before the first load, the fields of the load are None.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        started = _one(cursor.execute(_STARTED, [_FORM]).fetchone())[0]
        load = cursor.execute((past.rewritten(_LOAD) if past else _LOAD).encode()).fetchone()
    as_of = past.at.isoformat().replace("+00:00", "Z") if past else None
    return RunInfo(started, load[0] if load else None, load[1] if load else None, __version__, as_of)


def _one(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return row or (None,)
