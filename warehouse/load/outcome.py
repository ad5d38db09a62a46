"""What a load leaves behind besides the rows: which files it read, what it counted, since when it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from warehouse.history.changes import MOMENT, changes_between
from warehouse.plan import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    import psycopg

    from warehouse.load.ledger import Run
    from warehouse.plan import Change, Plan
    from warehouse.seeds.stock import Stock

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
    """Give the instant from which a load counts: later than that of any load before, whatever the clock says."""
    row: Any = connection.execute(NOW).fetchone()
    instant: datetime = row[0]
    return instant


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes that a transaction has made, read from it each time they are asked for.

    Attributes:
        connection: With the transaction open.
        instant: Since when what it wrote counts.
        unchanged: Files that say what they said before: a row of theirs that was missing is put back.
    """

    connection: psycopg.Connection
    instant: datetime
    unchanged: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Change]:
        """Give the changes by path."""
        for change in changes_between(self.connection, self.instant - MOMENT, self.instant, is_single=True):
            is_back = change.operation is Operation.ADD and change.file in self.unchanged
            yield replace(change, operation=Operation.RESTORE) if is_back else change


@dataclass(frozen=True, slots=True)
class AsRead:
    """The seed files as a load read them.

    Attributes:
        stock: All files.
        read: Names of those that were read.
        gone: Names of those that are not there any more.
        unchanged: Names of those that were read although they say what they said at the last load.
    """

    stock: Stock
    read: Sequence[str]
    gone: Sequence[str]
    unchanged: Sequence[str] = ()

    @property
    def touched(self) -> list[str]:
        """Names of files whose earlier rows are to be told anew."""
        return [*self.read, *self.gone]


def record(connection: psycopg.Connection, plan: Plan, as_read: AsRead, run: Run, instant: datetime) -> None:
    """Write what a load did, in its transaction: if it commits, this stands; if not, it never was.

    Args:
        connection: With the load's transaction open and everything written.
        plan: What was written.
        as_read: The files it was read from.
        run: The run that did it.
        instant: Since when it counts.
    """
    run.status = "unchanged" if plan.is_empty else "loaded"
    record_load(connection, plan, run, instant)
    digests = {file.path: file.sha256 for file in as_read.stock.seed_files}
    read = [name for name in as_read.read if name in digests]
    connection.execute(FORGET_FILES, [list(as_read.gone)])
    connection.execute(FILES, [run.run_id, read, [digests[name] for name in read]])


def record_load(connection: psycopg.Connection, plan: Plan, run: Run, instant: datetime) -> None:
    """Write what was counted, and since when it counts."""
    connection.execute(LOADED, [run.run_id, instant, plan.fact_count])
    for table, counts in plan.counts.items():
        numbers = [counts.added, counts.changed, counts.retired, counts.renamed, counts.restored]
        connection.execute(TABLE, [run.run_id, table, *numbers])
