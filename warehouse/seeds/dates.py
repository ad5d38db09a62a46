"""Read dates as documents print them, and resolve relative words by a named rule against a document's page date.

The EDTF values understood are a year, a month or a day: ``2026``, ``2025-09``, ``2026-02-13``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS: Final = {name.lower(): number for number, name in enumerate(calendar.day_name)}
YEAR_SHIFTS: Final = {"last year": -1, "this year": 0, "next year": 1}
_EDTF: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class UnreadableDateError(ValueError):
    """A date that does not exist, or words from which the rule gives no date."""


def span(edtf: str) -> tuple[date, date]:
    """Give the first and the last day of an EDTF year, month or day.

    Raises:
        UnreadableDateError: It is none of these, or not in the calendar.
    """
    match = _EDTF.fullmatch(edtf)
    if match is None:
        raise UnreadableDateError(f'"{edtf}" is not a date; write a year, a month or a day: 2026, 2025-09, 2026-02-13')
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise UnreadableDateError(f'"{edtf}" is not in the calendar: {error}') from error
    if day is not None:
        return first, first
    if month is not None:
        return first, first.replace(day=calendar.monthrange(first.year, month)[1])
    return first, first.replace(month=12, day=31)


def bounds(edtf: str, qualifier: str) -> tuple[date | None, date | None]:
    """Give the earliest and latest day that "by", "before", "after", "on" or "about" the value leave; None: open."""
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
        words: As printed, such as "last September", "February 14", "Friday", "next year".
        rule: A word of ``vocabulary.DATE_RULE``.
        page_date: Of the document the words stand in; needed by every rule but "as printed".

    Raises:
        UnreadableDateError: The words do not hold what the rule needs.
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
    weekday = next((WEEKDAYS[word] for word in _words(words) if word in WEEKDAYS), None)
    if weekday is not None:
        return (page_date - timedelta(days=(page_date.weekday() - weekday) % 7)).isoformat()
    month, day = _month_and_day(words)
    candidate = _edtf(page_date.year, month, day)
    return candidate if span(candidate)[0] <= page_date else _edtf(page_date.year - 1, month, day)


def _as_printed(words: str) -> str:
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = next((MONTHS[word] for word in _words(words) if word in MONTHS), None)
    year = next((number for number in numbers if number >= 1000), None)  # noqa: PLR2004 - four digits
    if year is None:
        hint = f'choose another rule for "{words}", such as "document year" or "latest past"'
        raise UnreadableDateError(f'"{words}" names no year, so it cannot be taken as printed; {hint}')
    rest = [number for number in numbers if number < 1000]  # noqa: PLR2004
    if month is None and rest:
        month = rest.pop(0)
    return _edtf(year, month, rest[0] if rest else None)


def _month_and_day(words: str) -> tuple[int, int | None]:
    month = next((MONTHS[word] for word in _words(words) if word in MONTHS), None)
    if month is None:
        raise UnreadableDateError(f'"{words}" names no month (in English, in full)')
    day = re.search(r"\b\d{1,2}\b", words)
    return month, int(day[0]) if day else None


def _edtf(year: int, month: int | None, day: int | None) -> str:
    value = "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
    span(value)
    return value


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())
