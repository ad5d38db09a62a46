"""Find the database a command works on and open connections to it."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import conninfo, errors

from warehouse.database import embedded
from warehouse.errors import (
    ConfigurationError,
    ConnectionLost,
    DatabaseBusy,
    DatabaseUnreachable,
    PermissionRefused,
    WarehouseError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.settings import Settings

LAST_PORT: Final = 65535
LOST: Final = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow, errors.DatabaseDropped)
BUSY: Final = (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)
MEANINGS: Final = (
    (BUSY, DatabaseBusy, "the database is busy", "Try again later."),
    ((errors.SerializationFailure,), DatabaseBusy, "somebody else changed the same rows", "Try again."),
    (
        (errors.InsufficientPrivilege,),
        PermissionRefused,
        "the server refuses this account",
        "Use an account with the right.",
    ),
    (
        (errors.UndefinedTable, errors.InvalidSchemaName),
        ConfigurationError,
        "the schema is not there",
        'Run "warehouse db upgrade" first.',
    ),
    (
        (errors.ReadOnlySqlTransaction,),
        ConfigurationError,
        "the database can only be read",
        "Is it a standby, or the account a reader? Name the primary server, and an account that may write.",
    ),
    (LOST, ConnectionLost, "the connection was lost", "Try again."),
)
"""What a user can make of a server's errors: their kinds, the failure, what happened, what to do."""
SHORT_OF_RESOURCES: Final = ("53", "58")
"""Classes of errors: insufficient resources (disk full, out of memory), and errors of the system."""
UNAFFECTED_BY_ENVIRONMENT: Final = {"hostaddr": "127.0.0.1", "sslmode": "disable", "options": ""}
"""For the embedded server's connections: PGSSLMODE and the like are meant for other servers."""


@contextmanager
def reach(settings: Settings) -> Iterator[str]:
    """Give the libpq connection string of the database; an embedded server runs at least until the end of the block.

    Raises:
        ConfigurationError: The given address is not a connection string.
    """
    if settings.database_url is None:
        with embedded.hold(settings.home) as server:
            yield conninfo.make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)
        return
    require_readable(settings.database_url)
    yield settings.database_url


def require_readable(url: str) -> None:
    """Refuse an address that libpq cannot read, or reads otherwise than it was meant; no part of it is shown.

    Raises:
        ConfigurationError: It is such an address.
    """
    hint = 'write it like "postgresql://user@host:5432/database" or "host=… dbname=… user=…"'
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ConfigurationError("the database address cannot be read", hint=hint) from error
    ports = str(parts.get("port") or "").split(",")
    if not all(port == "" or (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) <= LAST_PORT) for port in ports):
        raise ConfigurationError("the database address has a port that is no port", hint=hint)
    is_cut = "@" in str(parts.get("dbname") or "") and "://" in url and "%40" not in url
    if is_cut or "@" in str(parts.get("host") or ""):
        hint = 'In an address like postgresql://… write "@" inside the password as %40, and "/" as %2F.'
        raise ConfigurationError('the database address holds "@" twice', hint=hint)


@contextmanager
def connect(dsn: str) -> Iterator[psycopg.Connection]:
    """Open a connection in which the caller decides what is committed; what is not is rolled back.

    Raises:
        DatabaseUnreachable: No server answers there.
        PermissionRefused: The server refuses the account.
    """
    try:
        connection = psycopg.connect(dsn, application_name="warehouse", connect_timeout=10)
    except psycopg.OperationalError as error:
        raise _refusal(dsn, error) from error
    with connection:
        try:
            connection.execute("SET TIME ZONE 'UTC'")
            connection.commit()
            yield connection
        except psycopg.Error as error:
            raise translated(error) from error
        finally:
            if not connection.closed:
                with suppress(psycopg.Error):  # a connection that is lost has rolled back by itself
                    connection.rollback()


def _refusal(dsn: str, error: psycopg.OperationalError) -> WarehouseError:
    where = address(dsn)
    reason = str(error).partition("\n")[0].removeprefix("connection failed: ")
    if re.search("certificate|SSL", reason):
        hint = "Correct sslmode and sslrootcert (or PGSSLMODE, PGSSLROOTCERT), or the certificate of the server."
        return ConfigurationError(f"{where} cannot be reached as securely as asked for: {reason}", hint=hint)
    if isinstance(error, (errors.InvalidPassword, errors.InvalidAuthorizationSpecification)) or "authentic" in reason:
        return PermissionRefused(f"{where} refuses the account: {reason}", hint="Check the user name and the password.")
    if "permission denied" in reason:
        return PermissionRefused(f"{where} refuses the account: {reason}", hint="Grant it a group: see docs/roles.md.")
    if "does not exist" in reason:
        return ConfigurationError(f"{where}: {reason}", hint="Create it, or correct --database.")
    if reason.removeprefix("connection is bad: ").startswith("invalid "):
        return ConfigurationError(f"{where}: {reason}", hint="Correct --database.")
    hint = "Is the server running and the address right? Leave out --database to use the embedded server."
    return DatabaseUnreachable(f"{where} cannot be reached: {reason}", hint=hint)


def translated(error: psycopg.Error) -> WarehouseError | psycopg.Error:
    """Give the failure a user can act on behind a server's error; give other errors back as they are."""
    reason = " ".join((error.diag.message_primary or str(error)).split())
    for kinds, failure, what, hint in MEANINGS:
        if isinstance(error, kinds):
            return failure(f"{what}: {reason}", hint=hint)
    if (error.sqlstate or "").startswith(SHORT_OF_RESOURCES):
        return DatabaseBusy(f"the server is short of space or memory: {reason}", hint="Make room on it, try again.")
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return ConnectionLost(f"the connection was lost: {reason}", hint="Try again.")
    return error


def is_transient(error: WarehouseError) -> bool:
    """Tell whether the same work may succeed when begun anew: a lock, a conflict or a lost connection ended it."""
    passing = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)
    return isinstance(error, ConnectionLost) or isinstance(error.__cause__, passing)


def address(dsn: str) -> str:
    """Name host, port and database of a connection string, for messages; never the password."""
    parts = conninfo.conninfo_to_dict(dsn)
    host, port = parts.get("host") or "the local socket", parts.get("port")
    return f'database "{parts.get("dbname") or parts.get("user") or ""}" at {host}{f":{port}" if port else ""}'
