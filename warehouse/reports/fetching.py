"""Fetch the rows of a server cursor in batches, the next one while the last is being written."""

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
    from warehouse.reports.result import Citation, Layout

    ServerRow = tuple[Any, ...]
    Rows = Sequence[tuple[Any, ...]]
    Marks = tuple[tuple["Citation", ...], ...]

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
        """Return the batch asked for, or the first; one shorter than ``BATCH`` is the last.

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


_PARTS: Final = 64


class GrainProof:
    """Keeps a hash of each row's grain, in parts that are looked at one by one at the end.

    Equal rows have equal hashes, so that no doubled row is missed. Whether rows with equal hashes are equal, the
    server must say.
    """

    def __init__(self, layout: Layout) -> None:
        """Start without rows."""
        self._key = _key(layout)
        self._parts = [array("q") for _ in range(_PARTS)]
        self._keep = [part.append for part in self._parts]
        self.rows = 0

    def add(self, rows: Rows) -> bool:
        """Keep the rows; tell whether two of them may be equal in the grain."""
        hashes = list(map(hash, map(self._key, rows)))
        self.keep(hashes)
        return len(set(hashes)) < len(hashes)

    def keep(self, hashes: Sequence[int]) -> None:
        """Keep hashes that were made elsewhere, equal for rows that are equal in the grain."""
        self.rows += len(hashes)
        keep = self._keep
        for value in hashes:
            keep[value & _PARTS - 1](value)

    def is_doubtful(self) -> bool:
        """Return whether any two of all rows may be equal in the grain."""
        return any(len(set(part)) < len(part) for part in self._parts)


def _key(layout: Layout) -> Callable[[tuple[Any, ...]], Any]:
    """Return what tells a row from the others; arrays of fact ids come as lists, which have no hash."""
    pick = itemgetter(*layout.grain)
    if layout.has_array_in_grain:
        return lambda row: repr(pick(row))
    return pick


def grain_keys(report: Report) -> list[str]:
    """Write each column of the grain as SQL that tells two rows apart where their printed values differ."""
    return [f'"{name}"::pg_catalog.text COLLATE "C"' for name in report.header.grain]


def refuse_doubled(connection: Connection[Any], report: Report, values: Mapping[str, Value]) -> None:
    """Ask the server, in the same snapshot, which rows are equal in the grain; none are if only their hashes were.

    Raises:
        CheckFailed: There are such rows.
    """
    key = ", ".join(grain_keys(report))
    doubled = f"SELECT {key} FROM (\n{report.query.text}\n) AS answer GROUP BY {key} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - names of columns, checked
    with RawCursor(connection, row_factory=tuple_row) as cursor:
        found = cursor.execute(doubled, [values[name] for name in report.query.names]).fetchone()
    if found is not None:
        shown = ", ".join(f"{name} = {part!r}" for name, part in zip(report.header.grain, found, strict=True))
        what = f"report {report.name} returns two rows for {shown}"
        raise CheckFailed(what, hint="its grain is not what its header says: correct the statement or the grain")
