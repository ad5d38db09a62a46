"""Record each run of a load, failed ones included, on a connection of its own."""

from __future__ import annotations

import getpass
import os
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import psycopg

    from warehouse.plan import Plan
    from warehouse.seeds import Seeds

BEGIN_RUN = """
INSERT INTO ops.load_runs (started_at, status, run_by, host, software_version, schema_revision,
    git_revision, is_git_dirty, seeds_sha256)
VALUES (clock_timestamp(), 'running', %s, %s, %s, %s, %s, %s, %s)
RETURNING run_id
"""

END_RUN = "UPDATE ops.load_runs SET finished_at = clock_timestamp(), status = %s, error = %s WHERE run_id = %s"

RECORD_TABLE = (
    "INSERT INTO ops.load_run_tables (run_id, table_name, added, changed, retired) VALUES (%s, %s, %s, %s, %s)"
)

FORGET_FILES = "DELETE FROM ops.seed_files WHERE path <> ALL (%s)"

RECORD_FILES = """
INSERT INTO ops.seed_files AS known (path, sha256, run_id)
SELECT read.path, read.sha256, %s FROM unnest(%s::text[], %s::text[]) AS read (path, sha256)
ON CONFLICT (path) DO UPDATE SET sha256 = EXCLUDED.sha256, run_id = EXCLUDED.run_id
WHERE known.sha256 <> EXCLUDED.sha256
"""


@dataclass(slots=True)
class Run:
    """A run under way.

    Attributes:
        run_id: Its number in ``ops.load_runs``.
        status: What it will be recorded as when its block ends without an error.
    """

    run_id: int
    status: str = "unchanged"

    def record(self, connection: psycopg.Connection, plan: Plan, seeds: Seeds) -> None:
        """Write what the plan changed, in the transaction that changes it."""
        self.status = "unchanged" if plan.is_empty else "loaded"
        with connection.cursor() as cursor:
            for table, counts in plan.counts().items():
                cursor.execute(RECORD_TABLE, [self.run_id, table, counts.added, counts.changed, counts.retired])
            paths = [file.path for file in seeds.files]
            cursor.execute(FORGET_FILES, [paths])
            cursor.execute(RECORD_FILES, [self.run_id, paths, [file.sha256 for file in seeds.files]])


@contextmanager
def recorded(ledger: psycopg.Connection, seeds: Seeds, folder: Path, revision: str) -> Iterator[Run]:
    """Record a run from here to the end of the block; an error is recorded and goes on.

    Args:
        ledger: A connection of its own; it commits at once.
        seeds: What is being loaded.
        folder: Where the seeds lie, for the revision of their checkout.
        revision: The schema revision of the database.
    """
    ledger.autocommit = True
    git_revision, is_dirty = _checkout(folder)
    who = [_account(), socket.gethostname(), warehouse.__version__, revision, git_revision, is_dirty, seeds.sha256]
    row = ledger.execute(BEGIN_RUN, who).fetchone()
    run = Run(int(row[0]) if row else 0)
    try:
        yield run
    except BaseException as error:  # an interruption is a failed run too
        ledger.execute(END_RUN, ["failed", str(error) or type(error).__name__, run.run_id])
        raise
    ledger.execute(END_RUN, [run.status, None, run.run_id])


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
