"""The conversion of the texts that the server prints to the texts of cells, so that all formats show the same."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import errors as pg
from psycopg.postgres import types
from psycopg.types.string import TextLoader

from warehouse.errors import ConfigurationError, DatabaseBusy, DatabaseUnreachable, PermissionRefused
from warehouse.yamlfiles import Position, Problem, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg.abc import AdaptContext

    from warehouse.errors import WarehouseError
    from warehouse.sqlfiles.source import SqlFile
    from warehouse.sqlfiles.statement import Query

_SHOWN_AS: Final = {
    "bool": "boolean",
    "bpchar": "text",
    "date": "date",
    "float4": "double precision",
    "float8": "double precision",
    "int2": "integer",
    "int4": "integer",
    "int8": "bigint",
    "name": "text",
    "numeric": "numeric",
    "text": "text",
    "timestamptz": "timestamptz",
    "uuid": "uuid",
    "varchar": "text",
}
TYPE_BY_OID: Final = {types[name].oid: shown for name, shown in _SHOWN_AS.items()}
"""The name of each PostgreSQL type in results, by its OID. All code that reads results knows these names."""

SETTINGS: Final = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1"
"""The settings of the transaction. With them, the server prints values in the form that results have."""


def read_as_text(context: AdaptContext) -> None:
    """Make a cursor return every value as the server prints it; this avoids floats, and an object per cell."""
    for oid in TYPE_BY_OID:
        context.adapters.register_loader(oid, TextLoader)


def _boolean(printed: str) -> str:
    return "true" if printed == "t" else "false"


def _instant(printed: str) -> str:
    return printed.replace(" ", "T", 1).replace("+00", "Z") if printed.endswith("+00") else printed


def _float(printed: str) -> str:
    return format(Decimal(printed), "f") if "e" in printed else printed


_PLAIN: Final[dict[str, Callable[[str], str]]] = {
    "boolean": _boolean,
    "timestamptz": _instant,
    "double precision": _float,
}


def plain(type_name: str) -> Callable[[str], str] | None:
    """Return the function that converts the server's text to a cell; None means that the text is shown as it is."""
    return _PLAIN.get(type_name)


@contextmanager
def server_errors(source: SqlFile, query: Query, *, sent_before: str = "", is_at_head: bool = False) -> Iterator[None]:
    """Turn the server's errors inside the block into errors of this program.

    Args:
        source: File of the statement.
        query: Statement as it is sent to the server.
        sent_before: Text that is sent before the statement, such as the declaration of a cursor.
        is_at_head: Whether the database is known to be at the schema revision of this version. If so, a missing table
            is a mistake in the file.

    Raises:
        WarehouseError: The kind depends on the server's error: a lock or timeout, missing rights, a lost connection, or
            ``ProblemsFound`` with the position of the error in the file.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _translated(error, source, query, len(sent_before), is_at_head=is_at_head) from error


def _translated(error: psycopg.Error, source: SqlFile, query: Query, shift: int, *, is_at_head: bool) -> WarehouseError:
    message = error.diag.message_primary or str(error).strip()
    name = f"{source.kind} {source.name}"
    if isinstance(error, pg.QueryCanceled):
        hint = "try again, narrow the question, or raise the time limit"
        return DatabaseBusy(f"{name} was stopped by the server: {message}", hint=hint)
    if isinstance(error, (pg.LockNotAvailable, pg.DeadlockDetected, pg.SerializationFailure)):
        return DatabaseBusy(f"{name} was blocked by another session: {message}", hint="try again")
    if isinstance(error, pg.InsufficientPrivilege):
        hint = "use an account of the right group, or grant the rights again: warehouse db roles --apply"
        return PermissionRefused(f"this account may not run {name}: {message}", hint=hint)
    if isinstance(error, (pg.UndefinedTable, pg.InvalidSchemaName)) and not is_at_head:
        at = _position(error, source, query, shift)
        hint = f"if {at} names the right table, bring the database to this version: warehouse db upgrade"
        return ConfigurationError(f"{name}: {message}", hint=hint)
    if isinstance(error, psycopg.OperationalError):
        return DatabaseUnreachable(f"{name} lost its connection to the server: {message}", hint="try again")
    if isinstance(error, pg.ReadOnlySqlTransaction):
        message = f"it may only read, but it writes: {message}"
    problem = Problem(
        _position(error, source, query, shift),
        f"E-{source.kind}-sql",
        f"the server refuses the statement: {message}",
        error.diag.message_hint or error.diag.message_detail or "",
    )
    return ProblemsFound([problem])


def _position(error: psycopg.Error, source: SqlFile, query: Query, shift: int) -> Position:
    at = error.diag.statement_position
    if at is None or int(at) <= shift:
        return source.position(len(source.statement) - len(source.statement.lstrip()))
    return source.position(query.origin(int(at) - 1 - shift))
