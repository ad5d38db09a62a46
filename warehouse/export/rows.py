"""Let the server write the rows of an object as csv, in the order of their key."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from psycopg import sql

if TYPE_CHECKING:
    import psycopg

    from warehouse.mart.library import MartObject

SETTINGS: Final = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO'", "SET LOCAL jit = off")
"""What the cells depend on, and what only costs time."""

_COPY: Final = sql.SQL(
    "COPY (SELECT {columns} FROM {table} AS t ORDER BY {key}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')"
)
_AS_WRITTEN: Final = {
    "boolean": sql.SQL("t.{0}::pg_catalog.text AS {0}"),
    "timestamptz": sql.SQL("""pg_catalog.to_char(t.{0}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS {0}"""),
    "numeric": sql.SQL("pg_catalog.trim_scale(t.{0}) AS {0}"),
}
_AS_IT_IS: Final = sql.SQL("t.{0}")
_IN_ANY_DATABASE: Final = sql.SQL('t.{0} COLLATE "C"')
"""Texts sort by code points, whatever the language of the database."""


def copied(connection: psycopg.Connection, found: MartObject, schema: str, stream: IO[bytes]) -> int:
    """Write a line of names and a line per row; no value is nothing, an empty text is a pair of quotes.

    Args:
        connection: In the snapshot to write, with ``SETTINGS``.
        found: The object.
        schema: Where it is read: ``mart`` or ``as_of``.
        stream: Where to.

    Returns:
        The number of rows.
    """
    columns = {name: column.type.partition("(")[0] for name, column in found.header.columns.items()}
    query = _COPY.format(
        columns=sql.SQL(", ").join(
            _AS_WRITTEN.get(kind, _AS_IT_IS).format(sql.Identifier(name)) for name, kind in columns.items()
        ),
        table=sql.Identifier(schema, found.name),
        key=sql.SQL(", ").join(
            (_IN_ANY_DATABASE if columns[name] == "text" else _AS_IT_IS).format(sql.Identifier(name))
            for name in found.header.key
        ),
    )
    lines = 0
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for line in copy:  # the server sends one message per line
            stream.write(bytes(line[:-1]) + b"\r\n")
            lines += 1
    return lines - 1
