from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.reports.testing import order_problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.definition import Report

HEADER = "grain: [a, b]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n"

TOTAL = [
    "SELECT t.x AS a, t.b FROM t ORDER BY t.x, t.b",
    "SELECT t.x AS a, t.b FROM t ORDER BY a DESC NULLS LAST, b ASC",
    "SELECT t.fact_id AS a, t.b FROM t ORDER BY t.path, t.b",
    "SELECT t.x a, b FROM t ORDER BY x, 2",
    "SELECT DISTINCT ON (t.x, t.b) t.x AS a, t.b FROM t ORDER BY t.x, t.b, t.c",
    "SELECT lower(t.x || ',') AS a, t.b FROM t ORDER BY LOWER(t.x || ','), t.b LIMIT 5",
    "WITH w AS (SELECT q FROM u ORDER BY q) SELECT q AS a, max(z ORDER BY z) AS b FROM w GROUP BY q ORDER BY a, b",
    "SELECT 1 AS a, 2 AS b UNION SELECT 3, 4 ORDER BY b, a;",
    'SELECT t."a", t.b FROM t ORDER BY t."a", t.b',
    "SELECT extract(year FROM t.d) AS a, t.b FROM t ORDER BY extract(year FROM t.d), t.b",
]
OPEN = [
    ("SELECT t.x AS a, t.b FROM t ORDER BY t.x", "b"),
    ("SELECT t.x AS a, t.b FROM t ORDER BY lower(t.x), t.b", "a"),
    ("SELECT a, b, row_number() OVER (ORDER BY a, b) AS c FROM t ORDER BY c", "a, b"),
    ("SELECT t.x AS a, t.b FROM t ORDER BY 2", "a"),
]


def warnings(report: Report) -> list[str]:
    return [problem.what.rpartition(": ")[2] for problem in order_problems(report)]


@pytest.mark.parametrize("statement", TOTAL)
def test_an_order_by_the_grain_is_total(make_report: Callable[[str, str], Report], statement: str) -> None:
    assert warnings(make_report(statement, HEADER)) == []


@pytest.mark.parametrize(("statement", "missing"), OPEN)
def test_another_order_is_warned_of(make_report: Callable[[str, str], Report], statement: str, missing: str) -> None:
    (problem,) = order_problems(make_report(statement, HEADER))
    assert problem.code == "W-report-order"
    assert problem.hint == f"end it with ORDER BY …, {missing}"


MONEY = "grain: [a]\ncolumns: {a: {meaning: x}, sum: {meaning: x, unit: see code}, code: {meaning: x}}\n"


@pytest.mark.parametrize(
    ("order", "is_warned_of"),
    [
        ("t.code, t.sum, a", False),
        ("code NULLS LAST, sum DESC, a", False),
        ("a, t.code, t.sum", False),
        ("a", False),
        ("t.sum DESC, a", True),
        ("trim_scale(t.sum), t.code, a", True),
        ("sum DESC, a", True),
    ],
)
def test_amounts_of_several_currencies_are_not_compared(
    make_report: Callable[[str, str], Report], order: str, *, is_warned_of: bool
) -> None:
    statement = f"SELECT t.x AS a, trim_scale(t.sum) AS sum, t.code FROM t ORDER BY {order}"
    codes = [problem.code for problem in order_problems(make_report(statement, MONEY))]
    assert codes == (["W-report-order-unit"] if is_warned_of else [])
