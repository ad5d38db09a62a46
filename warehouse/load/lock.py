"""One load at a time, and none while the schema is migrated."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Final

import psycopg

from warehouse.errors import DatabaseBusy

LOAD_LOCK: Final = 7_362_910_019
MIGRATION_LOCK: Final = 7_362_910_018
"""Held by ``migrations/env.py`` while migrations are applied; loads share it, so that they exclude migrations."""

POLL_SECONDS: Final = 0.05
MOST_MILLISECONDS: Final = 2**31 - 1

LONGEST: Final = "SET LOCAL statement_timeout = '1h'"

LEAVE_THE_DEAD: Final = "SET LOCAL client_connection_check_interval = '1s'"
"""Ends a statement whose loader was killed, and with it the load lock; a server on Windows cannot."""

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
    """Take the load lock until the transaction ends, keep migrations out, and set limits for waiting and working.

    Args:
        connection: Whose transaction it is.
        wait_seconds: How long to wait.
        waited: How much of that the caller has waited already, for the server.

    Raises:
        DatabaseBusy: Another load, or a migration, is still at work after ``wait_seconds``; names the holder.
    """
    deadline = time.monotonic() + wait_seconds - waited
    _take(connection, TRY_LOAD, LOAD_LOCK, deadline, "another load is running")
    _take(connection, TRY_MIGRATION, MIGRATION_LOCK, deadline, "the schema is being migrated")
    limit_waiting(connection, wait_seconds, is_local=True)
    connection.execute(LONGEST)
    with suppress(psycopg.errors.InvalidParameterValue), connection.transaction():
        connection.execute(LEAVE_THE_DEAD)


def limit_waiting(connection: psycopg.Connection, seconds: float, *, is_local: bool = False) -> None:
    """Set how long any statement of a session, or of its transaction, waits for what somebody else has locked.

    A second is always given.
    """
    milliseconds = min(round(max(seconds, 1) * 1000), MOST_MILLISECONDS)
    connection.execute("SELECT set_config('lock_timeout', %s, %s)", [str(milliseconds), is_local])


def _take(connection: psycopg.Connection, attempt: str, key: int, deadline: float, what: str) -> None:
    while not _answer(connection, attempt, key):
        if time.monotonic() >= deadline:
            raise DatabaseBusy(f"{what}{_holder(connection, key)}", hint="Try again, or use --lock-wait.")
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
