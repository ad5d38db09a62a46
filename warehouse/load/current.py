"""Read what ``core`` says now, all of it, as one snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg import sql
from psycopg.rows import dict_row

from warehouse.load.parts import all_parts

if TYPE_CHECKING:
    import psycopg


def current_rows(connection: psycopg.Connection) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of every table of ``core``, each with every value that seeds fill, tables in load order.

    Args:
        connection: No transaction is open on it; the snapshot is a read-only one of its own.
    """
    statement = sql.SQL("SELECT {} FROM {}")
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return {
            parts.name: cursor.execute(statement.format(parts.stated_columns, parts.core)).fetchall()
            for parts in all_parts()
        }
