from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import UsageError
from warehouse.reports.parameters import BadValue, Value, parse, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.reports.definition import Report

HEADER = """\
grain: [a]
columns: {a: {meaning: x}}
params:
  mineral: {type: text, help: only this one}
  minimum: {type: numeric, help: at least, default: "1.10"}
  since: {type: date, help: from then on, required: true}
  kinds: {type: "text[]", help: only these, choices: [article, policy]}
"""
STATEMENT = "SELECT :mineral || :minimum || :since || (:kinds)[1] AS a ORDER BY 1"


@pytest.fixture
def report(make_report: Callable[[str, str], Report]) -> Report:
    return make_report(STATEMENT, HEADER)


@pytest.mark.parametrize(
    ("given", "type_name", "expected"),
    [
        ("", "text", ""),
        ("a, b", "text", "a, b"),
        ("-17", "integer", -17),
        ("2147483647", "integer", 2147483647),
        ("99.30", "numeric", Decimal("99.30")),
        (".5", "numeric", Decimal("0.5")),
        ("2026-02-18", "date", date(2026, 2, 18)),
        ("2026-02-18T09:30:00Z", "timestamptz", datetime(2026, 2, 18, 9, 30, tzinfo=UTC)),
        ("true", "boolean", True),
        ("false", "boolean", False),
        ("a,b", "text[]", ["a", "b"]),
        ('"a,b",c', "text[]", ["a,b", "c"]),
        ("", "text[]", []),
        ("1,2", "integer[]", [1, 2]),
    ],
)
def test_values_are_read_by_their_type(given: str, type_name: str, expected: Value) -> None:
    value = parse(given, type_name)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("given", "type_name"),
    [
        ("a\x00b", "text"),
        ("1.0", "integer"),
        ("2147483648", "integer"),
        ("1_000", "integer"),
        ("٣", "integer"),
        ("1_000", "numeric"),
        ("1e3", "numeric"),
        ("NaN", "numeric"),
        ("1,000", "numeric"),
        ("20260218", "date"),
        ("2026-02-30", "date"),
        ("2026-02-18T09:30:00", "timestamptz"),
        ("soon", "timestamptz"),
        ("yes", "boolean"),
        ("", "integer"),
        ("1,x", "integer[]"),
        ('"a', "text[]"),
    ],
)
def test_other_values_are_refused_with_advice(given: str, type_name: str) -> None:
    with pytest.raises(BadValue, match=r"\w+ \w+"):
        parse(given, type_name)


def test_what_is_not_given_is_the_default_or_null(report: Report) -> None:
    assert settle(report, {"since": "2026-01-01"}) == {
        "mineral": None,
        "minimum": Decimal("1.10"),
        "since": date(2026, 1, 1),
        "kinds": None,
    }


@pytest.mark.parametrize(
    ("given", "what", "hint"),
    [
        ({}, 'report sample needs a value for "since" (date)', "since: from then on"),
        ({"since": "x"}, "'x' cannot be since (date) of report sample", "write year-month-day, such as 2026-02-18"),
        ({"minerals": "x"}, 'report sample has no parameter "minerals"', 'did you mean "mineral"?'),
        (
            {"since": "2026-01-01", "kinds": "article,reference"},
            "'article,reference' cannot be kinds (text[]) of report sample",
            "choose from: article, policy",
        ),
    ],
)
def test_refusals_say_what_is_allowed(report: Report, given: dict[str, str], what: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        settle(report, given)
    assert (raised.value.what, raised.value.hint) == (what, hint)


def test_a_report_without_parameters_takes_none(make_report: Callable[[str, str], Report]) -> None:
    report = make_report("SELECT 1 AS a", "grain: [a]\ncolumns: {a: {meaning: x}}\n")
    with pytest.raises(UsageError) as raised:
        settle(report, {"x": "1"})
    assert raised.value.hint == "The report has no parameters."
