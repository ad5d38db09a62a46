"""The inspection: whether a lake is whole, and whether it shows what the database has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.exports.snapshot import begun
from warehouse.lake.contents import LOADS, Content, Load, required_content, tag_of
from warehouse.lake.expiry import leftovers, referenced, tables_of
from warehouse.lake.place import Place, reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg
    from pyiceberg.table import Table

LATER: Final = "SELECT count(*) FROM mart.dim_load WHERE loaded_at > %s"
KNOWN: Final = "SELECT EXISTS (SELECT FROM mart.dim_load WHERE load_id = %s AND loaded_at = %s)"
THERE: Final = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'as_of'"
COUNT: Final = sql.SQL("SELECT count(*) FROM {}")


@dataclass(slots=True)
class Inspection:
    """What an inspection found.

    Attributes:
        loads: The number of loads that the lake holds.
        tables: The number of its tables.
        files: The number of files that they refer to.
        problems: What is wrong, as sentences without a full stop.
        behind: By how many loads it is behind the database; None: nobody asked the database.
        leftovers: The number of files that nothing refers to, and their bytes.
    """

    loads: int = 0
    tables: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)
    behind: int | None = None
    leftovers: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table of a lake: its rows, files and bytes since the last push, and the loads that it has a name for."""

    name: str
    rows: int
    files: int
    bytes: int
    loads: int
    description: str


def loads_of(place: Place) -> Sequence[Load]:
    """Return the loads that a lake holds, oldest first.

    Raises:
        UsageError: There is no lake, or no load in it.
    """
    with reached(place) as catalog:
        return required_content(catalog, place).loads


def tables_in(place: Place) -> list[TableInfo]:
    """Return the tables of a lake.

    Raises:
        UsageError: There is no lake, or no load in it.
    """
    with reached(place) as catalog:
        shown = required_content(catalog, place).shown or {}
        found = []
        for table in tables_of(catalog):
            name = table.name()[-1]
            if name in shown:
                snapshot = table.snapshot_by_id(shown[name].snapshot_id)
                summary = snapshot.summary if snapshot else None
                rows, files, size = (
                    int(summary[f"total-{what}"] or 0) if summary else 0
                    for what in ("records", "data-files", "files-size")
                )
                named = sum(tag.startswith("load-") for tag in table.refs())
                found.append(TableInfo(name, rows, files, size, named, table.properties.get("comment", "")))
    return found


def inspect(
    place: Place, connection: psycopg.Connection | None, on_table: Callable[[str], None] = lambda _: None
) -> Inspection:
    """Inspect a lake.

    Args:
        place: The lake.
        connection: A connection to its database that is not in a transaction; None: look at the lake alone.
        on_table: Called with the name of each table before it is looked at.

    Raises:
        UsageError: There is no lake, or no load in it.
    """
    found = Inspection()
    with reached(place) as catalog:
        content = required_content(catalog, place)
        found.loads = len(content.loads)
        rows: dict[str, int] = {}
        for table in tables_of(catalog):
            on_table(".".join(table.name()))
            found.tables += 1
            files = set(referenced(table))
            found.files += len(files)
            found.problems += _missing(table, files)
            if table.name() != LOADS:
                found.problems += _unnamed(table, content)
                rows |= _rows(table, content)
        left = [size for _, size, _ in leftovers(catalog)]
        found.leftovers = (len(left), sum(left))
    if connection is not None:
        found.behind, problems = _compared(connection, content, rows)
        found.problems += problems
    return found


def _missing(table: Table, files: set[str]) -> Iterator[str]:
    # Versions of the metadata before the last are for nobody but curious people.
    earlier = {entry.metadata_file for entry in table.metadata.metadata_log}
    for path in sorted(files - earlier):
        if not table.io.new_input(path).exists():
            yield f"{'.'.join(table.name())} lacks the file {path}"


def _unnamed(table: Table, content: Content) -> Iterator[str]:
    """Yield each load whose name a table lacks between loads that it has."""
    ids = [load.load_id for load in content.loads]
    named = [load_id for load_id in ids if tag_of(load_id) in table.refs()]
    if table.name()[-1] not in (content.shown or {}):
        return
    for load_id in ids[ids.index(named[0]) if named else 0 :]:
        if load_id not in named:
            yield f"{'.'.join(table.name())} has no state {tag_of(load_id)}"


def _rows(table: Table, content: Content) -> dict[str, int]:
    """Return the number of rows of the last load, by name of the table."""
    last = content.last
    snapshot = table.snapshot_by_name(last.tag) if last else None
    if snapshot is None or snapshot.summary is None:
        return {}
    return {table.name()[-1]: int(snapshot.summary["total-records"] or 0)}


def _compared(connection: psycopg.Connection, content: Content, rows: dict[str, int]) -> tuple[int | None, list[str]]:
    """Return by how many loads the lake is behind, and each table that has lost or gained rows."""
    last = content.last
    assert last is not None  # noqa: S101 - there is a load
    with connection.transaction():
        begun(connection, last.loaded_at)
        if connection.execute(KNOWN, [last.load_id, last.loaded_at]).fetchone() != (True,):
            return None, [f"load {last.load_id} is not a load of the database"]
        (behind,) = connection.execute(LATER, [last.loaded_at]).fetchone() or (0,)
        there = {name for (name,) in connection.execute(THERE)}
        problems = []
        for name in sorted(rows.keys() & there):
            (count,) = connection.execute(COUNT.format(sql.Identifier("as_of", name))).fetchone() or (0,)
            if count != rows[name]:
                problems.append(f"mart.{name} has {rows[name]} rows in load {last.load_id}, the database had {count}")
    return behind, problems
