from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from warehouse.errors import CheckFailed, ConfigurationError, DatabaseBusy, PermissionRefused
from warehouse.reports import definition
from warehouse.reports.execute import run, snapshot
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from psycopg import Connection

    from tests.builders import Rows
    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

ONE = "grain: [a]\ncolumns: {a: {meaning: x}}\n"


def cells(connection: Connection[Any], report: Report, **values: str) -> list[tuple[str | None, ...]]:
    with run(connection, report, values) as result:
        return [row.cells for row in result.rows]


PLAINLY = [
    ("1.10::numeric", "1.10", "numeric"),
    ("1e21::numeric", "1000000000000000000000", "numeric"),
    ("1e-9::numeric", "0.000000001", "numeric"),
    ("1e21::float8", "1000000000000000000000", "double precision"),
    ("0.1::float8", "0.1", "double precision"),
    ("7::smallint", "7", "integer"),
    ("count(*)", "1", "bigint"),
    ("true", "true", "boolean"),
    ("false", "false", "boolean"),
    ("date '2026-02-18'", "2026-02-18", "date"),
    ("timestamptz '2026-02-18 09:30+09'", "2026-02-18T00:30:00Z", "timestamptz"),
    ("timestamptz '2026-02-18 09:30:01.5Z'", "2026-02-18T09:30:01.5Z", "timestamptz"),
    ("''::text", "", "text"),
    ("NULL::text", None, "text"),
    ("'ab'::varchar(2)", "ab", "text"),
    ("'00000000-0000-0000-0000-000000000001'::uuid", "00000000-0000-0000-0000-000000000001", "uuid"),
]


def test_values_are_shown_plainly(postgresql: Connection[Any], make_report: Make) -> None:
    postgresql.execute("SET TimeZone = 'Asia/Seoul'")
    postgresql.execute("SET DateStyle = 'German'")
    postgresql.commit()
    names = [f"c{number}" for number in range(len(PLAINLY))]
    header = "grain: [c0]\ncolumns:\n" + "".join(f"  {name}: {{meaning: x}}\n" for name in names)
    chosen = [f"{expression} AS {name}" for name, (expression, _, _) in zip(names, PLAINLY, strict=True)]
    with run(postgresql, make_report(f"SELECT {', '.join(chosen)}", header), {}) as result:
        (row,) = result.rows
    assert list(row.cells) == [shown for _, shown, _ in PLAINLY]
    assert [column.type for column in result.columns] == [type_name for _, _, type_name in PLAINLY]


def test_parameters_reach_the_server_as_values(postgresql: Connection[Any], make_report: Make) -> None:
    header = (
        "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}, c: {meaning: x}}\nparams:\n"
        "  t: {type: text, help: x}\n  l: {type: 'text[]', help: x}\n  n: {type: numeric, help: x}\n"
    )
    statement = "SELECT :t AS a, (:l)[2] AS b, :n + 0 AS c WHERE :t = :t OR :t IS NULL"
    report = make_report(statement, header)
    given = {"t": "'; DROP TABLE core.facts; -- %s", "l": "x,y'z", "n": "1.10"}
    assert cells(postgresql, report, **given) == [(given["t"], "y'z", "1.10")]
    assert cells(postgresql, report) == [(None, None, None)]


def test_many_rows_stream_in_order(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT i AS a FROM generate_series(1, 5001) AS i ORDER BY i", ONE)
    assert cells(postgresql, report) == [(str(number),) for number in range(1, 5002)]


def test_rows_twice_in_the_grain_are_named(postgresql: Connection[Any], make_report: Make) -> None:
    header = "grain: [a, b]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n"
    report = make_report("SELECT i / 2 AS a, NULL::text AS b FROM generate_series(2, 3) AS i", header)
    with pytest.raises(CheckFailed, match="two rows for a = '1', b = None"):
        cells(postgresql, report)


REFUSED = [
    ("SELECT 1 AS a\nFROM core.facts WHERE broken = 1", "E-report-sql", "8:23"),
    ("SELECT\n  1 AS a FRO core.facts", "E-report-sql", "8:10"),
    ("\n\nSELECT 1 / 0 AS a", "E-report-sql", "9:1"),
    ("SELECT f.a FROM (SELECT 1 AS a FROM core.facts FOR UPDATE) AS f", "E-report-sql", "7:1"),
    ("SELECT lo_create(0)::text AS a", "E-report-sql", "7:1"),
    ("SELECT 1 AS b", "E-report-columns", "5:10"),
    ("SELECT 1 AS a, 2 AS a", "E-report-columns", "5:10"),
    ("SELECT 1 AS a, 2 AS b", "E-report-columns", "5:10"),
    ("SELECT ARRAY[1] AS a", "E-report-column-type", "5:11"),
]


def test_what_the_server_refuses_has_a_position(postgresql: Connection[Any], make_report: Make) -> None:
    found = []
    for statement, _, _ in REFUSED:
        with pytest.raises(ProblemsFound) as raised:
            cells(postgresql, make_report(statement, ONE))
        problem = raised.value.problems[0]
        found.append((statement, problem.code, str(problem.position).removeprefix("sql/sample.sql:")))
    assert found == REFUSED
    assert postgresql.execute("SELECT 1").fetchone() == (1,)


def test_positions_behind_a_parameter_are_those_of_the_file(postgresql: Connection[Any], make_report: Make) -> None:
    header = ONE + "params: {mineral: {type: text, help: x}}\n"
    report = make_report("SELECT :mineral AS a WHERE :mineral = broken", header)
    with pytest.raises(ProblemsFound) as raised:
        cells(postgresql, report)
    assert [str(problem.position) for problem in raised.value.problems] == ["sql/sample.sql:8:39"]


@pytest.mark.parametrize("type_name", ["integer", "text", "uuid", "uuid[]"])
def test_a_cited_column_must_hold_fact_ids(postgresql: Connection[Any], make_report: Make, type_name: str) -> None:
    report = make_report(f"SELECT 1 AS a, NULL::{type_name} AS f", ONE + "cite: {a: f}\n")
    if type_name != "integer":
        assert cells(postgresql, report) == [("1",)]
        return
    with pytest.raises(ProblemsFound) as raised:
        cells(postgresql, report)
    assert [(p.code, str(p.position)) for p in raised.value.problems] == [("E-report-cite", "sql/sample.sql:6:11")]


@pytest.mark.slow
def test_a_report_stops_at_its_timeout(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT pg_sleep(30)::text AS a", ONE + "timeout: 1\n")
    with pytest.raises(DatabaseBusy, match="report sample was stopped"):
        cells(postgresql, report)


@pytest.mark.slow
def test_batches_together_stop_at_the_timeout(postgresql: Connection[Any], make_report: Make) -> None:
    pause = "pg_sleep(CASE i % 2000 WHEN 1 THEN 0.4 ELSE 0 END)"
    statement = f"SELECT i AS a, {pause}::text AS b FROM generate_series(1, 10000) AS i"
    header = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\ntimeout: 1\n"
    with pytest.raises(DatabaseBusy, match="longer than its timeout of 1 s"):
        cells(postgresql, make_report(statement, header))


def test_a_table_that_is_not_there_means_another_revision(postgresql: Connection[Any], make_report: Make) -> None:
    with pytest.raises(ConfigurationError, match=r"core\.nothing") as raised:
        cells(postgresql, make_report("SELECT 1 AS a FROM core.nothing", ONE))
    assert "sql/sample.sql:7:20" in raised.value.hint


def test_an_account_without_rights_is_told(postgresql: Connection[Any], make_report: Make) -> None:
    postgresql.execute("CREATE ROLE report_nobody")
    try:
        postgresql.commit()
        postgresql.execute("SET ROLE report_nobody")
        postgresql.commit()
        with pytest.raises(PermissionRefused, match="permission denied"):
            cells(postgresql, make_report("SELECT count(*) AS a FROM core.facts", ONE))
    finally:
        postgresql.execute("RESET ROLE")
        postgresql.execute("DROP ROLE report_nobody")
        postgresql.commit()


def test_reports_in_one_snapshot_see_the_same(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT count(*) AS a FROM core.facts", ONE)
    with snapshot(postgresql):
        before = cells(postgresql, report)
        with psycopg.connect(postgresql.info.dsn, password=postgresql.info.password) as other:
            add_fact(other)
        assert cells(postgresql, report) == before
    assert cells(postgresql, report) != before


def test_within_a_transaction_its_own_rows_are_seen(postgresql: Connection[Any], make_report: Make) -> None:
    add_fact(postgresql)
    report = make_report("SELECT count(*) AS a FROM core.facts WHERE path = 'units/ton'", ONE)
    assert cells(postgresql, report) == [("1",)]
    postgresql.rollback()
    assert cells(postgresql, report) == [("0",)]


def add_fact(connection: Connection[Any]) -> None:
    connection.execute(
        "INSERT INTO core.facts (fact_id, family, path, basis, rank)"
        " VALUES ('00000000-0000-0000-0000-000000000009', 'units', 'units/ton', 'stated', 'normal')"
    )


def test_a_connection_without_transactions_will_do(postgresql: Connection[Any], make_report: Make) -> None:
    postgresql.autocommit = True
    report = make_report("SELECT current_setting('transaction_isolation') AS a", ONE)
    assert cells(postgresql, report) == [("repeatable read",)]


def test_citations_are_numbered_by_first_appearance(
    world: Rows, postgresql: Connection[Any], make_report: Make
) -> None:
    world.add("names", "x", entity_key="maker", name="X", kind="alias", cite=(("shift", 3), ("push", 25)))
    postgresql.commit()
    statement = (
        "SELECT f.path AS a, array_agg(f.fact_id) AS f FROM core.facts AS f"
        " WHERE f.path IN ('entities/maker/names/x', 'strategies/plan/monetary_values/plan@push', 'places/kr')"
        " GROUP BY f.path ORDER BY f.path"
    )
    with run(postgresql, make_report(statement, ONE + "cite: {a: f}\n"), {}) as result:
        marks = {row.cells[0]: [citation.number for citation in row.marks[0]] for row in result.rows}
    assert marks == {
        "entities/maker/names/x": [1, 2],
        "places/kr": [],
        "strategies/plan/monetary_values/plan@push": [1],
    }
    assert [(citation.number, citation.short) for citation in result.citations] == [(1, "push#25"), (2, "shift#3")]


def test_a_run_names_the_load_it_shows(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT 1 AS a", ONE)
    with run(postgresql, report, {}) as result:
        assert (result.run.load_run, result.run.schema_revision) == (None, None)
    for status in ("loaded", "failed"):
        postgresql.execute(
            "INSERT INTO ops.load_runs"
            " (started_at, status, run_by, host, software_version, schema_revision, seeds_sha256)"
            " VALUES (now(), %s, 'a', 'b', '0', '20260101_0000', repeat('0', 64))",
            [status],
        )
    loads = "INSERT INTO ops.loads SELECT run_id, now(), 0 FROM ops.load_runs WHERE status = 'loaded'"
    postgresql.execute(loads)
    postgresql.commit()
    loaded = postgresql.execute("SELECT run_id FROM ops.load_runs WHERE status = 'loaded'").fetchone()
    with run(postgresql, report, {}) as result:
        assert (result.run.load_run,) == loaded
        assert result.run.schema_revision == "20260101_0000"


def test_shipped_reports_cannot_be_shadowed_by_a_search_path(postgresql: Connection[Any], sql_dir: Path) -> None:
    postgresql.execute("CREATE TABLE public.agreements (key text)")
    postgresql.execute("SET search_path = public")
    postgresql.commit()
    assert cells(postgresql, definition.find(sql_dir, "agreement-register")) == []
