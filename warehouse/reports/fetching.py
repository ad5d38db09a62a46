"""Fetch the rows of a server cursor in batches, the next one while the last is being written."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus

from warehouse.errors import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection, RawServerCursor

    from warehouse.reports.library import Report

    ServerRow = tuple[Any, ...]

BATCH: Final = 1000
"""Rows of a batch: enough that asking costs little, few enough that the server can send them ahead."""


class Fetcher:
    """Rows of an open server cursor; the server works on the next batch while the caller works on this one."""

    def __init__(self, connection: Connection[Any], cursor: RawServerCursor[ServerRow], report: Report) -> None:
        """Ask for nothing yet.

        Args:
            connection: Nothing else may be asked on it between ``send_for_more`` and ``receive``.
            cursor: Open, its query declared; how it reads types is how the rows are read.
            report: Says how long may be waited for all batches together.
        """
        self._connection = connection
        self._read = Transformer(cursor)
        self._command = f'FETCH FORWARD {BATCH:d} FROM "{cursor.name}"'.encode()
        self._report = report
        self._waited = 0.0
        self._is_awaited = False

    def send_for_more(self) -> None:
        """Let the server begin with the next batch."""
        self._connection.pgconn.send_query(self._command)
        self._is_awaited = True

    def receive(self) -> list[ServerRow]:
        """Give the batch asked for, or the first; one shorter than ``BATCH`` is the last.

        Raises:
            DatabaseBusy: All batches together took too long; the time their reader takes does not count.
            psycopg.Error: The server ended the query.
        """
        start = monotonic()
        if not self._is_awaited:
            self.send_for_more()
        results = self._connection.wait(fetch_many(self._connection.pgconn))
        self._is_awaited = False
        self._waited += monotonic() - start
        answer = results[-1]
        if answer.status != ExecStatus.TUPLES_OK:
            raise error_from_result(answer, self._connection.info.encoding)
        if self._waited > self._report.header.timeout:
            raise took_too_long(self._report)
        self._read.set_pgresult(answer)
        return self._read.load_rows(0, answer.ntuples, tuple)

    def leave(self) -> None:
        """Take what is still on its way, so that the connection can be used for something else."""
        if self._is_awaited and not self._connection.closed:
            self._connection.wait(fetch_many(self._connection.pgconn))
            self._is_awaited = False


@contextmanager
def fetching(connection: Connection[Any], cursor: RawServerCursor[ServerRow], report: Report) -> Iterator[Fetcher]:
    """Open a ``Fetcher``; at the end the connection is free again, however far the rows were read."""
    fetcher = Fetcher(connection, cursor, report)
    try:
        yield fetcher
    finally:
        fetcher.leave()


def took_too_long(report: Report) -> DatabaseBusy:
    """Make the error of a report whose server was waited for longer than its timeout."""
    what = f"report {report.name} took longer than its {report.header.timeout} seconds"
    return DatabaseBusy(what, hint="try again, narrow it, or raise its timeout")
