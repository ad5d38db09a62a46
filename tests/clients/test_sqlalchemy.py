"""SQLAlchemy and psycopg, as a reader: what BI tools built on them find out about the mart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import BIGINT, BOOLEAN, DATE, INTEGER, NUMERIC, TEXT, TIMESTAMP, create_engine, inspect

from tests.clients.questions import DATES, DAYS, INSTANT, MONEY, SUMS, Sum, addresses
from tests.conftest import ROOT
from warehouse.mart.definitions import BEGINS
from warehouse.mart.objects import MartObject, list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine, Inspector

pytestmark = pytest.mark.slow

KINDS = {
    "text": TEXT,
    "integer": INTEGER,
    "bigint": BIGINT,
    "date": DATE,
    "boolean": BOOLEAN,
    "timestamptz": TIMESTAMP,
}


@pytest.fixture(scope="module")
def objects() -> list[MartObject]:
    return list_objects(ROOT / "sql")


@pytest.fixture(scope="module")
def engines(reader: str) -> Iterator[list[Engine]]:
    """Connect to today and to the past."""
    made = [create_engine(address) for address in addresses(reader, "SQLAlchemy:")]
    yield made
    for engine in made:
        engine.dispose()


@pytest.fixture(scope="module")
def today(engines: list[Engine]) -> Inspector:
    return inspect(engines[0])


@pytest.fixture(scope="module")
def before(engines: list[Engine]) -> Inspector:
    return inspect(engines[1])


@pytest.mark.parametrize("when", [0, 1])
def test_psycopg_gives_values_as_they_are(reader: str, when: int) -> None:
    with psycopg.connect(addresses(reader, "libpq")[when]) as connection:
        assert [Sum(*row) for row in connection.execute(MONEY.encode())] == SUMS
        assert [day for _, day in connection.execute(DATES.encode())] == DAYS
        [(known,)] = connection.execute(INSTANT.encode())
    assert known.tzinfo is not None


def test_tables_and_views_are_found(today: Inspector, objects: list[MartObject]) -> None:
    assert set(today.get_table_names("mart")) == {found.name for found in objects if found.is_table}
    assert set(today.get_view_names("mart")) == {found.name for found in objects if not found.is_table}


def test_keys_and_references_are_found(today: Inspector, objects: list[MartObject]) -> None:
    keys = {name: each["constrained_columns"] for (_, name), each in today.get_multi_pk_constraint("mart").items()}
    references = {
        name: {each["constrained_columns"][0]: (each["referred_table"], each["referred_columns"][0]) for each in listed}
        for (_, name), listed in today.get_multi_foreign_keys("mart").items()
    }
    tables = [found for found in objects if found.is_table]
    assert keys == {found.name: found.header.key for found in tables}
    assert references == {found.name: found.foreign_keys for found in tables}


def test_what_the_mart_says_is_read(today: Inspector, before: Inspector, objects: list[MartObject]) -> None:
    for found in objects:
        assert today.get_table_comment(found.name, "mart")["text"] == found.header.grain
        columns = {name: column.comment for name, column in found.header.columns.items()}
        since = {BEGINS["name"]: BEGINS["comment"]} if found.is_table else {}
        assert {each["name"]: each["comment"] for each in today.get_columns(found.name, "mart")} == columns | since
        assert {each["name"]: each["comment"] for each in before.get_columns(found.name)} == columns


def test_types_are_known(today: Inspector, objects: list[MartObject]) -> None:
    for found in objects:
        for each in today.get_columns(found.name, "mart"):
            declared = found.header.columns.get(each["name"])
            kind = KINDS.get(declared.type if declared else "timestamptz", NUMERIC)
            assert isinstance(each["type"], kind)


def test_past_has_the_same_names_as_its_default(today: Inspector, before: Inspector) -> None:
    assert (today.default_schema_name, before.default_schema_name) == ("mart", "as_of")
    names = {*today.get_table_names(), *today.get_view_names()}
    assert set(before.get_view_names()) == names
    assert before.get_table_names() == []
