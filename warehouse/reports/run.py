"""Run a report: one read-only snapshot, a server cursor, rows in batches, the grain proven on the way."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawServerCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from warehouse.errors import CheckFailed, DatabaseBusy
from warehouse.reports.arguments import settle
from warehouse.reports.citations import Numbering
from warehouse.reports.columns import Layout, lay_out, picked, shown_cells
from warehouse.reports.provenance import run_info
from warehouse.reports.result import Result, Row
from warehouse.sqlfiles import SETTINGS, read_as_text, server_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.result import Citation

_BATCH: Final = 2000
_CURSOR: Final = "report_rows"
_DECLARE: Final = f'DECLARE "{_CURSOR}" CURSOR FOR '

_ServerRow = tuple[Any, ...]


@contextmanager
def snapshot(connection: Connection[Any]) -> Iterator[None]:
    """Open a read-only snapshot in which several reports can run and see the same data.

    In a transaction that is open already, reads see what that transaction sees, and still nothing can be written.
    """
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction():
        mode = "ISOLATION LEVEL REPEATABLE READ, READ ONLY" if is_idle else "READ ONLY"
        connection.execute(f"SET TRANSACTION {mode}")
        connection.execute(SETTINGS)
        yield


@contextmanager
def run(connection: Connection[Any], report: Report, values: Mapping[str, str]) -> Iterator[Result]:
    """Open the answer of a report; its rows can be read until the context ends.

    Args:
        connection: An open connection; within ``snapshot`` the report sees that snapshot, else its own.
        report: The report.
        values: Parameters as given on the command line.

    Raises:
        UsageError: A parameter is unknown, missing or of the wrong form.
        ProblemsFound: The report is wrong, says the server.
        DatabaseBusy: It took longer than its timeout.
        CheckFailed: While reading: its rows are not unique by the grain.
    """
    settled = settle(report, values)
    with server_errors(report.source, report.query, sent_before=_DECLARE), snapshot(connection):
        connection.execute(f"SET LOCAL statement_timeout = {report.header.timeout * 1000:d}")
        info = run_info(connection)
        with RawServerCursor(connection, _CURSOR, row_factory=tuple_row) as cursor:
            read_as_text(cursor)
            cursor.execute(report.query.text, [settled[name] for name in report.query.names])
            layout = lay_out(report, cursor.description or [])
            result = Result(report, settled, layout.columns, info, iter(()))
            result.rows = _rows(connection, cursor, layout, result)
            yield result


def _rows(
    connection: Connection[Any], cursor: RawServerCursor[_ServerRow], layout: Layout, result: Result
) -> Iterator[Row]:
    numbering = Numbering(connection, result.citations)
    grain = _Grain(result.report, layout)
    shown = shown_cells(layout)
    cited = [at for at in layout.facts if at is not None]
    no_marks: tuple[tuple[Citation, ...], ...] = ((),) * len(layout.facts)
    for batch in _batches(cursor, result.report):
        numbering.learn(fact for row in batch for at in cited for fact in _facts(row[at]))
        for row in batch:
            cells = shown(row)
            grain.prove(row)
            marks = no_marks
            if cited:
                marks = tuple(() if at is None else numbering.marks(_facts(row[at])) for at in layout.facts)
            yield Row(cells, marks)


def _batches(cursor: RawServerCursor[_ServerRow], report: Report) -> Iterator[list[_ServerRow]]:
    """Fetch batches; the server limits each one, so the time spent in all of them is limited here.

    The time the reader takes between two batches does not count.
    """
    spent, allowed = 0.0, report.header.timeout
    while True:
        start = monotonic()
        batch = cursor.fetchmany(_BATCH)
        spent += monotonic() - start
        if spent > allowed:
            what = f"report {report.name} took longer than its {allowed} seconds"
            raise DatabaseBusy(what, hint="try again, narrow it, or raise its timeout")
        if not batch:
            return
        yield batch


def _facts(value: str | list[str | None] | None) -> list[str]:
    """Give the fact ids of a cell: one, several or none."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [fact for fact in value if fact is not None]


class _Grain:
    """Proves that no two rows are equal in the columns of the grain."""

    def __init__(self, report: Report, layout: Layout) -> None:
        self._report = report
        self._key = picked(layout.grain)
        self._seen: set[_ServerRow] = set()

    def prove(self, row: _ServerRow) -> None:
        key = self._key(row)
        if key in self._seen:
            names = self._report.header.grain
            shown = ", ".join(f"{name} = {part!r}" for name, part in zip(names, key, strict=True))
            what = f"report {self._report.name} returns two rows for {shown}"
            raise CheckFailed(what, hint="its grain is not what its header says: correct the statement or the grain")
        self._seen.add(key)
