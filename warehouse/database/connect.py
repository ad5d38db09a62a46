"""Connections to the database that a command works on, and the forms of its address."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import psycopg
from psycopg import conninfo, errors, pq

from warehouse.database import embedded
from warehouse.errors import (
    ConfigurationError,
    ConnectionLost,
    DatabaseBusy,
    DatabaseNotReady,
    DatabaseUnreachable,
    PermissionRefused,
    WarehouseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from warehouse.settings import Settings

LAST_PORT: Final = 65535
ANSWER_WITHIN: Final = 10
"""Seconds within which a server must answer at all."""
PATIENCE: Final = 10.0
"""Default number of seconds to wait for a server that answers but does not accept connections yet."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
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
"""Errors of the server for users: the psycopg classes, the exception to raise, what happened, what to do."""
NOT_READY: Final = (
    DatabaseNotReady,
    "takes no connections just now",
    "It starts, recovers or stops: try again in a moment; its log says what it does. A standby needs hot_standby on.",
)
REFUSALS: Final = (
    (
        "pg_hba.conf",
        PermissionRefused,
        "refuses the account",
        "Whoever runs the server has to let it in from here, in pg_hba.conf; perhaps only with TLS.",
    ),
    (
        "certificate|SSL",
        ConfigurationError,
        "cannot be reached as securely as asked for",
        "Correct sslmode and sslrootcert (or PGSSLMODE, PGSSLROOTCERT), or the certificate of the server.",
    ),
    ("starting up|shutting down|in recovery mode|not (yet )?accepting connections", *NOT_READY),
    (
        "authentic|no password supplied",
        PermissionRefused,
        "refuses the account",
        "Check the user name and the password.",
    ),
    ("permission denied", PermissionRefused, "refuses the account", "Grant it a group: see docs/roles.md."),
    (
        "definition of service|service file",
        ConfigurationError,
        "cannot be used",
        "Name one of pg_service.conf (or PGSERVICEFILE), or correct --database.",
    ),
    ("does not exist", ConfigurationError, "cannot be used", "Create it, or correct --database."),
    ("^(connection is bad: )?invalid ", ConfigurationError, "cannot be used", "Correct --database."),
    (
        "too many|remaining connection slots",
        DatabaseUnreachable,
        "has no connection left",
        "Try again later, or raise the limit: max_connections, or that of the account or the database.",
    ),
)
"""Refused connections for users: a pattern of the message, the exception to raise, what happened, what to do.

The first pattern that fits counts. ``pg_hba.conf`` comes first, because such a message also says whether SSL was used.
"""
SHORT_OF_RESOURCES: Final = ("53", "58")
"""Classes of SQLSTATE: insufficient resources (disk full, out of memory), and system errors."""
UNAFFECTED_BY_ENVIRONMENT: Final = {"hostaddr": "127.0.0.1", "sslmode": "disable", "options": ""}
"""Parameters for connections to the embedded server; PGSSLMODE and the like are meant for other servers."""


@contextmanager
def reach(settings: Settings) -> Iterator[str]:
    """Yield the libpq connection string of the database; an embedded server runs at least until the end of the block.

    Args:
        settings: The settings. Without a database address in them, the embedded server is used.

    Raises:
        ConfigurationError: The address in the settings is not a valid connection string.
    """
    if settings.database_url is None:
        with embedded.hold(settings.home) as server:
            yield conninfo.make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)
        return
    require_readable(settings.database_url)
    yield settings.database_url


def require_readable(url: str) -> None:
    """Check that libpq reads an address, and reads it as it was meant; no message shows any part of the address.

    Args:
        url: A libpq URI or key=value string.

    Raises:
        ConfigurationError: libpq cannot read it, a port is invalid, or an "@" in it is not escaped.
    """
    hint = 'write it like "postgresql://user@host:5432/database" or "host=… dbname=… user=…"'
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ConfigurationError("the database address cannot be read", hint=hint) from error
    ports = str(parts.get("port") or "").split(",")
    if not all(port == "" or (re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) <= LAST_PORT) for port in ports):
        raise ConfigurationError("the database address has an invalid port", hint=hint)
    is_cut = "@" in str(parts.get("dbname") or "") and "://" in url and "%40" not in url
    if is_cut or "@" in str(parts.get("host") or ""):
        hint = 'In an address like postgresql://… write "@" inside the password as %40, and "/" as %2F.'
        raise ConfigurationError('the database address holds "@" twice', hint=hint)


@contextmanager
def connect(
    dsn: str, patience: float | None = None, on_wait: Callable[[str], None] = lambda _: None
) -> Iterator[psycopg.Connection]:
    """Open a connection; the caller commits, and the end of the block rolls back what is not committed.

    Args:
        dsn: libpq connection string.
        patience: Seconds to wait for a server that starts, recovers or stops; None: the default, ``PATIENCE``.
        on_wait: Called with the reason when a wait begins.

    Raises:
        DatabaseUnreachable: No server answers there, or it accepts no connections.
        PermissionRefused: The server refuses the account.
        WarehouseError: A statement in the block failed with an error that a user can act on.
    """
    with _opened(dsn, PATIENCE if patience is None else patience, on_wait) as connection:
        try:
            connection.execute("SET TIME ZONE 'UTC'")
            connection.commit()
            yield connection
        except psycopg.Error as error:
            raise translated(error) from error
        finally:
            if not connection.closed:
                with suppress(psycopg.Error):  # the server rolls back a lost connection itself
                    connection.rollback()


LAST_LOAD: Final = "SELECT coalesce(max(load_id), 0) FROM mart.dim_load"

LOOK_AGAIN: Final = 0.2
"""Seconds between two looks for a load."""


def wait_for_load(dsn: str, load: int, patience: float, on_wait: Callable[[str], None] = lambda _: None) -> None:
    """Wait until a database holds a load, or a later one, as a replica does once it has replayed it.

    Args:
        dsn: libpq connection string of an account that may read the mart.
        load: Number of the load.
        patience: Seconds to wait.
        on_wait: Called with the reason when the wait begins.

    Raises:
        DatabaseBusy: The load has not come in that time.
        ConfigurationError: The database holds no warehouse.
    """
    deadline, is_told = time.monotonic() + patience, False
    with connect(dsn, patience, on_wait) as connection:
        connection.autocommit = True
        while True:
            try:
                (last,) = connection.execute(LAST_LOAD).fetchone() or (0,)
            except psycopg.errors.UndefinedTable as error:
                what = "the database holds no warehouse yet"
                raise ConfigurationError(what, hint="Wait for a load of a database that holds one.") from error
            if last >= load:
                return
            if time.monotonic() > deadline:
                what = f"load {load} did not come within {patience:g} s; the last one here is {last or 'none'}"
                hint = "Is its number right, and does the replica still replay? Try again, or wait longer."
                raise DatabaseBusy(what, hint=hint)
            if not is_told:
                on_wait(f"load {load} is not here yet")
                is_told = True
            time.sleep(LOOK_AGAIN)


def _opened(dsn: str, patience: float, on_wait: Callable[[str], None]) -> psycopg.Connection:
    """Connect; once the server has answered that it is not ready, retry until the deadline, even if it vanishes.

    Args:
        dsn: libpq connection string.
        patience: Seconds to wait.
        on_wait: Called with the reason when a wait begins.
    """
    deadline, pause, is_there = time.monotonic() + patience, FIRST_PAUSE, False
    while True:
        try:
            return psycopg.connect(dsn, application_name="warehouse", connect_timeout=ANSWER_WITHIN)
        except psycopg.OperationalError as error:
            failure = refusal(dsn, error)
            left, was_there = deadline - time.monotonic(), is_there
            is_there = was_there or isinstance(failure, DatabaseNotReady)
            if left <= 0 or not (is_there and isinstance(failure, DatabaseUnreachable)):
                raise failure from error
            if not was_there:
                on_wait(failure.what)
        time.sleep(min(pause, left))
        pause = min(2 * pause, LONGEST_PAUSE)


def refusal(dsn: str, error: psycopg.OperationalError) -> WarehouseError:
    """Return the exception that a user can act on for an attempt to connect that failed.

    Args:
        dsn: libpq connection string.
        error: What psycopg raised.
    """
    where = address(dsn)
    reason = str(error).partition("\n")[0].removeprefix("connection failed: ")
    for pattern, failure, outcome, hint in REFUSALS:
        if re.search(pattern, reason):
            return failure(f"{where} {outcome}: {reason}", hint=hint)
    if not isinstance(error, errors.ConnectionTimeout) and _is_not_ready(dsn):
        failure, outcome, hint = NOT_READY
        return failure(f"{where} {outcome}: {reason}", hint=hint)
    hint = "Is the server running and the address right? Leave out --database to use the embedded server."
    return DatabaseUnreachable(f"{where} cannot be reached: {reason}", hint=hint)


def _is_not_ready(dsn: str) -> bool:
    """Return whether libpq's ping finds that the server rejects connections; its message may be in any language."""
    asked = conninfo.make_conninfo(dsn, connect_timeout=ANSWER_WITHIN)
    return pq.PGconn.ping(asked.encode()) == pq.Ping.REJECT


def translated(error: psycopg.Error) -> WarehouseError | psycopg.Error:
    """Return the exception that a user can act on for a server's error; return any other error unchanged."""
    reason = " ".join((error.diag.message_primary or str(error)).split())
    for kinds, failure, outcome, hint in MEANINGS:
        if isinstance(error, kinds):
            return failure(f"{outcome}: {reason}", hint=hint)
    if (error.sqlstate or "").startswith(SHORT_OF_RESOURCES):
        return DatabaseBusy(f"the server is short of space or memory: {reason}", hint="Make room on it, try again.")
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return ConnectionLost(f"the connection was lost: {reason}", hint="Try again.")
    return error


def is_transient(error: WarehouseError) -> bool:
    """Return whether a retry may succeed: a lock timeout, conflict, deadlock or lost connection ended the work."""
    passing = (errors.LockNotAvailable, errors.SerializationFailure, errors.DeadlockDetected)
    return isinstance(error, ConnectionLost) or isinstance(error.__cause__, passing)


def address(dsn: str) -> str:
    """Format database, host and port of a connection string for messages; never the password."""
    parts = conninfo.conninfo_to_dict(dsn)
    if "service" in parts and "host" not in parts:
        return f'the database of service "{parts["service"]}"'
    host, port = parts.get("host") or "the local socket", parts.get("port")
    return f'database "{parts.get("dbname") or parts.get("user") or ""}" at {host}{f":{port}" if port else ""}'


PORT: Final = "5432"
SHARED: Final = ("sslmode", "sslrootcert", "sslcert", "sslkey")
"""Parameters that other drivers spell as libpq does."""

SECRETS: Final = frozenset(
    option.keyword.decode() for option in pq.Conninfo.get_defaults() if option.dispchar == b"*"
) | {"scram_client_key", "scram_server_key"}
"""Parameters that libpq marks as secret, and the SCRAM keys."""


@dataclass(frozen=True, slots=True)
class Form:
    """An address in one form.

    Attributes:
        client: The clients that accept it.
        text: The address, on one line.
    """

    client: str
    text: str


def past(moment: datetime) -> str:
    """Return the libpq options with which a session sees the warehouse as of a past moment.

    Args:
        moment: The moment. The options give it in UTC, so that it is the same in every session's time zone.
    """
    instant = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"-c warehouse.as_of={instant} -c search_path=as_of"


def readdressed(dsn: str, *, login: str | None = None, password: str | None = None) -> str:
    """Return a connection string for another account, without any secret of the given one.

    Args:
        dsn: libpq connection string.
        login: The account; None keeps the one in ``dsn``, if any.
        password: The password of the account; None: the result has no password.
    """
    parts = {name: value for name, value in _parts(dsn).items() if name not in SECRETS}
    given = {"user": login, "password": password}
    return conninfo.make_conninfo("", **parts | {name: value for name, value in given.items() if value})


def without_secrets(dsn: str) -> str:
    """Return a connection string without its secrets, in libpq's key=value form."""
    return conninfo.make_conninfo("", **{name: value for name, value in _parts(dsn).items() if name not in SECRETS})


def with_options(dsn: str, options: str) -> str:
    """Return a connection string with more server options, added after those it already has."""
    before = _parts(dsn).get("options", "")
    return conninfo.make_conninfo(dsn, options=f"{before} {options}".strip()) if options else dsn


def forms(dsn: str) -> Iterator[Form]:
    """Yield the address in the form of each kind of client, libpq's own first.

    Several hosts, and sockets, work everywhere in libpq only: the other forms have the first host, or localhost instead
    of a socket.

    Args:
        dsn: libpq connection string.
    """
    parts = _parts(dsn)
    yield Form("libpq: psql, R, polars, ADBC", _uri("postgresql", parts))
    yield Form("SQLAlchemy: pandas, polars", _uri("postgresql+psycopg", _single(parts)))
    yield Form("SQLAlchemy 1.4: Superset", _uri("postgresql+psycopg2", _single(parts)))
    yield Form("JDBC: DBeaver, DataGrip, Spark, LibreOffice", _jdbc(_single(parts)))
    yield Form("ODBC: Power BI, Excel, Tableau", _odbc(_single(parts)))


def _parts(dsn: str) -> dict[str, str]:
    return {name: str(value) for name, value in conninfo.conninfo_to_dict(dsn).items() if value is not None}


def _single(parts: Mapping[str, str]) -> dict[str, str]:
    host = parts.get("host", "").partition(",")[0]
    port = parts.get("port", "").partition(",")[0] or PORT
    return {**parts, "host": "localhost" if not host or host.startswith("/") else host, "port": port}


def _uri(scheme: str, parts: Mapping[str, str]) -> str:
    """Format a URI; hosts that cannot stand before the path, such as sockets, become query parameters."""
    rest = dict(parts)
    account = ":".join(quote(rest.pop(name), safe="") for name in ("user", "password") if name in rest)
    is_plain = "/" not in rest.get("host", "") and "," not in rest.get("host", "") + rest.get("port", "")
    where = ""
    if is_plain:
        host, port = rest.pop("host", ""), rest.pop("port", "")
        where = (f"[{host}]" if ":" in host else quote(host, safe="")) + (f":{port}" if port else "")
    database = quote(rest.pop("dbname", ""), safe="")
    return f"{scheme}://{account}{'@' if account else ''}{where}/{database}{_query(rest)}"


def _jdbc(parts: Mapping[str, str]) -> str:
    host = f"[{parts['host']}]" if ":" in parts["host"] else parts["host"]
    named = {name: parts[name] for name in ("user", "password", *SHARED, "options") if name in parts}
    database = quote(parts.get("dbname", parts.get("user", "")), safe="")
    return f"jdbc:postgresql://{host}:{parts['port']}/{database}{_query(named)}"


def _odbc(parts: Mapping[str, str]) -> str:
    """Format a connection string for psqlodbc; parameters that it has no name for go to libpq in ``pqopt``."""
    named = {"Server": "host", "Port": "port", "Database": "dbname", "Uid": "user", "Pwd": "password"}
    pairs = {key: parts[name] for key, name in named.items() if name in parts}
    if "sslmode" in parts:
        pairs["SSLmode"] = parts["sslmode"]
    further = {name: parts[name] for name in (*SHARED[1:], "options") if name in parts}
    if further:
        pairs["pqopt"] = conninfo.make_conninfo(**further)
    pairs["BoolsAsChar"] = "0"  # otherwise booleans arrive as text
    written = [f"{key}={_braced(value, key == 'pqopt')}" for key, value in pairs.items()]
    return ";".join(["Driver={PostgreSQL Unicode}", *written]) + ";"


def _braced(value: str, is_always: bool) -> str:  # noqa: FBT001 - read at its one call
    if is_always or any(sign in value for sign in "[]{}(),;?*=!@ %+"):
        return "{" + value.replace("}", "}}") + "}"
    return value


def _query(parts: Mapping[str, str]) -> str:
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())
    return f"?{pairs}" if pairs else ""
