"""Let the server write an answer as lines of csv: for answers without sources, at the speed of its own copy.

COPY takes no parameters, so the values stand in the statement as literals. Each line comes with a hash of the row's
grain in front, which is cut off and kept: the grain is proven here as it is for rows that are fetched.
"""

from __future__ import annotations

from array import array
from contextlib import contextmanager, suppress
from functools import reduce
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import psycopg
from psycopg.errors import InvalidParameterValue, error_from_result
from psycopg.generators import execute, fetch_many
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.waiting import Wait

from warehouse.reports.describe import filled
from warehouse.reports.fetching import BATCH, GrainProof, grain_keys, refuse_doubled, took_too_long
from warehouse.sqlfiles import server_errors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from psycopg import Connection
    from psycopg.abc import PQGen
    from psycopg.pq.abc import PGconn, PGresult

    from warehouse.reports.definition import Report
    from warehouse.reports.result import Column, Layout, Result

_Found = TypeVar("_Found")

_UNTIMED: Final = "SET LOCAL statement_timeout = 0"
"""The server would count the time in which the reader takes nothing; how long it is waited for is counted here."""

_LOOK_AROUND: Final = "SET LOCAL client_connection_check_interval = '5s'"
"""Without a timeout the server must notice that nobody waits any more; not every system lets it."""

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
"""How the server prints what ``sqlfiles.plain`` makes of cells; of other types it prints what is shown."""

_DIGITS: Final = 16
"""Hexadecimal digits of a hash: always as many, so that lines can be cut without being read."""


def copied(connection: Connection[Any], result: Result, layout: Layout) -> Generator[list[bytes], None, None]:
    """Yield the rows as lines of csv in UTF-8, without line ends, in batches.

    Args:
        connection: In the snapshot of the report, whose statement the server has taken by itself. The generator must
            be closed before that snapshot is: then nothing is on its way any more.
        result: The answer; its rows are not read.
        layout: Where things stand.

    Raises:
        CheckFailed: Behind the last line: rows are not unique by the grain.
        DatabaseBusy: It took longer than its timeout; the time the reader of the lines takes does not count.
        ProblemsFound: The server met an error on the way.
    """
    report, proof = result.report, GrainProof(layout)
    query, head = filled(report, result.values), _head(report, result.columns)
    command = f"{head}{query.text}\n) AS answer) TO STDOUT (FORMAT csv, ENCODING 'UTF8')"
    # rolled back, so that the timeout is again what it was
    with server_errors(report.source, query, sent_before=head), connection.transaction(force_rollback=True):
        with suppress(InvalidParameterValue), connection.transaction():
            connection.execute(_LOOK_AROUND)
        connection.execute(_UNTIMED)
        with _copying(connection, report, command) as copy:
            while lines := copy.receive():
                proof.keep(array("q", bytes.fromhex(b"".join([line[:_DIGITS] for line in lines]).decode())))
                yield [line[_DIGITS + 1 : -1] for line in lines]
    if proof.is_doubtful():
        refuse_doubled(connection, report, result.values)


def _head(report: Report, columns: Sequence[Column]) -> str:
    """Write what stands before the report's statement: the hash of the grain, and the columns as they are shown."""
    hashed = reduce(_hash, grain_keys(report), "0")
    shown = [_AS_SHOWN.get(column.type, "{0}").format(f'"{column.name}"') for column in columns]
    cells = ", ".join([f"pg_catalog.encode(pg_catalog.int8send({hashed}), 'hex')", *shown])
    return f"COPY (SELECT {cells} FROM (\n"  # noqa: S608 - names of columns, checked


def _hash(before: str, key: str) -> str:
    """Write the hash of a part of the grain on top of those before; no value is hashed like an empty text."""
    return f"pg_catalog.hashtextextended(coalesce({key}, ''), {before})"


@contextmanager
def _copying(connection: Connection[Any], report: Report, command: str) -> Iterator[_Copy]:
    """Begin to copy; at the end the connection is free again, or closed, however far the lines were read."""
    copy = _Copy(connection, report)
    try:
        copy.begin(command)
        yield copy
    finally:
        copy.leave()


class _Copy:
    """Lines on their way from the server, which is waited for no longer than the report's timeout altogether."""

    def __init__(self, connection: Connection[Any], report: Report) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._report = report
        self._left = float(report.header.timeout)

    def begin(self, command: str) -> None:
        """Send the command and wait for the first lines to come."""
        self._pgconn.send_query_params(command.encode(self._connection.info.encoding), None)
        _require(self._wait(execute(self._pgconn)), ExecStatus.COPY_OUT, self._connection)

    def receive(self) -> list[bytes]:
        """Return the next lines, each with its line end; none behind the last."""
        if self._pgconn.transaction_status != TransactionStatus.ACTIVE:
            return []
        return self._wait(self._lines())

    def leave(self) -> None:
        """Stop the server if it has more to send, and take what is on its way."""
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

    def _wait(self, steps: PQGen[_Found]) -> _Found:
        start = monotonic()
        try:
            return self._connection.wait(self._in_time(steps, start + self._left))
        finally:
            self._left -= monotonic() - start

    def _in_time(self, steps: PQGen[_Found], end: float) -> PQGen[_Found]:
        try:
            awaited = next(steps)
            while True:
                ready = yield awaited
                if monotonic() > end:
                    raise took_too_long(self._report)
                awaited = steps.send(ready)
        except StopIteration as found:
            return cast("_Found", found.value)


def _require(results: Sequence[PGresult], status: ExecStatus, connection: Connection[Any]) -> None:
    """Raise what the server said, if it is not what it should say."""
    if results[-1].status != status:
        raise error_from_result(results[-1], connection.info.encoding)


def _dropped(pgconn: PGconn) -> PQGen[None]:
    """Take all that is on its way, and look at none of it."""
    results = yield from fetch_many(pgconn)
    if results and results[-1].status == ExecStatus.COPY_OUT:
        while (size := pgconn.get_copy_data(1)[0]) >= 0:
            if size == 0 and (yield Wait.R):
                pgconn.consume_input()
        yield from fetch_many(pgconn)
