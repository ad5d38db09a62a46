"""The values of dates and periods, and the days that they cover.

A value is a year, month or day of EDTF, or a form of SDMX: ``2026``, ``2025-09``, ``2026-02-13``, ``2025-Q2``,
``2025-S1``, ``2025-W07``. It can be a range, with an open end too: ``2019/2022``, ``2022-04/..``. It can be a decade
(``199X``), and a fiscal year or a part of one (``FY2025``, ``FY2025-Q4``). Values of the same days mean the same.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2999
YEAR_MONTHS: Final = 12
FORMS: Final = "2026, 2025-09, 2026-02-13, 2025-Q2, 2025-S1, 2019/2022, 2022-04/.., 199X or FY2025"
MONTH_DAY_PATTERN: Final = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
"""The form of a day that is in every year."""

FISCAL_PATTERN: Final = f"^{MONTH_DAY_PATTERN} (end|start)$"
"""The form of a fiscal year in one text: its first day, and the calendar year that it is named by."""

CALENDAR_YEAR: Final = "01-01 end"
"""The fiscal year that is a calendar year."""

_COMMON_YEAR: Final = 2001
_SINGLE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-([QS])([1-4])|-W([0-9]{2}))?")
_DECADE: Final = re.compile(r"([0-9]{3})X")
_FISCAL: Final = re.compile(r"FY([0-9]{4})(?:-([QS])([1-4]))?")
_PART_MONTHS: Final = {"Q": 3, "S": 6}
_DAY: Final = timedelta(days=1)


class UnreadableDateError(ValueError):
    """A date does not exist, or the rule gives no date for the words."""


class NoFiscalYearError(UnreadableDateError):
    """It is not known when the fiscal year begins."""


class Span(NamedTuple):
    """The first and the last day of a date or period; None: that end is open."""

    first: date | None
    last: date | None


class Days(NamedTuple):
    """The first and the last day of a period with two ends."""

    first: date
    last: date


@lru_cache(maxsize=4096)
def span(value: str, fiscal: str | None = None) -> Span:
    """Return the first and the last day of a value.

    Args:
        value: The value.
        fiscal: When the fiscal year begins, and how it is named, such as "07-01 end"; None: nobody knows.

    Raises:
        UnreadableDateError: The value has another form, is not in the calendar, ends before it begins, or lies outside
            ``FIRST_YEAR`` to ``LAST_YEAR``.
        NoFiscalYearError: The value is a fiscal year, and nobody knows when it begins.
    """
    start, slash, end = value.partition("/")
    if not slash:
        return Span(*_days(value, fiscal))
    if start == end == "..":
        raise UnreadableDateError(f'"{value}" has no end that is known')
    first = None if start == ".." else _days(start, fiscal).first
    last = None if end == ".." else _days(end, fiscal).last
    if first and last and first > last:
        raise UnreadableDateError(f'"{value}" ends before it begins')
    return Span(first, last)


def _days(value: str, fiscal: str | None) -> Days:
    try:
        days = _days_of(value, fiscal)
    except (ValueError, OverflowError) as error:
        if isinstance(error, UnreadableDateError):
            raise
        raise UnreadableDateError(f'"{value}" is not in the calendar: {error}') from error
    if not (days.first.year >= FIRST_YEAR and days.last.year <= LAST_YEAR):
        raise UnreadableDateError(f'"{value}" does not lie between the years {FIRST_YEAR} and {LAST_YEAR}')
    return days


def _days_of(value: str, fiscal: str | None) -> Days:
    if decade := _DECADE.fullmatch(value):
        begins = int(decade[1]) * 10
        return Days(date(begins, 1, 1), date(begins + 9, YEAR_MONTHS, 31))
    if part := _FISCAL.fullmatch(value):
        months = _PART_MONTHS.get(part[2], YEAR_MONTHS)
        part_number = int(part[3] or 1)
        _refuse_fifth(value, months, part_number)
        return fiscal_part(int(part[1]), fiscal, (part_number - 1) * months, months)
    single = _SINGLE.fullmatch(value)
    if single is None:
        raise UnreadableDateError(f'"{value}" is not a date or period; write it like {FORMS}')
    year, month, day, letter, number, week = single.groups()
    if letter:
        months, count = _PART_MONTHS[letter], int(number)
        _refuse_fifth(value, months, count)
        ends = count * months
        return Days(date(int(year), ends - months + 1, 1), month_end(int(year), ends))
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return Days(monday, monday + 6 * _DAY)
    return _calendar_days(int(year), int(month) if month else None, int(day) if day else None)


def _calendar_days(year: int, month: int | None, day: int | None) -> Days:
    if month is None:
        return Days(date(year, 1, 1), date(year, YEAR_MONTHS, 31))
    if day is None:
        return Days(date(year, month, 1), month_end(year, month))
    return Days(date(year, month, day), date(year, month, day))


def _refuse_fifth(value: str, months: int, number: int) -> None:
    if number * months > YEAR_MONTHS:
        raise UnreadableDateError(f'"{value}" does not exist: a year has {YEAR_MONTHS // months} of these parts')


def fiscal_part(year: int, fiscal: str | None, skipped: int, months: int) -> Days:
    """Return the days of a fiscal year, or of a part of it.

    Args:
        year: The year that it is named.
        fiscal: When it begins, and how it is named; None: nobody knows.
        skipped: Months before the part.
        months: Months of the part.

    Raises:
        NoFiscalYearError: Nobody knows when it begins.
    """
    if fiscal is None:
        raise NoFiscalYearError(f"nobody knows when the fiscal year {year} begins")
    starts, _, named = fiscal.partition(" ")
    month, day = map(int, starts.split("-"))
    begins = date(year - (named == "end" and (month, day) != (1, 1)), month, day)
    return Days(add_months(begins, skipped), add_months(begins, skipped + months) - _DAY)


def fiscal_from_end(ends: str, named: str | None) -> str:
    """Return a fiscal year as one text, from its last day.

    Args:
        ends: The last day, such as 06-30; 02-28 is the end of February.
        named: Whether it is named by the calendar year of its end or of its start; None: of its end.
    """
    month, day = map(int, ends.split("-"))
    begins = date(_COMMON_YEAR, month, day) + _DAY
    return f"{begins:%m-%d} {named or 'end'}"


def page_span(page_date: date | None, precision: str | None) -> Span | None:
    """Return the first and the last day that a page date can be; None: there is none.

    Args:
        page_date: The first day it can be.
        precision: "month" or "year" if the page shows no day.
    """
    if page_date is None:
        return None
    months = {"month": 1, "year": YEAR_MONTHS}.get(precision or "")
    return Span(page_date, add_months(page_date, months) - _DAY if months else page_date)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def token(days: Span) -> str:
    """Return the one text that stands for these days, however they were written.

    It is a year, half, quarter, month or day if one covers just these days, and else both days:
    ``2024-07-01_2025-06-30``, ``2022-04-01_..``.
    """
    first, last = days
    if first and last:
        half, quarter = (first.month + 5) // 6, (first.month + 2) // 3
        year = f"{first.year:04d}"
        for value in (year, f"{year}-S{half}", f"{year}-Q{quarter}", f"{year}-{first.month:02d}", first.isoformat()):
            if span(value) == days:
                return value
    return f"{first.isoformat() if first else '..'}_{last.isoformat() if last else '..'}"


def written(days: Span) -> str:
    """Return a value that covers these days."""
    return token(days).replace("_", "/")


def bounds(value: str, qualifier: str, fiscal: str | None = None) -> Span:
    """Return the earliest and the latest day that a date can mean; None: no bound.

    Args:
        value: The value.
        qualifier: A word of the scheme ``date-qualifier``: "on", "by", "before", "after" or "about" the value.
        fiscal: When the fiscal year begins, and how it is named; None: nobody knows.

    Raises:
        UnreadableDateError: The value is no date (see ``span``), or has no such end.
    """
    first, last = span(value, fiscal)
    end = first if qualifier == "before" else last
    if end is None and qualifier in {"by", "before", "after"}:
        raise UnreadableDateError(f'"{qualifier}" does not go with the open end of "{value}"')
    if qualifier == "by":
        return Span(None, last)
    if qualifier == "before":
        return Span(None, end - _DAY if end else None)
    if qualifier == "after":
        return Span(end + _DAY if end else None, None)
    return Span(first, last)
