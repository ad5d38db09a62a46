"""The rows of a report, and the check that they are unique by the grain.

``Fetcher`` reads a server cursor and requests the next batch in advance. ``copied`` is the fast path for csv: the
server writes the lines with COPY. COPY takes no parameters, so the statement holds the values as literals. Each line
begins with a hash of the row's grain. ``copied`` removes the hash from the line and stores it, to check the grain as
for rows that are fetched. If cells have sources, the places of the row follow the hash, see ``row_sources``.
"""

from __future__ import annotations

from array import array
from contextlib import contextmanager, suppress
from functools import reduce
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import psycopg
from psycopg import RawCursor, RawServerCursor
from psycopg.adapt import Transformer
from psycopg.errors import InvalidParameterValue, error_from_result
from psycopg.generators import execute, fetch_many
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.rows import tuple_row
from psycopg.waiting import Wait

from warehouse.errors import CheckFailed, DatabaseBusy
from warehouse.reports.describe import filled
from warehouse.reports.row_sources import RowSources, places_of_row
from warehouse.sqlfiles import server_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from psycopg import Connection
    from psycopg.abc import PQGen
    from psycopg.pq.abc import PGconn, PGresult

    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.result import Layout, Result

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
        self._kept: list[ServerRow] | None = None

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
        if self._kept is not None:
            rows, self._kept = self._kept, None
            return rows
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

    def make_way(self) -> None:
        """Receive a batch that was requested, and keep it for ``receive``, so that other queries can be sent."""
        if self._is_awaited:
            self._kept = self.receive()

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
    what = f"{report.label} took longer than its timeout of {report.header.timeout} s"
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
    what = f"{report.label} returns two rows for {shown}, which its grain does not allow"
    return CheckFailed(what, hint="Correct the statement, or the grain in the header.")


_Returned = TypeVar("_Returned")

_UNTIMED: Final = "SET LOCAL statement_timeout = 0; SET LOCAL jit = off; SET LOCAL enable_nestloop = off"
"""Turn off the server's timeout, which would also count the time in which the reader is busy.

``_Copy`` counts the time spent waiting for the server instead. Compiling the lookup of sources would take longer than
it saves. Nested loops are off as for rows that are fetched.
"""

_LOOK_AROUND: Final = "SET LOCAL client_connection_check_interval = '5s'"
"""Make the server notice a lost client, since no timeout ends the COPY. Not every operating system supports this."""

_AS_SHOWN: Final = {
    "boolean": "{0}::pg_catalog.text",
    "timestamptz": (
        "CASE WHEN {0} < '0001-01-01 00:00:00+00' THEN {0}::pg_catalog.text ELSE pg_catalog.replace("
        "pg_catalog.replace({0}::pg_catalog.text, ' ', 'T'), '+00', 'Z') END"
    ),
    "double precision": (
        "CASE WHEN pg_catalog.strpos({0}::pg_catalog.text, 'e') > 0"
        " THEN {0}::pg_catalog.text::pg_catalog.numeric::pg_catalog.text ELSE {0}::pg_catalog.text END"
    ),
}
"""SQL that prints cells of a type as ``sqlfiles.plain`` does; other types are shown as the server prints them."""

_DIGITS: Final = 16
"""Hexadecimal digits of a hash; the number is fixed, so that lines can be cut without parsing them."""


def copied(connection: Connection[Any], result: Result, layout: Layout) -> Generator[list[bytes], None, None]:
    """Yield the rows as lines of csv in UTF-8, with the sources as the last cell, without line ends, in batches.

    Args:
        connection: A connection in the snapshot of the report, where the server has already accepted the report's
            statement. Close the generator before the snapshot ends, so that no data is left in transit.
        result: The answer; its rows are not read.
        layout: The positions of the columns in a row of the server.

    Raises:
        CheckFailed: Two rows are equal in the grain; raised after the last line.
        DatabaseBusy: The server took longer than the report's timeout. The time of the reader does not count.
        ProblemsFound: The server met an error while it computed the rows.
    """
    report, proof, sources = result.report, GrainProof(layout), RowSources()
    query, head = filled(report, result.values), _head(report, layout)
    command = f"{head}{query.text}\n) AS answer) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
    # The rollback restores the previous timeout.
    with server_errors(report.source, query, sent_before=head), connection.transaction(force_rollback=True):
        with suppress(InvalidParameterValue), connection.transaction():
            connection.execute(_LOOK_AROUND)
        connection.execute(_UNTIMED)
        with _copying(connection, report, command) as copy:
            while lines := copy.receive():
                proof.keep(array("q", bytes.fromhex(b"".join([line[:_DIGITS] for line in lines]).decode())))
                cut = [line[_DIGITS + 1 : -1] for line in lines]
                yield list(sources.moved_behind(cut)) if layout.is_cited else cut
    if proof.is_doubtful():
        refuse_doubled(connection, report, result.values)


def _head(report: Report, layout: Layout) -> str:
    """Return the SQL before the report's statement: COPY, the hash of the grain, and the columns as they are shown.

    The places of the row stand before the columns. If there can be none, the empty cell of sources stands behind them.
    """
    hashed = reduce(_hash, grain_keys(report), "0")
    shown = [_AS_SHOWN.get(column.type, "{0}").format(f'"{column.name}"') for column in layout.columns]
    if layout.is_cited:
        places = places_of_row(layout.fact_columns)
        shown = [report.past.rewritten(places) if report.past else places, *shown]
    else:
        shown = [*shown, "NULL"]
    cells = ", ".join([f"pg_catalog.encode(pg_catalog.int8send({hashed}), 'hex')", *shown])
    return f"COPY (SELECT {cells} FROM (\n"  # noqa: S608 - names of columns, checked


def _hash(before: str, key: str) -> str:
    """Return SQL that adds a part of the grain to the hash ``before``; NULL has the same hash as an empty text."""
    return f"pg_catalog.hashtextextended(coalesce({key}, ''), {before})"


@contextmanager
def _copying(connection: Connection[Any], report: Report, command: str) -> Iterator[_Copy]:
    """Yield a running COPY. On exit the connection is free again, or closed, even if not all lines were read."""
    copy = _Copy(connection, report)
    try:
        copy.begin(command)
        yield copy
    finally:
        copy.leave()


class _Copy:
    """A running COPY; the time spent waiting for the server is limited to the report's timeout in total."""

    def __init__(self, connection: Connection[Any], report: Report) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._report = report
        self._left = float(report.header.timeout)

    def begin(self, command: str) -> None:
        """Send the command and wait until the server is ready to send lines."""
        self._pgconn.send_query_params(command.encode(self._connection.info.encoding), None)
        _require(self._wait(execute(self._pgconn)), ExecStatus.COPY_OUT, self._connection)

    def receive(self) -> list[bytes]:
        """Return the next lines, each with its line end; an empty list after the last line."""
        if self._pgconn.transaction_status != TransactionStatus.ACTIVE:
            return []
        return self._wait(self._lines())

    def leave(self) -> None:
        """Cancel the COPY if it is not finished, and discard the lines that are still in transit."""
        if not self._connection.closed and self._pgconn.transaction_status == TransactionStatus.ACTIVE:
            try:
                self._connection.cancel_safe()
                self._connection.wait(_dropped(self._pgconn))
            except psycopg.Error:
                self._connection.close()

    def _lines(self) -> PQGen[list[bytes]]:
        lines: list[bytes] = []
        get, keep = self._pgconn.get_copy_data, lines.append
        while len(lines) < BATCH:
            size, line = get(1)
            if size > 0:
                keep(bytes(line))
            elif size == 0:
                if (yield Wait.R):
                    self._pgconn.consume_input()
            else:
                _require((yield from fetch_many(self._pgconn)), ExecStatus.COMMAND_OK, self._connection)
                break
        return lines

    def _wait(self, steps: PQGen[_Returned]) -> _Returned:
        start = monotonic()
        try:
            return self._connection.wait(self._in_time(steps, start + self._left))
        finally:
            self._left -= monotonic() - start

    def _in_time(self, steps: PQGen[_Returned], end: float) -> PQGen[_Returned]:
        try:
            awaited = next(steps)
            while True:
                ready = yield awaited
                if monotonic() > end:
                    raise took_too_long(self._report)
                awaited = steps.send(ready)
        except StopIteration as stop:
            return cast("_Returned", stop.value)


def _require(results: Sequence[PGresult], status: ExecStatus, connection: Connection[Any]) -> None:
    """Raise the server's error unless the last result has the expected status."""
    if results[-1].status != status:
        raise error_from_result(results[-1], connection.info.encoding)


def _dropped(pgconn: PGconn) -> PQGen[None]:
    """Read and discard everything that the server still sends."""
    results = yield from fetch_many(pgconn)
    if results and results[-1].status == ExecStatus.COPY_OUT:
        while (size := pgconn.get_copy_data(1)[0]) >= 0:
            if size == 0 and (yield Wait.R):
                pgconn.consume_input()
        yield from fetch_many(pgconn)
