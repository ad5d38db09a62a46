"""The facts that name a thing, as SQL that follows from the columns of the mart that refer to things.

A file of ``sql/site`` reads them as ``site.named``, with the columns ``fact_key`` and ``subject_key``. A new table of
the mart, or a new column that refers to a thing, is in it without further work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.publish.urls import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.mart.objects import MartObject

WITH_PAGES: Final = {family.table: name for name, family in FAMILIES.items()}
"""The tables of things that have pages, with the name of their family."""
_REGISTERS: Final = {**WITH_PAGES, "dim_document": "documents"}
_SUBJECT: Final = "subject_key"
_REPEATED: Final = {
    ("dim_event", "country_key"),
    ("dim_facility", "country_key"),
    ("dim_mineral", "root_mineral_key"),
    ("dim_place", "country_key"),
    ("dim_subject", "country_key"),
}
"""Columns that follow from another column of the same row, so that the fact itself does not name the thing."""


class Naming(NamedTuple):
    """A column that refers to a thing with a page.

    Attributes:
        table: Name of its table.
        column: Its name.
        family: The family of the things it refers to; None if it holds register and key.
    """

    table: str
    column: str
    family: str | None


def naming_columns(objects: Iterable[MartObject]) -> list[Naming]:
    """Return the columns of the mart that refer to a thing with a page, sorted by table and column."""
    return sorted(
        Naming(each.name, column, WITH_PAGES.get(table))
        for each in objects
        if each.is_table
        for column, (table, _) in each.foreign_keys.items()
        if (table in WITH_PAGES or (table == "dim_subject" and column != _SUBJECT))
        and (each.name, column) not in _REPEATED
    )


def named(objects: Iterable[MartObject]) -> str:
    """Return a query in parentheses for the things that each fact names beside the one that it is about.

    Args:
        objects: All objects of the mart.
    """
    by_name = {each.name: each for each in objects}
    columns: dict[str, list[Naming]] = {}
    for naming in naming_columns(by_name.values()):
        columns.setdefault(naming.table, []).append(naming)
    branches = (_branch(by_name[table], found) for table, found in columns.items())
    return "(\n" + "\nUNION\n".join(branches) + "\n)"


def _branch(table: MartObject, columns: Iterable[Naming]) -> str:
    """Return the SELECT of what one table names; it reads the table once."""
    keys = ", ".join(f"({key})" for key in map(_key, columns))
    fact, join = "s", "\nJOIN mart.dim_fact AS s ON s.fact_key = t.fact_key"
    if _SUBJECT in table.header.columns:
        fact, join = "t", ""
    elif table.name in _REGISTERS:
        own = f"'{_REGISTERS[table.name]}/' || t.{table.header.key[0]}"
        join = f"\nJOIN mart.dim_subject AS s ON s.{_SUBJECT} = {own}"
    return (
        f"SELECT {fact}.fact_key, n.{_SUBJECT}\nFROM mart.{table.name} AS t{join}\n"
        f"CROSS JOIN LATERAL (VALUES {keys}) AS n ({_SUBJECT})\nWHERE n.{_SUBJECT} <> {fact}.{_SUBJECT}"
    )


def _key(naming: Naming) -> str:
    """Return SQL for register and key of the thing that a column refers to."""
    column = f"t.{naming.column}"
    if naming.family is None:
        return column
    return f"'{naming.family}/' || {f'lower({column})' if naming.family == 'currencies' else column}"
