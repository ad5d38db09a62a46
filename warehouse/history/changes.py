"""Say which rows of ``core`` differ between two instants, one after the other, however many there are."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import compress, count
from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import tuple_row

from warehouse.history.comparison import INVOLVED, differences, touched
from warehouse.outlines import BY_NAME
from warehouse.plan import Cell, Change, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    import psycopg

    from warehouse.outlines import Outline

MOMENT: Final = timedelta(microseconds=1)
"""The least time between two instants that PostgreSQL tells apart."""

BATCH: Final = 500
"""Rows fetched at once, of each table: enough to be quick, few enough for a hundred tables."""

AFTER_OWN: Final = {"facts": 1, INVOLVED: 2, "citations": 3}
"""Tables whose rows stand after the row that says the fact itself."""

HAS_MOVES: Final = """
SELECT EXISTS (
    SELECT FROM ops.fact_renames JOIN ops.loads USING (run_id)
    WHERE loaded_at > %(after)s::timestamptz AND loaded_at <= %(until)s::timestamptz
)
"""
SHOW_LOOPS: Final = "SELECT current_setting('enable_nestloop')"
SET_LOOPS: Final = "SELECT set_config('enable_nestloop', %s, true)"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Only:
    """Facts to which changes are narrowed.

    Attributes:
        facts: Ids the facts have or had.
        paths: Their paths.
    """

    facts: Sequence[UUID]
    paths: Sequence[str]


def changes_between(
    connection: psycopg.Connection,
    after: datetime | None,
    until: datetime,
    *,
    is_single: bool = False,
    only: Only | None = None,
) -> Iterator[Change]:
    """Give the rows whose state at one instant differs from their state at another.

    Rows that changed and came back in between do not appear. Renames are followed over several loads.

    Args:
        connection: Its open transaction is read, with what it has written itself; it must stay open meanwhile.
        after: The earlier instant; None: before there was anything.
        until: The later instant. What a load wrote stands at its own instant already.
        is_single: Tell what the load at ``until`` alone changed, and which of its old rows had been edited by hand;
            ``after`` does not matter then.
        only: Look at these facts alone.

    Returns:
        The changes by path; of one path the fact's own row first, its citations last.
    """
    start = until - MOMENT if is_single else after
    values: dict[str, object] = {"after": start or "-infinity", "until": until}
    if only is not None:
        values |= {"facts": list(only.facts), "paths": list(only.paths)}
    is_narrowed = only is not None
    found = connection.execute(touched(BY_NAME.values(), is_narrowed=is_narrowed), values)
    tables = [BY_NAME[name] for (name,) in found]
    (has_moves,) = connection.execute(HAS_MOVES, values).fetchone() or (False,)
    with ExitStack() as stack:
        streams = []
        for table in tables:
            statement = differences(table, has_moves=has_moves, is_single=is_single, is_narrowed=is_narrowed)
            cursor = stack.enter_context(_cursor(connection))
            with _joins_by_hash(connection, is_wanted=has_moves and only is None):
                cursor.execute(statement, values)
            streams.append(_changes(table, cursor))
        yield from merge(*streams, key=_place)


def _place(change: Change) -> tuple[str, int, tuple[str, ...]]:
    """Order as the statements do: in a UTF-8 database COLLATE "C" orders by code point, as Python does."""
    return change.path, AFTER_OWN.get(change.table, 0), change.key


def _cursor(connection: psycopg.Connection) -> psycopg.ServerCursor[tuple[Any, ...]]:
    cursor = connection.cursor(f"warehouse_changes_{next(_numbers)}", row_factory=tuple_row)
    cursor.itersize = BATCH
    return cursor


@contextmanager
def _joins_by_hash(connection: psycopg.Connection, *, is_wanted: bool) -> Iterator[None]:
    """Keep the planner from loops over all renames per row: of rows just written it has no numbers, and guesses one."""
    if not is_wanted:
        yield
        return
    (before,) = connection.execute(SHOW_LOOPS).fetchone() or ("on",)
    connection.execute(SET_LOOPS, ["off"])
    yield
    connection.execute(SET_LOOPS, [before])


def _changes(table: Outline, cursor: psycopg.ServerCursor[tuple[Any, ...]]) -> Iterator[Change]:
    names = table.stated
    naming = {"fact_id", "path", *table.key}
    for had, has, by_hand, is_moved, key, path, old_path, file, line, old, new, differs in cursor:
        where = (tuple(key), path)
        if not had:
            cells = tuple(Cell(name, None, value) for name, value in zip(names, new, strict=True) if value is not None)
            yield Change(Operation.ADD, table.name, *where, cells, file, line)
        elif not has and not by_hand:
            yield Change(Operation.RETIRE, table.name, *where)
        elif not has:
            cells = tuple(Cell(name, value, None) for name, value in zip(names, old, strict=True) if value is not None)
            yield Change(Operation.RESTORE, table.name, *where, cells)
        else:
            cells = tuple(Cell(*cell) for cell in compress(zip(names, old, new, strict=True), differs))
            if is_moved:
                cells = tuple(cell for cell in cells if cell.column not in naming)
                yield Change(Operation.RENAME, table.name, *where, cells, file, line, old_path or path)
            else:
                operation = Operation.RESTORE if by_hand else Operation.CHANGE
                yield Change(operation, table.name, *where, cells, file, line)
