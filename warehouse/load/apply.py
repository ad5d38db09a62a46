"""The writing step of a load: archives old versions, writes new ones, deletes retired rows, and records the load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql

from warehouse.history.changes import MOMENT, changes_between
from warehouse.load.table_sql import all_table_sql, columns
from warehouse.plan import Operation
from warehouse.vocabulary import BOOKKEEPING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    import psycopg

    from warehouse.load.diff import Differences
    from warehouse.load.ledger import Run
    from warehouse.load.table_sql import TableSql
    from warehouse.plan import Change, Plan
    from warehouse.seeds.inventory import SeedInventory

KEEP: Final = """
INSERT INTO {history} ({columns}, system_from, system_to, opened_by, closed_by)
SELECT {current}, least(current.system_from, %(instant)s), %(instant)s, opened.run_id, %(run)s
FROM {core} AS current
JOIN {changed} AS changed ON {same_key} AND changed.operation IN ('~', '-')
LEFT JOIN ops.loads AS opened ON opened.loaded_at = current.system_from
"""

WRITE: Final = """
INSERT INTO {core} ({columns}, system_from)
SELECT {staged}, staged.seed_file, staged.seed_line, changed.new_digest,
    CASE changed.operation WHEN '=' THEN changed.system_from ELSE %(instant)s END
FROM {staged_table} AS staged
JOIN {changed} AS changed ON {same_key} AND changed.operation <> '-'
ON CONFLICT ({key}) DO UPDATE SET {assign}
"""

REMOVE: Final = "DELETE FROM {core} AS current USING {changed} AS changed WHERE {same_key} AND changed.operation = '-'"


def write(connection: psycopg.Connection, differences: Sequence[Differences], instant: datetime, run_id: int) -> None:
    """Write the differences to ``core``, and move the versions that end to ``history``.

    Args:
        connection: A connection with the load's transaction open and all tables compared.
        differences: The differences of each table, in load order.
        instant: When the new versions begin and the old versions end.
        run_id: The run that writes them.
    """
    values = {"instant": instant, "run": run_id}
    for one in differences:
        if one.ends:
            connection.execute(_keep(one.parts), values)
    for one in differences:
        if one.comes:
            connection.execute(_write(one.parts), values)
    for one in reversed(differences):
        if one.goes:
            connection.execute(_remove(one.parts))


def _keep(parts: TableSql) -> sql.Composed:
    names = [*parts.stated, "seed_file", "seed_line", "loaded_digest"]
    return sql.SQL(KEEP).format(
        history=parts.history,
        columns=columns(names),
        current=columns(names, "current"),
        core=parts.core,
        changed=parts.changed,
        same_key=parts.same_key("changed", "current"),
    )


def _write(parts: TableSql) -> sql.Composed:
    names = [name for name in (*parts.stated, *BOOKKEEPING) if name not in parts.keys]
    return sql.SQL(WRITE).format(
        core=parts.core,
        columns=columns([*parts.stated, "seed_file", "seed_line", "loaded_digest"]),
        staged=parts.stated_of("staged"),
        staged_table=parts.staged,
        changed=parts.changed,
        same_key=parts.same_key("staged", "changed"),
        key=parts.key_columns,
        assign=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(name)) for name in names),
    )


def _remove(parts: TableSql) -> sql.Composed:
    same_key = parts.same_key("changed", "current")
    return sql.SQL(REMOVE).format(core=parts.core, changed=parts.changed, same_key=same_key)


MUCH: Final = 0.1
FEW: Final = 500
"""A table is analyzed when more rows change than this number plus the share ``MUCH`` of the table."""

KNOWN: Final = "SELECT table_name, row_count FROM ops.table_totals"

COUNT: Final = """
INSERT INTO ops.table_totals AS total (table_name, row_count, digest_sum)
SELECT {name}, count(*), coalesce(sum(loaded_digest), 0) FROM {core} WHERE seed_file IS NOT NULL
ON CONFLICT (table_name) DO UPDATE SET row_count = EXCLUDED.row_count, digest_sum = EXCLUDED.digest_sum
"""

GROW: Final = """
UPDATE ops.table_totals SET row_count = row_count + %s, digest_sum = digest_sum + %s WHERE table_name = %s
"""


def known_sizes(connection: psycopg.Connection) -> dict[str, int]:
    """Return the row count of each table, as loads recorded it; count the tables that have no record yet."""
    sizes: dict[str, int] = dict(connection.execute(KNOWN).fetchall())
    if missing := {parts.name for parts in all_table_sql()} - sizes.keys():
        _count(connection, missing)
        sizes = dict(connection.execute(KNOWN).fetchall())
    return sizes


def account_for(
    connection: psycopg.Connection,
    differences: Sequence[Differences],
    sizes: Mapping[str, int],
    recounted: Collection[str],
) -> int:
    """Update the row counts and digest sums of each table.

    Args:
        connection: A connection with the load's transaction open and all rows written.
        differences: The differences that were written to each table.
        sizes: The row count of each table before the load.
        recounted: Names of the tables to count again, because rows of theirs were edited by hand.

    Returns:
        The number of facts after the load.
    """
    for one in differences:
        if one.comes or one.goes:
            connection.execute(GROW, [one.growth, one.digest_growth, one.parts.name])
            _let_know(connection, one, sizes[one.parts.name])
    _count(connection, recounted)
    known: dict[str, int] = dict(connection.execute(KNOWN).fetchall())
    return known["facts"]


def _let_know(connection: psycopg.Connection, one: Differences, size: int) -> None:
    """Update the planner statistics of a table of which much changed, before checks and reports query it."""
    if one.comes + one.goes > size * MUCH + FEW:
        connection.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {}").format(one.parts.core))


def _count(connection: psycopg.Connection, names: Collection[str]) -> None:
    for parts in all_table_sql():
        if parts.name in names:
            connection.execute(sql.SQL(COUNT).format(name=sql.Literal(parts.name), core=parts.core))


NOW: Final = """
SELECT greatest(clock_timestamp(), (SELECT max(loaded_at) + interval '1 microsecond' FROM ops.loads))
"""

TABLE: Final = """
INSERT INTO ops.load_run_tables (run_id, table_name, added, changed, retired, renamed, restored)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""

LOADED: Final = "INSERT INTO ops.loads (run_id, loaded_at, fact_count) VALUES (%s, %s, %s)"

FORGET_FILES: Final = "DELETE FROM ops.seed_files WHERE path = ANY (%s)"

FILES: Final = """
INSERT INTO ops.seed_files (path, sha256, run_id)
SELECT read.path, read.sha256, %s FROM unnest(%s::text[], %s::text[]) AS read (path, sha256)
ON CONFLICT (path) DO UPDATE SET sha256 = EXCLUDED.sha256, run_id = EXCLUDED.run_id
"""


def now(connection: psycopg.Connection) -> datetime:
    """Return the instant of a load; it is later than the instant of every earlier load, even if the clock went back."""
    row: Any = connection.execute(NOW).fetchone()
    instant: datetime = row[0]
    return instant


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that a transaction has made, read from the database on each iteration.

    Attributes:
        connection: A connection with the transaction open.
        instant: The instant of the rows that the transaction wrote.
        unchanged: Seed files with the same content as at the last load. A row of theirs that was missing counts as
            restored, not as added.
    """

    connection: psycopg.Connection
    instant: datetime
    unchanged: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Change]:
        """Yield the changes in order of path."""
        for change in changes_between(self.connection, self.instant - MOMENT, self.instant, is_single=True):
            is_back = change.operation is Operation.ADD and change.file in self.unchanged
            yield replace(change, operation=Operation.RESTORE) if is_back else change


@dataclass(frozen=True, slots=True)
class AsRead:
    """The seed files of a load, and which of them it read.

    Attributes:
        inventory: The inventory of all seed files.
        read: Names of the files that were read.
        gone: Names of the files that were loaded before and no longer exist.
        unchanged: Names of the files that were read although they have not changed since the last load.
    """

    inventory: SeedInventory
    read: Sequence[str]
    gone: Sequence[str]
    unchanged: Sequence[str] = ()

    @property
    def touched(self) -> list[str]:
        """Names of the files whose rows in ``core`` this load replaces or retires."""
        return [*self.read, *self.gone]


def record(connection: psycopg.Connection, plan: Plan, as_read: AsRead, run: Run, instant: datetime) -> None:
    """Record a load in ``ops``, in the transaction of the load, so that both commit or roll back together.

    Args:
        connection: A connection with the load's transaction open and all rows written.
        plan: The plan that was applied.
        as_read: The seed files of the load.
        run: The run of the load; its status is updated.
        instant: The instant of the load.
    """
    run.status = "unchanged" if plan.is_empty else "loaded"
    record_load(connection, plan, run, instant)
    digests = {file.name: as_read.inventory.digest(file) for file in as_read.inventory.with_base}
    read = [name for name in as_read.read if name in digests]
    connection.execute(FORGET_FILES, [list(as_read.gone)])
    connection.execute(FILES, [run.run_id, read, [digests[name] for name in read]])


def record_load(connection: psycopg.Connection, plan: Plan, run: Run, instant: datetime) -> None:
    """Record the instant of a load and the row counts of its plan."""
    connection.execute(LOADED, [run.run_id, instant, plan.fact_count])
    for table, counts in plan.counts.items():
        numbers = [counts.added, counts.changed, counts.retired, counts.renamed, counts.restored]
        connection.execute(TABLE, [run.run_id, table, *numbers])
