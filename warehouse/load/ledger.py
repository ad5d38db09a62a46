"""Record each run of a load, failed ones included, on a connection of its own."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import psycopg

import warehouse
from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN_LOCK: Final = 7_362_910
"""First half of the session lock that a run holds while it lives; the second half is its number."""

BEGIN: Final = """
INSERT INTO ops.load_runs (started_at, status, run_by, host, software_version, schema_revision,
    git_revision, is_git_dirty, undoes)
VALUES (clock_timestamp(), 'running', %s, %s, %s, %s, %s, %s, %s)
RETURNING run_id
"""

REHEARSE: Final = """
INSERT INTO ops.load_runs (run_id, started_at, status, run_by, host, software_version, schema_revision)
OVERRIDING SYSTEM VALUE VALUES (0, clock_timestamp(), 'running', %s, %s, %s, %s)
"""

LIVE: Final = "SELECT pg_advisory_lock(%s, %s)"

DEAD: Final = """
UPDATE ops.load_runs SET status = 'died', error = 'its process ended without a word'
WHERE status = 'running' AND run_id NOT IN (
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""

SETTLE: Final = """
UPDATE ops.load_runs AS run SET status = 'loaded', error = NULL
FROM ops.loads AS load WHERE load.run_id = run.run_id AND run.status IN ('died', 'running', 'failed')
"""

END: Final = """
UPDATE ops.load_runs SET finished_at = clock_timestamp(), status = %s, error = %s, seeds_sha256 = %s WHERE run_id = %s
"""

PHASE: Final = "INSERT INTO ops.load_run_phases (run_id, position, phase, seconds) VALUES (%s, %s, %s, %s)"

KNOWN: Final = "SELECT EXISTS (SELECT FROM ops.load_runs WHERE run_id = %s)"

COMMITTED: Final = "SELECT EXISTS (SELECT FROM ops.loads WHERE run_id = %s)"


@dataclass(slots=True)
class Run:
    """A run under way.

    Attributes:
        run_id: Its number in ``ops.load_runs``; 0 for a rehearsal, which is rolled back.
        schema_revision: Migration the database is at.
        status: What it will be recorded as when its block ends without an error.
        seeds_sha256: Digest of the seeds, once they were read.
        undoes: The run whose changes it takes back; None for a run that reads seeds.
    """

    run_id: int
    schema_revision: str
    status: str = "unchanged"
    seeds_sha256: str | None = None
    undoes: int | None = None
    _phases: list[tuple[str, float]] = field(default_factory=list)

    @property
    def is_rehearsal(self) -> bool:
        """Whether it will be rolled back."""
        return self.run_id == 0

    def begin_phase(self, phase: str) -> None:
        """Note that a phase of the work begins, or goes on."""
        if not self._phases or self._phases[-1][0] != phase:
            self._phases.append((phase, time.monotonic()))

    def phases(self) -> Iterator[tuple[str, float]]:
        """Give each phase with its seconds; the last one lasts until now."""
        ends = [began for _, began in self._phases[1:]]
        for (phase, began), ended in zip(self._phases, [*ends, time.monotonic()], strict=False):
            yield phase, ended - began


def rehearsed(connection: psycopg.Connection, revision: str) -> Run:
    """Begin a run in the connection's own transaction, for a load that will be rolled back."""
    connection.execute(REHEARSE, [_account(), socket.gethostname(), warehouse.__version__, revision])
    return Run(0, revision)


@contextmanager
def recorded(
    ledger: psycopg.Connection, folder: Path | None, revision: str, *, undoes: int | None = None
) -> Iterator[Run]:
    """Record a run from here to the end of the block; an error is recorded and goes on.

    Args:
        ledger: A connection of its own; it commits at once.
        folder: Where the seeds lie, for the revision of their checkout; None where none are read.
        revision: The schema revision of the database.
        undoes: The run whose changes are taken back.

    Raises:
        UsageError: There is no such run.
    """
    ledger.autocommit = True
    if undoes is not None and ledger.execute(KNOWN, [undoes]).fetchone() == (False,):
        raise UsageError(f"there is no run {undoes}", hint='See "warehouse runs list".')
    git_revision, is_dirty = _checkout(folder) if folder else (None, None)
    who = [_account(), socket.gethostname(), warehouse.__version__, revision, git_revision, is_dirty, undoes]
    with ledger.transaction():  # nobody sees the run before it is known to live
        row = ledger.execute(BEGIN, who).fetchone()
        run = Run(int(row[0]) if row else 0, revision, undoes=undoes)
        ledger.execute(LIVE, [RUN_LOCK, run.run_id])
    try:
        yield run
    except BaseException as error:  # an interruption is a failed run too
        _end(ledger, run, "failed", str(error) or type(error).__name__)
        raise
    _end(ledger, run, run.status, None)


def settle_dead(connection: psycopg.Connection) -> None:
    """Mark the runs whose process is gone: as loaded where their transaction was committed, else as died.

    Args:
        connection: Commits at once, and holds the load lock, so that none of those runs can still commit.
    """
    connection.execute(DEAD, [RUN_LOCK])
    settle_committed(connection)


def settle_committed(connection: psycopg.Connection) -> None:
    """Mark the runs whose transaction was committed as loaded, whatever they could say themselves."""
    connection.execute(SETTLE)


def is_committed(connection: psycopg.Connection, run_id: int) -> bool:
    """Tell whether the transaction of a run was committed."""
    row = connection.execute(COMMITTED, [run_id]).fetchone()
    return bool(row and row[0])


def _end(ledger: psycopg.Connection, run: Run, status: str, error: str | None) -> None:
    """Write how the run ended, if the server can still be asked; else the next run finds out."""
    try:
        _write_end(ledger, run, status, error)
    except psycopg.OperationalError:  # whatever became of the ledger: the load itself ended as it did
        with suppress(psycopg.OperationalError):
            password = ledger.info.password or None
            with psycopg.connect(ledger.info.dsn, password=password, connect_timeout=10) as another:
                _write_end(another, run, status, error)


def _write_end(ledger: psycopg.Connection, run: Run, status: str, error: str | None) -> None:
    with ledger.transaction(), ledger.cursor() as cursor:
        cursor.execute(END, [status, error, run.seeds_sha256, run.run_id])
        for position, (phase, seconds) in enumerate(run.phases(), start=1):
            cursor.execute(PHASE, [run.run_id, position, phase, round(seconds, 3)])


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _checkout(folder: Path) -> tuple[str | None, bool | None]:
    """Ask git for the revision of the folder and whether it has uncommitted changes; None for both without git."""
    git = ["git", "-C", str(folder)]
    try:
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)  # noqa: S603
        status = subprocess.run(  # noqa: S603
            [*git, "status", "--porcelain", "--", "."], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None, None
    return head.stdout.strip(), bool(status.stdout)
