"""Tell the story of a thing: what each load did to it and to the facts below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.history.changes import changes_between
from warehouse.history.comparison import narrowing
from warehouse.history.runs import loads_at
from warehouse.history.things import find_thing, is_below
from warehouse.outlines import BY_NAME
from warehouse.plan import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    import psycopg

    from warehouse.history.runs import Load
    from warehouse.history.things import Life, Thing
    from warehouse.plan import Change

INSTANTS: Final = """
SELECT version.system_from FROM core.{table} AS version WHERE true {narrowed}
UNION SELECT unnest(ARRAY[version.system_from, version.system_to]) FROM history.{table} AS version WHERE true {narrowed}
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to a thing at one instant.

    Attributes:
        at: The instant.
        load: The load that did it; None: no load did, rows were written by hand or before there was a ledger.
        changes: What changed, by path.
    """

    at: datetime
    load: Load | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a thing, newest first."""

    thing: Thing
    entries: tuple[Entry, ...]


def story_of(connection: psycopg.Connection, name: str) -> Story:
    """Tell what each load did to a thing and to the facts below it, also while it had another key.

    Args:
        connection: Its open transaction is read.
        name: As ``find_thing`` takes it.

    Raises:
        UsageError: Nothing goes or went by that name, or several things do.
    """
    thing = find_thing(connection, name)
    instants = _instants(connection, thing)
    loads = loads_at(connection, instants)
    entries = []
    for life in thing.lives:
        for at in (at for at in instants if _within(life, at)):
            changes = tuple(_changes(connection, thing, life, at))
            if changes:
                entries.append(Entry(at, loads.get(at), changes))
    return Story(thing, tuple(entries))


def _instants(connection: psycopg.Connection, thing: Thing) -> list[datetime]:
    """Give the instants at which versions of its rows begin or end, latest first."""
    statement = sql.SQL(" UNION ").join(
        sql.SQL(INSTANTS).format(table=sql.Identifier(table.name), narrowed=narrowing(table, is_narrowed=True))
        for table in BY_NAME.values()
    )
    found = connection.execute(statement, {"facts": list(thing.only.facts), "paths": list(thing.only.paths)})
    return sorted((instant for (instant,) in found), reverse=True)


def _within(life: Life, at: datetime) -> bool:
    return (life.since is None or at >= life.since) and (life.until is None or at < life.until)


def _changes(connection: psycopg.Connection, thing: Thing, life: Life, at: datetime) -> Iterator[Change]:
    """Give the changes of one instant that belong to the thing and to nobody who had its path before or after."""
    has_come = at == life.since
    for change in changes_between(connection, None, at, is_single=True, only=thing.only):
        # what goes at the instant at which the thing comes was still under the name it came from
        path = life.came_from if has_come and _goes(change) else life.path
        if path is not None and is_below(change.path, path):
            yield change


def _goes(change: Change) -> bool:
    is_restored_to_nothing = change.operation is Operation.RESTORE and all(cell.new is None for cell in change.cells)
    return change.operation is Operation.RETIRE or is_restored_to_nothing
