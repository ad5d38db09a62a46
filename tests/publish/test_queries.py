"""The files of ``sql/site``: no column that refers to a thing is forgotten, and no order depends on the server."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import namedtuple_row

from tests.conftest import ROOT
from warehouse.mart.objects import list_objects
from warehouse.publish.naming import WITH_PAGES, Naming, named, naming_columns

if TYPE_CHECKING:
    from tests.conftest import Databases
    from warehouse.mart.objects import MartObject

FOLDER: Final = ROOT / "sql" / "site"
WITHOUT_PAGES: Final = {"dim_date", "dim_disagreement", "dim_document", "dim_fact", "dim_subject"}
"""Tables whose rows have no page of a thing: to refer to them names nothing, or does so by register and key."""
REPEATED: Final = {
    ("dim_event", "country_key"): "follows from place_key",
    ("dim_facility", "country_key"): "follows from place_key",
    ("dim_mineral", "root_mineral_key"): "follows from parent_mineral_key",
    ("dim_place", "country_key"): "follows from parent_place_key",
    ("dim_subject", "country_key"): "repeats that of the thing's own table",
}
REGISTERS: Final = {**WITH_PAGES, "dim_document": "documents"}
NOT_TEXT: Final = {
    "c.paragraph", "c.place", "c.span_end", "c.span_start NULLS FIRST",
    "d.page_date DESC NULLS LAST", "d.page_date", "f.family = 'statements'",
    "f.known_since DESC", "g.is_equivalent", "k.is_symmetric", "l.load_id DESC", "l.loaded_at DESC", "m.place",
    "m.earliest_date_key DESC NULLS LAST", "max(d.page_date) DESC NULLS LAST", "o.fact_count DESC",
    "o.period_latest_date_key DESC NULLS FIRST", "o.value DESC", "o.value DESC NULLS LAST", "p.place",
    "p.strength DESC", "r.changed_at DESC", "r.load_id DESC", "r.place", "r.seed_line", "r.table_name <> 'facts'",
    "s.amount DESC", "s.of_currency DESC", "t.broader IS NOT NULL", "t.facts DESC", "t.place", "t.strength DESC",
    "v.amount DESC", "v.amount DESC NULLS LAST", "v.period_latest_date_key DESC NULLS FIRST",
}  # fmt: skip
"""What is sorted by and is no text, which no collation orders."""
ORDERED: Final = {
    "document_key", "fact_key", "locator", "path",  # columns of the answer whose collation is said where they are made
    # These only bring together what DISTINCT ON keeps one of.
    "m.subject_key", "o.indicator_key", "r.entity_key", "s.kind_group",
    "g.outlook DESC", "r.relation",  # one of two words
}  # fmt: skip


def referring() -> dict[tuple[str, str], str]:
    """Give the columns of the mart that refer to a table, and the table."""
    return {
        (found.name, column): table
        for found in list_objects(ROOT / "sql")
        for column, (table, _) in found.foreign_keys.items()
    }


def test_every_table_that_is_referred_to_has_pages_or_is_known_to_have_none() -> None:
    assert set(referring().values()) == WITH_PAGES.keys() | WITHOUT_PAGES
    assert REPEATED.keys() <= referring().keys()


def test_every_thing_that_a_column_refers_to_is_named(databases: Databases, each_family: str) -> None:
    objects = {found.name: found for found in list_objects(ROOT / "sql")}
    with closing(psycopg.connect(databases.dsn(each_family), row_factory=namedtuple_row)) as connection:
        found = {tuple(row) for row in connection.execute(named(list(objects.values())).encode()).fetchall()}
        owed = {
            (table, column): pairs
            for (table, column), other in referring().items()
            if other in WITH_PAGES and (table, column) not in REPEATED
            if (pairs := asked(connection, objects[table], column, other))
        }
    for where, pairs in owed.items():
        assert pairs <= found, where
    assert found == {pair for pairs in owed.values() for pair in pairs}
    assert {
        ("fact_holding", "of_facility_key"), ("fact_link", "to_place_key"), ("bridge_strategy_place", "place_key"),
        ("bridge_strategy_party", "entity_key"), ("fact_comparison", "base_without_place_key"),
        ("dim_entity", "country_key"), ("fact_money", "currency_code"),
    } <= owed.keys()  # fmt: skip


def asked(connection: psycopg.Connection[Any], table: MartObject, column: str, other: str) -> set[tuple[str, str]]:
    """Give the facts and things that one column names, apart from what each fact is about."""
    rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier("mart", table.name))).fetchall()
    facts = dict(map(tuple, connection.execute("SELECT fact_key, subject_key FROM mart.dim_fact").fetchall()))
    own = dict(map(tuple, connection.execute("SELECT subject_key, fact_key FROM mart.dim_subject").fetchall()))
    pairs = set()
    for row in rows:
        if (key := getattr(row, column)) is not None:
            thing = f"{WITH_PAGES[other]}/{key.lower() if other == 'dim_currency' else key}"
            fact = getattr(row, "fact_key", None)
            fact = fact or own[f"{REGISTERS[table.name]}/{getattr(row, table.header.key[0])}"]
            pairs |= {(fact, thing)} if facts[fact] != thing else set()
    return pairs


def test_a_table_of_facts_without_subject_is_asked_too() -> None:
    """A new table needs neither a subject_key nor a line anywhere."""
    objects = list_objects(ROOT / "sql")
    (plain,) = [each for each in objects if each.name == "bridge_facility_party"]
    columns = {name: column for name, column in plain.header.columns.items() if name != "subject_key"}
    other = replace(plain, name="fact_new", header=plain.header.model_copy(update={"columns": columns}))
    text = named([*objects, other])
    assert "FROM mart.fact_new AS t\nJOIN mart.dim_fact AS s ON s.fact_key = t.fact_key" in text
    assert Naming("fact_new", "entity_key", "entities") in naming_columns([*objects, other])


def orders(text: str) -> list[str]:
    """Give what a statement sorts by, one by one."""
    found = []
    for start in (match.end() for match in re.finditer(r"ORDER BY", text)):
        depth, piece = 0, ""
        for character in text[start:]:
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
            if depth < 0 or character == ";" or re.search(r"\bLIMIT\b", piece):
                break
            if character == "," and not depth:
                found.append(piece)
                piece = ""
            else:
                piece += character
        found.append(piece.replace("LIMIT", ""))
    return [" ".join(piece.split()) for piece in found]


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.sql")))
def test_no_order_depends_on_the_collation_of_the_database(name: str) -> None:
    text = re.sub(r"/\*.*?\*/|--[^\n]*", "", (FOLDER / f"{name}.sql").read_text(), flags=re.DOTALL)
    made = set(re.findall(r'COLLATE "C" AS (\w+)', text))
    loose = [
        each
        for each in orders(text)
        if 'COLLATE "C"' not in each
        and each not in NOT_TEXT
        and not each.startswith("array_position(")
        and not (each in ORDERED and ("." in each or each in made))
    ]
    assert loose == []
