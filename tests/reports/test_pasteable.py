from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.reports.describe import literal, pasteable
from warehouse.reports.parameters import settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value

HEADER = """\
grain: [a]
columns: {a: {meaning: x}}
params:
  m: {type: text, help: x}
  k: {type: "text[]", help: x}
"""


@pytest.mark.parametrize("conforming", ["on", "off"])
@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (None, "date"),
        ("", "text"),
        ("it's 100 % \\ :m \"x\" -- $$ =cmd|' /C calc'!A0 [bold] \n\t포스코 %s {}", "text"),
        ("\\", "text"),
        (-17, "integer"),
        (Decimal("1.10"), "numeric"),
        (date(2026, 2, 18), "date"),
        (datetime(2026, 2, 18, 9, 30, 0, 5, tzinfo=UTC), "timestamptz"),
        (True, "boolean"),
        ([], "text[]"),
        (["a,b", "{}", "NULL", "'\\"], "text[]"),
        ([1, -2], "integer[]"),
        ([date(2026, 2, 18)], "date[]"),
    ],
)
def test_a_literal_is_the_value_whatever_the_session_says(
    postgresql: Connection[Any], value: Value, type_name: str, conforming: str
) -> None:
    postgresql.execute(f"SET LOCAL standard_conforming_strings = {conforming}")
    postgresql.execute("SET LOCAL escape_string_warning = off")
    written = literal(value, type_name).replace("%", "%%")
    found = postgresql.execute(f"SELECT a = {written}, a FROM (SELECT %s::{type_name}) AS t (a)", [value])
    equal, given = found.fetchone() or (None, None)
    assert equal is (None if value is None else True)
    assert given == value


def test_the_statement_runs_as_it_is(postgresql: Connection[Any], make_report: Callable[[str, str], Report]) -> None:
    report = make_report("SELECT :m || ':m' || (:k)[1] AS a -- :m\nORDER BY a; -- end", HEADER)
    text = pasteable(report, settle(report, {"m": "it's", "k": "x"}))
    assert text.startswith("-- sample: A title\nSELECT 'it''s'::text || ':m'")
    assert text.endswith("\n;")
    assert postgresql.execute(text.encode()).fetchall() == [("it's:mx",)]
