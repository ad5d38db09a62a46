"""The snapshot that an export shows: its transaction, the load behind it, and the rows of each object."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql
from psycopg.rows import dict_row

import warehouse
from warehouse.dictionary import datapackage
from warehouse.errors import CheckFailed

if TYPE_CHECKING:
    from datetime import datetime

    import psycopg

    from warehouse.mart.objects import MartObject

    Properties = dict[str, Any]


SETTINGS: Final = ("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO'", "SET LOCAL jit = off")
"""Settings of the transaction. The first two fix the format of the cells; JIT compilation would only cost time."""

SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
THEN: Final = "SELECT set_config('warehouse.as_of', %s, true)"
LOAD: Final = sql.SQL("SELECT * FROM {} ORDER BY loaded_at DESC, load_id DESC LIMIT 1")
DOCUMENTS: Final = sql.SQL("SELECT label, url FROM {} ORDER BY document_key LIMIT %s")
MOST_NAMED: Final = 100
"""The most documents that the properties list. If there are more, they refer to the table of documents instead."""


def begun(connection: psycopg.Connection, as_of: datetime | None) -> str:
    """Apply the settings to a transaction that has just begun, and return the schema to read from."""
    for setting in (SNAPSHOT, *SETTINGS):
        connection.execute(setting)
    if as_of is None:
        return "mart"
    connection.execute(THEN, [as_of.isoformat()])
    return "as_of"


def about(connection: psycopg.Connection, schema: str, as_of: datetime | None) -> Properties:
    """Return the properties of a data package that name the load and the source documents.

    Raises:
        CheckFailed: No load had been committed at that point in time.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        load = cursor.execute(LOAD.format(sql.Identifier(schema, "dim_load"))).fetchone()
        if load is None:
            what = "there is nothing to export, because no load had been committed"
            raise CheckFailed(what, hint='"warehouse runs list" shows the loads; "warehouse load" makes the first.')
        documents = cursor.execute(
            DOCUMENTS.format(sql.Identifier(schema, "dim_document")), [MOST_NAMED + 1]
        ).fetchall()
    named = [{"title": row["label"], **({"path": row["url"]} if row["url"] else {})} for row in documents]
    load["loaded_at"] = _instant(load["loaded_at"])
    return {
        "version": f"{warehouse.__version__}+load.{load['load_id']}",
        "created": load["loaded_at"],
        **({} if as_of is None else {"as_of": _instant(as_of)}),
        "load": load,
        "sources": named if 0 < len(named) <= MOST_NAMED else [datapackage.CITED],
    }


def state(properties: Properties) -> str:
    """Return a sentence that names the state that ``about`` describes."""
    load, as_of = properties["load"], properties.get("as_of")
    loaded = f"load {load['load_id']} of {load['loaded_at']} ({load['fact_count']} facts)"
    return f"This is {loaded}." if as_of is None else f"This is the state at {as_of}: {loaded}."


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_SELECT: Final = sql.SQL("SELECT {columns} FROM {table} AS t ORDER BY {key}")
_AS_WRITTEN: Final = {
    "boolean": sql.SQL("t.{0}::pg_catalog.text AS {0}"),
    "timestamptz": sql.SQL("""pg_catalog.to_char(t.{0}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS {0}"""),
    "numeric": sql.SQL("pg_catalog.trim_scale(t.{0}) AS {0}"),
}
_AS_IT_IS: Final = sql.SQL("t.{0}")
_IN_ANY_DATABASE: Final = sql.SQL('t.{0} COLLATE "C"')
"""Texts are sorted by code point, whatever the locale of the database is."""


def rows_of(mart_object: MartObject, schema: str) -> sql.Composed:
    """Return the query of an object's rows, in the order of the key, with each cell as an export writes it.

    Args:
        mart_object: The object.
        schema: The schema to read from, ``mart`` or ``as_of``.
    """
    columns = {name: column.type.partition("(")[0] for name, column in mart_object.header.columns.items()}
    return _SELECT.format(
        columns=sql.SQL(", ").join(
            _AS_WRITTEN.get(kind, _AS_IT_IS).format(sql.Identifier(name)) for name, kind in columns.items()
        ),
        table=sql.Identifier(schema, mart_object.name),
        key=sql.SQL(", ").join(
            (_IN_ANY_DATABASE if columns[name] == "text" else _AS_IT_IS).format(sql.Identifier(name))
            for name in mart_object.header.key
        ),
    )
