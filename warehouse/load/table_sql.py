"""The SQL identifiers and fragments of each table of ``core``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from psycopg import sql

from warehouse.tables import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.tables import TableInfo


class TableSql:
    """The SQL identifiers and fragments of one table of ``core``.

    Attributes:
        name: Name of the table.
        core: The table itself.
        history: The table of its earlier versions.
        staged: The staging table, a temporary table of the rows that were read.
        changed: The temporary table with the operation for each key that differs.
        keys: Names of the primary key columns.
        stated: Names of the columns that the seeds fill.
    """

    def __init__(self, table: TableInfo) -> None:
        """Build the identifiers of ``table``."""
        self.name = table.name
        self.core = sql.Identifier("core", table.name)
        self.history = sql.Identifier("history", table.name)
        self.staged = sql.Identifier("pg_temp", f"staged_{table.name}")
        self.changed = sql.Identifier("pg_temp", f"changed_{table.name}")
        self.keys = list(table.key)
        self.stated = list(table.stated)

    @property
    def key_columns(self) -> sql.Composed:
        """The primary key columns, joined by commas."""
        return columns(self.keys)

    @property
    def stated_columns(self) -> sql.Composed:
        """The columns that the seeds fill, joined by commas."""
        return columns(self.stated)

    def key_of(self, alias: str) -> sql.Composed:
        """Return the primary key columns, qualified with ``alias``."""
        return columns(self.keys, alias)

    def stated_of(self, alias: str) -> sql.Composed:
        """Return the columns that the seeds fill, qualified with ``alias``."""
        return columns(self.stated, alias)

    def same_key(self, one: str, other: str) -> sql.Composed:
        """Return the condition that the rows of two aliases have the same primary key."""
        pair = sql.SQL("{}.{} = {}.{}")
        return sql.SQL(" AND ").join(
            pair.format(sql.Identifier(one), sql.Identifier(key), sql.Identifier(other), sql.Identifier(key))
            for key in self.keys
        )

    def digest(self, alias: str) -> sql.Composed:
        """Return the digest of the columns that the seeds fill; it shows whether a row is still as a load wrote it."""
        return sql.SQL("hash_record_extended(ROW({}), 0)").format(self.stated_of(alias))

    def probe(self, alias: str) -> sql.Composed:
        """Return a column of ``alias`` that is NULL only if an outer join found no row."""
        return columns(self.keys[:1], alias)


def columns(names: Iterable[str], alias: str | None = None) -> sql.Composed:
    """Return column names joined by commas, qualified with ``alias`` if it is given."""
    if alias is None:
        return sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)


@cache
def all_table_sql() -> tuple[TableSql, ...]:
    """Return the SQL of every table of ``core``, in load order."""
    return tuple(map(TableSql, LOAD_ORDER))
