"""The tables as Python describes them: grain, comments, names, keys and order follow the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Identity,
    MetaData,
    Sequence,
    Table,
    Text,
    Uuid,
    text,
)

from warehouse.model.tables import LOAD_ORDER, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator


def breaches(tables: MetaData) -> list[str]:
    """Name every rule that a table breaks."""
    return [f"{table.name}: {breach}" for table in tables.sorted_tables for breach in _breaches_of(table)]


def _breaches_of(table: Table) -> Iterator[str]:
    if not table.comment or not table.comment.startswith("One row per "):
        yield "the comment does not tell the grain"
    yield from (f"no comment on {column.name}" for column in table.columns if not column.comment)
    if table.schema == "core":
        yield from (f"{column.name} is made by the server" for column in table.columns if _is_made_key(column))
    yield from ("a constraint without a name" for one in table.constraints if not isinstance(one.name, str))


def _is_made_key(column: Column[object]) -> bool:
    if column.identity or isinstance(column.default, Sequence):
        return True
    return column.primary_key and bool(column.computed or column.server_default or column.autoincrement is True)


def test_no_table_breaks_a_rule() -> None:
    assert breaches(metadata) == []


def test_load_order_names_every_table_of_core_after_those_it_refers_to() -> None:
    assert set(LOAD_ORDER) == {table for table in metadata.sorted_tables if table.schema == "core"}
    assert len(LOAD_ORDER) == len(set(LOAD_ORDER))
    for place, table in enumerate(LOAD_ORDER):
        known = LOAD_ORDER[: place + 1]
        assert {reference.column.table for reference in table.foreign_keys} <= set(known)


def test_no_two_constraints_share_a_name() -> None:
    names = [(table.schema, str(one.name)) for table in metadata.sorted_tables for one in table.constraints]
    assert sorted(set(names)) == sorted(names)
    assert max(len(name) for _, name in names) <= 63


def wrong(*items: Column[object] | CheckConstraint, comment: str = "One row per x") -> MetaData:
    tables = MetaData()
    Table("wrong", tables, *items, comment=comment, schema="core")
    return tables


def key() -> Column[object]:
    return Column("fact_id", Uuid, primary_key=True, comment="x")


WRONG = {
    "no grain": (wrong(key(), comment="Things"), "the comment does not tell the grain"),
    "no comment": (wrong(key(), Column("a", Text)), "no comment on a"),
    "no name": (wrong(key(), CheckConstraint(text("true"))), "a constraint without a name"),
    "identity": (wrong(Column("a", BigInteger, Identity(), primary_key=True, comment="x")), "a is made by the server"),
    "default": (
        wrong(Column("a", Uuid, primary_key=True, server_default=text("now()"), comment="x")),
        "a is made by the server",
    ),
    "computed": (
        wrong(key(), Column("a", Text, Computed("1"), primary_key=True, comment="x")),
        "a is made by the server",
    ),
}


@pytest.mark.parametrize(("tables", "breach"), WRONG.values(), ids=WRONG)
def test_wrong_table_is_found_out(tables: MetaData, breach: str) -> None:
    assert f"wrong: {breach}" in breaches(tables)
