"""The run ledger and the load lock; the ledger has its own connection, so that it records failed runs too."""

from __future__ import annotations

import getpass
import os
import socket
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import psycopg

import warehouse
from warehouse.errors import ConfigurationError, DatabaseBusy, UsageError
from warehouse.seeds.git import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUN_LOCK: Final = 7_362_910
"""First key of the session-level advisory lock that a run holds while its process lives; the second is its run id."""

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
    """A run in progress.

    Attributes:
        run_id: Its id in ``ops.load_runs``; 0 for a rehearsal, which is rolled back.
        schema_revision: Revision of the database schema.
        status: The status to record when the run ends without an error.
        seeds_sha256: Digest of the seeds; None until they are read.
        undoes: The run whose changes this run reverts; None for a run that reads seeds.
    """

    run_id: int
    schema_revision: str
    status: str = "unchanged"
    seeds_sha256: str | None = None
    undoes: int | None = None
    _phases: list[tuple[str, float]] = field(default_factory=list)

    @property
    def is_rehearsal(self) -> bool:
        """Whether the run will be rolled back."""
        return self.run_id == 0

    def begin_phase(self, phase: str) -> None:
        """Record the start of a phase; do nothing if this phase is already in progress."""
        if not self._phases or self._phases[-1][0] != phase:
            self._phases.append((phase, time.monotonic()))

    def phases(self) -> Iterator[tuple[str, float]]:
        """Yield the name and the duration in seconds of each phase; the last phase lasts until now."""
        ends = [began for _, began in self._phases[1:]]
        for (phase, began), ended in zip(self._phases, [*ends, time.monotonic()], strict=False):
            yield phase, ended - began


def rehearsed(connection: psycopg.Connection, revision: str) -> Run:
    """Return a new run, recorded in the transaction of a load that will be rolled back."""
    connection.execute(REHEARSE, [_account(), socket.gethostname(), warehouse.__version__, revision])
    return Run(0, revision)


@contextmanager
def recorded(
    ledger: psycopg.Connection, folder: Path | None, revision: str, *, undoes: int | None = None
) -> Iterator[Run]:
    """Record a run that lasts until the end of the block; record an error, and raise it again.

    Args:
        ledger: A separate connection, in autocommit mode.
        folder: The seeds folder, to record the git revision of its checkout; None if no seeds are read.
        revision: The schema revision of the database.
        undoes: The run whose changes are reverted; None for a run that reads seeds.

    Yields:
        The run.

    Raises:
        UsageError: The run to undo does not exist.
    """
    if undoes is not None and ledger.execute(KNOWN, [undoes]).fetchone() == (False,):
        raise UsageError(f"there is no run {undoes}", hint='See "warehouse runs list".')
    git_revision, is_dirty = _checkout(folder) if folder else (None, None)
    who = [_account(), socket.gethostname(), warehouse.__version__, revision, git_revision, is_dirty, undoes]
    with ledger.transaction():  # the run must not be visible before its lock is held
        row = ledger.execute(BEGIN, who).fetchone()
        run = Run(int(row[0]) if row else 0, revision, undoes=undoes)
        ledger.execute(LIVE, [RUN_LOCK, run.run_id])
    try:
        yield run
    except BaseException as error:  # BaseException: an interrupted run has failed too
        _end(ledger, run, "failed", str(error) or type(error).__name__)
        raise
    _end(ledger, run, run.status, None)


def settle_dead(connection: psycopg.Connection) -> None:
    """Mark each run whose process has ended as loaded if its transaction was committed, else as died.

    Args:
        connection: A connection in autocommit mode that holds the load lock, so that none of these runs can still
            commit.
    """
    connection.execute(DEAD, [RUN_LOCK])
    settle_committed(connection)


def settle_committed(connection: psycopg.Connection) -> None:
    """Mark the runs whose transaction was committed as loaded, whatever status they last recorded."""
    connection.execute(SETTLE)


def is_committed(connection: psycopg.Connection, run_id: int) -> bool:
    """Return whether the transaction of a run was committed."""
    row = connection.execute(COMMITTED, [run_id]).fetchone()
    return bool(row and row[0])


def _end(ledger: psycopg.Connection, run: Run, status: str, error: str | None) -> None:
    """Record how the run ended, if the server can be reached; otherwise the next run settles its status."""
    try:
        _write_end(ledger, run, status, error)
    except psycopg.OperationalError:  # the result of the load does not depend on the ledger connection
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
    """Return the git revision of the folder and whether it has uncommitted changes; None for both without git."""
    try:
        head, status = run_git(folder, "rev-parse", "HEAD"), run_git(folder, "status", "--porcelain", "--", ".")
    except ConfigurationError:
        return None, None
    if head.returncode or status.returncode:
        return None, None
    return head.stdout.decode().strip(), bool(status.stdout)


LOAD_LOCK: Final = 7_362_910_019
MIGRATION_LOCK: Final = 7_362_910_018
"""Key of the advisory lock that ``migrations/env.py`` holds while it migrates; loads hold it in shared mode.

So a load and a migration never run at the same time.
"""

POLL_SECONDS: Final = 0.05
MOST_MILLISECONDS: Final = 2**31 - 1

LONGEST: Final = "SET LOCAL statement_timeout = '1h'"

LEAVE_THE_DEAD: Final = "SET LOCAL client_connection_check_interval = '1s'"
"""Makes the server end a statement whose client was killed, and release the load lock.

A server on Windows does not support this setting.
"""

TRY_LOAD: Final = "SELECT pg_try_advisory_xact_lock(%s)"
TRY_MIGRATION: Final = "SELECT pg_try_advisory_xact_lock_shared(%s)"

HOLDER: Final = """
SELECT activity.pid, activity.usename, coalesce(host(activity.client_addr), 'this machine'),
    extract(epoch FROM clock_timestamp() - coalesce(activity.xact_start, activity.backend_start))::int
FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
    AND (held.classid::bigint << 32 | held.objid::bigint) = %s
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def only_one_load(connection: psycopg.Connection, wait_seconds: float, *, waited: float = 0) -> None:
    """Take the load lock until the transaction ends, keep migrations out, and set lock and statement timeouts.

    Args:
        connection: A connection with the transaction of the load open.
        wait_seconds: How many seconds to wait for the locks.
        waited: How many of these seconds the caller has already spent waiting for the server.

    Raises:
        DatabaseBusy: Another load or a migration is still running after ``wait_seconds``; the message names the
            holder of the lock.
    """
    deadline = time.monotonic() + wait_seconds - waited
    _take(connection, TRY_LOAD, LOAD_LOCK, deadline, "another load is running")
    _take(connection, TRY_MIGRATION, MIGRATION_LOCK, deadline, "the schema is being migrated")
    limit_waiting(connection, wait_seconds, is_local=True)
    connection.execute(LONGEST)
    with suppress(psycopg.errors.InvalidParameterValue), connection.transaction():
        connection.execute(LEAVE_THE_DEAD)


def limit_waiting(connection: psycopg.Connection, seconds: float, *, is_local: bool = False) -> None:
    """Set the lock timeout of a session, or of its current transaction only.

    Args:
        connection: A connection to the server.
        seconds: The timeout in seconds; a smaller value than one second counts as one second.
        is_local: Whether the timeout ends with the current transaction.
    """
    milliseconds = min(round(max(seconds, 1) * 1000), MOST_MILLISECONDS)
    connection.execute("SELECT set_config('lock_timeout', %s, %s)", [str(milliseconds), is_local])


def _take(connection: psycopg.Connection, attempt: str, key: int, deadline: float, obstacle: str) -> None:
    while not _answer(connection, attempt, key):
        if time.monotonic() >= deadline:
            raise DatabaseBusy(f"{obstacle}{_holder(connection, key)}", hint="Try again, or use --lock-wait.")
        time.sleep(POLL_SECONDS)


def _answer(connection: psycopg.Connection, attempt: str, key: int) -> bool:
    row = connection.execute(attempt.encode(), [key]).fetchone()
    return bool(row and row[0])


def _holder(connection: psycopg.Connection, key: int) -> str:
    row = connection.execute(HOLDER, [key]).fetchone()
    if row is None:
        return ""
    pid, user, host, seconds = row
    return f": server process {pid}, account {user} from {host}, for {seconds} s"
