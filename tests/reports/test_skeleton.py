from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import UsageError
from warehouse.reports import definition
from warehouse.reports.describe import FIRST_COLUMNS, FIRST_TABLE, columns_of, skeleton
from warehouse.reports.testing import check, try_cases
from warehouse.sqlfiles import read_sql

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.reports.definition import Report

pytestmark = pytest.mark.slow


@pytest.fixture
def pattern(empty: str) -> str:
    """The tables of the mart with their keys."""
    return empty


@pytest.fixture
def postgresql(own_database: Connection[Any]) -> Connection[Any]:
    return own_database


def tables_in(connection: Connection[Any], schema: str) -> list[str]:
    query = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY relname"
    return [name for (name,) in connection.execute(query, [schema])]


def made(text: str) -> Report:
    source, problems = read_sql(text.encode(), kind="report", name="new-one", file="sql/reports/new-one.sql")
    assert source, problems
    report, problems = definition.read(source)
    assert report, problems
    return report


def require_sound(connection: Connection[Any], report: Report) -> None:
    checked = check(connection, report)
    assert (checked.problems, checked.warnings) == ((), ())
    assert [outcome.failures for outcome in try_cases(connection, report)] == [()]


def test_without_a_table_it_begins_with_the_agreements(postgresql: Connection[Any]) -> None:
    report = made(skeleton("new-one", FIRST_TABLE, FIRST_COLUMNS))
    require_sound(postgresql, report)
    assert report.header.title == "New one"
    assert report.header.columns["parent_name"].empty


def test_title_that_yaml_would_take_for_nothing_is_a_text() -> None:
    assert made(skeleton("null", FIRST_TABLE, FIRST_COLUMNS)).header.title == "Null"


@pytest.mark.parametrize(("schema", "said"), [("mart", ""), ("core", "core.")])
def test_every_table_gives_a_sound_report(postgresql: Connection[Any], schema: str, said: str) -> None:
    tables = tables_in(postgresql, schema)
    assert len(tables) > 20
    for name in tables:
        table, columns = columns_of(postgresql, f"{said}{name}")
        assert table == f"{schema}.{name}"
        require_sound(postgresql, made(skeleton("new-one", table, columns)))


def test_a_report_on_the_mart_cites_its_facts_and_shows_numbers_as_they_are(postgresql: Connection[Any]) -> None:
    table, columns = columns_of(postgresql, "fact_observation")
    text = skeleton("new-one", table, columns)
    report = made(text)
    assert report.header.grain == ["fact"]
    assert report.header.cite == {"subject_key": "fact"}
    assert "  trim_scale(t.value) AS value,\n" in text
    assert "  t.fact_key AS fact\nFROM mart.fact_observation AS t\n" in text
    doc = report.header.columns["value"]
    assert (doc.unit, doc.empty) == ("see unit_key", "no number is printed; see status and approximation")
    assert "unit" not in doc.meaning


def test_comments_become_meanings(postgresql: Connection[Any]) -> None:
    postgresql.execute('CREATE TABLE public.odd (key text PRIMARY KEY, said text, "Upper" text, place point)')
    postgresql.execute("COMMENT ON COLUMN public.odd.said IS 'what \"they\": said */ /* #1; NULL: nobody\nsaid'")
    table, columns = columns_of(postgresql, "public.odd")
    report = made(skeleton("new-one", table, columns))
    require_sound(postgresql, report)
    assert list(report.header.columns) == ["key", "said"]
    doc = report.header.columns["said"]
    assert (doc.meaning, doc.empty) == ('what "they": said * / / * #1', "nobody said")


def test_an_unknown_table_meets_the_nearest(postgresql: Connection[Any]) -> None:
    for wanted, nearest in (("dim_agrement", "mart.dim_agreement"), ("core.agrements", "core.agreements")):
        with pytest.raises(UsageError) as raised:
            columns_of(postgresql, wanted)
        assert raised.value.hint == f'did you mean "{nearest}"?'


def test_a_table_without_key_is_refused(postgresql: Connection[Any]) -> None:
    postgresql.execute("CREATE TABLE public.loose (name text)")
    table, columns = columns_of(postgresql, "public.loose")
    with pytest.raises(UsageError, match="no primary key"):
        skeleton("new-one", table, columns)
