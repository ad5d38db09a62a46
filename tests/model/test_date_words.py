"""Printed words of dates and periods: read by their rule, or refused, and never taken for something else."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.printed_dates import PAGE, PRINTED, REFUSED, STATED, Printed, Refused
from warehouse import vocabulary
from warehouse.model.date_words import PRINTED_RULES, is_fiscal, is_trap, refuse_misfit, resolve
from warehouse.model.dates import Span, UnreadableDateError, page_span, span

WEDNESDAY = span(PAGE)
DAYS = st.dates(date(1000, 1, 8), date(2999, 12, 31))
RULES = sorted(vocabulary.base().meanings("date-rule"))


@pytest.mark.parametrize("printed", PRINTED, ids=lambda printed: f"{printed.words} {printed.rule}")
def test_words_are_read_by_their_rule(printed: Printed) -> None:
    words, rule, value, fiscal, period = printed
    page = None if rule == "as printed" else WEDNESDAY
    assert resolve(words, rule, page, fiscal=fiscal) == span(value, fiscal)
    assert resolve(words, rule, page, fiscal=fiscal, covers=True) == span(period or value, fiscal)


@pytest.mark.parametrize("stated", STATED, ids=lambda stated: f"{stated.words} {stated.rule}")
def test_rule_that_limits_the_value_takes_one_that_fits(stated: Printed) -> None:
    refuse_misfit(stated.words, stated.value, stated.rule, WEDNESDAY, covers=True)


def test_every_rule_of_the_vocabulary_is_tried() -> None:
    assert sorted({printed.rule for printed in (*PRINTED, *STATED)}) == RULES


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: f"{refused.words} {refused.value} {refused.fiscal}")
def test_words_are_not_taken_for_something_else(refused: Refused) -> None:
    words, rule, value, reason, fiscal, covers = refused
    with pytest.raises(UnreadableDateError, match=reason):
        refuse_misfit(words, value, rule, WEDNESDAY, fiscal=fiscal, covers=covers)


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("2010/11", "2010-11", True),
        ("2019\u201322", "2019", True),
        ("the 1990s", "1990", True),
        ("FY2016", "2016", True),
        ("year ended 30 June 2016", "2016", True),
        ("2010/11", "2010/2011", False),
        ("last September", "2026-09", False),
        ("2025", "2026", False),
    ],
)
def test_trap_is_told_from_a_mistake(words: str, value: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_trap(words, value) is expected


@pytest.mark.parametrize(
    ("words", "expected"), {"FY25": True, "2024-25": True, "2019-22": False, "soon": False}.items()
)
def test_words_that_count_by_fiscal_years_are_known(words: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_fiscal(words) is expected


@pytest.mark.parametrize("rule", sorted(set(RULES) - {*PRINTED_RULES}))
def test_relative_rule_needs_a_page_date(rule: str) -> None:
    with pytest.raises(UnreadableDateError, match="needs a document with a page date"):
        refuse_misfit("last September", "2025-09", rule, None)


@pytest.mark.parametrize(
    ("words", "rule", "expected"),
    [("next year", "next year", "2026"), ("May 2", "document year", "2025-05-02"), ("May", "latest past", "2024-05")],
)
def test_page_date_without_a_day_is_enough_where_it_leaves_one_answer(words: str, rule: str, expected: str) -> None:
    assert resolve(words, rule, page_span(date(2025, 1, 1), "month")) == span(expected)


@pytest.mark.parametrize(
    ("words", "rule"), {"Friday": "latest past", "yesterday": "from page date", "May": "latest past"}.items()
)
def test_page_date_without_a_day_is_refused_where_it_leaves_two_answers(words: str, rule: str) -> None:
    with pytest.raises(UnreadableDateError, match="since the document shows no day"):
        resolve(words, rule, page_span(date(2025, 5, 1) if words != "May" else date(2025, 1, 1), "year"))


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
    assert resolve("February 29", "latest past", Span(page, page)) == span(expected)


@settings(deadline=None)
@given(page=DAYS, weekday=st.integers(0, 6))
def test_weekday_is_one_of_the_seven_days_that_end_with_the_page_date(page: date, weekday: int) -> None:
    day, _ = resolve(calendar.day_name[weekday], "latest past", Span(page, page))
    assert day is not None
    assert page - timedelta(days=6) <= day <= page
    assert day.weekday() == weekday


@settings(deadline=None)
@given(DAYS)
def test_printed_day_comes_back_in_every_form(day: date) -> None:
    month = f"{day:%B}"
    forms = [
        day.isoformat(),
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}" if month != "May" else f"May {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.year}\u5e74{day.month}\u6708{day.day}\u65e5",
        f"{day.year}\ub144 {day.month}\uc6d4 {day.day}\uc77c",
        f"{day:%A}, {month} {day.day}, {day.year}",
    ]
    assert {resolve(words, "as printed", None) for words in forms} == {(day, day)}


@settings(deadline=None)
@given(page=st.dates(date(1010, 1, 1), date(2999, 12, 31)), day=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_latest_past_day_is_not_after_the_page_and_no_later_one_fits(page: date, day: date) -> None:
    past, _ = resolve(f"{day:%B} {day.day}", "latest past", Span(page, page))
    assert past is not None
    assert past <= page
    assert (past.month, past.day) == (day.month, day.day)
    between = [year for year in range(past.year + 1, page.year + 1) if _exists(year, day)]
    assert all(date(year, day.month, day.day) > page for year in between)


def _exists(year: int, day: date) -> bool:
    return (day.month, day.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


WORDS = st.lists(
    st.sampled_from(
        [
            "2025",
            "2019",
            "25",
            "11",
            "fy",
            "fy25",
            "first",
            "half",
            "quarter",
            "q2",
            "year",
            "month",
            "ended",
            "to",
            "-",
            "/",
            "june",
            "may",
            "30",
            "the",
            "of",
            "since",
            "last",
            "next",
            "1990s",
        ]
    ),
    max_size=6,
).map(" ".join)


@settings(deadline=None)
@given(words=st.text(max_size=20) | WORDS, rule=st.sampled_from(RULES), page=DAYS, covers=st.booleans())
def test_no_words_make_it_raise_anything_else(words: str, rule: str, page: date, covers: bool) -> None:  # noqa: FBT001
    try:
        refuse_misfit(words, "2025", rule, Span(page, page), fiscal="07-01 end", covers=covers)
    except UnreadableDateError:
        return
