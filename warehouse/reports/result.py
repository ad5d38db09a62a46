"""The answer of a report: documented columns, rows that stream, and the citations they carry."""

from __future__ import annotations

from dataclasses import dataclass, field
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

    ServerRow = tuple[Any, ...]
    Rows = Sequence[tuple[Any, ...]]
    Marks = tuple[tuple["Citation", ...], ...]

NUMBER_TYPES: Final = frozenset({"integer", "bigint", "numeric", "double precision"})


@dataclass(frozen=True, slots=True)
class Column:
    """A shown column: its name, its PostgreSQL type and what the report says about it."""

    name: str
    type: str
    doc: ColumnDoc

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in NUMBER_TYPES


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that says what cells show; numbered by first appearance.

    Attributes:
        number: The mark that stands beside the cells.
        document: Key of the document.
        title: Its title.
        section: Section of the publication; None: not shown.
        page_date: Date the page shows, year-month-day; None: none.
        paragraph: Number of the paragraph; None for a reference work.
        locator: Where in the document, as a text.
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
        """Document and place in one word, as in ``article-key#18``."""
        return f"{self.document}#{self.paragraph if self.paragraph is not None else self.locator}"

    @property
    def line(self) -> str:
        """Title, section, date and place, as a list of sources shows them."""
        return ", ".join(part for part in (self.title, self.section, self.page_date, self.locator) if part)


class Row(NamedTuple):
    """A row: the cells as text (None: no value), and the citations of each cell."""

    cells: tuple[str | None, ...]
    marks: tuple[tuple[Citation, ...], ...]


@dataclass(frozen=True, slots=True)
class RunInfo:
    """When and on what the report ran.

    Attributes:
        started_at: When its snapshot was opened, ISO 8601 in UTC.
        load_run: Number of the latest finished load; None: none, or hidden from this account.
        schema_revision: Migration the database was at in that load; None: as for ``load_run``.
        software_version: Version of the software that ran it.
        as_of: The moment it looked at, ISO 8601; None: when it started.
    """

    started_at: str
    load_run: int | None
    schema_revision: str | None
    software_version: str
    as_of: str | None = None


@dataclass(slots=True)
class Result:
    """An answer being read; valid only while the snapshot it was opened in is.

    Attributes:
        report: The report.
        values: The value of each parameter.
        columns: The shown columns.
        run: When and on what it ran.
        rows: The rows, once.
        citations: Those of the rows read so far, by number.
        lines: In the place of the rows, and much faster: the same cells as lines of csv in UTF-8, without line ends, in
            batches; no value is nothing, an empty text is a pair of quotes. None: cells carry sources.
    """

    report: Report
    values: Mapping[str, Value]
    columns: Sequence[Column]
    run: RunInfo
    rows: Iterator[Row]
    citations: list[Citation] = field(default_factory=list)
    lines: Iterator[Sequence[bytes]] | None = None


_FACT_ARRAYS: Final = frozenset({types["uuid"].array_oid, types["text"].array_oid})
_FACT_TYPES: Final = _FACT_ARRAYS | {types["uuid"].oid, types["text"].oid}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a row of the server.

    Attributes:
        columns: The shown columns in the order of the header.
        shown: Index of each shown column.
        facts: Index of the fact ids of each shown column; None: it is not cited.
        grain: Index of each column of the grain.
        has_array_in_grain: Whether one of these holds several fact ids.
    """

    columns: tuple[Column, ...]
    shown: tuple[int, ...]
    facts: tuple[int | None, ...]
    grain: tuple[int, ...]
    has_array_in_grain: bool

    @property
    def is_cited(self) -> bool:
        """Whether any column carries its sources."""
        return any(at is not None for at in self.facts)


def lay_out(report: Report, returned: Sequence[ServerColumn]) -> Layout:
    """Match the columns.

    Raises:
        ProblemsFound: The two differ, or a type cannot be shown.
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
    return Layout(
        columns=columns,
        shown=tuple(index[name] for name in names),
        facts=tuple(index[header.cite[name]] if name in header.cite else None for name in names),
        grain=grain,
        has_array_in_grain=any(returned[at].type_code in _FACT_ARRAYS for at in grain),
    )


def picked(indexes: Sequence[int]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return the function that takes these parts of a row, as a tuple even if it is one."""
    if len(indexes) == 1:
        (only,) = indexes
        return lambda row: (row[only],)
    return itemgetter(*indexes)


def shown_cells(layout: Layout, width: int) -> Callable[[tuple[Any, ...]], tuple[str | None, ...]] | None:
    """Return the function that makes the shown cells of a server row.

    Args:
        layout: Where things stand.
        width: How many columns the server returns.

    Returns:
        The function; None: the rows of the server are the cells, and cost nothing.
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
            what = f'column "{column.name}" is of type {column.type_display}, which not every reader knows'
            hint = f"cast it to one of {', '.join(sorted(set(TYPE_BY_OID.values())))}"
            yield Problem(node.at(("columns", column.name), key=True), "E-report-column-type", what, hint)
        if column.name in header.cite.values() and column.type_code not in _FACT_TYPES:
            cited = next(shown for shown, facts in header.cite.items() if facts == column.name)
            what = f'"{column.name}" is of type {column.type_display}'
            yield Problem(
                node.at(("cite", cited)),
                "E-report-cite",
                what,
                "return a fact_key of mart, a fact_id of core, or an array of them",
            )
