"""What was derived is what the files of ``sql/mart`` say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from warehouse.mart import definitions
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    import psycopg

    from warehouse.mart.objects import MartObject

OBJECTS = {found.name: found for found in list_objects(ROOT / "sql")}
TABLES = {name: found for name, found in OBJECTS.items() if found.is_table}
WITHOUT_ROWS = {"fact_comparison", "fact_position"}
"""Tables of which the curated seeds fill no row; ``tests.load.test_trade_in_mart`` looks at them."""

TYPES = {
    "text",
    "integer",
    "bigint",
    "date",
    "boolean",
    "timestamp with time zone",
}

COLUMNS = """
SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, col_description(a.attrelid, a.attnum)
FROM pg_attribute AS a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
CONSTRAINTS = """
SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype IN ('p', 'f')
"""


@pytest.mark.parametrize("name", [name for name in OBJECTS if name.startswith(("wide_", "money_"))])
def test_views_for_charts_begin_with_a_name_and_end_with_their_keys(name: str) -> None:
    listed = list(OBJECTS[name].header.columns)
    keys = [column for column in listed if column.endswith("_key") or column == "path"]
    assert OBJECTS[name].header.columns[listed[0]].type == "text"
    assert listed[0] not in keys
    assert listed[len(listed) - len(keys) :] == keys


def columns(connection: psycopg.Connection, name: str) -> list[tuple[Any, ...]]:
    return connection.execute(COLUMNS, [name]).fetchall()


def declared(found: MartObject, *, is_table: bool) -> list[tuple[Any, ...]]:
    return [
        (
            name,
            column.type.replace("timestamptz", "timestamp with time zone"),
            is_table and column.empty is None,
            column.comment,
        )
        for name, column in found.header.columns.items()
    ]


def test_mart_and_as_of_hold_these_objects_and_no_others(rolled_back: psycopg.Connection) -> None:
    query = """SELECT relnamespace::regnamespace::text, relkind::text, relname::text FROM pg_class
        WHERE relnamespace IN ('mart'::regnamespace, 'as_of'::regnamespace) AND relkind IN ('r', 'v', 'm')"""
    expected = {("mart", "r" if found.is_table else "v", name) for name, found in OBJECTS.items()}
    assert set(rolled_back.execute(query).fetchall()) == expected | {("as_of", "v", name) for name in OBJECTS}


@pytest.mark.parametrize("name", OBJECTS)
def test_columns_are_those_of_the_header(rolled_back: psycopg.Connection, name: str) -> None:
    found = OBJECTS[name]
    since, until = (
        (one["name"], one["type"], one["required"], one["comment"]) for one in (definitions.BEGINS, definitions.ENDS)
    )
    here = declared(found, is_table=found.is_table)
    assert columns(rolled_back, f"mart.{name}") == [*here, *([since] if found.is_table else [])]
    assert columns(rolled_back, f"as_of.{name}") == declared(found, is_table=False)
    if found.is_table:
        earlier = [(column, kind, column in found.header.key, comment) for column, kind, _, comment in here]
        assert columns(rolled_back, f"history.{name}") == [*earlier, since, until]


@pytest.mark.parametrize("name", OBJECTS)
def test_every_type_is_one_that_clients_understand(rolled_back: psycopg.Connection, name: str) -> None:
    types = {type_name for _, type_name, _, _ in columns(rolled_back, f"mart.{name}")}
    assert [one for one in types - TYPES if not re.fullmatch(r"numeric\(\d+,\d+\)", one)] == []


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_those_of_the_header(rolled_back: psycopg.Connection, name: str) -> None:
    found = TABLES[name]
    expected = {f"{name}_pkey": f"PRIMARY KEY ({', '.join(found.header.key)})"}
    for column, (other, key) in found.foreign_keys.items():
        refers = f"FOREIGN KEY ({column}) REFERENCES mart.{other}({key}) DEFERRABLE INITIALLY DEFERRED"
        expected[f"{name}_{column}_fkey"] = refers
    assert dict(rolled_back.execute(CONSTRAINTS, [f"mart.{name}"]).fetchall()) == expected


def test_every_foreign_key_can_be_followed_backwards(rolled_back: psycopg.Connection) -> None:
    """Else each row that goes from a table is looked for in the whole of those that refer to it."""
    query = """SELECT k.conrelid::regclass::text, a.attname::text FROM pg_constraint AS k
        JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND k.connamespace = 'mart'::regnamespace AND k.confrelid <> ALL (%s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])"""
    assert rolled_back.execute(query, [[f"mart.{name}" for name in definitions.STEADY]]).fetchall() == []


@pytest.mark.parametrize("name", OBJECTS)
def test_views_are_those_of_the_files(rolled_back: psycopg.Connection, name: str) -> None:
    found = OBJECTS[name]
    selected = definitions.selected(found)
    shown = (
        [("as_of", "pg_catalog", definitions.past(found))]
        if found.is_table
        else [("as_of", definitions.THEN, selected), ("mart", definitions.NOW, selected)]
    )
    rolled_back.execute("CREATE SCHEMA anew")
    for schema, path, query in shown:
        rolled_back.execute(f"SET LOCAL search_path = {path}".encode())
        rolled_back.execute(f"CREATE VIEW anew.{name} AS {query}".encode())
        rolled_back.execute("SET LOCAL search_path TO DEFAULT")
        same = "SELECT pg_get_viewdef(%s::regclass) = pg_get_viewdef(%s::regclass)"
        assert rolled_back.execute(same, [f"{schema}.{name}", f"anew.{name}"]).fetchone() == (True,)
        rolled_back.execute(f"DROP VIEW anew.{name}".encode())


@pytest.mark.parametrize("name", TABLES)
def test_as_of_now_is_the_mart(loaded_mart: psycopg.Connection, name: str) -> None:
    names = ", ".join(TABLES[name].header.columns)
    differing = f"""(SELECT {names} FROM mart.{name} EXCEPT ALL SELECT * FROM as_of.{name})
        UNION ALL (SELECT * FROM as_of.{name} EXCEPT ALL SELECT {names} FROM mart.{name})"""
    assert loaded_mart.execute(differing.encode()).fetchall() == []
    is_empty = loaded_mart.execute(f"SELECT count(*) = 0 FROM mart.{name}".encode()).fetchone()
    assert is_empty == (name in WITHOUT_ROWS,)
