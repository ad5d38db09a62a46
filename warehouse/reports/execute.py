"""The execution of a report: a read-only snapshot, a server cursor, a result whose rows stream, and its citations.

Citations are numbered. They are looked up batch by batch, in the snapshot that the report reads.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawCursor, RawServerCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import class_row, tuple_row

from warehouse import __version__
from warehouse.reports.fetching import BATCH, Fetcher, GrainProof, copied, fetching, refuse_doubled
from warehouse.reports.parameters import refuse_other_choices, settle
from warehouse.reports.quotes import Marked, Quoted
from warehouse.reports.result import Citation, Document, Layout, Result, Row, RunInfo, lay_out, shown_cells
from warehouse.sqlfiles import SETTINGS, read_as_text, server_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.as_of import AsOf
    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.quotes import Quotes

    ServerRow = tuple[Any, ...]
    Marks = tuple[tuple["Citation", ...], ...]


CURSOR: Final = "report_rows"
DECLARE: Final = f'DECLARE "{CURSOR}" CURSOR FOR '
"""The text that psycopg sends before a report's statement."""

_AS_A_WHOLE: Final = "SET LOCAL cursor_tuple_fraction = 1; SET LOCAL enable_nestloop = off"
"""Make the planner optimise for all rows instead of the first ones, because all are read.

Reports join parts that they compute, which look like few rows to the planner. Its nested loops took minutes, where hash
joins never take more than a second or so longer than the best plan.
"""

_PLANNED: Final = "SET LOCAL enable_nestloop TO DEFAULT"
"""The sources of cells are looked up row by row."""

_make_row: Final[Callable[[tuple[ServerRow, Marks]], Row]] = partial(tuple.__new__, Row)
"""Build a ``Row`` without a call of Python code; an answer can have millions of rows."""


@contextmanager
def snapshot(connection: Connection[Any]) -> Iterator[None]:
    """Open a read-only snapshot in which several reports can run and see the same data.

    If a transaction is open already, reads see its data; writes are refused in any case.
    """
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction():
        mode = "ISOLATION LEVEL REPEATABLE READ, READ ONLY" if is_idle else "READ ONLY"
        connection.execute(f"SET TRANSACTION {mode}")
        connection.execute(SETTINGS)
        yield


@contextmanager
def run(
    connection: Connection[Any],
    report: Report,
    values: Mapping[str, str],
    numbering: Numbering | None = None,
    quotes: Quotes | None = None,
) -> Iterator[Result]:
    """Run a report and yield its result. Until the context ends, the rows of the result, or its lines, can be read.

    Args:
        connection: An open connection; inside ``snapshot`` the report reads that snapshot, otherwise its own.
        report: The report.
        values: Parameters as given on the command line.
        numbering: The numbering of citations that goes on in this answer; None for one of its own.
        quotes: The words that the sources of its own numbering may be quoted with; None means that they are not quoted.

    Raises:
        UsageError: A parameter is unknown or missing, or its value is not allowed.
        ProblemsFound: The server refuses the report.
        DatabaseBusy: The report took longer than its timeout.
        CheckFailed: Two rows are equal in the grain; raised while the rows are read.
    """
    settled, is_alone = settle(report, values), numbering is None
    numbering = numbering or Numbering(connection, [], report.past, Quoted(quotes) if quotes else None)
    with server_errors(report.source, report.query, sent_before=DECLARE), snapshot(connection):
        if report.past is not None:
            report.past.enter(connection)
        limit_time(connection, report)
        refuse_other_choices(connection, settled, report)
        info = run_info(connection, report.past)
        with declared(connection, report, settled) as cursor:
            layout = lay_out(report, returned := cursor.description or [])
            result = Result(report, settled, layout.columns, info, iter(()), numbering.citations)
            result.quoted = numbering.quoted
            with fetching(connection, cursor, report) as fetcher, closing(copied(connection, result, layout)) as lines:
                result.documents = partial(_documents_so_far, connection, fetcher, result)
                if is_alone or not layout.is_cited:
                    result.lines = lines
                result.rows = chain.from_iterable(_batches(fetcher, layout, result, numbering, len(returned)))
                yield result


def _documents_so_far(connection: Connection[Any], fetcher: Fetcher, result: Result) -> list[Document]:
    fetcher.make_way()
    return cited_documents(connection, result)


def cited_documents(connection: Connection[Any], result: Result) -> list[Document]:
    """Return the documents that the rows read so far cite, in the order of their keys."""
    return documents(connection, {citation.document for citation in result.citations}, result.report.past)


def limit_time(connection: Connection[Any], report: Report) -> None:
    """Set the report's timeout as the statement timeout of the open transaction."""
    connection.execute(f"SET LOCAL statement_timeout = {report.header.timeout * 1000:d}")


@contextmanager
def declared(
    connection: Connection[Any], report: Report, settled: Mapping[str, Value]
) -> Iterator[RawServerCursor[ServerRow]]:
    """Open a server cursor on the report's statement. The server plans the statement but reads no row.

    Args:
        connection: A connection in an open transaction.
        report: The report.
        settled: The value of each parameter.
    """
    connection.execute(_AS_A_WHOLE)
    with RawServerCursor(connection, CURSOR, row_factory=tuple_row) as cursor:
        read_as_text(cursor)
        cursor.execute(report.query.text, [settled[name] for name in report.query.names])
        connection.execute(_PLANNED)
        yield cursor


def _batches(
    fetcher: Fetcher, layout: Layout, result: Result, numbering: Numbering, width: int
) -> Iterator[Iterable[Row]]:
    proof, shown = GrainProof(layout), shown_cells(layout, width)
    while True:
        rows = fetcher.receive()
        if proof.add(rows):
            refuse_doubled(numbering.connection, result.report, result.values)
        marks = marks_of(rows, layout, result, numbering, proof.rows - len(rows))
        is_last = len(rows) < BATCH
        if not is_last:
            fetcher.send_for_more()
        cells = rows if shown is None else map(shown, rows)
        yield map(_make_row, zip(cells, marks, strict=False))
        if is_last:
            break
    if proof.rows > BATCH and proof.is_doubtful():
        refuse_doubled(numbering.connection, result.report, result.values)


def marks_of(
    rows: Sequence[ServerRow], layout: Layout, result: Result, numbering: Numbering, before: int
) -> Iterable[Marks]:
    """Return the citations of the cells of each row of a batch, and note which of them state a disputed fact.

    Args:
        rows: The rows of the batch.
        layout: The positions of the columns in a row.
        result: The answer, which takes the disputed cells.
        numbering: The numbering of citations.
        before: The number of rows of earlier batches.
    """
    if not layout.is_cited:
        return repeat(((),) * len(layout.facts))
    numbering.learn(_facts_of(rows, layout))
    result.disputed.update(_disputed(layout, numbering, rows, before))
    return map(partial(_marks, layout, numbering), rows)


def _facts_of(rows: Sequence[ServerRow], layout: Layout) -> set[str]:
    cited = [at for at in layout.facts if at is not None]
    return {fact for row in rows for at in cited for fact in _facts(row[at])}


def _marks(layout: Layout, numbering: Numbering, row: ServerRow) -> Marks:
    return tuple(() if at is None else numbering.marks(_facts(row[at])) for at in layout.facts)


def _disputed(
    layout: Layout, numbering: Numbering, rows: Sequence[ServerRow], before: int
) -> Iterator[tuple[int, int]]:
    """Yield row and column of the cells that state a disputed fact; ``before`` counts the rows of earlier batches."""
    if disputed := numbering.disputed:
        for at, row in enumerate(rows, start=before):
            for column, facts in enumerate(layout.facts):
                if facts is not None and not disputed.isdisjoint(_facts(row[facts])):
                    yield at, column


def _facts(value: str | list[str | None] | None) -> list[str]:
    """Return the fact ids in a cell, without NULLs."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [fact for fact in value if fact is not None]


PLACES: Final = """
SELECT c.fact_key, c.document_key, c.paragraph, c.locator, d.title, d.section, d.page_date_printed,
  c.span_start, c.span_end, c.quote_sha256,
  coalesce(f.is_disputed, false) AS is_disputed
FROM mart.bridge_fact_document AS c
JOIN mart.dim_document AS d ON d.document_key = c.document_key
LEFT JOIN mart.dim_fact AS f ON f.fact_key = c.fact_key
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
    span_start: int | None
    span_end: int | None
    quote_sha256: str | None
    is_disputed: bool

    @property
    def marked(self) -> Marked:
        """The words that it cites."""
        return Marked(self.document_key, self.paragraph, self.span_start, self.span_end, self.quote_sha256)

    @property
    def identity(self) -> tuple[str, int | str]:
        """The key of the source. Places in the same paragraph are one source, even if they cite different words."""
        return self.document_key, self.locator if self.paragraph is None else self.paragraph


class Numbering:
    """The numbering of citations; a cited place gets its number when it is first shown.

    citations: The citations so far, in the order of their numbers.
    quoted: Where the words of each cited place are added; None means nowhere.
    """

    def __init__(
        self,
        connection: Connection[Any],
        citations: list[Citation],
        past: AsOf | None = None,
        quoted: Quoted | None = None,
    ) -> None:
        """Start without known facts.

        Args:
            connection: A connection in the snapshot of the report.
            citations: The list to which each new citation is appended.
            past: The moment at which places are read; None means now.
            quoted: Where the words of each cited place are added; None means nowhere.
        """
        self.quoted = quoted
        self.connection = connection
        self.citations = citations
        self._query = past.rewritten(PLACES) if past else PLACES
        self._numbered: dict[tuple[str, int | str], Citation] = {}
        self._places: dict[str, list[_Place]] = {}

    def learn(self, fact_ids: Iterable[str]) -> None:
        """Look up the facts of a batch with one query, and forget facts that only earlier batches had."""
        known = self._places
        self._places = {fact_id: known.get(fact_id, []) for fact_id in fact_ids}
        unknown = sorted(self._places.keys() - known.keys())
        if not unknown:
            return
        for place in map(_Place._make, self.places_of(unknown)):
            self._places[place.fact_key].append(place)

    def places_of(self, fact_ids: Sequence[str]) -> Iterable[tuple[Any, ...]]:
        """Return the cited places of facts, as rows of ``PLACES``."""
        with RawCursor(self.connection, row_factory=tuple_row) as cursor:
            return cursor.execute(self._query, [fact_ids]).fetchall()

    @property
    def disputed(self) -> set[str]:
        """The known facts that an open question involves."""
        return {fact for fact, places in self._places.items() if any(place.is_disputed for place in places)}

    def marks(self, fact_ids: Iterable[str]) -> tuple[Citation, ...]:
        """Return the distinct sources of a cell's facts, by number. Call ``learn`` with all of these facts before."""
        distinct = {}
        for fact_id in fact_ids:
            for place in self._places[fact_id]:
                distinct[place.identity] = citation = self._number(place)
                if self.quoted is not None:
                    self.quoted.add(citation.number, place.marked)
        return tuple(sorted(distinct.values(), key=lambda citation: citation.number))

    def _number(self, place: _Place) -> Citation:
        known = self._numbered.get(place.identity)
        if known is not None:
            return known
        citation = Citation(
            number=len(self.citations) + 1,
            document=place.document_key,
            title=place.title,
            section=place.section,
            page_date=place.page_date,
            paragraph=place.paragraph,
            locator=place.locator if place.paragraph is None else f"¶{place.paragraph}",
        )
        self.citations.append(citation)
        self._numbered[place.identity] = citation
        return citation


_DOCUMENTS: Final = """
SELECT d.document_key, d.title, d.kind, t.citation_type, d.section, d.publisher_name, d.language,
  coalesce(to_char(d.published_on, 'YYYY-MM-DD'), d.page_date_printed) AS issued, d.url, d.archive_url,
  d.licence
FROM mart.dim_document AS d
JOIN mart.dim_term AS t ON t.scheme = 'document-kind' AND t.label = d.kind
WHERE $1::text[] IS NULL OR d.document_key = ANY ($1::text[])
ORDER BY d.document_key COLLATE "C"
"""


def documents(
    connection: Connection[Any], keys: Iterable[str] | None = None, past: AsOf | None = None
) -> list[Document]:
    """Return documents in the order of their keys.

    Args:
        connection: A connection in an open snapshot.
        keys: Keys of the documents; None: all.
        past: The moment at which they are read; None means now.
    """
    query = past.rewritten(_DOCUMENTS) if past else _DOCUMENTS
    with RawCursor(connection, row_factory=class_row(Document)) as cursor:
        return cursor.execute(query, [None if keys is None else sorted(keys)]).fetchall()


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
