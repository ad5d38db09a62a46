"""The tables can be spread over several machines: placement, keys, references and names follow the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    Identity,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from warehouse.schema import DISTRIBUTED, LOAD_ORDER, LOCAL, REFERENCE, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALES = {REFERENCE, DISTRIBUTED, LOCAL}
SPREAD_BY = "fact_id"
FORBIDDEN = {(LOCAL, DISTRIBUTED), (DISTRIBUTED, LOCAL), (REFERENCE, LOCAL), (REFERENCE, DISTRIBUTED)}


def breaches(tables: MetaData) -> list[str]:
    """Name every rule of placement that a table breaks."""
    return [f"{table.name}: {breach}" for table in tables.sorted_tables for breach in _breaches_of(table)]


def _breaches_of(table: Table) -> Iterator[str]:
    scale = table.info.get("scale")
    if scale not in SCALES:
        yield "no scale"
        return
    if not table.comment or not table.comment.startswith("One row per "):
        yield "the comment does not tell the grain"
    yield from (f"no comment on {column.name}" for column in table.columns if not column.comment)
    if scale != LOCAL:
        yield from (f"{column.name} is made by the server" for column in table.columns if _is_made_key(column))
    if scale == DISTRIBUTED:
        yield from _keys_without_the_spread(table)
    yield from _references(table, scale)
    yield from ("a constraint without a name" for one in table.constraints if not isinstance(one.name, str))


def _is_made_key(column: Column[object]) -> bool:
    if column.identity or isinstance(column.default, Sequence):
        return True
    return column.primary_key and bool(column.computed or column.server_default or column.autoincrement is True)


def _keys_without_the_spread(table: Table) -> Iterator[str]:
    keys = [one for one in table.constraints if isinstance(one, (UniqueConstraint, ExcludeConstraint))]
    for key in (table.primary_key, *keys):
        if SPREAD_BY not in {column.name for column in key.columns}:
            yield f"a key without {SPREAD_BY}"
    yield from (f"{index.name} is unique without {SPREAD_BY}" for index in table.indexes if _misses_spread(index))


def _misses_spread(index: object) -> bool:
    return bool(getattr(index, "unique", False)) and SPREAD_BY not in getattr(index, "columns", ())


def _references(table: Table, scale: str) -> Iterator[str]:
    for reference in table.foreign_keys:
        other = reference.column.table.info.get("scale")
        if (scale, other) in FORBIDDEN:
            yield f"a {scale} table refers to the {other} {reference.column.table.name}"
        elif other == DISTRIBUTED and {reference.parent.name, reference.column.name} != {SPREAD_BY}:
            yield f"{reference.parent.name} refers to another machine"


def test_no_table_breaks_a_rule() -> None:
    assert breaches(metadata) == []


def test_every_scale_is_used() -> None:
    assert {table.info["scale"] for table in metadata.sorted_tables} == SCALES


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


def wrong(
    scale: str, *items: Column[object] | UniqueConstraint | CheckConstraint, comment: str = "One row per x"
) -> MetaData:
    tables = MetaData()
    key = Column(SPREAD_BY, Uuid, primary_key=True, comment="x")
    Table("facts", tables, key, comment="One row per fact", info={"scale": DISTRIBUTED})
    Table(
        "runs",
        tables,
        Column("id", Integer, primary_key=True, comment="x"),
        comment="One row per run",
        info={"scale": LOCAL},
    )
    Table(
        "things",
        tables,
        Column("key", Text, primary_key=True, comment="x"),
        comment="One row per thing",
        info={"scale": REFERENCE},
    )
    Table("wrong", tables, *items, comment=comment, info={"scale": scale} if scale else {})
    return tables


def spread(name: str = SPREAD_BY) -> Column[object]:
    return Column(name, Uuid, primary_key=True, comment="x")


def other(name: str, *items: object, comment: str = "x") -> Column[object]:
    return Column(name, Text, *items, comment=comment)  # type: ignore[arg-type]


WRONG = {
    "no scale": (wrong("", spread()), "no scale"),
    "no grain": (wrong(REFERENCE, spread(), comment="Things"), "the comment does not tell the grain"),
    "no comment": (wrong(REFERENCE, spread(), other("a", comment="")), "no comment on a"),
    "key without the spread": (wrong(DISTRIBUTED, spread("key")), "a key without fact_id"),
    "unique without the spread": (
        wrong(DISTRIBUTED, spread(), other("a"), UniqueConstraint("a", name="a_key")),
        "a key without fact_id",
    ),
    "identity": (
        wrong(REFERENCE, Column("a", BigInteger, Identity(), primary_key=True, comment="x")),
        "a is made by the server",
    ),
    "default": (
        wrong(
            DISTRIBUTED, Column(SPREAD_BY, Uuid, primary_key=True, server_default=func.gen_random_uuid(), comment="x")
        ),
        "fact_id is made by the server",
    ),
    "computed": (
        wrong(REFERENCE, spread(), Column("a", Text, Computed("1"), primary_key=True, comment="x")),
        "a is made by the server",
    ),
    "local to distributed": (
        wrong(LOCAL, spread(), other("a", ForeignKey("facts.fact_id", name="f"))),
        "a local table refers to the distributed facts",
    ),
    "distributed to local": (
        wrong(DISTRIBUTED, spread(), other("a", ForeignKey("runs.id", name="f"))),
        "a distributed table refers to the local runs",
    ),
    "reference to distributed": (
        wrong(REFERENCE, spread(), other("a", ForeignKey("facts.fact_id", name="f"))),
        "a reference table refers to the distributed facts",
    ),
    "distributed to another machine": (
        wrong(DISTRIBUTED, spread(), other("a", ForeignKey("facts.fact_id", name="f"))),
        "a refers to another machine",
    ),
}


@pytest.mark.parametrize(("tables", "breach"), WRONG.values(), ids=WRONG)
def test_wrong_table_is_found_out(tables: MetaData, breach: str) -> None:
    assert f"wrong: {breach}" in breaches(tables)


def test_constraint_without_a_name_is_found_out() -> None:
    tables = wrong(REFERENCE, spread(), CheckConstraint(text("true")))
    assert "wrong: a constraint without a name" in breaches(tables)


def test_right_tables_are_not_found_out() -> None:
    named = UniqueConstraint(SPREAD_BY, "a", name="a_key")
    thing = other("a", ForeignKey("things.key", name="f"))
    tables = wrong(DISTRIBUTED, spread(), thing, named)
    assert [breach for breach in breaches(tables) if "without a name" not in breach] == []
