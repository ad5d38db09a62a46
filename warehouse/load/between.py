"""The changes between two states of the seed files, found in memory and without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.load.renames import moved
from warehouse.plan import Cell, Change, Operation
from warehouse.seeds.references import KEYED, earlier_key
from warehouse.seeds.rows import fact_id
from warehouse.tables import TABLES
from warehouse.vocabulary import BASE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from warehouse.load.renames import Moves
    from warehouse.seeds.reader import Seeds
    from warehouse.seeds.rows import Row

AFTER_OWN: Final = {"facts": 1, "disagreement_facts": 2, "citations": 3}
"""Sort order of the tables whose rows come after the own row of a fact."""

Key = tuple[str, ...]


class Place(NamedTuple):
    """The identity of a row: its table and its primary key, one text for each column."""

    table: str
    key: Key


def changes_of(old: Seeds | None, new: Seeds | None, seeds: str) -> list[Change]:
    """Return the changes from one state of the seeds to another, in order of path.

    Args:
        old: The earlier rows; None: there were no seeds.
        new: The later rows; None: there are none any more.
        seeds: Name of the seeds folder in the positions of the later rows, with a slash behind it.
    """
    before, after = dict(_placed(old)), dict(_placed(new))
    moves = _moves(before, after)
    ids = _moved_facts(before, after, moves) if moves else {}
    changes = []
    for place, row in before.items():
        target = Place(place.table, _moved_key(place, row, moves, ids))
        found = after.pop(target, None)
        if found is None:
            changes.append(Change(Operation.RETIRE, *place, row.path))
        elif cells := tuple(_cells(place.table, row, found)):
            is_same = target == place
            operation, old_path = (Operation.CHANGE, None) if is_same else (Operation.RENAME, row.path)
            changes.append(Change(operation, *target, found.path, cells, *_where(found, seeds), old_path))
    for place, row in after.items():
        cells = tuple(_cells(place.table, None, row))
        changes.append(Change(Operation.ADD, *place, row.path, cells, *_where(row, seeds)))
    return sorted(changes, key=lambda change: (change.path, AFTER_OWN.get(change.table, 0), change.table, change.key))


def _placed(seeds: Seeds | None) -> Iterator[tuple[Place, Row]]:
    """Yield the rows of the seeds by their identity, without the words that the program ships."""
    for table, rows in seeds.rows.items() if seeds else ():
        for row in rows:
            if row.record.position.file != BASE_NAME:
                yield Place(table, tuple(str(row.values[name]) for name in TABLES[table].key)), row


def _moves(before: Mapping[Place, Row], after: Mapping[Place, Row]) -> Moves:
    """Return the present key of each renamed record, by register and earlier key."""
    return {
        (place.table, earlier): place.key[0]
        for place, row in after.items()
        if place.table in KEYED
        and (earlier := earlier_key(row)) is not None
        and Place(place.table, (earlier,)) in before
        and place not in before
    }


def _moved_facts(before: Mapping[Place, Row], after: Mapping[Place, Row], moves: Moves) -> dict[UUID, UUID]:
    """Return the present id of each fact whose path follows a rename, by its earlier id."""
    facts = [row for place, row in before.items() if place.table == "facts"]
    ids = {row.values["fact_id"]: fact_id(moved(row.path, moves)) for row in facts}
    return {old: new for old, new in ids.items() if old != new and Place("facts", (str(new),)) in after}


def _moved_key(place: Place, row: Row, moves: Moves, ids: Mapping[UUID, UUID]) -> Key:
    """Return the primary key of a row after the renames."""
    table = TABLES[place.table]
    return tuple(
        str(ids[row.values[name]])
        if name == "fact_id" and row.values[name] in ids
        else moves.get((table.family_of(name) or "", text), text)
        for name, text in zip(table.key, place.key, strict=True)
    )


def _cells(table: str, old: Row | None, new: Row) -> Iterator[Cell]:
    for name in TABLES[table].stated:
        before, after = _text(old.values.get(name)) if old else None, _text(new.values.get(name))
        if before != after:
            yield Cell(name, before, after)


def _text(value: object) -> str | None:
    """Return a value as PostgreSQL prints it; None for NULL."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _where(row: Row, seeds: str) -> tuple[str, int]:
    return row.record.position.file.removeprefix(seeds), row.line
