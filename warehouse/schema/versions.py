"""The bookkeeping columns of every table of ``core``, and the tables of ``history`` with its earlier versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Computed, DateTime, Integer, PrimaryKeyConstraint, Table, Text, text
from sqlalchemy.dialects.postgresql import TSTZRANGE

from warehouse.schema.base import metadata
from warehouse.vocabulary import BOOKKEEPING

if TYPE_CHECKING:
    from collections.abc import Iterable


def _bookkeeping() -> list[Column[Any]]:
    return [
        Column(
            "seed_file", Text, comment="Seed file that says so, below the seeds folder; NULL: no load wrote the row"
        ),
        Column("seed_line", Integer, comment="Line of that file when the row was written; NULL: no load wrote the row"),
        Column(
            "loaded_digest",
            BigInteger,
            comment="Hash of the row's values as a load wrote them; where it differs, somebody edited the row by hand",
        ),
        Column(
            "system_from",
            DateTime(timezone=True),
            nullable=False,
            server_default=text("now()"),
            comment="Since when the warehouse says so",
        ),
    ]


def stated(table: Table) -> list[Column[Any]]:
    """Return the columns of a table of ``core`` that the seeds fill."""
    return [column for column in table.columns if column.name not in BOOKKEEPING]


def versioned(tables: Iterable[Table]) -> dict[str, Table]:
    """Add the bookkeeping columns to tables of ``core``, and build the table of ``history`` for each.

    Returns:
        The tables of ``history`` by name.
    """
    history = {}
    for table in tables:
        for column in _bookkeeping():
            table.append_column(column)
        history[table.name] = _history_of(table)
    return history


def _history_of(table: Table) -> Table:
    keys = [*(column.name for column in table.primary_key), "system_from"]
    # A version may be older than a column, so a column that is NOT NULL today can be NULL here.
    same = [
        Column(column.name, column.type, nullable=column.name not in keys, comment=column.comment)
        for column in table.columns
    ]
    return Table(
        table.name,
        metadata,
        *same,
        Column("system_to", DateTime(timezone=True), nullable=False, comment="Until when the warehouse said so"),
        Column(
            "system_during",
            TSTZRANGE,
            Computed("tstzrange(system_from, system_to)", persisted=True),
            comment="When the warehouse said so: from system_from, until just before system_to",
        ),
        Column("opened_by", BigInteger, comment="Run of the load that wrote this version; NULL: no load wrote it"),
        Column("closed_by", BigInteger, nullable=False, comment="Run of the load that changed or retired it"),
        PrimaryKeyConstraint(*keys),
        schema="history",
        comment=f"One row per earlier version of a row of core.{table.name}",
    )
