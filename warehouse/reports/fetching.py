"""The reader of a server cursor, which prefetches the next batch, and the check that rows are unique by the grain."""

from __future__ import annotations

from array import array
from contextlib import contextmanager
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawCursor, RawServerCursor
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus
from psycopg.rows import tuple_row

from warehouse.errors import CheckFailed, DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.result import Layout

    ServerRow = tuple[Any, ...]
    Rows = Sequence[tuple[Any, ...]]

BATCH: Final = 1000
"""Rows per batch: so many that a request costs little, so few that the server can send a batch in advance."""


class Fetcher:
    """A reader of an open server cursor; the server prepares the next batch while the caller handles this one."""

    def __init__(self, connection: Connection[Any], cursor: RawServerCursor[ServerRow], report: Report) -> None:
        """Prepare the reader; nothing is requested yet.

        Args:
            connection: The connection; nothing else may be sent on it between ``send_for_more`` and ``receive``.
            cursor: An open cursor with a declared query; its type loaders read the rows.
            report: The report; its timeout limits the time spent waiting for all batches together.
        """
        self._connection = connection
        self._read = Transformer(cursor)
        self._command = f'FETCH FORWARD {BATCH:d} FROM "{cursor.name}"'.encode()
        self._report = report
        self._waited = 0.0
        self._is_awaited = False

    def send_for_more(self) -> None:
        """Request the next batch without waiting for it."""
        self._connection.pgconn.send_query(self._command)
        self._is_awaited = True

    def receive(self) -> list[ServerRow]:
        """Return the requested batch, after requesting it if that was not done yet.

        Returns:
            The rows; a batch shorter than ``BATCH`` is the last one.

        Raises:
            DatabaseBusy: The server took too long for all batches together; the caller's own time does not count.
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
        """Discard a batch that was requested but not received, so that the connection is free again."""
        if self._is_awaited and not self._connection.closed:
            self._connection.wait(fetch_many(self._connection.pgconn))
            self._is_awaited = False


@contextmanager
def fetching(connection: Connection[Any], cursor: RawServerCursor[ServerRow], report: Report) -> Iterator[Fetcher]:
    """Yield a ``Fetcher``. On exit the connection is free again, even if not all rows were read."""
    fetcher = Fetcher(connection, cursor, report)
    try:
        yield fetcher
    finally:
        fetcher.leave()


def took_too_long(report: Report) -> DatabaseBusy:
    """Return the error for a report that took longer than its timeout."""
    what = f"report {report.name} took longer than its timeout of {report.header.timeout} s"
    return DatabaseBusy(what, hint="Try again, set a parameter to get fewer rows, or raise the timeout in its header.")


_PARTS: Final = 64


class GrainProof:
    """A check for rows that are equal in the grain, by a hash per row.

    Equal rows have equal hashes, so no duplicate is missed. If two hashes are equal, only the server can tell whether
    the rows are equal too. The hashes are stored in parts, which are checked one by one at the end.

    Attributes:
        rows: The number of hashes stored so far.
    """

    def __init__(self, layout: Layout) -> None:
        """Start without rows. ``layout`` has the positions of the columns of the grain."""
        self._key = _key(layout)
        self._parts = [array("q") for _ in range(_PARTS)]
        self._keep = [part.append for part in self._parts]
        self.rows = 0

    def add(self, rows: Rows) -> bool:
        """Store the hashes of a batch; return whether two of its rows may be equal in the grain."""
        hashes = list(map(hash, map(self._key, rows)))
        self.keep(hashes)
        return len(set(hashes)) < len(hashes)

    def keep(self, hashes: Sequence[int]) -> None:
        """Store hashes that were computed elsewhere; rows that are equal in the grain must have equal hashes."""
        self.rows += len(hashes)
        keep = self._keep
        for value in hashes:
            keep[value & _PARTS - 1](value)

    def is_doubtful(self) -> bool:
        """Return whether any two of all rows so far may be equal in the grain."""
        return any(len(set(part)) < len(part) for part in self._parts)


def _key(layout: Layout) -> Callable[[tuple[Any, ...]], Any]:
    """Return the function that makes a hashable key of a row's grain.

    If the grain has an array of fact ids, the key is the ``repr`` of the grain, because lists cannot be hashed.
    """
    pick = itemgetter(*layout.grain)
    if layout.has_array_in_grain:
        return lambda row: repr(pick(row))
    return pick


def grain_keys(report: Report) -> list[str]:
    """Return each column of the grain as an SQL expression that differs wherever the printed values differ."""
    return [f'"{name}"::pg_catalog.text COLLATE "C"' for name in report.header.grain]


def refuse_doubled(connection: Connection[Any], report: Report, values: Mapping[str, Value]) -> None:
    """Raise an error if two rows are equal in the grain. The server decides, since equal hashes prove nothing.

    Args:
        connection: A connection in the snapshot of the report.
        report: The report.
        values: The value of each parameter.

    Raises:
        CheckFailed: Two rows are equal in the grain.
    """
    key = ", ".join(grain_keys(report))
    doubled = f"SELECT {key} FROM (\n{report.query.text}\n) AS answer GROUP BY {key} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - names of columns, checked
    with RawCursor(connection, row_factory=tuple_row) as cursor:
        duplicate = cursor.execute(doubled, [values[name] for name in report.query.names]).fetchone()
    if duplicate is not None:
        raise wrong_grain(report, duplicate)


def wrong_grain(report: Report, key: Sequence[object]) -> CheckFailed:
    """Return the error for two rows that are equal in the grain; ``key`` holds the values of its columns."""
    shown = ", ".join(f"{name} = {part!r}" for name, part in zip(report.header.grain, key, strict=True))
    what = f"report {report.name} returns two rows for {shown}, which its grain does not allow"
    return CheckFailed(what, hint="Correct the statement, or the grain in the header.")
