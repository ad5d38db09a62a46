"""The answer of a report: its documented columns, its rows as a stream, and their citations."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg.postgres import types

from warehouse.sqlfiles import TYPE_BY_OID, plain
from warehouse.yamlfiles import Problem, ProblemsFound, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Column as ServerColumn

    from warehouse.reports.definition import ColumnDoc, Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.quotes import Quotation, Quoted

NUMBER_TYPES: Final = frozenset({"integer", "bigint", "numeric", "double precision"})


@dataclass(frozen=True, slots=True)
class Column:
    """A shown column: its name, its PostgreSQL type and its description from the report."""

    name: str
    type: str
    doc: ColumnDoc

    @property
    def meaning(self) -> str:
        """What it holds."""
        return self.doc.meaning

    @property
    def unit(self) -> str | None:
        """The unit of a quantity, or the column that names it."""
        return self.doc.unit

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in NUMBER_TYPES


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that supports the contents of cells.

    Attributes:
        number: The number shown beside the cells; citations are numbered by first appearance.
        document: Key of the document.
        title: Title of the document.
        section: Section of the publication; None if the document shows none.
        page_date: Date shown on the page: a day, month or year, such as 2026-02; None if the page has none.
        paragraph: Number of the paragraph; None for a reference work.
        locator: The place in the document, as a text.
    """

    number: int
    document: str
    title: str
    section: str | None
    page_date: str | None
    paragraph: int | None
    locator: str

    @property
    def short(self) -> str:
        """The document and the place in it as one word, such as ``article-key#18``."""
        return f"{self.document}#{self.paragraph if self.paragraph is not None else self.locator}"

    @property
    def line(self) -> str:
        """The title, section, date and place, as shown in a list of sources."""
        return ", ".join(part for part in (self.title, self.section, self.page_date, self.locator) if part)


class Document(NamedTuple):
    """A document, as a citation of it needs it; None: the warehouse does not know.

    Attributes:
        document_key: Its key.
        title: Its title as printed.
        kind: Its kind, such as press release.
        citation_type: The CSL type of this kind.
        section: The section of the publication it stands in.
        publisher_name: Who published it.
        language: Its language, a BCP 47 tag.
        issued: The day of publication, or else the date on its page: 2026-02-18, 2026-02 or 2026.
        url: Where it can be read.
        archive_url: Where an archive keeps it.
        licence: The terms under which its text may be used.
    """

    document_key: str
    title: str
    kind: str
    citation_type: str | None
    section: str | None
    publisher_name: str | None
    language: str
    issued: str | None
    url: str | None
    archive_url: str | None = None
    licence: str | None = None


class Row(NamedTuple):
    """A row: its cells as text (None: no value), and the citations of each cell."""

    cells: tuple[str | None, ...]
    marks: tuple[tuple[Citation, ...], ...]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run of a report: its time, and the load and versions behind its data.

    Attributes:
        started_at: When its snapshot was opened, ISO 8601 in UTC.
        load_run: Number of the latest finished load; None if nothing has been loaded yet.
        schema_revision: Revision of the schema (the migration) during that load; None if there is no load.
        software_version: Version of the software that ran the report.
        as_of: The moment at which it read the data, ISO 8601; None means when it started.
    """

    started_at: str
    load_run: int | None
    schema_revision: str | None
    software_version: str
    as_of: str | None = None

    def details(self) -> list[tuple[str, str]]:
        """Return the known details, as names and texts."""
        return [(name.replace("_", " "), str(value)) for name, value in asdict(self).items() if value is not None]


@dataclass(slots=True)
class Result:
    """An answer that is being read; it is valid only while its snapshot is open.

    Attributes:
        report: The report.
        values: The value of each parameter.
        columns: The shown columns.
        run: When the report ran, and on which load.
        rows: The rows; they can be read once.
        citations: The citations of the rows read so far, in the order of their numbers.
        disputed: Row and column, from 0, of the cells read so far that state a fact on which sources differ.
        lines: A much faster alternative to ``rows``: batches of the same cells as lines of csv in UTF-8, with the
            sources of the row as the last cell, without line ends. A missing value is written as nothing, an empty text
            as a pair of quotes. None if the answer has sources of the past, or goes on with numbers of another.
        quoted: The quotes of the rows read so far; None if the answer is to have none.
        documents: Looks up the documents of ``citations``.
    """

    report: Report
    values: Mapping[str, Value]
    columns: Sequence[Column]
    run: RunInfo
    rows: Iterator[Row]
    citations: list[Citation] = field(default_factory=list)
    disputed: set[tuple[int, int]] = field(default_factory=set)
    lines: Iterator[Sequence[bytes]] | None = None
    quoted: Quoted | None = None
    documents: Callable[[], Sequence[Document]] = list

    def quotes_of(self, citation: Citation) -> Sequence[Quotation]:
        """Return the quotes of a source, in the order of the text."""
        return self.quoted.of(citation.number) if self.quoted else ()


_FACT_ARRAYS: Final = frozenset({types["uuid"].array_oid, types["text"].array_oid})
_FACT_TYPES: Final = _FACT_ARRAYS | {types["uuid"].oid, types["text"].oid}


@dataclass(frozen=True, slots=True)
class Layout:
    """The positions of the columns in a row of the server.

    Attributes:
        columns: The shown columns in the order of the header.
        shown: Index of each shown column.
        facts: For each shown column the index of its fact ids; None if it is not cited.
        grain: Index of each column of the grain.
        has_array_in_grain: Whether a column of the grain is an array of fact ids.
        fact_columns: The columns with fact ids, in the order of the cells, each with whether it is an array.
    """

    columns: tuple[Column, ...]
    shown: tuple[int, ...]
    facts: tuple[int | None, ...]
    grain: tuple[int, ...]
    has_array_in_grain: bool
    fact_columns: tuple[tuple[str, bool], ...] = ()

    @property
    def is_cited(self) -> bool:
        """Whether any column has sources."""
        return any(at is not None for at in self.facts)


def lay_out(report: Report, returned: Sequence[ServerColumn]) -> Layout:
    """Match the columns that the header declares with those that the server returns.

    Args:
        report: The report.
        returned: The columns of its statement, as the server describes them.

    Raises:
        ProblemsFound: The declared and the returned columns differ, or a type cannot be shown.
    """
    problems = sorted({*_name_problems(report, returned), *_type_problems(report, returned)})
    if problems:
        raise ProblemsFound(problems)
    header = report.header
    index = {column.name: number for number, column in enumerate(returned)}
    columns = tuple(
        Column(name, TYPE_BY_OID[returned[index[name]].type_code], doc) for name, doc in header.columns.items()
    )
    names = list(header.columns)
    grain = tuple(index[name] for name in header.grain)
    cited = dict.fromkeys(header.cite[name] for name in names if name in header.cite)
    return Layout(
        columns=columns,
        shown=tuple(index[name] for name in names),
        facts=tuple(index[header.cite[name]] if name in header.cite else None for name in names),
        grain=grain,
        has_array_in_grain=any(returned[at].type_code in _FACT_ARRAYS for at in grain),
        fact_columns=tuple((name, returned[index[name]].type_code in _FACT_ARRAYS) for name in cited),
    )


def picked(indexes: Sequence[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return a function that picks the cells at these indexes from a row; it returns a tuple even for one index."""
    if len(indexes) == 1:
        (only,) = indexes
        return lambda row: (row[only],)
    return itemgetter(*indexes)


def shown_cells(layout: Layout, width: int) -> Callable[[tuple[Any, ...]], tuple[str | None, ...]] | None:
    """Return a function that turns a row of the server into the shown cells.

    Args:
        layout: The positions of the columns in a row of the server.
        width: The number of columns that the server returns.

    Returns:
        The function; None if the rows of the server already are the shown cells, so that no conversion is needed.
    """
    pick = picked(layout.shown)
    changes = [
        (number, change) for number, column in enumerate(layout.columns) if (change := plain(column.type)) is not None
    ]
    if not changes:
        return None if layout.shown == tuple(range(width)) else pick

    def changed(row: tuple[Any, ...]) -> tuple[str | None, ...]:
        cells = list(pick(row))
        for number, change in changes:
            if cells[number] is not None:
                cells[number] = change(cells[number])
        return tuple(cells)

    return changed


def _name_problems(report: Report, returned: Sequence[ServerColumn]) -> Iterator[Problem]:
    node, header = report.source.header, report.header
    names = [column.name for column in returned]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(node.at(("columns",)), "E-report-columns", f'the statement returns "{name}" twice', "rename one")
    for name in names:
        if name not in header.columns and name not in header.cite.values():
            what = f'the statement returns "{name}", which is not declared'
            hint = f"describe it under columns{_or_nearest(name, set(header.columns) - set(names))}"
            yield Problem(node.at(("columns",)), "E-report-columns", what, hint)
    for name in header.columns:
        if name not in names:
            what = f'the statement does not return the declared column "{name}"'
            yield Problem(node.at(("columns", name), key=True), "E-report-columns", what, nearest(name, names))
    for shown, facts in header.cite.items():
        if facts not in names:
            what = f'the statement does not return "{facts}"'
            yield Problem(node.at(("cite", shown)), "E-report-columns", what, nearest(facts, names))


def _or_nearest(name: str, missing: set[str]) -> str:
    return f" ({advice})" if missing and (advice := nearest(name, missing)) else ""


def _type_problems(report: Report, returned: Sequence[ServerColumn]) -> Iterator[Problem]:
    node, header = report.source.header, report.header
    for column in returned:
        if column.name in header.columns and column.type_code not in TYPE_BY_OID:
            what = f'column "{column.name}" has the type {column.type_display}, which reports cannot show'
            hint = f"cast it to one of: {', '.join(sorted(set(TYPE_BY_OID.values())))}"
            yield Problem(node.at(("columns", column.name), key=True), "E-report-column-type", what, hint)
        if column.name in header.cite.values() and column.type_code not in _FACT_TYPES:
            cited = next(shown for shown, facts in header.cite.items() if facts == column.name)
            what = f'"{column.name}" has the type {column.type_display}, so it cannot hold fact ids'
            yield Problem(
                node.at(("cite", cited)),
                "E-report-cite",
                what,
                "return a fact_key of mart, a fact_id of core, or an array of them",
            )
