"""What the tests of faults work with: a loaded database, seeds that say more by now, and loads under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest

from tests.conftest import ROOT
from tests.waiting import PATIENCE, until
from warehouse.load.table_sql import all_table_sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.conftest import Warehouse

BEFORE: Final = "places:\n  - {kind: country, name: Arcadia, key: arcadia, cite: handbook#A}\n"
AFTER: Final = (
    f"{BEFORE.replace('Arcadia', 'New Arcadia')}  - {{kind: country, name: Freedon, key: freedon, cite: handbook#F}}\n"
)

TABLES: Final = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname IN ('core', 'history')
    OR schemaname = 'ops' AND tablename IN ('loads', 'load_run_tables', 'seed_files', 'table_totals', 'fact_renames')
ORDER BY 1
"""
WAITING: Final = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'warehouse' AND wait_event_type = 'Lock'
"""
LEDGER: Final = """
SELECT pid FROM pg_locks
WHERE locktype = 'advisory' AND classid = 7362910 AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
STAGED: Final = f"""
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'warehouse' AND state = 'idle in transaction'
    AND query LIKE '%CREATE TEMPORARY TABLE%staged_{all_table_sql()[-1].name}"%'
"""
LOADING: Final = """
SELECT pid FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32 | objid::bigint) = 7362910019
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Gate:
    """A standard error that nobody reads: a process that says something on it stops there, until it is opened."""

    def __init__(self, log: Path) -> None:
        self._log = log
        out, self.into = os.pipe()
        self._out = os.fdopen(out, "rb", buffering=0)
        os.set_blocking(self.into, False)
        try:
            while True:
                self._filled = os.write(self.into, b"\n")
        except BlockingIOError:
            os.set_blocking(self.into, True)
        self._reading = threading.Thread(target=self._copy)

    def open(self) -> None:
        """Let the process go on; what it says from now on goes into the log."""
        self._reading.start()

    def close(self) -> None:
        if self._reading.ident is not None:
            self._reading.join()
        self._out.close()

    def _copy(self) -> None:
        with self._log.open("ab", buffering=0) as log:
            while said := self._out.read(4096):
                log.write(said)


@dataclass
class Loader:
    """A ``warehouse`` process under way."""

    process: subprocess.Popen[bytes]
    log: Path
    gate: Gate | None = None

    def said(self) -> str:
        return self.log.read_text().lstrip()

    def wait_for(self, words: str) -> None:
        """Wait until it has said something."""
        until(lambda: words in self.said() or self.process.poll() is not None)
        assert words in self.said(), self.said()

    def open(self) -> None:
        """Let it go on, if there is a gate that keeps it from it."""
        if self.gate:
            self.gate.open()

    def ended(self) -> tuple[int, str]:
        """Wait for its end; give its exit code and what it said."""
        code = self.process.wait(PATIENCE)
        if self.gate is not None:
            self.gate.close()
        return code, self.said()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Keep it from noticing anything until the end of the block."""
        self.process.send_signal(signal.SIGSTOP)
        yield
        self.process.send_signal(signal.SIGCONT)


@dataclass
class Scene:
    """A database that holds what the seeds said before, and seeds that say more by now."""

    warehouse: Warehouse
    database_url: str
    folder: Path
    watch: psycopg.Connection
    loaders: list[Loader] = field(default_factory=list)

    @property
    def places(self) -> Path:
        """The seed file that has changed."""
        return self.warehouse.seeds / "places.yaml"

    def start(self, *arguments: str, dsn: str = "", is_gated: bool = False) -> Loader:
        """Start a process that waits for locks as long as it takes; a gated one stops when it names its first phase."""
        log = self.folder / f"said-{len(self.loaders)}.txt"
        log.touch()
        options = ["--verbose", "--project", str(self.warehouse.project)]
        environment = {
            **os.environ,
            "WAREHOUSE_DATABASE_URL": dsn or self.database_url,
            "WAREHOUSE_LOCK_WAIT": str(PATIENCE),
        }
        command = [sys.executable, "-m", "warehouse", *options, *arguments]
        gate = Gate(log) if is_gated else None
        with log.open("wb") as said:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=gate.into if gate else said)
        if gate:
            os.close(gate.into)
        self.loaders.append(Loader(process, log, gate))
        return self.loaders[-1]

    def run(self, *arguments: str, dsn: str) -> tuple[int, str]:
        """Run a command in this process, from beginning to end; give the exit code and what was said."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WAREHOUSE_LOCK_WAIT", str(PATIENCE))
            code, _, said = self.warehouse("--verbose", "--database", dsn, *arguments)
        return code, said

    def load(self, *arguments: str) -> tuple[int, str]:
        """Load in this process, from beginning to end; give the exit code and what was said."""
        code, _, said = self.warehouse("load", *arguments)
        return code, said

    @contextmanager
    def holding(self, statement: str) -> Iterator[psycopg.Connection]:
        """Keep in the way of a load with what a statement locks, until the end of the block."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement.encode())
            yield connection
            with suppress(psycopg.OperationalError):  # the server may have been stopped
                connection.rollback()

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement that is committed at once."""
        cursor = self.watch.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    def waiting(self) -> int:
        """Wait until a load waits for a lock; give the process of the server that does it."""
        return int(until(lambda: self.sql(WAITING))[0][0])

    def at_work(self) -> int:
        """Wait until a load holds the load lock; give the process of the server that does it."""
        return int(until(lambda: self.sql(LOADING))[0][0])

    def staged(self) -> int:
        """Wait until a load is ready to read its first file; give the process of the server that works for it."""
        return int(until(lambda: self.sql(STAGED))[0][0])

    def ledger(self) -> int:
        """Give the process of the server that keeps the ledger of the running load."""
        return int(until(lambda: self.sql(LEDGER))[0][0])

    def end_session(self, pid: int) -> None:
        """Let the server end a session, and wait until it has."""
        self.sql(f"SELECT pg_terminate_backend({pid})")
        until(lambda: not self.sql(f"SELECT 1 FROM pg_stat_activity WHERE pid = {pid}"))

    def state(self) -> Mapping[str, list[tuple[Any, ...]]]:
        """Give every row that loads write, the runs themselves left out."""
        return {table: self.sql(f"SELECT t::text FROM {table} AS t ORDER BY 1") for (table,) in self.sql(TABLES)}

    def runs(self) -> list[str]:
        """Give how each run ended, the first one first."""
        return [status for (status,) in self.sql("SELECT status FROM ops.load_runs ORDER BY run_id")]

    def loads(self) -> list[int]:
        """Give the runs that were committed."""
        return [run for (run,) in self.sql("SELECT run_id FROM ops.loads ORDER BY run_id")]

    def names(self) -> list[str]:
        """Give the names of the places, which tell old from new."""
        return [name for (name,) in self.sql("SELECT name FROM core.places ORDER BY key")]

    def close(self) -> None:
        for loader in self.loaders:
            loader.process.kill()
            loader.ended()
        self.watch.close()


OLD: Final = ["Arcadia"]
NEW: Final = ["New Arcadia", "Freedon"]
