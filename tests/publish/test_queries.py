"""The files of ``sql/site``: no column that refers to a thing is forgotten, and no order depends on the server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from tests.conftest import Databases

FOLDER: Final = ROOT / "sql" / "site"
FAMILIES: Final = {
    "dim_agreement": "agreements",
    "dim_currency": "currencies",
    "dim_entity": "entities",
    "dim_event": "events",
    "dim_facility": "facilities",
    "dim_indicator": "indicators",
    "dim_mineral": "minerals",
    "dim_mineral_list": "mineral_lists",
    "dim_place": "places",
    "dim_stage": "supply_chain_stages",
    "dim_strategy": "strategies",
    "dim_unit": "units",
}
WITHOUT_PAGES: Final = {"dim_date", "dim_disagreement", "dim_document", "dim_fact", "dim_load", "dim_subject"}
"""Tables whose rows have no page of a thing: to refer to them names nothing."""
SUBJECTS: Final = {
    "about_mineral_key", "agreement_key", "entity_key", "event_key", "facility_key", "mineral_key", "mineral_list_key",
    "place_key", "stage_key", "strategy_key",
}  # fmt: skip
"""Columns that repeat what the fact is about, in tables that have a subject_key."""
REPEATED: Final = {
    ("dim_event", "country_key"): "follows from place_key",
    ("dim_facility", "country_key"): "follows from place_key",
    ("dim_mineral", "root_mineral_key"): "follows from parent_mineral_key",
    ("dim_place", "country_key"): "follows from parent_place_key",
    ("dim_subject", "country_key"): "repeats that of the thing's own table",
    ("fact_statement", "said_by_entity_key"): "repeats that of dim_fact",
}
NOT_TEXT: Final = {
    "c.paragraph", "c.place", "d.page_date DESC NULLS LAST", "d.page_date", "f.known_since DESC",
    "l.load_id DESC", "l.loaded_at DESC", "max(d.page_date) DESC NULLS LAST", "o.value DESC", "r.changed_at DESC",
    "r.load_id DESC", "r.place", "r.seed_line", "r.table_name <> 'facts'", "s.amount DESC", "s.of_currency DESC",
    "t.broader IS NOT NULL",
}  # fmt: skip
"""What is sorted by and is no text, which no collation orders."""
ORDERED: Final = {
    "document_key", "fact_key", "locator", "path",  # columns of the answer whose collation is said where they are made
    "o.indicator_key", "s.kind_group",  # only bring together what DISTINCT ON keeps one of
    "r.relation",  # one of two words
}  # fmt: skip


def referring() -> dict[tuple[str, str], str]:
    """Give the columns of the mart that refer to a table, and the table."""
    return {
        (found.name, column): table
        for found in list_objects(ROOT / "sql")
        for column, (table, _) in found.foreign_keys.items()
    }


def named() -> set[tuple[str, str, str]]:
    """Give the tables, columns and families of which the query of things makes facts that name a thing."""
    text = (FOLDER / "facts-of-things.sql").read_text()
    pieces = re.split(r"\bUNION\b", text[text.index("named AS (") : text.index("related AS (")])
    found = set()
    for piece in pieces:
        made = re.search(r"'(\w+)/' \|\| (?:lower\()?(\w+)\.(\w+)", piece)
        assert made, piece
        table = re.search(rf"mart\.(\w+) AS {made[2]}\b", piece)
        assert table, piece
        found.add((table[1], made[3], made[1]))
    return found


def test_every_column_that_refers_to_a_thing_is_asked_for() -> None:
    columns = {found.name: set(found.header.columns) for found in list_objects(ROOT / "sql")}
    refers = referring()
    assert set(refers.values()) == FAMILIES.keys() | WITHOUT_PAGES - {"dim_load"}
    owed = {
        (table, column, FAMILIES[other])
        for (table, column), other in refers.items()
        if other in FAMILIES and (table, column) not in REPEATED
    }
    missing = {
        (table, column)
        for table, column, _ in owed - named()
        if not (column in SUBJECTS and "subject_key" in columns[table])
    }
    assert missing == set()
    assert named() - owed == set()
    assert REPEATED.keys() <= refers.keys()


@pytest.mark.slow
def test_columns_that_are_left_out_repeat_what_the_fact_is_about(databases: Databases, curated: str) -> None:
    left_out = [
        (table, column, FAMILIES[other])
        for (table, column), other in referring().items()
        if other in FAMILIES and column in SUBJECTS and (table, column, FAMILIES[other]) not in named()
    ]
    assert len(left_out) > 20
    with psycopg.connect(databases.dsn(curated)) as connection:
        for table, column, family in left_out:
            query = sql.SQL("SELECT count(*) FROM {} WHERE %s || '/' || {} <> subject_key").format(
                sql.Identifier("mart", table), sql.Identifier(column)
            )
            assert connection.execute(query, [family]).fetchone() == (0,), (table, column)


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
