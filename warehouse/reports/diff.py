"""The diff of a report's answers at two moments, matched by the grain and including the sources of each row."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import count, groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from psycopg import RawServerCursor
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from warehouse.reports.as_of import Renaming, follow
from warehouse.reports.execute import DECLARE, declared, limit_time, snapshot
from warehouse.reports.fetching import wrong_grain
from warehouse.reports.parameters import refuse_other_choices, settle
from warehouse.reports.result import lay_out
from warehouse.sqlfiles import plain, read_as_text, server_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.result import Column

    Cells = tuple[str | None, ...]


_BATCH: Final = 1000
_numbers = count(1)
_SOURCES: Final = """
ARRAY(
  SELECT s.document || '#' || coalesce(s.paragraph::text, s.locator) FROM (
    SELECT DISTINCT {document} AS document, c.paragraph, CASE WHEN c.paragraph IS NULL THEN c.locator END AS locator
    FROM core.citations AS c {join} WHERE c.fact_id = ANY ('{{}}'::uuid[]{facts})
  ) AS s
  ORDER BY s.document, s.paragraph, s.locator
)
"""

_FACTS: Final = """string_to_array(btrim(answer."{}"::text, '{{}}'), ',', 'NULL')::uuid[]"""
"""SQL for the fact ids in a cell as an array; the cell holds one id or an array of ids, as uuid or as text."""


class Matched(NamedTuple):
    """A row of an answer, ready to be matched with the other answer.

    Attributes:
        place: Its grain with the later names; a row with the same ``place`` is its counterpart.
        key: Its grain as the answer has it.
        cells: The shown cells.
        sources: The sources of its cells, as ``document#paragraph``, with the later names of the documents.
    """

    place: Cells
    key: Cells
    cells: Cells
    sources: tuple[str, ...]


@contextmanager
def by_grain(
    connection: Connection[Any],
    report: Report,
    settled: Mapping[str, Value],
    columns: Sequence[Column],
    renaming: Renaming,
) -> Iterator[Iterator[Matched]]:
    """Open an answer whose rows are ordered by ``place``.

    The order compares code points (collation "C"), so that Python and the server agree on it.

    Args:
        connection: A connection in a snapshot.
        report: The report as seen at a moment.
        settled: The value of each parameter.
        columns: The shown columns.
        renaming: The renames from this moment to the later one.

    Raises:
        CheckFailed: While reading: two rows are equal in the grain.
    """
    statement = _in_order(report, columns, renaming)
    if report.past is not None:
        report.past.enter(connection)
    name = f"report_rows_{next(_numbers)}"
    with RawServerCursor(connection, name, row_factory=tuple_row, scrollable=True) as cursor:
        read_as_text(cursor)
        cursor.itersize = _BATCH
        cursor.execute(statement, [settled[name] for name in report.query.names])
        # The server must sort and store all rows now, before the connection moves on to another moment.
        connection.execute(f'MOVE FORWARD ALL IN "{name}"'.encode())
        connection.execute(f'MOVE ABSOLUTE 0 IN "{name}"'.encode())
        yield _matched(report, cursor, [plain(column.type) for column in columns])


def _in_order(report: Report, columns: Sequence[Column], renaming: Renaming) -> str:
    """Return the statement for the shown columns, the grain, the grain with later names, and the sources."""
    names = renaming.names
    selected = [
        *(f'answer."{column.name}"' for column in columns),
        *(f'answer."{name}"::text' for name in report.header.grain),
        *names,
        _sources(report, renaming),
    ]
    order = ", ".join(f'{name} COLLATE "C"' for name in names)
    return f"SELECT {', '.join(selected)} FROM (\n{report.query.text}\n) AS answer{renaming.joins} ORDER BY {order}"  # noqa: S608 - names of columns, checked


def _sources(report: Report, renaming: Renaming) -> str:
    """Return SQL for the distinct sources of a row, in the order of their names."""
    facts = "".join(f" || {_FACTS.format(name)}" for name in dict.fromkeys(report.header.cite.values()))
    if not facts:
        return "'{}'::text[]"
    sources = _SOURCES.format(facts=facts, **renaming.of_documents("c.document_key"))
    return report.past.rewritten(sources) if report.past else sources


def _matched(
    report: Report, rows: RawServerCursor[tuple[Any, ...]], changes: Sequence[Callable[[str], str] | None]
) -> Iterator[Matched]:
    width, grain, last = len(changes), report.header.grain, None
    for row in rows:
        key, place = row[width : width + len(grain)], row[width + len(grain) : -1]
        if place == last:
            raise wrong_grain(report, key)
        last = place
        cells = (
            change(cell) if change and cell is not None else cell for change, cell in zip(changes, row, strict=False)
        )
        yield Matched(place, key, tuple(cells), tuple(row[-1]))


KINDS = ("added", "changed", "gone", "renamed")
"""The kinds of difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is missing from one of the answers, or differs between them.

    Attributes:
        key: Its grain, by column.
        before: Its cells in the earlier answer, by column; None if the row is not in it.
        after: Its cells in the later answer, by column; None if the row is not in it.
        old_key: Its grain in the earlier answer, if a load renamed part of it; else None.
        sources_before: Its sources in the earlier answer, as ``document#paragraph``, with the later names.
        sources_after: Its sources in the later answer.
    """

    key: Mapping[str, str | None]
    before: Mapping[str, str | None] | None
    after: Mapping[str, str | None] | None
    old_key: Mapping[str, str | None] | None = None
    sources_before: tuple[str, ...] = ()
    sources_after: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of difference, one of ``KINDS``; a renamed row is "renamed" even if other cells changed too."""
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
        """Whether the row is in both answers and has different sources in the later one."""
        return self.before is not None and self.after is not None and self.sources_before != self.sources_after


@contextmanager
def looking_back(connection: Connection[Any]) -> Iterator[None]:
    """Open a transaction that reads one snapshot, and roll it back on exit, with all tables created in it.

    If a transaction is open already, use a savepoint. The isolation level then stays as it is.
    """
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction(force_rollback=True):
        if is_idle:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def compared(
    connection: Connection[Any], earlier: Report, later: Report, values: Mapping[str, str]
) -> Iterator[Iterator[Difference]]:
    """Yield the differences between the answers of a report at two moments, without holding either answer in memory.

    Args:
        connection: A connection without an open transaction that has read or written anything.
        earlier: The report as seen at the earlier moment.
        later: The report as seen at the later moment.
        values: Parameters as given on the command line; a choice at either moment is allowed.

    Raises:
        WarehouseError: The same errors as when the report is run.
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
    """Return a sort key that orders rows as the server does: NULL comes last."""
    return tuple((part is None, part or "") for part in row[0].place)
