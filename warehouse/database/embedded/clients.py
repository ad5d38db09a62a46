"""Clients of a running server: those connected to it, and PostgreSQL's own command line programs."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from warehouse.database.embedded import cluster
from warehouse.database.embedded.address import HOST
from warehouse.database.embedded.binaries import choose
from warehouse.database.embedded.process import wait_until
from warehouse.database.embedded.server import uri
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.database.embedded.home import Home
    from warehouse.database.embedded.process import Postmaster
    from warehouse.database.embedded.server import Server

_OTHERS = """
select exists (select from pg_stat_activity
               where backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid())
"""
_CLOSING = 0.2  # the server notices a moment later that a client has gone


@dataclass(frozen=True, slots=True)
class Command:
    """A command line to run against the server, and the environment it needs."""

    argv: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)


def client_command(server: Server, program: str = "psql", arguments: Sequence[str] = ()) -> Command:
    """Compose the call of a client program that came with PostgreSQL; the password is in the environment only."""
    path = choose(int(server.version.partition(".")[0])).programs / program
    if not os.access(path, os.X_OK):
        raise ConfigurationError(
            f"this PostgreSQL installation has no {program}: {path}",
            hint="Install PostgreSQL's client programs and give them the address that `warehouse db dsn` prints.",
        )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment |= {
        "PGHOST": HOST,
        "PGPORT": str(server.port),
        "PGUSER": cluster.USER,
        "PGDATABASE": cluster.DATABASE,
        "PGPASSWORD": urlsplit(server.dsn).password or "",
    }
    return Command((str(path), *arguments), environment)


def others_connected(home: Home, running: Postmaster) -> bool:
    """Say whether any client is connected; in doubt, one is."""
    import psycopg

    def alone() -> bool:
        row = connection.execute(_OTHERS).fetchone()
        return row == (False,)

    try:
        # The environment may hold settings for other servers; an explicit value is stronger.
        with psycopg.connect(
            uri(home, running.port), hostaddr=HOST, sslmode="disable", options="", connect_timeout=5, autocommit=True
        ) as connection:
            return not wait_until(alone, _CLOSING)
    except (psycopg.Error, ConfigurationError):
        return True
