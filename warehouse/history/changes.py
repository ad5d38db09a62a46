"""The changes between two instants: the SQL that finds them, and the ``Change`` objects built from its rows."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import compress, count
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.rows import tuple_row

from warehouse.plan import Cell, Change, Counts, Operation, counted
from warehouse.tables import LOAD_ORDER, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    import psycopg

    from warehouse.tables import TableInfo

INVOLVED: Final = "disagreement_facts"
"""A table whose rows belong to the disagreement that names the facts, not to the facts that it names."""

OPENED: Final = "{version}.system_from > {after} AND {version}.system_from <= {until}"
CLOSED: Final = "{version}.system_to > {after} AND {version}.system_to <= {until}"

TOUCHED: Final = """
SELECT {name} WHERE EXISTS (SELECT FROM core.{table} AS version WHERE {opened} {narrowed})
    OR EXISTS (SELECT FROM history.{table} AS version WHERE ({opened} OR {closed}) {narrowed})
"""

DIFFERENCES: Final = """
{moves}
SELECT {had}, {has}, {is_by_hand}, {is_moved},
    {row_key} AS row_key, ({path} COLLATE "C") AS path, {old_path}, new.seed_file, new.seed_line,
    CASE WHEN {had} THEN ARRAY[{old_values}] END, CASE WHEN {has} THEN ARRAY[{new_values}] END,
    CASE WHEN {had} AND {has} THEN ARRAY[{differs}] END
FROM (
    SELECT {columns}, version.loaded_digest, version.system_from, {identity}
    FROM history.{table} AS version {movements}
    WHERE version.system_from <= {after} AND {closed} {narrowed}
) AS old
FULL JOIN (
    SELECT {columns}, version.seed_file, version.seed_line, version.system_from
    FROM core.{table} AS version WHERE {opened} {narrowed}
    UNION ALL
    SELECT {columns}, version.seed_file, version.seed_line, version.system_from
    FROM history.{table} AS version WHERE {opened} AND version.system_to > {until} {narrowed}
) AS new ON {same}
LEFT JOIN core.facts AS standing
    ON standing.fact_id = {fact} AND standing.system_from <= {instant}
LEFT JOIN history.facts AS earlier
    ON earlier.fact_id = {fact}
    AND earlier.system_from <= {instant} AND earlier.system_to > {instant}
WHERE ROW({old_columns}) IS DISTINCT FROM ROW({new_columns})
ORDER BY path, row_key, 2
"""

MOVES: Final = """
WITH RECURSIVE step AS (
    SELECT renamed.old_fact_id, renamed.new_fact_id, renamed.old_path, renamed.new_path, loads.loaded_at,
        lag(loads.loaded_at) OVER (PARTITION BY renamed.old_fact_id ORDER BY loads.loaded_at) AS step_before
    FROM ops.fact_renames AS renamed JOIN ops.loads AS loads USING (run_id)
    WHERE loads.loaded_at > {after} AND loads.loaded_at <= {until}
), chain AS (
    SELECT old_fact_id, new_fact_id, old_path, new_path, loaded_at FROM step
    WHERE step_before IS NULL AND NOT EXISTS (
        SELECT FROM step AS arrival
        WHERE arrival.new_fact_id = step.old_fact_id AND arrival.loaded_at < step.loaded_at
    )
    UNION ALL
    SELECT chain.old_fact_id, step.new_fact_id, chain.old_path, step.new_path, step.loaded_at
    FROM chain
    JOIN step ON step.old_fact_id = chain.new_fact_id AND step.loaded_at > chain.loaded_at
        AND (step.step_before IS NULL OR step.step_before <= chain.loaded_at)
), ended AS (
    SELECT DISTINCT ON (old_fact_id) * FROM chain ORDER BY old_fact_id, loaded_at DESC
), arrived AS (
    SELECT DISTINCT ON (new_fact_id) * FROM ended ORDER BY new_fact_id, loaded_at DESC
), moves AS MATERIALIZED (
    SELECT * FROM arrived WHERE old_fact_id <> new_fact_id
)
"""
"""The new fact and path of each fact that was renamed between the instants, even if several loads renamed it."""

MOVEMENT: Final = """
LEFT JOIN moves AS {leaving} ON {leaving}.{old} = {value}
LEFT JOIN moves AS {displacing} ON {displacing}.{new} = {value}
"""

MOVED: Final = "CASE WHEN {leaving}.{new} IS NOT NULL THEN {moved} WHEN {displacing}.{new} IS NULL THEN {column} END"
"""The new value of a key column. It is NULL if another row has taken the old key, so that the old row is retired."""

IS_BY_HAND: Final = "old.loaded_digest IS DISTINCT FROM hash_record_extended(ROW({old_columns}), 0)"
INSTANT: Final = "CASE WHEN new.system_from IS NULL THEN {after} ELSE {until} END"
FACT: Final = "coalesce(new.fact_id, old.fact_id)"
NO_FACT: Final = "CAST(NULL AS uuid)"
FACT_PATH: Final = "coalesce(standing.path, earlier.path, concat_ws('/', {name}, {keys}))"
INVOLVED_PATH: Final = "('disagreements/' || coalesce(new.disagreement_key, old.disagreement_key))"
OLD_INVOLVED_PATH: Final = "'disagreements/' || old.disagreement_key"
NARROWED: Final = "AND version.fact_id = ANY(%(facts)s)"
NARROWED_AWAY: Final = "AND false"
NARROWED_INVOLVED: Final = "AND 'disagreements/' || version.disagreement_key = ANY(%(paths)s)"

INSTANTS: Final = {"after": sql.SQL("%(after)s::timestamptz"), "until": sql.SQL("%(until)s::timestamptz")}


def touched(tables: Iterable[TableInfo], *, is_narrowed: bool) -> sql.Composed:
    """Return the statement that selects the names of tables with versions that begin or end between the instants."""
    return sql.SQL(" UNION ALL ").join(
        sql.SQL(TOUCHED).format(
            name=sql.Literal(table.name),
            table=sql.Identifier(table.name),
            opened=sql.SQL(OPENED).format(version=sql.Identifier("version"), **INSTANTS),
            closed=sql.SQL(CLOSED).format(version=sql.Identifier("version"), **INSTANTS),
            narrowed=narrowing(table, is_narrowed=is_narrowed),
        )
        for table in tables
    )


def narrowing(table: TableInfo, *, is_narrowed: bool) -> sql.SQL:
    """Return the condition that a version belongs to the requested facts or disagreements; empty if not narrowed."""
    if not is_narrowed:
        return sql.SQL("")
    if not table.holds_facts:
        return sql.SQL(NARROWED_AWAY)
    return sql.SQL(NARROWED_INVOLVED if table.name == INVOLVED else NARROWED)


def differences(table: TableInfo, *, has_moves: bool, is_single: bool, is_narrowed: bool) -> sql.Composed:
    """Return the statement that selects the rows of ``table`` that differ between two instants, in order of path.

    Args:
        table: A table of ``core``.
        has_moves: Whether facts were renamed between the instants.
        is_single: Whether to find the old rows that had been edited by hand.
        is_narrowed: Whether to select the rows of some facts only.
    """
    keys, names = table.key, table.stated
    version = sql.Identifier("version")
    return sql.SQL(DIFFERENCES).format(
        moves=sql.SQL(MOVES if has_moves else "").format(**INSTANTS),
        movements=_movements(table) if has_moves else sql.SQL(""),
        identity=_identity(table, has_moves=has_moves),
        same=sql.SQL(" AND ").join(
            sql.SQL("new.{} = old.{}").format(sql.Identifier(key), _moved_name(place)) for place, key in enumerate(keys)
        ),
        table=sql.Identifier(table.name),
        columns=_listed("version.{}", names),
        opened=sql.SQL(OPENED).format(version=version, **INSTANTS),
        closed=sql.SQL(CLOSED).format(version=version, **INSTANTS),
        instant=sql.SQL(INSTANT).format(**INSTANTS),
        narrowed=narrowing(table, is_narrowed=is_narrowed),
        is_by_hand=sql.SQL(IS_BY_HAND if is_single else "false").format(old_columns=_listed("old.{}", names)),
        is_moved=_is_moved(keys),
        row_key=sql.SQL("ARRAY[{}]").format(_row_key(keys)),
        fact=sql.SQL(FACT if table.holds_facts else NO_FACT),
        path=_path(table),
        old_path=sql.SQL(_old_path(table) if has_moves else "NULL"),
        old_values=_listed("old.{}::text", names),
        new_values=_listed("new.{}::text", names),
        differs=_listed("old.{0} IS DISTINCT FROM new.{0}", names),
        old_columns=_listed("old.{}", names),
        new_columns=_listed("new.{}", names),
        had=sql.SQL("old.system_from IS NOT NULL"),
        has=sql.SQL("new.system_from IS NOT NULL"),
        **INSTANTS,
    )


def _listed(template: str, names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.SQL(template).format(sql.Identifier(name)) for name in names)


def _row_key(keys: Iterable[str]) -> sql.Composed:
    return _listed('(coalesce(new.{0}, old.{0})::text COLLATE "C")', keys)


def _is_moved(keys: Iterable[str]) -> sql.Composed:
    old, new = _listed("old.{}", keys), _listed("new.{}", keys)
    return sql.SQL("ROW({}) IS DISTINCT FROM ROW({})").format(old, new)


def _path(table: TableInfo) -> sql.Composable:
    if table.name == INVOLVED:
        return sql.SQL(INVOLVED_PATH)
    return sql.SQL(FACT_PATH).format(name=sql.Literal(table.name), keys=_row_key(table.key))


def _old_path(table: TableInfo) -> str:
    if not table.holds_facts:
        return "NULL"
    return OLD_INVOLVED_PATH if table.name == INVOLVED else "old.old_path"


def _movements(table: TableInfo) -> sql.Composed:
    joins = []
    for place, key in enumerate(table.key):
        family, is_fact = table.family_of(key), key == "fact_id"
        if not is_fact and family is None:
            continue
        column = sql.SQL("version.{}").format(sql.Identifier(key))
        joins.append(
            sql.SQL(MOVEMENT).format(
                value=column if is_fact else sql.SQL("{} || {}").format(sql.Literal(f"{family}/"), column),
                old=sql.Identifier("old_fact_id" if is_fact else "old_path"),
                new=sql.Identifier("new_fact_id" if is_fact else "new_path"),
                **_sides(place),
            )
        )
    return sql.SQL(" ").join(joins)


def _sides(place: int) -> dict[str, sql.Identifier]:
    return {"leaving": sql.Identifier(f"leaving_{place}"), "displacing": sql.Identifier(f"displacing_{place}")}


def _moved_name(place: int) -> sql.Identifier:
    return sql.Identifier(f"moved_{place}")


def _identity(table: TableInfo, *, has_moves: bool) -> sql.Composed:
    """Return the columns of an old row with its key at the later instant and, if facts were renamed, its old path."""
    parts: list[sql.Composable] = []
    for place, key in enumerate(table.key):
        column: sql.Composable = sql.SQL("version.{}").format(sql.Identifier(key))
        family = table.family_of(key)
        if has_moves and (key == "fact_id" or family is not None):
            column = _moved(place, key, family, column)
        parts.append(sql.SQL("{} AS {}").format(column, _moved_name(place)))
        if has_moves and (key == "fact_id" or (key == "key" and family is not None)):
            parts.append(sql.SQL("{}.old_path").format(_sides(place)["leaving"]))
    return sql.SQL(", ").join(parts)


def _moved(place: int, key: str, family: str | None, column: sql.Composable) -> sql.Composed:
    sides = _sides(place)
    if key == "fact_id":
        new, moved = "new_fact_id", sql.SQL("{leaving}.new_fact_id").format(**sides)
    else:
        new = "new_path"
        start = sql.Literal(len(f"{family}/") + 1)
        moved = sql.SQL("substr({leaving}.new_path, {start})").format(start=start, **sides)
    return sql.SQL(MOVED).format(new=sql.Identifier(new), moved=moved, column=column, **sides)


class Tally:
    """A counter of changes, by table and operation.

    Attributes:
        facts: Number of different paths; this is correct only if the changes come in order of path.
    """

    def __init__(self) -> None:
        """Start with all counts at zero."""
        self.facts = 0
        self._rows: Counter[tuple[str, Operation]] = Counter()

    def counting(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Yield the given changes, and count them."""
        path = None
        for change in changes:
            self.facts += change.path != path and TABLES[change.table].holds_facts
            path = change.path
            self._rows[change.table, change.operation] += 1
            yield change

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self._rows

    def tables(self) -> dict[str, Counts]:
        """Return the numbers of rows for each table with changes, in load order."""
        met = {table for table, _ in self._rows}
        return {
            table.name: Counts(*(self._rows[table.name, operation] for operation in Operation))
            for table in LOAD_ORDER
            if table.name in met
        }

    def summary(self) -> str:
        """Return one line with the numbers of rows and facts that differ."""
        if self.is_empty:
            return "Nothing changed."
        total = sum(self.tables().values(), start=Counts())
        rows = counted(total, "added", "changed", "retired", "renamed", "put back")
        return f"{self.facts} fact{'' if self.facts == 1 else 's'}: {rows}."


MOMENT: Final = timedelta(microseconds=1)
"""The time resolution of PostgreSQL."""

BEFORE_ANY_LOAD: Final = "1970-01-01 00:00:00+00"
"""Since when the shipped words stand in a new database; everything else is younger."""

BATCH: Final = 500
"""Number of rows to fetch at once from each table. It is large enough for speed, and small enough for 100 tables."""

AFTER_OWN: Final = {"facts": 1, INVOLVED: 2, "citations": 3}
"""Sort order of the tables whose rows come after the own row of a fact."""

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
    """The facts to which changes are narrowed.

    Attributes:
        facts: Current and earlier ids of the facts.
        paths: Current and earlier paths of the thing that they belong to.
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
    """Yield the rows whose state differs between two instants.

    A row that changed and was changed back in between does not appear. Renames are followed over several loads.

    Args:
        connection: A connection with a transaction that stays open until the last change is read, its own included.
        after: The earlier instant; None for the empty state before the first load.
        until: The later instant. The rows that a load wrote already exist at the instant of the load.
        is_single: Whether to return only the changes of the load at ``until``, and mark old rows that had been edited
            by hand. If so, ``after`` is ignored.
        only: The facts to narrow the changes to; None for all facts.

    Yields:
        The changes in order of path; for one path, the own row of the fact comes first and its citations last.
    """
    start = until - MOMENT if is_single else after
    values: dict[str, object] = {"after": start or BEFORE_ANY_LOAD, "until": until}
    if only is not None:
        values |= {"facts": list(only.facts), "paths": list(only.paths)}
    is_narrowed = only is not None
    touched_names = connection.execute(touched(TABLES.values(), is_narrowed=is_narrowed), values)
    tables = [TABLES[name] for (name,) in touched_names]
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
    """Return the sort key of a change. It gives the order of the statements, which sort texts by code point."""
    return change.path, AFTER_OWN.get(change.table, 0), change.key


def _cursor(connection: psycopg.Connection) -> psycopg.ServerCursor[tuple[Any, ...]]:
    cursor = connection.cursor(f"warehouse_changes_{next(_numbers)}", row_factory=tuple_row)
    cursor.itersize = BATCH
    return cursor


@contextmanager
def _joins_by_hash(connection: psycopg.Connection, *, is_wanted: bool) -> Iterator[None]:
    """Turn nested loops off in the block, if wanted.

    Rows just written have no statistics, so the planner assumes one rename and would scan all renames for each row.
    """
    if not is_wanted:
        yield
        return
    (before,) = connection.execute(SHOW_LOOPS).fetchone() or ("on",)
    connection.execute(SET_LOOPS, ["off"])
    yield
    connection.execute(SET_LOOPS, [before])


def _changes(table: TableInfo, cursor: psycopg.ServerCursor[tuple[Any, ...]]) -> Iterator[Change]:
    names = table.stated
    naming = {"fact_id", "path", *table.key}
    for had, has, by_hand, is_moved, key, path, old_path, file, line, old, new, differs in cursor:
        identity = (tuple(key), path)
        if not had:
            cells = tuple(Cell(name, None, value) for name, value in zip(names, new, strict=True) if value is not None)
            yield Change(Operation.ADD, table.name, *identity, cells, file, line)
        elif not has and not by_hand:
            yield Change(Operation.RETIRE, table.name, *identity)
        elif not has:
            cells = tuple(Cell(name, value, None) for name, value in zip(names, old, strict=True) if value is not None)
            yield Change(Operation.RESTORE, table.name, *identity, cells)
        else:
            cells = tuple(Cell(*cell) for cell in compress(zip(names, old, new, strict=True), differs))
            if is_moved:
                cells = tuple(cell for cell in cells if cell.column not in naming)
                yield Change(Operation.RENAME, table.name, *identity, cells, file, line, old_path or path)
            else:
                operation = Operation.RESTORE if by_hand else Operation.CHANGE
                yield Change(operation, table.name, *identity, cells, file, line)
