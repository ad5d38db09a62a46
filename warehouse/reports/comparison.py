"""Compare two answers of a report row by row: what came, what went, which cells are others."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from psycopg import RawServerCursor
from psycopg.rows import tuple_row

from warehouse.errors import CheckFailed
from warehouse.reports.arguments import settle
from warehouse.reports.choices import refuse_other_choices
from warehouse.reports.columns import lay_out
from warehouse.reports.run import DECLARE, declared, limit_time, snapshot
from warehouse.sqlfiles import plain, read_as_text, server_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.result import Column
    from warehouse.reports.values import Value

    Cells = tuple[str | None, ...]
    Keyed = tuple[Cells, Cells]

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not in both answers, or not the same in both.

    Attributes:
        key: The columns of the grain, by name.
        before: Its cells in the earlier answer, by column; None: it was not there.
        after: Its cells in the later answer; None: it is not there any more.
    """

    key: Mapping[str, str | None]
    before: Mapping[str, str | None] | None
    after: Mapping[str, str | None] | None

    @property
    def kind(self) -> str:
        """In one word: added, gone or changed."""
        return "added" if self.before is None else "gone" if self.after is None else "changed"

    @property
    def changed(self) -> list[str]:
        """The columns whose cells differ."""
        before, after = self.before or {}, self.after or {}
        return [name for name in (after or before) if before.get(name) != after.get(name)]


@contextmanager
def compared(
    connection: Connection[Any], earlier: Report, later: Report, values: Mapping[str, str]
) -> Iterator[Iterator[Difference]]:
    """Compare the answers of a report at two moments, without holding either of them.

    Args:
        connection: Within ``looking_back``.
        earlier: The report as seen at the one moment.
        later: As seen at the other.
        values: Parameters as given on the command line; choices are those of the later moment.

    Raises:
        WarehouseError: As when the report is run.
    """
    settled = settle(later, values)
    with snapshot(connection), server_errors(later.source, later.query, sent_before=DECLARE):
        limit_time(connection, later)
        refuse_other_choices(connection, later, settled)
        with declared(connection, later, settled) as cursor:
            columns = lay_out(later, cursor.description or []).columns
        with (
            _by_grain(connection, earlier, settled, columns, "earlier") as before,
            _by_grain(connection, later, settled, columns, "later") as after,
        ):
            yield _merged(later, before, after)


@contextmanager
def _by_grain(
    connection: Connection[Any], report: Report, settled: Mapping[str, Value], columns: Sequence[Column], side: str
) -> Iterator[Iterator[Keyed]]:
    """Read an answer in the order of its grain, compared letter by letter, which Python and the server do alike."""
    grain = [f'"{name}"::text' for name in report.header.grain]
    shown = [f'"{column.name}"' for column in columns]
    order = ", ".join(f'{part} COLLATE "C"' for part in grain)
    statement = f"SELECT {', '.join(shown + grain)} FROM (\n{report.query.text}\n) AS answer ORDER BY {order}"  # noqa: S608 - names of columns, checked
    with RawServerCursor(connection, f"report_{side}", row_factory=tuple_row) as cursor:
        read_as_text(cursor)
        cursor.itersize = _BATCH
        cursor.execute(statement, [settled[name] for name in report.query.names])
        yield _keyed(report, cursor, [plain(column.type) for column in columns])


def _keyed(
    report: Report, rows: RawServerCursor[tuple[Any, ...]], changes: Sequence[Callable[[str], str] | None]
) -> Iterator[Keyed]:
    width, last = len(changes), None
    for row in rows:
        key = row[width:]
        if key == last:
            shown = ", ".join(f"{name} = {part!r}" for name, part in zip(report.header.grain, key, strict=True))
            what = f"report {report.name} returns two rows for {shown}"
            raise CheckFailed(what, hint="its grain is not what its header says: correct the statement or the grain")
        last = key
        cells = (
            change(cell) if change and cell is not None else cell for change, cell in zip(changes, row, strict=False)
        )
        yield key, tuple(cells)


def _merged(report: Report, before: Iterator[Keyed], after: Iterator[Keyed]) -> Iterator[Difference]:
    grain, names = report.header.grain, list(report.header.columns)

    def named(row: Keyed | None) -> dict[str, str | None] | None:
        return dict(zip(names, row[1], strict=True)) if row is not None else None

    rows = merge(((row, False) for row in before), ((row, True) for row in after), key=_place)
    for _, same in groupby(rows, key=_place):
        sides = {is_after: row for row, is_after in same}
        old, new = sides.get(False), sides.get(True)
        if old != new:
            key = next(iter(sides.values()))[0]
            yield Difference(dict(zip(grain, key, strict=True)), named(old), named(new))


def _place(row: tuple[Keyed, bool]) -> tuple[tuple[bool, str], ...]:
    """Give what orders a row as the server does: no value stands last."""
    return tuple((part is None, part or "") for part in row[0][0])
