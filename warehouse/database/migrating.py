"""What surrounds each migration: one upgrade at a time, limits and retries, and a line in the log.

``migrations/env.py`` uses it, so that plain ``alembic`` behaves like ``warehouse db upgrade``.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from warehouse.database.connect import connect
from warehouse.errors import DatabaseBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import psycopg

    from warehouse.database.derived import Change

ADVISORY_LOCK: Final = 7_362_910_018
"""Held while migrations are applied; loads share it."""
LOCK_WAIT: Final = "10min"
TRY_LOCK: Final = "SELECT pg_try_advisory_lock(%s)"

HOLDING_THE_LOCK: Final = """
SELECT format('server process %%s, account %%s (%%s)', a.pid, a.usename, coalesce(nullif(a.application_name, ''), '?'))
FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND (l.classid::bigint << 32 | l.objid::bigint) = %s AND l.database = a.datid AND a.datname = current_database()
"""

HOLDING_TABLES: Final = """
SELECT format(
    'server process %%s, account %%s (%%s), in a transaction for %%s s, holds %%s',
    a.pid, a.usename, coalesce(nullif(a.application_name, ''), '?'),
    coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::int::text, '?'),
    string_agg(DISTINCT l.relation::regclass::text, ', ')
)
FROM pg_locks AS l
JOIN pg_stat_activity AS a USING (pid)
JOIN pg_class AS c ON c.oid = l.relation
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.granted AND a.pid <> ALL (%s) AND l.database = a.datid AND a.datname = current_database()
    AND n.nspname IN ('core', 'history', 'mart', 'as_of', 'core_as_of', 'ops') AND strpos(%s, c.relname) > 0
GROUP BY a.pid, a.usename, a.application_name, a.xact_start
ORDER BY a.xact_start
LIMIT 3
"""
"""Who is in a transaction that has touched a table which a statement names."""

BECOME_OWNER: Final = """
SELECT set_config('role', pg_get_userbyid(nspowner), false) FROM pg_namespace
WHERE nspname = 'ops' AND pg_has_role(nspowner, 'SET')
"""
"""What is made belongs to whoever owns what is there, if this account may act for them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a migration may wait and work.

    Attributes:
        lock_seconds: Wait of one statement for a lock. Who waits for an ALTER TABLE keeps readers waiting behind it,
            so it is short.
        statement_seconds: Work of one statement.
        pauses: Seconds between attempts of a migration that ran into ``lock_seconds``.
    """

    lock_seconds: float = 5
    statement_seconds: float = 600
    pauses: tuple[float, ...] = (1, 2, 4, 8)

    @property
    def statements(self) -> tuple[str, str]:
        """The settings of a session that keeps them."""
        return (
            f"SET lock_timeout = {round(self.lock_seconds * 1000)}",
            f"SET statement_timeout = {round(self.statement_seconds * 1000)}",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A migration that was applied or taken back.

    Attributes:
        revision: Which.
        direction: ``upgrade`` or ``downgrade``.
        seconds: How long it took.
    """

    revision: str
    direction: str
    seconds: float


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")


@dataclass(slots=True)
class Conduct:
    """How a run of migrations behaves, and whom it tells.

    Attributes:
        limits: How long it may wait and work.
        say: Told what a user should know: for whom it waits, that it tries again.
        on_step: Told each migration when all of them are committed.
        on_derived: Told then what was done to what follows from them.
        kept: What the mart was at the revision to reach, where that is not the newest: rows of ``ops.derived`` as JSON.
        alone: Whether to run the migrations alone, without what follows from them: to look at them.
        before: Called with a connection under the lock, before anything is done; raises to refuse.
    """

    limits: Limits = field(default_factory=Limits)
    say: Callable[[str], None] = _to_stderr
    on_step: Callable[[Step], None] = lambda _: None
    on_derived: Callable[[list[Change]], None] = lambda _: None
    kept: Sequence[str] = ()
    alone: bool = False
    before: Callable[[psycopg.Connection], None] = lambda _: None


@contextmanager
def one_at_a_time(dsn: str, conduct: Conduct) -> Iterator[psycopg.Connection]:
    """Hold a session lock on a connection of its own; other upgrades wait and then find nothing left to do."""
    with connect(dsn) as guard:
        guard.autocommit = True
        guard.execute(f"SET lock_timeout = '{LOCK_WAIT}'".encode())
        if not _is_true(guard, TRY_LOCK):
            holder = guard.execute(HOLDING_THE_LOCK.encode(), [ADVISORY_LOCK]).fetchone()
            conduct.say(f"Waiting for another upgrade or a load{f': {holder[0]}' if holder else ''}.")
            guard.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        conduct.before(guard)
        yield guard


def with_patience(
    run: Callable[[], None],
    guard: psycopg.Connection,
    conduct: Conduct,
    lock_failure: Callable[[Exception], str | None],
) -> None:
    """Run migrations; where one waits too long for a lock, say for whom, and go on from it after a pause.

    Args:
        run: Applies what is left; a migration that fails has rolled back.
        guard: A connection that is free to look around.
        conduct: How often, and whom to tell.
        lock_failure: Gives the statement that waited too long, or None for any other failure.

    Raises:
        DatabaseBusy: The lock is still held at the last attempt.
    """
    for pause in (*conduct.limits.pauses, None):
        try:
            run()
        except Exception as error:
            statement = lock_failure(error)
            if statement is None:
                raise
            held = _holders(guard, statement) or "whoever held it has just let it go"
            what = f"a migration waited {conduct.limits.lock_seconds:g} s for a lock and was rolled back: {held}"
            if pause is None:
                hint = "End that transaction or wait for it, then try again; what was applied before stays applied."
                raise DatabaseBusy(what, hint=hint) from error
            conduct.say(f"{what[0].upper()}{what[1:]}. Trying again in {pause:g} s.")
            time.sleep(pause)
        else:
            return


def _holders(guard: psycopg.Connection, statement: str) -> str:
    mine = [guard.info.backend_pid]
    return "; ".join(str(row[0]) for row in guard.execute(HOLDING_TABLES.encode(), [mine, statement]).fetchall())


def _is_true(connection: psycopg.Connection, question: str) -> bool:
    row = connection.execute(question.encode(), [ADVISORY_LOCK]).fetchone()
    return bool(row and row[0])
