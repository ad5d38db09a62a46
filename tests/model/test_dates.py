"""Values of dates and periods: the days that they cover, and one token for the same days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import vocabulary
from warehouse.model.dates import (
    NoFiscalYearError,
    Span,
    UnreadableDateError,
    bounds,
    fiscal_from_end,
    page_span,
    span,
    token,
    written,
)

DAYS = st.dates(date(1000, 1, 8), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-09", date(2025, 9, 1), date(2025, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("1000", date(1000, 1, 1), date(1000, 12, 31)),
        ("2999-12-31", date(2999, 12, 31), date(2999, 12, 31)),
        ("2025-Q2", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-S2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2019/2022", date(2019, 1, 1), date(2022, 12, 31)),
        ("2024-07/2025-Q2", date(2024, 7, 1), date(2025, 6, 30)),
        ("2022-04/..", date(2022, 4, 1), None),
        ("../2024", None, date(2024, 12, 31)),
    ],
)
def test_span_of_a_value(edtf: str, first: date | None, last: date | None) -> None:
    assert span(edtf) == (first, last)


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "26",
        "02026",
        "2026-2-3",
        "2026-00",
        "2026-13",
        "2026-02-00",
        "2026-02-30",
        "2023-02-29",
        "1900-02-29",
        "2026-04-31",
        "0000",
        "0206-02-13",
        "9999-12-31",
        "3000",
        "2026-02-13\n",
        "2026-02-13T10:00",
        "2027/2026",
        "2026/",
        "/2026",
        "../..",
        "..",
        "2026/2027/2028",
        "2026-Q5",
        "2026-S3",
        "2026-W54",
        "2026-q1",
        "19XX",
        "FY26",
        "FY2026-S3",
        "2026~",
        "٢٠٢٦",
        "2026-\u06602",
        "next year",
    ],
)
def test_value_that_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(UnreadableDateError):
        span(edtf)


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    {
        "on": (date(2026, 2, 1), date(2026, 2, 28)),
        "about": (date(2026, 2, 1), date(2026, 2, 28)),
        "by": (None, date(2026, 2, 28)),
        "before": (None, date(2026, 1, 31)),
        "after": (date(2026, 3, 1), None),
    }.items(),
)
def test_bounds_of_each_qualifier(qualifier: str, expected: tuple[date | None, date | None]) -> None:
    assert bounds("2026-02", qualifier) == expected
    assert qualifier in vocabulary.base().meanings("date-qualifier")


@pytest.mark.parametrize("qualifier", vocabulary.base().meanings("date-qualifier"))
@pytest.mark.parametrize("edtf", ["1000", "2999-12-31", "2024-02-29"])
def test_bounds_exist_at_the_ends_of_the_calendar(edtf: str, qualifier: str) -> None:
    earliest, latest = bounds(edtf, qualifier)
    assert earliest is not None or latest is not None


@pytest.mark.parametrize(
    ("value", "fiscal", "first", "last"),
    [
        ("FY2025", "07-01 end", date(2024, 7, 1), date(2025, 6, 30)),
        ("FY2025", "07-01 start", date(2025, 7, 1), date(2026, 6, 30)),
        ("FY2025", "01-01 end", date(2025, 1, 1), date(2025, 12, 31)),
        ("FY2025-Q4", "07-01 end", date(2025, 4, 1), date(2025, 6, 30)),
        ("FY2025-S1", "10-01 end", date(2024, 10, 1), date(2025, 3, 31)),
        ("FY2024/FY2025", "04-01 end", date(2023, 4, 1), date(2025, 3, 31)),
    ],
)
def test_fiscal_year_lasts_as_its_entity_counts(value: str, fiscal: str, first: date, last: date) -> None:
    assert span(value, fiscal) == (first, last)


def test_fiscal_year_of_nobody_knows_what_is_refused() -> None:
    with pytest.raises(NoFiscalYearError, match="nobody knows when the fiscal year 2025 begins"):
        span("FY2025")


@pytest.mark.parametrize(
    ("ends", "named", "fiscal"),
    [
        ("06-30", None, "07-01 end"),
        ("12-31", None, "01-01 end"),
        ("02-28", None, "03-01 end"),
        ("03-31", "start", "04-01 start"),
    ],
)
def test_fiscal_year_begins_the_day_after_its_end(ends: str, named: str | None, fiscal: str) -> None:
    assert fiscal_from_end(ends, named) == fiscal


@pytest.mark.parametrize(
    ("value", "expected"),
    {
        "2025-01/2025-12": "2025",
        "2025-01-01/2025-06-30": "2025-S1",
        "2025-04/2025-06": "2025-Q2",
        "2025-06-01/2025-06-30": "2025-06",
        "2025-06-30/2025-06-30": "2025-06-30",
        "FY2025": "2024-07-01_2025-06-30",
        "FY2025-Q4": "2025-Q2",
        "2019/2022": "2019-01-01_2022-12-31",
        "2022-04/..": "2022-04-01_..",
        "../2024": ".._2024-12-31",
    }.items(),
)
def test_one_period_has_one_token_however_it_is_written(value: str, expected: str) -> None:
    assert token(span(value, "07-01 end")) == expected


@settings(deadline=None)
@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_token_stands_for_its_days_alone(days: list[date]) -> None:
    period = Span(*days)
    assert span(written(period)) == period


@settings(deadline=None)
@given(day=DAYS, unit=st.sampled_from(["{0:%Y}", "{0:%Y-%m}", "{0:%Y}-Q{1}", "{0:%Y}-S{2}"]))
def test_value_and_its_days_have_the_same_token(day: date, unit: str) -> None:
    value = unit.format(day, (day.month + 2) // 3, (day.month + 5) // 6)
    first, last = span(value)
    assert first is not None
    assert last is not None
    assert first <= day <= last
    assert token(span(f"{first}/{last}")) == value


@pytest.mark.parametrize("qualifier", ["by", "before", "after"])
def test_qualifier_needs_the_end_that_it_counts_from(qualifier: str) -> None:
    with pytest.raises(UnreadableDateError, match="does not go with the open end"):
        bounds("../2024" if qualifier == "before" else "2022/..", qualifier)


@pytest.mark.parametrize(
    ("precision", "last"), [(None, date(2025, 1, 1)), ("month", date(2025, 1, 31)), ("year", date(2025, 12, 31))]
)
def test_page_date_can_be_a_month_or_a_year(precision: str | None, last: date) -> None:
    assert page_span(date(2025, 1, 1), precision) == (date(2025, 1, 1), last)
    assert page_span(None, None) is None


@settings(deadline=None)
@given(DAYS)
def test_day_is_its_own_span(day: date) -> None:
    assert span(day.isoformat()) == (day, day)
    assert bounds(day.isoformat(), "by").last == day
    assert day == date(1000, 1, 8) or bounds(day.isoformat(), "before").last == day - timedelta(days=1)
