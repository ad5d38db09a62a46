from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.reports.testing import try_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from warehouse.reports.definition import Report

HEADER = """\
grain: [a]
columns: {a: {meaning: x}, b: {meaning: x}}
params: {least: {type: integer, help: from this one, default: "1"}}
cases:
  - expect: {rows: 3, at_least: 2, contains: [{a: "2", b: ""}, {a: "3"}]}
  - params: {least: "3"}
    expect: {rows: 3, at_least: 2, contains: [{a: "2"}, {a: "3", b: x}]}
"""


def test_failures_say_what_was_expected(postgresql: Connection[Any], make_report: Callable[[str, str], Report]) -> None:
    statement = "SELECT i AS a, NULL::text AS b FROM generate_series(:least, 3) AS i ORDER BY i"
    good, bad = try_cases(postgresql, make_report(statement, HEADER))
    assert (good.number, good.params, good.failures) == (1, {}, ())
    assert (bad.number, bad.params) == (2, {"least": "3"})
    assert bad.failures == (
        "expected 3 rows, got 1",
        "expected at least 2 rows, got 1",
        "no row with a = 2",
        "no row with a = 3, b = x",
    )
