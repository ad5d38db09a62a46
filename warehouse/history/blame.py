"""The origin of each value of a thing: the load that set it, and the line of the seed file."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from psycopg import sql

from warehouse.errors import UsageError
from warehouse.history.changes import AFTER_OWN, INVOLVED, narrowing
from warehouse.history.runs import loads_at
from warehouse.history.timeline import find_thing, is_below
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import psycopg

    from warehouse.history.runs import Load
    from warehouse.history.timeline import Thing
    from warehouse.tables import TableInfo

DERIVED_FROM_PATH: Final = frozenset({"fact_id", "family", "path"})
DERIVED_FROM_INVOLVED_PATH: Final = frozenset({"disagreement_key"})
"""Columns whose values follow from the path, so that blame leaves them out."""

VERSIONS: Final = """
SELECT ARRAY[{key}], ARRAY[{values}], version.fact_id::text, version.system_from, NULL::timestamptz,
    version.seed_file, version.seed_line,
    version.loaded_digest IS DISTINCT FROM hash_record_extended(ROW({columns}), 0)
FROM core.{table} AS version WHERE true {narrowed}
UNION ALL
SELECT ARRAY[{key}], ARRAY[{values}], version.fact_id::text, version.system_from, version.system_to,
    version.seed_file, version.seed_line, false
FROM history.{table} AS version WHERE true {narrowed}
"""

RENAMES: Final = """
SELECT load.loaded_at, renamed.old_fact_id::text, renamed.new_fact_id::text, renamed.old_path, renamed.new_path
FROM ops.fact_renames AS renamed JOIN ops.loads AS load USING (run_id)
WHERE renamed.new_path = ANY(%(paths)s) OR renamed.old_path = ANY(%(paths)s)
    OR renamed.new_fact_id = ANY(%(facts)s) OR renamed.old_fact_id = ANY(%(facts)s)
"""

PATHS: Final = "SELECT fact_id::text, path FROM core.facts WHERE fact_id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a value.

    Attributes:
        at: The instant since which the warehouse has held the value.
        load: The load that set it; None if it was set by hand, or before there was a ledger.
        file: The seed file that it comes from, relative to the seeds folder; None if it comes from no seed file.
        line: The line in that file at that time.
    """

    at: datetime
    load: Load | None
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Owned:
    """A value and its origin.

    Attributes:
        column: The column of the value.
        value: The value as text.
        origin: Where it comes from.
    """

    column: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """A current row with the origins of its values.

    Attributes:
        table: Its table.
        key: Its primary key, one text for each column.
        path: Path of the fact that it belongs to.
        is_by_hand: Whether somebody edited it by hand since the last load wrote it.
        values: Its values in the order of the columns, without NULLs and without values that follow from the path.
    """

    table: str
    key: tuple[str, ...]
    path: str
    is_by_hand: bool
    values: tuple[Owned, ...]


@dataclass(frozen=True, slots=True)
class Blame:
    """The origins of the values of a thing.

    Attributes:
        thing: The thing.
        rows: Its own rows first, then the rows of the facts below it, in order of path.
    """

    thing: Thing
    rows: tuple[OwnedRow, ...]


@dataclass(frozen=True, slots=True)
class _Version:
    table: str
    key: tuple[str, ...]
    values: tuple[str | None, ...]
    fact_id: str
    since: datetime
    until: datetime | None
    file: str | None
    line: int | None
    is_by_hand: bool


def blame_of(connection: psycopg.Connection, name: str) -> Blame:
    """Return a thing and the facts below it, with the load that last changed each value.

    Args:
        connection: A connection with an open transaction.
        name: The name of the thing, as ``find_thing`` accepts it.

    Raises:
        UsageError: Nothing has that name now, or several things have it.
    """
    thing = find_thing(connection, name)
    if not thing.is_standing:
        hint = f'"warehouse history {thing.path}" shows what it was.'
        raise UsageError(f'"{thing.path}" no longer exists, so it has no values', hint=hint)
    versions = [
        version for table in TABLES.values() if table.holds_facts for version in _versions(connection, table, thing)
    ]
    walk = _Walk(versions, _renames(connection, versions, thing))
    paths: dict[str, str] = dict(connection.execute(PATHS, [list(thing.only.facts)]).fetchall())
    rows = []
    standing = [version for version in versions if version.until is None]
    for version in standing:
        path = f"disagreements/{version.key[1]}" if version.table == INVOLVED else paths.get(version.fact_id, "")
        if is_below(path, thing.path):
            rows.append((version, path, walk.setters(version)))
    loads = loads_at(connection, (setter.since for _, _, setters in rows for setter in setters))
    owned = [_owned(version, path, setters, loads) for version, path, setters in rows]
    return Blame(thing, tuple(sorted(owned, key=_place)))


def _place(row: OwnedRow) -> tuple[str, int, tuple[str, ...]]:
    return row.path, AFTER_OWN.get(row.table, 0), row.key


def _owned(version: _Version, path: str, setters: Sequence[_Version], loads: Mapping[datetime, Load]) -> OwnedRow:
    without = DERIVED_FROM_INVOLVED_PATH if version.table == INVOLVED else DERIVED_FROM_PATH
    values = tuple(
        Owned(column, value, Origin(setter.since, loads.get(setter.since), setter.file, setter.line))
        for column, value, setter in zip(TABLES[version.table].stated, version.values, setters, strict=True)
        if value is not None and column not in without
    )
    return OwnedRow(version.table, version.key, path, version.is_by_hand, values)


def _versions(connection: psycopg.Connection, table: TableInfo, thing: Thing) -> list[_Version]:
    def listed(template: str, names: Iterable[str]) -> sql.Composed:
        return sql.SQL(", ").join(sql.SQL(template).format(sql.Identifier(name)) for name in names)

    names = table.stated
    statement = sql.SQL(VERSIONS).format(
        key=listed("version.{}::text", table.key),
        values=listed("version.{}::text", names),
        columns=listed("version.{}", names),
        table=sql.Identifier(table.name),
        narrowed=narrowing(table, is_narrowed=True),
    )
    rows = connection.execute(statement, {"facts": list(thing.only.facts), "paths": list(thing.only.paths)})
    return [_Version(table.name, tuple(key), tuple(values), *others) for key, values, *others in rows]


class _Walk:
    """The versions of all rows, linked from each version to the version before it."""

    def __init__(self, versions: Iterable[_Version], renames: _Renames) -> None:
        self._closed = {(version.table, version.key, version.until): version for version in versions if version.until}
        self._renames = renames

    def setters(self, version: _Version) -> list[_Version]:
        """Return the version that set each value: the first version from which on the value stayed the same."""
        setters = [version] * len(version.values)
        undecided = set(range(len(version.values)))
        before = self._before(version)
        while before is not None and undecided:
            undecided = {place for place in undecided if before.values[place] == version.values[place]}
            for place in undecided:
                setters[place] = before
            before = self._before(before)
        return setters

    def _before(self, version: _Version) -> _Version | None:
        table = TABLES[version.table]
        key = []
        for column, part in zip(table.key, version.key, strict=True):
            family = table.family_of(column)
            name = part if family is None else f"{family}/{part}"
            earlier = self._renames.before(version.since, name)
            if earlier is None:
                return None
            key.append(earlier if family is None else earlier.removeprefix(f"{family}/"))
        return self._closed.get((version.table, tuple(key), version.since))


class _Renames:
    """The names of facts and records before each rename."""

    def __init__(self) -> None:
        self._old: dict[tuple[datetime, str], str] = {}
        self._left: dict[datetime, set[str]] = defaultdict(set)

    def add(self, at: datetime, old: str, new: str) -> None:
        """Add the rename of a fact or a path by the load at ``at``."""
        self._old[at, new] = old
        self._left[at].add(old)

    def before(self, at: datetime, name: str) -> str | None:
        """Return the name before the load at ``at``; None if another fact or record had this name before that load."""
        old = self._old.get((at, name))
        if old is not None:
            return old
        return None if name in self._left[at] else name


def _renames(connection: psycopg.Connection, versions: Iterable[_Version], thing: Thing) -> _Renames:
    paths = set(thing.only.paths)
    for version in versions:
        table = TABLES[version.table]
        for column, part in zip(table.key, version.key, strict=True):
            family = table.family_of(column)
            if family is not None:
                paths.add(f"{family}/{part}")
    renames = _Renames()
    names = {"paths": sorted(paths), "facts": list(thing.only.facts)}
    for at, old_fact, new_fact, old_path, new_path in connection.execute(RENAMES, names):
        renames.add(at, old_fact, new_fact)
        renames.add(at, old_path, new_path)
    return renames
