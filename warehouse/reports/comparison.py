"""Compare two answers of a report row by row: what came, what went, what is another or goes by another name."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Any

from psycopg.pq import TransactionStatus

from warehouse.reports.arguments import settle
from warehouse.reports.choices import refuse_other_choices
from warehouse.reports.columns import lay_out
from warehouse.reports.matching import by_grain
from warehouse.reports.renames import Renaming, follow
from warehouse.reports.run import DECLARE, declared, limit_time, snapshot
from warehouse.sqlfiles import server_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.matching import Matched

KINDS = ("added", "changed", "gone", "renamed")
"""What can become of a row."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not in both answers, or not the same in both.

    Attributes:
        key: The columns of the grain, by name.
        before: Its cells in the earlier answer, by column; None: it was not there.
        after: Its cells in the later answer; None: it is not there any more.
        old_key: The grain it had where loads renamed what it names; None: the same.
        sources_before: What it rested on, as ``document#paragraph``; documents by their later names.
        sources_after: What it rests on.
    """

    key: Mapping[str, str | None]
    before: Mapping[str, str | None] | None
    after: Mapping[str, str | None] | None
    old_key: Mapping[str, str | None] | None = None
    sources_before: tuple[str, ...] = ()
    sources_after: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """In one word, one of ``KINDS``; a row under another name is renamed, whatever else changed in it."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "gone"
        return "renamed" if self.old_key else "changed"

    @property
    def changed(self) -> list[str]:
        """The columns whose cells differ."""
        before, after = self.before or {}, self.after or {}
        return [name for name in (after or before) if before.get(name) != after.get(name)]

    @property
    def has_other_sources(self) -> bool:
        """Whether it stands in both answers, and rests on other sources in the later one."""
        return self.before is not None and self.after is not None and self.sources_before != self.sources_after


@contextmanager
def looking_back(connection: Connection[Any]) -> Iterator[None]:
    """Open a transaction with one view of the data; at the end it is rolled back, with all that was made in it."""
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction(force_rollback=True):
        if is_idle:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def compared(
    connection: Connection[Any], earlier: Report, later: Report, values: Mapping[str, str]
) -> Iterator[Iterator[Difference]]:
    """Compare the answers of a report at two moments, without holding either of them.

    Args:
        connection: No transaction is open on it that has read or written anything.
        earlier: The report as seen at the one moment.
        later: As seen at the other.
        values: Parameters as given on the command line; what could be chosen at either moment can be.

    Raises:
        WarehouseError: As when the report is run.
    """
    settled = settle(later, values)
    then, now = earlier.past, later.past
    with looking_back(connection), server_errors(later.source, later.query, sent_before=DECLARE):
        has_renames = then is not None and now is not None and follow(connection, then.at, now.at)
        with snapshot(connection):
            if now is not None:
                now.enter(connection)
            limit_time(connection, later)
            refuse_other_choices(connection, settled, earlier, later)
            with declared(connection, later, settled) as cursor:
                columns = lay_out(later, cursor.description or []).columns
            as_later, as_it_is = (Renaming(later.header, is_needed=needed) for needed in (has_renames, False))
            with (
                by_grain(connection, earlier, settled, columns, as_later) as before,
                by_grain(connection, later, settled, columns, as_it_is) as after,
            ):
                yield _merged(later, before, after)


def _merged(report: Report, before: Iterator[Matched], after: Iterator[Matched]) -> Iterator[Difference]:
    rows = merge(((row, False) for row in before), ((row, True) for row in after), key=_place)
    for _, same in groupby(rows, key=_place):
        sides = {is_after: row for row, is_after in same}
        old, new = sides.get(False), sides.get(True)
        if old != new:
            yield _difference(report, old, new)


def _difference(report: Report, old: Matched | None, new: Matched | None) -> Difference:
    grain, names = report.header.grain, list(report.header.columns)
    key, old_key = new.key if new else None, old.key if old else None
    return Difference(
        key=dict(zip(grain, key or old_key or (), strict=True)),
        before=dict(zip(names, old.cells, strict=True)) if old else None,
        after=dict(zip(names, new.cells, strict=True)) if new else None,
        old_key=dict(zip(grain, old_key, strict=True)) if key and old_key and key != old_key else None,
        sources_before=old.sources if old else (),
        sources_after=new.sources if new else (),
    )


def _place(row: tuple[Matched, bool]) -> tuple[tuple[bool, str], ...]:
    """Give what orders a row as the server does: no value stands last."""
    return tuple((part is None, part or "") for part in row[0].place)
