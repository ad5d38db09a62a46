from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.answers import copied, fetched
from warehouse.errors import CheckFailed, PermissionRefused
from warehouse.reports.as_of import seen_at
from warehouse.reports.diff import Difference, compared
from warehouse.reports.execute import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.builders import Rows
    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

HEADER = """\
grain: [key]
columns: {key: {meaning: x}, name: {meaning: x}}
cite: {name: fact}
params: {only: {type: text, help: x, choices_from: SELECT u.key FROM core.units AS u}}
"""
STATEMENT = """\
SELECT u.key, u.name, u.fact_id AS fact FROM core . "units" AS u
WHERE :only IS NULL OR u.key = :only ORDER BY u.key
"""


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


@pytest.fixture
def changed(rows: Rows) -> Rows:
    """Units of which one stayed, one was renamed on the 10th, one went then and one came."""
    for key, name, since in (("kg", "kilogram", 1), ("t", "ton", 10), ("won", "won", 10)):
        rows.register("units", key, name=name, symbol=key, system_from=moment(since))
    for key, name in (("t", "tonne"), ("year", "year")):
        fact = rows.connection.execute("SELECT gen_random_uuid()").fetchone()
        rows.connection.execute(
            "INSERT INTO history.units (fact_id, key, name, symbol, system_from, system_to, closed_by)"
            " VALUES (%s, %s, %s, %s, %s, %s, 1)",
            [fact and fact[0], key, name, key, moment(1), moment(10)],
        )
    return rows


def names_at(connection: Connection[Any], report: Report, day: int, **values: str) -> list[str | None]:
    with run(connection, seen_at(report, moment(day)), values) as result:
        assert result.run.as_of == f"2026-03-{day:02d}T00:00:00Z"
        return [row.cells[1] for row in result.rows]


@pytest.mark.usefixtures("changed")
def test_rows_are_those_that_stood_then(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(STATEMENT, HEADER)
    assert names_at(postgresql, report, 1) == ["kilogram", "tonne", "year"]
    assert names_at(postgresql, report, 9) == ["kilogram", "tonne", "year"]
    assert names_at(postgresql, report, 10) == ["kilogram", "ton", "won"]
    assert names_at(postgresql, report, 5, only="year") == ["year"]


@pytest.mark.usefixtures("changed")
def test_before_there_was_anything_there_is_nothing(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(STATEMENT, HEADER)
    with run(postgresql, seen_at(report, datetime(2020, 1, 1, tzinfo=UTC)), {}) as result:
        assert list(result.rows) == []


def test_citations_are_those_that_stood_then(rows: Rows, postgresql: Connection[Any], make_report: Make) -> None:
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 9, "paragraph_count": 4, "language": "en"}
    rows.register(
        "documents", "push", kind="article", title="Now", page_date="2026-02-18", system_from=moment(1), **digest
    )
    fact = rows.register("units", "kg", cite=(), name="kilogram", symbol="kg", system_from=moment(1))
    place = {"fact_id": fact, "document_key": "push"}
    rows.insert("citations", {**place, "paragraph": 1, "locator": "1", "system_from": moment(1)})
    rows.insert("citations", {**place, "paragraph": 2, "locator": "2", "system_from": moment(10)})
    report = make_report(STATEMENT, HEADER)
    past = seen_at(report, moment(5))
    with run(postgresql, past, {}) as result:
        assert [[mark.short for mark in row.marks[1]] for row in result.rows] == [["push#1"]]
    assert copied(postgresql, past) == fetched(postgresql, past)
    assert "push#1\r\n" in copied(postgresql, past)
    assert "push#1; push#2\r\n" in copied(postgresql, report)


def test_an_account_without_rights_is_told(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(STATEMENT, HEADER)
    postgresql.execute("CREATE ROLE report_reader")
    postgresql.execute("GRANT USAGE ON SCHEMA core, mart, as_of TO report_reader")
    postgresql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA core, mart, as_of TO report_reader")
    postgresql.execute("SET LOCAL ROLE report_reader")
    with pytest.raises(PermissionRefused, match="permission denied for schema core_as_of"):
        names_at(postgresql, report, 5)


def test_mart_is_seen_as_it_stood_by_an_account_that_may_read_it_alone(
    changed: Rows, postgresql: Connection[Any], make_report: Make
) -> None:
    postgresql.execute("CREATE ROLE report_reader")
    postgresql.execute("GRANT USAGE ON SCHEMA mart, as_of TO report_reader")
    postgresql.execute("GRANT SELECT ON ALL TABLES IN SCHEMA mart, as_of TO report_reader")
    postgresql.execute("SET LOCAL ROLE report_reader")
    statement = "SELECT u.unit_key AS key, u.name, NULL AS fact FROM mart.dim_unit AS u ORDER BY u.unit_key"
    report = make_report(statement, HEADER.partition("params")[0])
    assert names_at(postgresql, report, 1) == ["kilogram", "tonne", "year"]
    with run(postgresql, report, {}) as result:
        assert [row.cells[1] for row in result.rows] == ["kilogram", "ton", "won"]
    assert changed.paths


def differences(
    connection: Connection[Any], report: Report, before: int, after: int, **values: str
) -> list[Difference]:
    earlier, later = (seen_at(report, moment(day)) for day in (before, after))
    with compared(connection, earlier, later, values) as found:
        return list(found)


@pytest.mark.usefixtures("changed")
def test_answers_are_compared_by_their_grain(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(STATEMENT, HEADER)
    found = differences(postgresql, report, 5, 10)
    assert [(each.kind, each.key, each.changed) for each in found] == [
        ("changed", {"key": "t"}, ["name"]),
        ("added", {"key": "won"}, ["key", "name"]),
        ("gone", {"key": "year"}, ["key", "name"]),
    ]
    assert found[0].before == {"key": "t", "name": "tonne"}
    assert found[0].after == {"key": "t", "name": "ton"}
    assert differences(postgresql, report, 5, 6) == []
    assert [each.kind for each in differences(postgresql, report, 10, 5, only="t")] == ["changed"]


def test_many_rows_are_compared_in_the_order_of_both(postgresql: Connection[Any], make_report: Make) -> None:
    names = "CASE WHEN i = 7 THEN NULL ELSE chr(64 + i % 60) || repeat('Å포', i % 3) || i END"
    statement = f"SELECT {names} AS a, i % 2 = 0 AS b FROM generate_series(1, 3000) AS i ORDER BY a"
    header = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n"
    assert differences(postgresql, make_report(statement, header), 1, 2) == []


def test_rows_twice_in_the_grain_cannot_be_compared(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(
        "SELECT i / 2 AS a FROM generate_series(2, 9) AS i", "grain: [a]\ncolumns: {a: {meaning: x}}\n"
    )
    with pytest.raises(CheckFailed, match="two rows for a = '1'"):
        differences(postgresql, report, 1, 2)
