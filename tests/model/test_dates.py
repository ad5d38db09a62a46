"""Dates: values in the calendar, relative words by their rule, nothing guessed."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import vocabulary
from warehouse.model.dates import UnreadableDateError, bounds, resolve, span

WEDNESDAY = date(2026, 2, 18)
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
    ],
)
def test_span_of_a_value(edtf: str, first: date, last: date) -> None:
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
        "2026/2027",
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


RESOLVED = [
    ("2026", "as printed", "2026"),
    ("by 2027", "as printed", "2027"),
    ("March 2026", "as printed", "2026-03"),
    ("February 4 2026", "as printed", "2026-02-04"),
    ("4th of February, 2026", "as printed", "2026-02-04"),
    ("February 4 2026.2.4", "as printed", "2026-02-04"),
    ("2026.2.4", "as printed", "2026-02-04"),
    ("2026-02-13", "as printed", "2026-02-13"),
    ("2026/2", "as printed", "2026-02"),
    ("Q3 2025", "as printed", "2025"),
    ("the first 5 months of 2025", "as printed", "2025"),
    ("13/02/2026", "as printed", "2026"),
    ("February 14", "document year", "2026-02-14"),
    ("December 31", "document year", "2026-12-31"),
    ("1st of March", "document year", "2026-03-01"),
    ("in May", "document year", "2026-05"),
    ("February 18", "latest past", "2026-02-18"),
    ("February 19", "latest past", "2025-02-19"),
    ("February", "latest past", "2026-02"),
    ("last September", "latest past", "2025-09"),
    ("March", "latest past", "2025-03"),
    ("February 29", "latest past", "2024-02-29"),
    ("Wednesday", "latest past", "2026-02-18"),
    ("on Thursday", "latest past", "2026-02-12"),
    ("Tuesday", "latest past", "2026-02-17"),
    ("Sunday, February 1", "latest past", "2026-02-01"),
    ("last year", "last year", "2025"),
    ("this year", "this year", "2026"),
    ("next year", "next year", "2027"),
]


@pytest.mark.parametrize(("words", "rule", "expected"), RESOLVED)
def test_words_are_resolved_by_their_rule(words: str, rule: str, expected: str) -> None:
    assert resolve(words, rule, WEDNESDAY) == expected


def test_every_rule_of_the_vocabulary_is_tried() -> None:
    assert {rule for _, rule, _ in RESOLVED} == set(vocabulary.base().meanings("date-rule"))


UNRESOLVED = [
    ("February 14", "as printed", "names no year"),
    ("in 20260213", "as printed", "names no year"),
    ("٢٠٢٦", "as printed", "names no year"),
    ("between 2026 and 2027", "as printed", "more than one date"),
    ("May 2027 to June 2027", "as printed", "more than one date"),
    ("February 4 2026.2.5", "as printed", "more than one date"),
    ("February 30 2026", "as printed", "not in the calendar"),
    ("2026.13.1", "as printed", "not in the calendar"),
    ("Feb 3", "document year", "names no month"),
    ("Friday", "document year", "names no month"),
    ("February 29", "document year", "not in the calendar"),
    ("February 0", "document year", "not in the calendar"),
    ("February 14 2024", "document year", "names a year"),
    ("September 2024", "latest past", "names a year"),
    ("4 to 6 February", "latest past", "more than one date"),
    ("Monday or Tuesday", "latest past", "more than one date"),
    ("February 30", "latest past", "in no calendar"),
    ("recently", "latest past", "names no month"),
]


@pytest.mark.parametrize(("words", "rule", "reason"), UNRESOLVED)
def test_words_that_the_rule_cannot_read_are_refused(words: str, rule: str, reason: str) -> None:
    with pytest.raises(UnreadableDateError, match=reason):
        resolve(words, rule, WEDNESDAY)


@pytest.mark.parametrize("rule", sorted(set(vocabulary.base().meanings("date-rule")) - {"as printed"}))
def test_relative_rule_needs_a_page_date(rule: str) -> None:
    with pytest.raises(UnreadableDateError, match="needs a document with a page date"):
        resolve("last September", rule, None)


def test_printed_date_needs_no_page_date() -> None:
    assert resolve("September 2025", "as printed", None) == "2025-09"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (date(2024, 2, 29), "2024-02-29"),
        (date(2024, 2, 28), "2020-02-29"),
        (date(2103, 1, 1), "2096-02-29"),
        (date(1904, 2, 28), "1896-02-29"),
    ],
)
def test_leap_day_is_the_latest_that_was(page: date, expected: str) -> None:
    assert resolve("February 29", "latest past", page) == expected


@settings(deadline=None)
@given(page=DAYS, weekday=st.integers(0, 6))
def test_weekday_is_one_of_the_seven_days_that_end_with_the_page_date(page: date, weekday: int) -> None:
    name = calendar.day_name[weekday]
    found = date.fromisoformat(resolve(name, "latest past", page))
    assert page - timedelta(days=6) <= found <= page
    assert found.weekday() == weekday


@settings(deadline=None)
@given(DAYS)
def test_printed_day_comes_back_in_either_form(day: date) -> None:
    assert resolve(day.isoformat(), "as printed", None) == day.isoformat()
    assert resolve(f"{day:%B} {day.day}, {day.year}", "as printed", None) == day.isoformat()
    assert span(day.isoformat()) == (day, day)


@settings(deadline=None)
@given(page=st.dates(date(1010, 1, 1), date(2999, 12, 31)), day=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_latest_past_day_is_not_after_the_page_and_no_later_one_fits(page: date, day: date) -> None:
    words = f"{day:%B} {day.day}"
    found = date.fromisoformat(resolve(words, "latest past", page))
    assert found <= page
    assert (found.month, found.day) == (day.month, day.day)
    between = [year for year in range(found.year + 1, page.year + 1) if _exists(year, day)]
    assert all(date(year, day.month, day.day) > page for year in between)


def _exists(year: int, day: date) -> bool:
    return (day.month, day.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


@settings(deadline=None)
@given(words=st.text(max_size=20), rule=st.sampled_from(sorted(vocabulary.base().meanings("date-rule"))), page=DAYS)
def test_no_words_make_it_raise_anything_else(words: str, rule: str, page: date) -> None:
    try:
        found = resolve(words, rule, page)
    except UnreadableDateError:
        return
    assert found[:4].isdigit()
