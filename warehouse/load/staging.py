"""Put the seeds' rows into temporary tables beside ``core``, each row with its place in the seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterable

    import psycopg
    from sqlalchemy import Table

    from warehouse.seeds.rows import Row


def staged(table: Table) -> sql.Identifier:
    """Name the temporary table that stands beside ``table``."""
    return sql.Identifier(f"staged_{table.name}")


def columns(table: Table) -> sql.Composed:
    """List the columns of ``table``."""
    return sql.SQL(", ").join(sql.Identifier(name) for name in table.columns.keys())  # noqa: SIM118 - not a dict


def target(table: Table) -> sql.Identifier:
    """Name ``table`` itself."""
    return sql.Identifier(str(table.schema), table.name)


def stage(connection: psycopg.Connection, table: Table, rows: Iterable[Row]) -> None:
    """Create the temporary table beside ``table`` and copy ``rows`` into it."""
    create = sql.SQL(
        "CREATE TEMPORARY TABLE {} ON COMMIT DROP AS"
        " SELECT {}, ''::text AS seed_place, ''::text AS seed_path FROM {} WITH NO DATA"
    )
    connection.execute(create.format(staged(table), columns(table), target(table)))
    names = list(table.columns.keys())
    into = sql.SQL("COPY {} FROM STDIN").format(staged(table))
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            values = [row.values.get(name) for name in names]
            copy.write_row([*values, str(row.node.position), row.path])
    connection.execute(sql.SQL("ANALYZE {}").format(staged(table)))
