"""The parser of dates as documents print them; it resolves relative words by a named rule and a page date.

It supports three forms of EDTF values: a year, a month or a day, such as ``2026``, ``2025-09``, ``2026-02-13``.
"""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
YEAR_SHIFTS: Final = {"last year": -1, "this year": 0, "next year": 1}
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2999
LEAP_GAP: Final = 8
"""Most years between two 29ths of February, which are around a century year that is not a leap year."""
_EDTF: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_NUMERIC: Final = re.compile(r"(?<![0-9])([12][0-9]{3})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DAY: Final = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9a-z])")


class UnreadableDateError(ValueError):
    """A date does not exist, or the rule gives no date for the words."""


@lru_cache(maxsize=4096)
def span(edtf: str) -> tuple[date, date]:
    """Return the first and the last day of an EDTF year, month or day.

    Raises:
        UnreadableDateError: The value has another form, is not in the calendar, or lies outside ``FIRST_YEAR`` to
            ``LAST_YEAR``.
    """
    match = _EDTF.fullmatch(edtf)
    if match is None:
        raise UnreadableDateError(f'"{edtf}" is not a date; write a year, a month or a day: 2026, 2025-09, 2026-02-13')
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise UnreadableDateError(f'"{edtf}" is not in the calendar: {error}') from error
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise UnreadableDateError(f'"{edtf}" does not lie between the years {FIRST_YEAR} and {LAST_YEAR}')
    if day is not None:
        return first, first
    if month is not None:
        return first, first.replace(day=calendar.monthrange(first.year, month)[1])
    return first, first.replace(month=12, day=31)


def bounds(edtf: str, qualifier: str) -> tuple[date | None, date | None]:
    """Return the earliest and the latest day that a date can mean; None: no bound.

    Args:
        edtf: The EDTF value.
        qualifier: A word of the scheme ``date-qualifier``: "on", "by", "before", "after" or "about" the value.

    Raises:
        UnreadableDateError: The value is no date; see ``span``.
    """
    first, last = span(edtf)
    if qualifier == "by":
        return None, last
    if qualifier == "before":
        return None, first - timedelta(days=1)
    if qualifier == "after":
        return last + timedelta(days=1), None
    return first, last


def resolve(words: str, rule: str, page_date: date | None) -> str:
    """Compute the EDTF value that ``rule`` gives for ``words``.

    Args:
        words: The words as printed, such as "last September", "February 14", "Friday", "next year".
        rule: A word of the scheme ``date-rule``.
        page_date: Page date of the document that holds the words; every rule but "as printed" needs it.

    Returns:
        The EDTF value: a year, a month or a day.

    Raises:
        UnreadableDateError: The words lack what the rule needs, or the rule lacks a page date.
    """
    if rule == "as printed":
        return _as_printed(words)
    if page_date is None:
        raise UnreadableDateError(f'the rule "{rule}" needs a document with a page date')
    if rule in YEAR_SHIFTS:
        return f"{page_date.year + YEAR_SHIFTS[rule]:04d}"
    if rule == "document year":
        month, day = _month_and_day(words)
        return _edtf(page_date.year, month, day)
    return _latest_past(words, page_date)


def _latest_past(words: str, page_date: date) -> str:
    weekday = _only(_named(words, WEEKDAYS), words)
    if weekday is not None and not _named(words, MONTHS):
        return (page_date - timedelta(days=(page_date.weekday() - weekday) % 7)).isoformat()
    month, day = _month_and_day(words)
    for year in range(page_date.year, page_date.year - LEAP_GAP - 1, -1):
        with suppress(UnreadableDateError):
            candidate = _edtf(year, month, day)
            if span(candidate)[0] <= page_date:
                return candidate
    raise UnreadableDateError(f'"{words}" names a day that is in no calendar')


def _as_printed(words: str) -> str:
    year, month, day = _parts(words)
    if year is None:
        hint = f'choose another rule for "{words}", such as "document year" or "latest past"'
        raise UnreadableDateError(f'"{words}" names no year, so it cannot be taken as printed; {hint}')
    return _edtf(year, month, day)


def _month_and_day(words: str) -> tuple[int, int | None]:
    year, month, day = _parts(words)
    if year is not None:
        raise UnreadableDateError(f'"{words}" names a year, so it is to be taken as printed')
    if month is None:
        raise UnreadableDateError(f'"{words}" names no month (in English, in full)')
    return month, day


def _parts(words: str) -> tuple[int | None, int | None, int | None]:
    """Return year, month and day; a number is a day only beside a month's name or in a date like 2026.2.13."""
    numeric = _NUMERIC.findall(words)
    rest = _NUMERIC.sub(" ", words)
    named = _named(words, MONTHS)
    years = {int(year) for year, _, _ in numeric} | {int(year) for year in _YEAR.findall(rest)}
    months = {int(month) for _, month, _ in numeric} | named
    days = {int(day) for _, _, day in numeric if day} | {int(day) for day in _DAY.findall(rest.lower()) if named}
    return _only(years, words), _only(months, words), _only(days, words)


def _named(words: str, names: dict[str, int]) -> set[int]:
    return {names[word] for word in re.findall(r"[a-z]+", words.lower()) if word in names}


def _only(found: set[int], words: str) -> int | None:
    if len(found) > 1:
        raise UnreadableDateError(f'"{words}" names more than one date; keep the words of one')
    return next(iter(found), None)


def _edtf(year: int, month: int | None, day: int | None) -> str:
    value = "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
    span(value)
    return value
