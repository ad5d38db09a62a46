"""Read the ledger: runs of load, failed ones included, and who stands behind a load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from psycopg.rows import dict_row

from warehouse.errors import UsageError
from warehouse.plan import Counts
from warehouse.tables import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    import psycopg

RUN_LOCK: Final = 7_362_910
"""First number of the advisory lock that a run holds on its ledger connection; the second is its own number."""

RUNS: Final = """
SELECT run.run_id, run.started_at, run.finished_at, run.run_by, run.host, run.software_version, run.schema_revision,
    run.git_revision, run.is_git_dirty, run.seeds_sha256, run.undoes, load.loaded_at, load.fact_count,
    CASE WHEN load.run_id IS NULL THEN run.error END AS error,
    CASE
        WHEN load.run_id IS NOT NULL AND run.status <> 'unchanged' THEN 'loaded'
        WHEN run.status = 'running' AND NOT EXISTS (
            SELECT FROM pg_locks AS held
            WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 2
                AND held.classid = %(lock)s::oid AND held.objid = run.run_id::oid
                AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ) THEN 'died'
        ELSE run.status
    END AS status,
    ARRAY(
        SELECT undoing.run_id FROM ops.load_runs AS undoing JOIN ops.loads USING (run_id)
        WHERE undoing.undoes = run.run_id ORDER BY undoing.run_id
    ) AS undone_by
FROM ops.load_runs AS run
LEFT JOIN ops.loads AS load ON load.run_id = run.run_id
WHERE run.run_id = coalesce(%(run)s, run.run_id)
ORDER BY run.run_id DESC
LIMIT %(limit)s
"""
"""What was committed has been loaded, even if the run died before it could say so."""

COUNTS: Final = """
SELECT run_id, table_name, added, changed, retired, renamed, restored
FROM ops.load_run_tables WHERE run_id = ANY(%s)
"""
PHASES: Final = (
    "SELECT run_id, phase, seconds FROM ops.load_run_phases WHERE run_id = ANY(%s) ORDER BY run_id, position"
)

NEAREST: Final = "SELECT min(run_id), max(run_id) FROM ops.load_runs"

LOADS: Final = """
SELECT load.loaded_at, load.run_id, run.run_by, run.git_revision, run.is_git_dirty, run.undoes
FROM ops.loads AS load JOIN ops.load_runs AS run USING (run_id)
WHERE load.loaded_at = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the work of a run, and how long it took."""

    name: str
    seconds: Decimal


@dataclass(frozen=True, slots=True)
class Run:
    """An execution of ``warehouse load``.

    Attributes:
        run_id: Its number, rising.
        status: Running, loaded, unchanged, failed, or died: its process ended without a word.
        started_at: When it began.
        finished_at: When it ended; None: it is running, or died.
        run_by: Account on the machine that ran it.
        host: That machine.
        software_version: Version of the warehouse software.
        schema_revision: Migration the database was at.
        git_revision: Revision of the seeds' checkout; None: it was no checkout.
        is_git_dirty: Whether the checkout had uncommitted changes; None: it was no checkout.
        seeds_sha256: Digest over the seed files; None: it ended before they were read, or read none.
        error: Why it failed; None: it did not.
        undoes: The run it takes back; None: it read seeds.
        undone_by: The loads that took it back.
        loaded_at: Since when what it wrote counts; None: it committed nothing.
        fact_count: Facts in the database after it; None: it committed nothing.
        tables: Rows it changed, by table, tables in load order.
        phases: The parts of its work, in their order.
    """

    run_id: int
    status: str
    started_at: datetime
    finished_at: datetime | None
    run_by: str
    host: str
    software_version: str
    schema_revision: str
    git_revision: str | None
    is_git_dirty: bool | None
    seeds_sha256: str | None
    error: str | None
    undoes: int | None
    undone_by: Sequence[int]
    loaded_at: datetime | None
    fact_count: int | None
    tables: Mapping[str, Counts]
    phases: Sequence[Phase]

    def total(self) -> Counts:
        """Count the rows it changed over all tables."""
        return sum(self.tables.values(), start=Counts())


@dataclass(frozen=True, slots=True)
class Load:
    """Who stands behind a committed run.

    Attributes:
        run_id: The run.
        loaded_at: Since when what it wrote counts.
        run_by: Account that ran it.
        git_revision: Revision of the seeds' checkout; None: it was no checkout.
        is_git_dirty: Whether the checkout had uncommitted changes; None: it was no checkout.
        undoes: The run it takes back; None: it read seeds.
    """

    run_id: int
    loaded_at: datetime
    run_by: str
    git_revision: str | None
    is_git_dirty: bool | None
    undoes: int | None


def list_runs(connection: psycopg.Connection, limit: int | None = None) -> list[Run]:
    """Return the newest runs, newest first; without a limit all of them."""
    return _runs(connection, run_id=None, limit=limit)


def find_run(connection: psycopg.Connection, run_id: int) -> Run:
    """Return one run.

    Raises:
        UsageError: There is no such run.
    """
    found = _runs(connection, run_id=run_id, limit=1)
    if not found:
        raise UsageError(f"there is no run {run_id}", hint=_known(connection))
    return found[0]


def _known(connection: psycopg.Connection) -> str:
    first, last = connection.execute(NEAREST).fetchone() or (None, None)
    if first is None:
        return 'Nothing has been loaded yet: run "warehouse load".'
    return f'Runs {first} to {last} are known: see "warehouse runs list".'


def loads_at(connection: psycopg.Connection, instants: Iterable[datetime]) -> dict[datetime, Load]:
    """Return the load of each of these instants at which one was committed."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(LOADS, [list(set(instants))])
        return {row["loaded_at"]: Load(**row) for row in cursor}


def _runs(connection: psycopg.Connection, *, run_id: int | None, limit: int | None) -> list[Run]:
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(RUNS, {"lock": RUN_LOCK, "run": run_id, "limit": limit})
        rows = cursor.fetchall()
    ids = [row["run_id"] for row in rows]
    counts = _counts(connection, ids)
    phases: dict[int, list[Phase]] = {number: [] for number in ids}
    for number, name, seconds in connection.execute(PHASES, [ids]):
        phases[number].append(Phase(name, seconds))
    return [Run(**row, tables=counts[row["run_id"]], phases=phases[row["run_id"]]) for row in rows]


def _counts(connection: psycopg.Connection, ids: list[int]) -> dict[int, dict[str, Counts]]:
    order = {table.name: place for place, table in enumerate(LOAD_ORDER)}
    found: dict[int, dict[str, Counts]] = {number: {} for number in ids}
    rows: list[tuple[Any, ...]] = connection.execute(COUNTS, [ids]).fetchall()
    for number, table, *numbers in sorted(rows, key=lambda row: order.get(row[1], len(order))):
        found[number][table] = Counts(*numbers)
    return found
