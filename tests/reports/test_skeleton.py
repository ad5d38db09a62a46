from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import UsageError
from warehouse.reports import library
from warehouse.reports.cases import try_cases
from warehouse.reports.checking import check
from warehouse.reports.skeleton import DOCUMENTS, columns_of, skeleton
from warehouse.sqlfiles import read_sql

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.reports.library import Report


def made(text: str) -> Report:
    source, problems = read_sql(text.encode(), kind="report", name="new-one", file="sql/reports/new-one.sql")
    assert source, problems
    report, problems = library.read(source)
    assert report, problems
    return report


def require_sound(connection: Connection[Any], report: Report) -> None:
    checked = check(connection, report)
    assert (checked.problems, checked.warnings) == ((), ())
    assert [outcome.failures for outcome in try_cases(connection, report)] == [()]


def test_without_a_table_it_begins_with_the_documents(postgresql: Connection[Any]) -> None:
    report = made(skeleton("new-one", "core.documents", DOCUMENTS))
    require_sound(postgresql, report)
    assert report.header.title == "New one"
    assert report.header.columns["page_date"].empty


def test_every_table_of_core_gives_a_sound_report(postgresql: Connection[Any]) -> None:
    tables = [
        name
        for (name,) in postgresql.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'core'::regnamespace AND relkind = 'r'"
        )
    ]
    assert len(tables) > 20
    for name in tables:
        table, columns = columns_of(postgresql, name)
        assert table == f"core.{name}"
        require_sound(postgresql, made(skeleton("new-one", table, columns)))


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
    with pytest.raises(UsageError) as raised:
        columns_of(postgresql, "agrements")
    assert raised.value.hint == 'did you mean "core.agreements"?'


def test_a_table_without_key_is_refused(postgresql: Connection[Any]) -> None:
    postgresql.execute("CREATE TABLE public.loose (name text)")
    table, columns = columns_of(postgresql, "public.loose")
    with pytest.raises(UsageError, match="no primary key"):
        skeleton("new-one", table, columns)
