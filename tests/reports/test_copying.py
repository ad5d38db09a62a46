"""The lines that the server writes are those that are written of rows, and nothing else about a report differs."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.reports.answers import RUN, agreed, copied, fetched
from warehouse.errors import CheckFailed
from warehouse.reports import fetching, formats
from warehouse.reports.as_of import seen_at
from warehouse.reports.execute import Numbering, run, snapshot
from warehouse.reports.fetching import BATCH
from warehouse.reports.result import Column, Layout, Result
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.builders import Rows
    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

ONE = "grain: [a]\ncolumns: {a: {meaning: x}}\n"
TWO = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n"
PARAM = "params: {t: {type: text, help: x}}\n"


SHOWN = [
    "true", "false", "NULL::boolean", "''::text", "NULL::text", r"'\.'", r"'\N'", "' '", "'NULL'",
    "'포스코, \"희토류\"'",
    "E'a\\rb'", "E'a\\nb'", "E'a\\r\\nb'", "E'a\\tb'", "E'\\x01\\x7f'", "','", "'\"'", "'\"\"'", "'ab'::varchar(2)",
    "'a'::char(3)", "'a'::name", "1.10::numeric", "1e21::numeric", "'NaN'::numeric", "'-Infinity'::numeric",
    "7::smallint", "-7::int", "8::bigint", "1e21::float8", "1e-9::float8", "-1.5e300::float8", "5e-324::float8",
    "0.1::float8", "'-0'::float8", "'NaN'::float8", "'-Infinity'::float8", "1e15::float8", "1.5e-7::float4",
    "3e30::float4",
    "date '2026-02-18'", "date '0044-03-15 BC'", "date 'infinity'", "timestamptz '2026-02-18 09:30+09'",
    "timestamptz '2026-02-18 09:30:01.5Z'", "timestamptz 'infinity'", "timestamptz '-infinity'",
    "timestamptz '0044-03-15 09:00:00.25Z BC'", "timestamptz '0001-01-01 00:00Z'", "timestamptz '12026-01-01 00:00Z'",
    "NULL::timestamptz", "NULL::float8", "'00000000-0000-0000-0000-000000000001'::uuid",
]  # fmt: skip


@pytest.mark.parametrize("has_empty", [False, True])
def test_values_look_the_same(postgresql: Connection[Any], make_report: Make, *, has_empty: bool) -> None:
    for setting in ("TimeZone = 'Asia/Seoul'", "DateStyle = 'German'", "bytea_output = 'escape'"):
        postgresql.execute(f"SET LOCAL {setting}")
    postgresql.execute("SET LOCAL extra_float_digits = 0")
    chosen = [shown for shown in SHOWN if has_empty or shown != "''::text"]
    names = [f"c{number}" for number in range(len(chosen))]
    header = "grain: [c0]\ncolumns:\n" + "".join(f"  {name}: {{meaning: x}}\n" for name in names)
    columns = ", ".join(f"{shown} AS {name}" for shown, name in zip(chosen, names, strict=True))
    assert ",00000000-0000-0000-0000-000000000001,\r\n" in agreed(postgresql, make_report(f"SELECT {columns}", header))


TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.text(alphabet="\\.\t\n\r\"', N"),
)
INSTANTS = st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2))  # noqa: DTZ001 - as it is asked for
NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
ROW = st.tuples(TEXTS, TEXTS, st.none() | st.booleans(), NUMBERS, st.none() | st.floats(), INSTANTS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, max_size=5))
@example(rows=[("", None, True, Decimal("1.10"), 1e22, None), (None, "", None, None, -1e-7, None)])
def test_any_values_look_the_same(postgresql: Connection[Any], make_report: Make, rows: list[tuple[Any, ...]]) -> None:
    columns = "b text, c text, d boolean, e numeric, f float8, g timestamptz"
    names = "abcdefg"
    header = "grain: [a]\ncolumns:\n" + "".join(f"  {name}: {{meaning: x}}\n" for name in names)
    with postgresql.transaction(force_rollback=True), postgresql.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE given (a integer, {columns})")
        cursor.executemany(
            "INSERT INTO given VALUES (%s, %s, %s, %s, %s, %s, %s)", [(i, *row) for i, row in enumerate(rows)]
        )
        report = make_report(f"SELECT {', '.join(reversed(names))} FROM given ORDER BY a", header)
        assert agreed(postgresql, report).startswith("a,b,c,d,e,f,g,sources\r\n")


TYPED = {
    "text": ["", "'; DROP TABLE core.facts; -- %s", "\\", "it's \\' :t $1 %", "포스코\n\t$$", "'') AS x) TO STDOUT --"],
    "text[]": ["", "a,b", '"x,y",\'\\,NULL,{},""'],
    "integer": ["-17", "2147483647"],
    "integer[]": ["1,-2"],
    "numeric": ["1.10", "-.5", "0.00000000010"],
    "date": ["2026-02-18"],
    "timestamptz": ["2026-02-18T09:30:00.000005+09:00"],
    "boolean": ["true", "false"],
}


@pytest.mark.parametrize("type_name", TYPED)
@pytest.mark.parametrize("conforming", ["on", "off"])
def test_values_given_mean_the_same(
    postgresql: Connection[Any], make_report: Make, type_name: str, conforming: str
) -> None:
    postgresql.execute(f"SET LOCAL standard_conforming_strings = {conforming}")
    postgresql.execute("SET LOCAL escape_string_warning = off")
    header = TWO + f"params: {{t: {{type: '{type_name}', help: x}}}}\n"
    report = make_report("SELECT :t::text AS a, (:t IS NULL) AS b -- :t", header)
    for value in TYPED[type_name]:
        assert "false" in agreed(postgresql, report, t=value)
    assert ",true," in agreed(postgresql, report)


def test_a_value_behind_an_ampersand_is_no_string_of_another_kind(
    postgresql: Connection[Any], make_report: Make
) -> None:
    report = make_report("SELECT u&:m AS a FROM (VALUES (6)) AS t (u)", ONE + "params: {m: {type: integer, help: x}}\n")
    assert agreed(postgresql, report, m="3") == "a,sources\r\n2,\r\n"


def test_order_and_columns_are_those_of_the_report(postgresql: Connection[Any], make_report: Make) -> None:
    statement = f"SELECT -i AS b, i % 7 AS hidden, i AS a FROM generate_series(1, {5 * BATCH}) AS i ORDER BY i % 7, i"
    with pytest.raises(ProblemsFound):
        copied(postgresql, make_report(statement, TWO))
    lines = agreed(postgresql, make_report(statement.replace("i % 7 AS hidden, ", ""), TWO)).splitlines()
    assert (len(lines), lines[:3]) == (5 * BATCH + 1, ["a,b,sources", "7,-7,", "14,-14,"])


@pytest.mark.parametrize("count", [0, 1, BATCH - 1, BATCH, BATCH + 1])
def test_no_row_is_lost_at_the_edge_of_a_batch(postgresql: Connection[Any], make_report: Make, count: int) -> None:
    report = make_report(f"SELECT i AS a FROM generate_series(1, {count}) AS i ORDER BY i", ONE)
    assert agreed(postgresql, report) == "".join(["a,sources\r\n", *(f"{i + 1},\r\n" for i in range(count))])


CITED: dict[str, list[tuple[str, int | None, str]]] = {
    "one": [("late", 7, "p7")],
    "two": [("late", 3, "p3"), ("early", 9, "p9")],
    "spans": [("early", 9, "p9:1-2"), ("early", 9, "p9:3-4"), ("late", 7, "p7:5-6")],
    "none": [],
    "odd": [("late", None, 'a, "b"'), ("late", None, "c; d"), ("early", None, "e\r\nf"), ("early", None, "포스코")],
    "quote": [("late", None, '"')],
}
"""By fact, the places that it cites: document, paragraph and locator."""
FACT = st.none() | st.sampled_from(sorted(CITED))
CELLS = st.tuples(TEXTS, FACT, FACT, st.none() | st.lists(FACT, max_size=4))
HEAD = "grain: [a]\ncolumns: {a: {meaning: x}, b: {meaning: x}, c: {meaning: x}, d: {meaning: x}}\n"


@pytest.fixture
def facts(rows: Rows) -> dict[str | None, str | None]:
    """Add facts with all kinds of sources; give their ids."""
    rows.document("late", "Late", "2026-03-01")
    rows.document("early", "Early", "2026-02-01")
    ids: dict[str | None, str | None] = {None: None}
    for key, places in CITED.items():
        fact = rows.register("minerals", key, kind="metal", name=key)
        ids[key] = str(fact)
        for document, paragraph, locator in places:
            place = {"document_key": document, "paragraph": paragraph, "locator": locator}
            rows.insert("citations", {"fact_id": fact, **place})
    return ids


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize(
    "cite", ["{a: one}", "{d: many}", "{a: one, b: other}", "{b: other, d: one}", "{a: many, b: one, c: other, d: one}"]
)
@given(cells=st.lists(CELLS, max_size=6))
@example(cells=[("", "one", "two", ["odd", None, "two", "odd"]), (None, "two", "one", []), ("x", "quote", "odd", None)])
def test_any_sources_look_the_same(
    postgresql: Connection[Any], facts: dict[Any, Any], make_report: Make, cite: str, cells: list[tuple[Any, ...]]
) -> None:
    with postgresql.transaction(force_rollback=True), postgresql.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE given (a integer, b text, one uuid, other text, many text[])")
        for at, (text, one, other, many) in enumerate(cells):
            fact_ids = (facts[one], facts[other], None if many is None else [facts[fact] for fact in many])
            cursor.execute("INSERT INTO given VALUES (%s, %s, %s, %s, %s)", (at, text, *fact_ids))
        shown = ", ".join(name for name in ("one", "other", "many") if name in cite)
        report = make_report(f"SELECT a, b, b AS c, 1 AS d, {shown} FROM given ORDER BY a", f"{HEAD}cite: {cite}\n")
        agreed(postgresql, report)


def test_sources_stand_in_the_order_in_which_the_answer_names_them(
    postgresql: Connection[Any], facts: dict[Any, Any], make_report: Make
) -> None:
    chosen = [facts[name] for name in ("one", "two", "spans", "none", "odd")]
    statement = f"SELECT a, f FROM unnest(ARRAY{chosen}::uuid[]) WITH ORDINALITY AS t (f, a) ORDER BY a"
    found = agreed(postgresql, make_report(statement, ONE + "cite: {a: f}\n"))
    assert found == (
        "a,sources\r\n1,late#7\r\n2,early#9; late#3\r\n3,late#7; early#9\r\n4,\r\n"
        '5,"early#e\r\nf; early#포스코; late#a, ""b""; late#c; d"\r\n'
    )


def test_sources_that_go_on_with_the_numbers_of_another_answer_are_fetched(
    postgresql: Connection[Any], make_report: Make
) -> None:
    report = make_report("SELECT 1 AS a, NULL::uuid AS f", ONE + "cite: {a: f}\n")
    with snapshot(postgresql), run(postgresql, report, {}, Numbering(postgresql, [])) as result:
        assert result.lines is None


def test_a_terminal_sees_what_would_act_on_it(postgresql: Connection[Any], make_report: Make) -> None:
    stream = StringIO(newline="")
    with run(postgresql, make_report("SELECT E'\\x1b[31m' AS a", ONE), {}) as result:
        formats.write(result, "csv", stream, 80)
    assert stream.getvalue() == "a,sources\r\n\\x1b[31m,\r\n"


def refusal(way: Callable[..., str], connection: Connection[Any], report: Report) -> tuple[str, str, int]:
    with pytest.raises(CheckFailed) as raised:
        way(connection, report)
    return raised.value.what, raised.value.hint, raised.value.exit_code


@pytest.mark.parametrize(("first", "second"), [(1, 2), (1, BATCH), (1, BATCH + 1), (1, 4 * BATCH), (BATCH, BATCH + 1)])
@pytest.mark.parametrize("value", ["-5", "NULL", "''"])
def test_equal_rows_are_refused_wherever_they_stand(
    postgresql: Connection[Any], make_report: Make, first: int, second: int, value: str
) -> None:
    doubled = f"CASE WHEN i IN ({first}, {second}) THEN {value} ELSE i::text END"
    statement = f"SELECT {doubled} AS a, i AS b FROM generate_series(1, {4 * BATCH}) AS i ORDER BY i"
    report = make_report(statement.replace("THEN -5", "THEN '-5'"), TWO)
    assert refusal(copied, postgresql, report) == refusal(fetched, postgresql, report)
    assert postgresql.execute("SELECT 1").fetchone() == (1,)


def test_rows_equal_in_a_grain_of_several_hidden_parts_are_refused(
    postgresql: Connection[Any], make_report: Make
) -> None:
    statement = "SELECT i AS c, i / 2 AS b, NULL::text AS a FROM generate_series(2, 4) AS i ORDER BY i"
    header = "grain: [b, a]\ncolumns: {a: {meaning: x}, b: {meaning: x}, c: {meaning: x}}\n"
    report = make_report(statement, header)
    assert refusal(copied, postgresql, report) == refusal(fetched, postgresql, report)
    assert "two rows for b = '1', a = None" in refusal(copied, postgresql, report)[0]


def test_rows_whose_hashes_alone_are_equal_are_let_through(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT a, b FROM (VALUES ('', 1), (NULL, 2)) AS t (a, b) ORDER BY b", TWO)
    assert agreed(postgresql, report) == 'a,b,sources\r\n"",1,\r\n,2,\r\n'


def test_rows_that_are_equal_only_to_the_server_are_let_through(postgresql: Connection[Any], make_report: Make) -> None:
    statement = "SELECT a, b FROM (VALUES (1.0, 1), (1.00, 2), (1.000, 3)) AS t (a, b) ORDER BY b"
    assert agreed(postgresql, make_report(statement, TWO)) == "a,b,sources\r\n1.0,1,\r\n1.00,2,\r\n1.000,3,\r\n"


def test_an_error_on_the_way_is_told_as_before(postgresql: Connection[Any], make_report: Make) -> None:
    statement = f"SELECT 1 / (i - {5 * BATCH}) AS b, i AS a FROM generate_series(1, {9 * BATCH}) AS i ORDER BY i"
    report = make_report(statement, TWO)
    told = []
    for way in (copied, fetched):
        with pytest.raises(ProblemsFound) as raised:
            way(postgresql, report)
        told.append(raised.value.problems)
        assert postgresql.execute("SELECT 1").fetchone() == (1,)
    assert told[0] == told[1]
    assert "division by zero" in str(told[0][0])


REFUSED = [
    "SELECT 1 AS a\n  WHERE broken = 2 ORDER BY 1",
    "SELECT 1 AS a FRO core.facts ORDER BY 1",
    "SELECT lo_create(0)::text AS a ORDER BY 1",
    "SELECT 1 AS a ORDER BY 1) AS answer) TO PROGRAM 'true' --",
    "SELECT 1 AS a ORDER BY 1) AS answer) TO STDOUT --",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_what_the_server_refuses_has_the_same_position(
    postgresql: Connection[Any], make_report: Make, statement: str
) -> None:
    report = make_report(f"\n{statement}", ONE)
    told = []
    for way in (copied, fetched):
        with pytest.raises(ProblemsFound) as raised:
            way(postgresql, report)
        told.append(raised.value.problems)
    assert told[0] == told[1]


def test_a_place_in_what_is_sent_is_found_in_the_file(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report("SELECT :t AS a,\n  :t || broken AS b", TWO + PARAM)
    columns = [Column(name, "timestamptz", report.header.columns[name]) for name in ("a", "b")]
    result = Result(report, {"t": "포스코 and more than its name"}, columns, RUN, iter(()))
    lines = fetching.copied(
        postgresql, result, Layout(tuple(columns), (0, 1), (None, None), (0,), has_array_in_grain=False)
    )
    with postgresql.transaction(force_rollback=True), pytest.raises(ProblemsFound) as raised:
        next(lines)
    assert [str(problem.position) for problem in raised.value.problems] == ["sql/sample.sql:9:9"]


def test_the_lines_of_an_earlier_moment(postgresql: Connection[Any], rows: Rows, make_report: Make) -> None:
    for key, day in (("kg", 1), ("t", 10)):
        rows.register("units", key, name=key, symbol=key, system_from=datetime(2026, 3, day, tzinfo=UTC))
    report = make_report("SELECT u.key AS a FROM core.units AS u WHERE u.key <> :t ORDER BY u.key", ONE + PARAM)
    found = []
    for day in (5, 15):
        seen = seen_at(report, datetime(2026, 3, day, tzinfo=UTC))
        found.append(agreed(postgresql, seen, t="x'"))
    assert found == ["a,sources\r\nkg,\r\n", "a,sources\r\nkg,\r\nt,\r\n"]
