"""Find the database a command works on and open connections to it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import conninfo, errors

from warehouse.database import embedded
from warehouse.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable, PermissionRefused, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.settings import Settings

LAST_PORT: Final = 65535
LOST: Final = (errors.AdminShutdown, errors.CrashShutdown, errors.DatabaseDropped)
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
    _require_readable(settings.database_url)
    yield settings.database_url


def _require_readable(url: str) -> None:
    """Refuse an address that libpq cannot read, or reads otherwise than it was meant."""
    hint = 'write it like "postgresql://user@host:5432/database" or "host=… dbname=… user=…"'
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ConfigurationError("the database address cannot be read", hint=hint) from error
    ports = str(parts.get("port") or "").split(",")
    if not all(port == "" or (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) <= LAST_PORT) for port in ports):
        raise ConfigurationError("the database address has a port that is no port", hint=hint)
    if "@" in str(parts.get("host") or ""):
        hint = 'In an address like postgresql://… write "@" inside the password as %40.'
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
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()
        try:
            yield connection
        except psycopg.Error as error:
            raise translated(error) from error
        finally:
            if not connection.closed:
                connection.rollback()


def _refusal(dsn: str, error: psycopg.OperationalError) -> WarehouseError:
    where = address(dsn)
    reason = str(error).partition("\n")[0].removeprefix("connection failed: ")
    if isinstance(error, (errors.InvalidPassword, errors.InvalidAuthorizationSpecification)) or "authentic" in reason:
        return PermissionRefused(f"{where} refuses the account: {reason}", hint="Check the user name and the password.")
    if "does not exist" in reason:
        return ConfigurationError(f"{where}: {reason}", hint="Create it, or correct --database.")
    if reason.removeprefix("connection is bad: ").startswith("invalid "):
        return ConfigurationError(f"{where}: {reason}", hint="Correct --database.")
    hint = "Is the server running and the address right? Leave out --database to use the embedded server."
    return DatabaseUnreachable(f"{where} cannot be reached: {reason}", hint=hint)


def translated(error: psycopg.Error) -> WarehouseError | psycopg.Error:
    """Give the failure a user can act on behind a server's error; give other errors back as they are."""
    reason = " ".join((error.diag.message_primary or str(error)).split())
    if isinstance(error, (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected)):
        return DatabaseBusy(f"the database is busy: {reason}", hint="Try again later.")
    if isinstance(error, errors.SerializationFailure):
        return DatabaseBusy(f"somebody else changed the same rows: {reason}", hint="Try again.")
    if isinstance(error, errors.InsufficientPrivilege):
        return PermissionRefused(f"the server refuses this account: {reason}", hint="Use an account with the right.")
    if isinstance(error, (errors.UndefinedTable, errors.InvalidSchemaName)):
        return ConfigurationError(f"the schema is not there: {reason}", hint='Run "warehouse db upgrade" first.')
    if isinstance(error, LOST) or (isinstance(error, psycopg.OperationalError) and error.sqlstate is None):
        return DatabaseUnreachable(f"the connection was lost: {reason}", hint="Try again.")
    return error


def address(dsn: str) -> str:
    """Name host, port and database of a connection string, for messages; never the password."""
    parts = conninfo.conninfo_to_dict(dsn)
    host, port = parts.get("host") or "the local socket", parts.get("port")
    return f'database "{parts.get("dbname") or parts.get("user") or ""}" at {host}{f":{port}" if port else ""}'
