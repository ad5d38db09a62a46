"""The runs in the ledger, including failed ones, and the loads that they committed."""

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
"""First key of the advisory lock that a run holds on its ledger connection; the second is its run id."""

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
"""Runs, newest first. A run with a committed load counts as loaded, even if it died before it recorded that."""

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
    """A phase of a run.

    Attributes:
        name: Name of the phase.
        seconds: Its duration in seconds.
    """

    name: str
    seconds: Decimal


@dataclass(frozen=True, slots=True)
class Run:
    """A run of ``warehouse load`` or of an undo.

    Attributes:
        run_id: Its id; later runs have higher ids.
        status: Running, loaded, unchanged, failed, or died (its process ended without recording a result).
        started_at: When it started.
        finished_at: When it ended; None if it is running or died.
        run_by: The account that ran it, on its machine.
        host: The name of that machine.
        software_version: Version of the warehouse software.
        schema_revision: Revision of the database schema.
        git_revision: Git revision of the seeds; None if they were not in a git checkout.
        is_git_dirty: Whether that checkout had uncommitted changes; None if there was no checkout.
        seeds_sha256: Digest of the seed files; None if it ended before it read them, or read none.
        error: Why it failed; None if it did not fail.
        undoes: The run that it undoes; None if it read seeds.
        undone_by: The runs that undid it.
        loaded_at: The instant of its load; None if it committed nothing.
        fact_count: Number of facts in the database after it; None if it committed nothing.
        tables: The numbers of rows that it changed, by table, in load order.
        phases: Its phases, in order.
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
        """Return the numbers of rows that it changed in all tables together."""
        return sum(self.tables.values(), start=Counts())


@dataclass(frozen=True, slots=True)
class Load:
    """A committed load.

    Attributes:
        run_id: Its run.
        loaded_at: The instant of the load.
        run_by: The account that ran it.
        git_revision: Git revision of the seeds; None if they were not in a git checkout.
        is_git_dirty: Whether that checkout had uncommitted changes; None if there was no checkout.
        undoes: The run that it undoes; None if it read seeds.
    """

    run_id: int
    loaded_at: datetime
    run_by: str
    git_revision: str | None
    is_git_dirty: bool | None
    undoes: int | None


def list_runs(connection: psycopg.Connection, limit: int | None = None) -> list[Run]:
    """Return up to ``limit`` runs, newest first; all runs without a limit."""
    return _runs(connection, run_id=None, limit=limit)


def find_run(connection: psycopg.Connection, run_id: int) -> Run:
    """Return the run with an id.

    Raises:
        UsageError: There is no such run.
    """
    runs = _runs(connection, run_id=run_id, limit=1)
    if not runs:
        raise UsageError(f"there is no run {run_id}", hint=_known(connection))
    return runs[0]


def _known(connection: psycopg.Connection) -> str:
    first, last = connection.execute(NEAREST).fetchone() or (None, None)
    if first is None:
        return 'Nothing has been loaded yet: run "warehouse load".'
    return f'"warehouse runs list" shows the runs, from {first} to {last}.'


def loads_at(connection: psycopg.Connection, instants: Iterable[datetime]) -> dict[datetime, Load]:
    """Return the loads at these instants, by instant; instants without a load are left out."""
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
    by_run: dict[int, dict[str, Counts]] = {number: {} for number in ids}
    rows: list[tuple[Any, ...]] = connection.execute(COUNTS, [ids]).fetchall()
    for number, table, *numbers in sorted(rows, key=lambda row: order.get(row[1], len(order))):
        by_run[number][table] = Counts(*numbers)
    return by_run
