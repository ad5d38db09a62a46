"""The execution of SQL that nobody saved: one SELECT with the guards of a report, and limits on rows, time and size.

The columns of tables and views keep the comments of the mart. Columns of fact keys have sources: those whose names end
in ``fact_key`` or ``fact_id``.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawCursor
from psycopg.rows import tuple_row

from warehouse.errors import DatabaseBusy, UsageError
from warehouse.reports.as_of import AsOf
from warehouse.reports.definition import ColumnDoc, Header, Report, writing_tokens
from warehouse.reports.execute import DECLARE, Numbering, cited_documents, declared, limit_time, run_info, snapshot
from warehouse.reports.result import Column, Layout, Result, Row, shown_cells
from warehouse.sqlfiles import TYPE_BY_OID, Kind, SqlFile, bind, scan, server_errors
from warehouse.yamlfiles import Node, Position, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from psycopg import Connection, RawServerCursor


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a query.

    Attributes:
        seconds: How long the server may take.
        cell: Characters after which the server cuts a text; None: never.
    """

    seconds: int
    cell: int | None = None


AT_ONCE: Final = 5000
"""Cells to fetch at a time, so that a wide answer with long texts takes no more memory than a narrow one."""
MOST_COLUMNS: Final = 200
_NOT_UTF8: Final = re.compile("[\ud800-\udfff]")
_COMMENT: Final = re.compile(r"^(?P<meaning>.*?)(?:; unit: (?P<unit>.*?))?(?:; NULL: (?P<empty>.*))?$", re.DOTALL)
_NO_HEADER: Final = Node(Position("query"), "")
_NARROW: Final = "Narrow the question, or ask for a longer time."
_COMMENTS: Final = """
SELECT coalesce(col_description(c.relation, c.number), '')
FROM unnest($1::oid[], $2::integer[]) WITH ORDINALITY AS c (relation, number, place) ORDER BY c.place
"""


@contextmanager
def asked(connection: Connection[Any], sql: str, limits: Limits, at: datetime | None = None) -> Iterator[Result]:
    """Run a query and yield its result. Until the context ends, its rows can be read.

    Names without a schema are those of the mart.

    Args:
        connection: A connection outside a transaction.
        sql: One SELECT.
        limits: What it may take.
        at: The moment at which it reads the data; None means now.

    Raises:
        UsageError: It is not one statement that only reads, or the server refuses it.
        PermissionRefused: The account may not read one of the tables.
        DatabaseBusy: It took too long.
    """
    report = _report(sql, limits, None if at is None else AsOf(at))
    try:
        with server_errors(report.source, report.query, sent_before=DECLARE, is_at_head=True), snapshot(connection):
            connection.execute("SET LOCAL search_path = mart" if at is None else "SET LOCAL search_path = as_of")
            if report.past is not None:
                report.past.enter(connection)
            limit_time(connection, report)
            with declared(connection, report, {}) as cursor:
                columns = _columns(connection, cursor)
            report = replace(report, header=_with_sources(report.header, columns))
            result = Result(report, {}, columns, run_info(connection, report.past), iter(()))
            result.documents = partial(cited_documents, connection, result)
            with declared(connection, _cut(report, columns, limits.cell), {}) as cursor:
                result.rows = _rows(connection, cursor, result)
                yield result
    except ProblemsFound as found:
        problem = found.problems[0]
        where = f"line {problem.position.line}, column {problem.position.column}"
        raise UsageError(f"{problem.what} ({where})", hint=problem.hint) from found


def _report(sql: str, limits: Limits, past: AsOf | None) -> Report:
    """Return the query as a report without a file, after checking that it is one statement without parameters."""
    if "\x00" in sql or _NOT_UTF8.search(sql):
        raise UsageError("a query cannot hold NUL, and must be UTF-8", hint="Remove the characters.")
    tokens = tuple(scan(sql))
    solid = [token for token in tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    end = next((number for number, token in enumerate(solid) if token.kind is Kind.END), len(solid))
    if end == 0:
        raise UsageError("there is no statement", hint="Write one SELECT.")
    if end + 1 < len(solid):
        raise UsageError(f"a second statement begins at {solid[end + 1].text[:20]!r}", hint="Ask one after the other.")
    if writing := next(writing_tokens(solid), None):
        raise UsageError(f"a query may only read, not {writing.text[:20].upper()}", hint="Write one SELECT.")
    for token in solid:
        if token.kind in (Kind.PARAMETER, Kind.POSITIONAL, Kind.UNTERMINATED):
            what = f"{token.text[:20]!r} is a parameter, or has no end"
            raise UsageError(what, hint="Write values themselves, and close strings and comments.")
    source = SqlFile("the", "query", "query", _NO_HEADER, sql, 1, tokens)
    header = Header.model_construct(
        title="Query",
        question=" ".join(sql.split()),
        grain=[],
        params={},
        columns={},
        cite={},
        chart=None,
        cases=[],
        timeout=limits.seconds,
    )
    return Report(source, header, bind(past.moved(tokens) if past else tokens, {}), past)


def _columns(connection: Connection[Any], cursor: RawServerCursor[Any]) -> list[Column]:
    """Return the columns of an open cursor, with the comments of the columns of tables that they show.

    Raises:
        UsageError: A column has a type that answers do not show, or the name of another one, or there are too many.
    """
    returned = cursor.description or []
    names = [column.name for column in returned]
    if not 0 < len(names) <= MOST_COLUMNS:
        raise UsageError(f"the query returns {len(names)} columns", hint=f"Return 1 to {MOST_COLUMNS}.")
    for column in returned:
        if names.count(column.name) > 1:
            raise UsageError(f'the query returns "{column.name}" twice', hint="Name one of the two with AS.")
        if column.type_code not in TYPE_BY_OID:
            what = f'column "{column.name}" has the type {column.type_display}, which answers cannot show'
            raise UsageError(what, hint=f"Cast it to one of: {', '.join(sorted(set(TYPE_BY_OID.values())))}.")
    comments = _comments(connection, cursor, len(names))
    return [
        Column(column.name, TYPE_BY_OID[column.type_code], _doc(comment))
        for column, comment in zip(returned, comments, strict=True)
    ]


def _comments(connection: Connection[Any], cursor: RawServerCursor[Any], count: int) -> list[str]:
    described = cursor.pgresult
    assert described is not None  # noqa: S101 - the cursor was just declared
    relations = [described.ftable(at) for at in range(count)]
    numbers = [described.ftablecol(at) for at in range(count)]
    with RawCursor(connection, row_factory=tuple_row) as reading:
        return [comment for (comment,) in reading.execute(_COMMENTS, [relations, numbers])]


def _doc(comment: str) -> ColumnDoc:
    parts = _COMMENT.fullmatch(comment)
    found = parts.groupdict() if parts else {}
    return ColumnDoc.model_construct(
        meaning=found.get("meaning") or "", unit=found.get("unit"), empty=found.get("empty"), key_of=None, varies=False
    )


def _with_sources(header: Header, columns: Sequence[Column]) -> Header:
    """Return the header with the columns, of which those of fact keys are cited."""
    cited = {column.name: column.name for column in columns if _is_fact(column)}
    return header.model_copy(update={"columns": {column.name: column.doc for column in columns}, "cite": cited})


def _is_fact(column: Column) -> bool:
    return column.name.endswith(("fact_key", "fact_id")) and column.type in {"text", "uuid"}


def _cut(report: Report, columns: Sequence[Column], cell: int | None) -> Report:
    """Return the report with its texts cut by the server, so that no answer fills the memory."""
    if cell is None:
        return report
    names = {column.name: '"' + column.name.replace('"', '""') + '"' for column in columns}
    shown = ", ".join(
        f"pg_catalog.left({name}, {cell + 1:d}) AS {name}" if column.type == "text" else name
        for column, name in zip(columns, names.values(), strict=True)
    )
    text = f"SELECT {shown} FROM (\n{report.query.text}\n) AS answer"  # noqa: S608 - names of columns, quoted
    return replace(report, query=replace(report.query, text=text))


def _rows(connection: Connection[Any], cursor: RawServerCursor[Any], result: Result) -> Iterator[Row]:
    """Yield the rows in small batches; the time of all batches together is limited."""
    columns = result.columns
    facts = tuple(number if _is_fact(column) else None for number, column in enumerate(columns))
    layout = Layout(tuple(columns), tuple(range(len(columns))), facts, (), has_array_in_grain=False)
    shown = shown_cells(layout, len(columns))
    numbering = Numbering(connection, result.citations, result.report.past)
    count, waited = max(1, AT_ONCE // len(columns)), 0.0
    while True:
        limit_time(connection, result.report)  # again, because the query itself may have lifted the limit
        start = monotonic()
        rows = cursor.fetchmany(count)
        waited += monotonic() - start
        if waited > result.report.header.timeout:
            raise DatabaseBusy(f"the query took longer than {result.report.header.timeout} s", hint=_NARROW)
        numbering.learn({row[at] for row in rows for at in facts if at is not None and row[at] is not None})
        for row in rows:
            marks = tuple(() if at is None or row[at] is None else numbering.marks([row[at]]) for at in facts)
            yield Row(row if shown is None else shown(row), marks)
        if len(rows) < count:
            return
