"""The address of a database in the forms that clients ask for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from psycopg import conninfo, pq

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PORT: Final = "5432"
SHARED: Final = ("sslmode", "sslrootcert", "sslcert", "sslkey")
"""Parameters that other drivers call as libpq does."""

SECRETS: Final = frozenset(
    option.keyword.decode() for option in pq.Conninfo.get_defaults() if option.dispchar == b"*"
) | {"scram_client_key", "scram_server_key"}
"""Parameters that libpq shows to nobody."""


@dataclass(frozen=True, slots=True)
class Form:
    """An address in one form.

    Attributes:
        client: Who takes it.
        text: The address, on one line.
    """

    client: str
    text: str


def past(when: str) -> str:
    """Give the libpq option by which a session sees the warehouse as it stood.

    Args:
        when: A day like 2026-02-19 (its end, UTC) or an instant like 2026-02-19T10:00Z.

    Raises:
        UsageError: It is neither.
    """
    for kind in (date, datetime):
        with suppress(ValueError):
            return f"-c warehouse.as_of={kind.fromisoformat(when).isoformat()} -c search_path=as_of"
    what = f'"{when}" is neither a day nor an instant'
    raise UsageError(what, hint="Write 2026-02-19 (its end, UTC) or 2026-02-19T10:00Z.")


def readdressed(dsn: str, *, login: str | None = None, password: str | None = None) -> str:
    """Give a connection string with another account.

    Args:
        dsn: libpq connection string.
        login: The account; None leaves the one that stands there, if any.
        password: Its password; None leaves it out; none of the secrets that stand there is handed on.
    """
    parts = {name: value for name, value in _parts(dsn).items() if name not in SECRETS}
    given = {"user": login, "password": password}
    return conninfo.make_conninfo("", **parts | {name: value for name, value in given.items() if value})


def without_secrets(dsn: str) -> str:
    """Give a connection string without passwords, in libpq's key=value form."""
    return conninfo.make_conninfo("", **{name: value for name, value in _parts(dsn).items() if name not in SECRETS})


def with_options(dsn: str, options: str) -> str:
    """Give a connection string with further options of the server, behind those that stand there."""
    before = _parts(dsn).get("options", "")
    return conninfo.make_conninfo(dsn, options=f"{before} {options}".strip()) if options else dsn


def forms(dsn: str) -> Iterator[Form]:
    """Give the address as each kind of client takes it; libpq's own first.

    Only libpq knows several hosts and sockets in all these places: the others get the first host, and localhost for a
    socket.
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
    """Compose a URI; hosts that cannot stand before the path, such as sockets, stand behind the question mark."""
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
    """Compose a connection string of psqlodbc; what it has no name for goes to libpq by ``pqopt``."""
    named = {"Server": "host", "Port": "port", "Database": "dbname", "Uid": "user", "Pwd": "password"}
    pairs = {key: parts[name] for key, name in named.items() if name in parts}
    if "sslmode" in parts:
        pairs["SSLmode"] = parts["sslmode"]
    further = {name: parts[name] for name in (*SHARED[1:], "options") if name in parts}
    if further:
        pairs["pqopt"] = conninfo.make_conninfo(**further)
    pairs["BoolsAsChar"] = "0"  # or booleans come as texts
    written = [f"{key}={_braced(value, key == 'pqopt')}" for key, value in pairs.items()]
    return ";".join(["Driver={PostgreSQL Unicode}", *written]) + ";"


def _braced(value: str, is_always: bool) -> str:  # noqa: FBT001 - read at its one call
    if is_always or any(sign in value for sign in "[]{}(),;?*=!@ %+"):
        return "{" + value.replace("}", "}}") + "}"
    return value


def _query(parts: Mapping[str, str]) -> str:
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())
    return f"?{pairs}" if pairs else ""
