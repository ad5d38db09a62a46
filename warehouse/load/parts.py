"""The parts of SQL that differ from table to table: names of the tables beside it, its columns, its key."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from psycopg import sql

from warehouse.outlines import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.outlines import Outline


class Parts:
    """The parts for one table of ``core``.

    Attributes:
        name: Name of the table.
        core: The table itself.
        history: The table of its earlier versions.
        staged: The temporary table of the rows that were read.
        changed: The temporary table that says what happens to which key.
        keys: Names of the columns of its primary key.
        stated: Names of the columns that the seeds fill.
    """

    def __init__(self, table: Outline) -> None:
        """Name the parts of ``table``."""
        self.name = table.name
        self.core = sql.Identifier("core", table.name)
        self.history = sql.Identifier("history", table.name)
        self.staged = sql.Identifier("pg_temp", f"staged_{table.name}")
        self.changed = sql.Identifier("pg_temp", f"changed_{table.name}")
        self.keys = list(table.key)
        self.stated = list(table.stated)

    @property
    def key_columns(self) -> sql.Composed:
        """The columns of the key."""
        return columns(self.keys)

    @property
    def stated_columns(self) -> sql.Composed:
        """The columns that the seeds fill."""
        return columns(self.stated)

    def key_of(self, alias: str) -> sql.Composed:
        """Give the columns of the key of ``alias``."""
        return columns(self.keys, alias)

    def stated_of(self, alias: str) -> sql.Composed:
        """Give the columns of ``alias`` that the seeds fill."""
        return columns(self.stated, alias)

    def same_key(self, one: str, other: str) -> sql.Composed:
        """Say that two rows have the same key."""
        pair = sql.SQL("{}.{} = {}.{}")
        return sql.SQL(" AND ").join(
            pair.format(sql.Identifier(one), sql.Identifier(key), sql.Identifier(other), sql.Identifier(key))
            for key in self.keys
        )

    def digest(self, alias: str) -> sql.Composed:
        """Give the hash of what the seeds fill, by which a row is known to be as a load wrote it."""
        return sql.SQL("hash_record_extended(ROW({}), 0)").format(self.stated_of(alias))

    def probe(self, alias: str) -> sql.Composed:
        """Give a column of ``alias`` that is NULL only where there is no row."""
        return columns(self.keys[:1], alias)


def columns(names: Iterable[str], alias: str | None = None) -> sql.Composed:
    """List columns, of ``alias`` where one is given."""
    if alias is None:
        return sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)


@cache
def all_parts() -> tuple[Parts, ...]:
    """Give the parts of every table of ``core``, in load order."""
    return tuple(map(Parts, LOAD_ORDER))
