from __future__ import annotations

import pytest

from warehouse.sqlfiles import bind, fill, names_in, read_instead, scan

THEN = {"agreements": 'pg_temp."agreements_then"', "Odd": "pg_temp.odd"}


def read(statement: str) -> str:
    return "".join(token.text for token in read_instead(scan(statement), "core", THEN))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("SELECT 1 FROM core.agreements AS a", 'SELECT 1 FROM pg_temp."agreements_then" AS a'),
        ("FROM CORE . Agreements", 'FROM pg_temp."agreements_then"'),
        ('FROM "core"."agreements"', 'FROM pg_temp."agreements_then"'),
        ('FROM core."Odd", core.odd', "FROM pg_temp.odd, core.odd"),
        ("FROM core /* x */ . -- y\n agreements", 'FROM pg_temp."agreements_then"'),
        ("SELECT core.agreements.name FROM core.agreements", None),
        ("FROM core.facts", "FROM core.facts"),
        ("FROM core.Agreements_", "FROM core.Agreements_"),
        ('FROM "CORE".agreements', 'FROM "CORE".agreements'),
        ("FROM other.core.agreements", "FROM other.core.agreements"),
        ("FROM score.agreements", "FROM score.agreements"),
        ("SELECT 'core.agreements', $$core.agreements$$ -- core.agreements", None),
    ],
)
def test_only_tables_of_the_schema_are_replaced(statement: str, expected: str | None) -> None:
    if expected is None:
        view = THEN["agreements"]
        expected = statement if "'" in statement else f"SELECT {view}.name FROM {view}"
    assert read(statement) == expected


def test_names_behind_the_schema_are_found() -> None:
    statement = "SELECT 1 FROM core.a JOIN \"core\".\"B\" ON true JOIN history.c ON 'core.d' = E''"
    assert names_in(scan(statement), "core") == {"a", "B"}


def test_places_behind_a_replaced_name_lead_back_to_the_file() -> None:
    statement = "SELECT 1 FROM core.agreements WHERE broken"
    query = bind(read_instead(scan(statement), "core", THEN), {})
    assert query.origin(query.text.index("broken")) == statement.index("broken")
    assert query.origin(query.text.index("pg_temp")) == statement.index("core")


def test_parameters_are_filled_in_as_they_stand() -> None:
    query = fill(scan("SELECT :a, ':a', :b::text, x[1:2];"), {"a": "NULL::date", "b": "'y'"})
    assert query.text == "SELECT NULL::date, ':a', 'y'::text, x[1:2]"
    assert query.names == ()
