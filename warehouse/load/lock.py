"""One load at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from warehouse.errors import DatabaseBusy

if TYPE_CHECKING:
    import psycopg

ADVISORY_LOCK: Final = 7_362_910_019
POLL_SECONDS: Final = 0.05

HOLDER = """
SELECT activity.pid, activity.usename, coalesce(host(activity.client_addr), 'this machine'),
    extract(epoch FROM clock_timestamp() - activity.xact_start)::int
FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1
    AND (held.classid::bigint << 32 | held.objid::bigint) = %s
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def only_one_load(connection: psycopg.Connection, wait_seconds: float) -> None:
    """Take the load lock until the transaction ends.

    Raises:
        DatabaseBusy: Another load still holds it after ``wait_seconds``; names the holder.
    """
    deadline = time.monotonic() + wait_seconds
    while not _taken(connection):
        if time.monotonic() >= deadline:
            raise DatabaseBusy(f"another load is running{_holder(connection)}", hint="Try again, or use --lock-wait.")
        time.sleep(POLL_SECONDS)


def _taken(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK]).fetchone()
    return bool(row and row[0])


def _holder(connection: psycopg.Connection) -> str:
    row = connection.execute(HOLDER, [ADVISORY_LOCK]).fetchone()
    if row is None:
        return ""
    pid, user, host, seconds = row
    return f": server process {pid}, account {user} from {host}, for {seconds} s"
