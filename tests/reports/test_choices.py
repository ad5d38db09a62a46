from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import UsageError
from warehouse.reports import describe
from warehouse.reports.execute import run
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.conftest import Warehouse
    from warehouse.reports.definition import Report
    from warehouse.yamlfiles import Problem

    Make = Callable[[str, str], Report]

HEADER = """\
grain: [a]
columns: {{a: {{meaning: x}}}}
params: {{m: {{type: "{type_name}", help: x, choices_from: "{query}"}}}}
"""
TEXTS = "SELECT v FROM (VALUES ('cobalt'), ('copper'), ('gallium'), (NULL)) AS t (v)"


def report_of(make_report: Make, type_name: str = "text", query: str = TEXTS) -> Report:
    return make_report("SELECT (:m)::text AS a", HEADER.format(type_name=type_name, query=query))


def answer(connection: Connection[Any], report: Report, **values: str) -> list[tuple[str | None, ...]]:
    with run(connection, report, values) as result:
        return [row.cells for row in result.rows]


def test_what_the_query_gives_can_be_chosen(postgresql: Connection[Any], make_report: Make) -> None:
    assert answer(postgresql, report_of(make_report), m="copper") == [("copper",)]
    assert answer(postgresql, report_of(make_report)) == [(None,)]
    assert answer(postgresql, report_of(make_report, "text[]"), m="copper,cobalt") == [("{copper,cobalt}",)]


@pytest.mark.parametrize(
    ("type_name", "given", "hint"),
    [
        ("text", "coper", "choose from: copper, … (3 choices)"),
        ("text", "tin", "choose from: cobalt, copper, gallium"),
        ("text[]", "copper,galium", "choose from: gallium, … (3 choices)"),
    ],
)
def test_another_value_meets_the_nearest(
    postgresql: Connection[Any], make_report: Make, type_name: str, given: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        answer(postgresql, report_of(make_report, type_name), m=given)
    assert raised.value.hint == hint
    assert "cannot be m" in raised.value.what


NAMED = "SELECT * FROM (VALUES ('krw', 'Won', 'KR'), ('usd', 'Dollar', NULL), ('wonder', 'wonder', 'x')) AS t (k, n, o)"


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("won", "choose from: krw (Won), wonder (x), … (3 choices)"),
        ("KRW", "choose from: krw (Won), … (3 choices)"),
        ("dollars", "choose from: usd (Dollar), … (3 choices)"),
        ("kr", "choose from: krw (Won), … (3 choices)"),
        ("zzz", "choose from: krw (Won), usd (Dollar), wonder (x)"),
        ("", "choose from: krw (Won), usd (Dollar), wonder (x)"),
    ],
)
def test_another_value_is_found_by_what_things_are_called(
    postgresql: Connection[Any], make_report: Make, given: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        answer(postgresql, report_of(make_report, query=NAMED), m=given)
    assert raised.value.hint == hint


def test_what_is_meant_is_found_among_many(postgresql: Connection[Any], make_report: Make) -> None:
    query = "SELECT i::text, 'name ' || i FROM generate_series(1, 3000) AS i"
    with pytest.raises(UsageError) as raised:
        answer(postgresql, report_of(make_report, query=query), m="NAME 2999")
    assert raised.value.hint.startswith("choose from: 2999 (name 2999), ")
    assert raised.value.hint.endswith(", … (1000+ choices)")


def test_values_are_compared_by_their_type(postgresql: Connection[Any], make_report: Make) -> None:
    report = report_of(make_report, "numeric", "SELECT 1.50")
    assert answer(postgresql, report, m="1.5") == [("1.5",)]


NOTHING = "SELECT key FROM core.minerals WHERE false"


@pytest.mark.slow
def test_nothing_to_choose_from_is_said(warehouse: Warehouse, postgresql: Connection[Any], make_report: Make) -> None:
    assert warehouse("load")[0] == 0
    with pytest.raises(UsageError) as raised:
        answer(postgresql, report_of(make_report, query=NOTHING), m="tin")
    assert raised.value.hint == "No value is allowed, because the query for its choices returns no rows."


def test_before_the_first_load_no_value_is_refused(postgresql: Connection[Any], make_report: Make) -> None:
    assert answer(postgresql, report_of(make_report, query=NOTHING), m="tin") == [("tin",)]


@pytest.mark.parametrize(
    "query",
    ["SELECT key FROM core.nothing", "SELECT 1", "SELECT", "WITH d AS (DELETE FROM core.facts RETURNING 1) SELECT 'a'"],
)
def test_a_query_that_the_server_refuses_has_a_position(
    postgresql: Connection[Any], make_report: Make, query: str
) -> None:
    with pytest.raises(ProblemsFound) as raised:
        answer(postgresql, report_of(make_report, "text", query), m="tin")
    (problem,) = raised.value.problems
    assert (str(problem.position), problem.code) == ("sql/sample.sql:6:51", "E-report-choices")


@pytest.mark.parametrize(
    "query", ["SELECT :m", "SELECT $1", "SELECT 1; SELECT 2", "SELECT 'a", "DELETE FROM core.facts", "-- nothing"]
)
def test_a_query_for_choices_is_one_select(problems_of: Callable[[str, str], list[Problem]], query: str) -> None:
    problems = problems_of("SELECT :m AS a", HEADER.format(type_name="text", query=query))
    assert {problem.code for problem in problems} == {"E-report-choices"}


def test_choices_stand_once(problems_of: Callable[[str, str], list[Problem]]) -> None:
    header = HEADER.format(type_name="text", query="SELECT 1").replace("help: x,", "help: x, choices: [y],")
    (problem,) = problems_of("SELECT :m AS a", header)
    assert problem.what == "a parameter cannot have both choices and choices_from"


def test_the_query_is_shown_where_the_choices_would_be(make_report: Make) -> None:
    assert "one of the values that this query returns: SELECT v FROM" in describe.usage(report_of(make_report))
