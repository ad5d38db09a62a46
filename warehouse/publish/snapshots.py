"""The database snapshot of a site, which helper processes see over connections of their own."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from warehouse.reports.execute import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg import Connection


@dataclass(frozen=True, slots=True)
class Shared:
    """An open database snapshot.

    Attributes:
        connection: The connection that holds it.
        process: The process that may use this connection.
        name: The name under which other connections find it; None: there will be none.
        instant: The instant whose state is shown, ISO 8601.
    """

    connection: Connection[Any]
    process: int
    name: str | None
    instant: str

    @contextmanager
    def connected(self) -> Iterator[Connection[Any]]:
        """Yield a connection that sees the snapshot: the one that holds it, or in a helper a new one to its server."""
        if os.getpid() == self.process:
            yield self.connection
            return
        given = {each.keyword.decode(): each.val.decode() for each in self.connection.pgconn.info if each.val}
        with closing(psycopg.connect(make_conninfo(**given))) as own, snapshot(own):
            own.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(self.name))
            settle(own, self.instant)
            yield own


def shared(connection: Connection[Any], instant: str, *, is_shared: bool) -> Shared:
    """Return the snapshot of a connection in a transaction.

    Args:
        connection: The connection that holds it.
        instant: The instant whose state is shown, ISO 8601.
        is_shared: Whether other connections are to see it.
    """
    name = None
    if is_shared:
        row = connection.execute("SELECT pg_catalog.pg_export_snapshot()").fetchone()
        name = row[0] if row else None
    return Shared(connection, os.getpid(), name, instant)


def settle(connection: Connection[Any], instant: str | None) -> None:
    """Set what the queries of a site rely on in a transaction.

    Queries that use the current day get the day of ``instant``, and so give the same whenever the site is built.

    Args:
        connection: A connection in a transaction.
        instant: The instant whose state is shown, ISO 8601; None: not known yet.
    """
    # To compile the long queries would take longer than to run them, and a gigabyte of memory.
    connection.execute("SET LOCAL jit = off")
    if instant is not None:
        connection.execute("SELECT pg_catalog.set_config('warehouse.as_of', %s, true)", [instant])
