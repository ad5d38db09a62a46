"""Dates as cells give them, which may be a year, a month or a day, and where they lie on an axis of time.

Positions are numbers of days: the day ``n`` of the calendar (``date.toordinal``) reaches from n to n + 1.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2})(?:[T ][0-9].*)?)?[~?%]?")
OPEN: Final = ("", "..")
"""What stands in the place of an end that is open."""
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MONTH_STEPS: Final = (1, 3, 6)
_DAY_STEPS: Final = (1, 2, 7, 14)
_YEAR, _MONTH = 365.2425, 30.436875


class Span(NamedTuple):
    """A stretch of time, in days; a day is a span too.

    Attributes:
        first: Where it begins; None: open.
        after: Where it has ended; None: open.
    """

    first: float | None
    after: float | None


def read_span(text: str | None) -> Span | None:
    """Read a year, a month, a day, a moment or two of them as in ``2023/2025``; None if it is none of these."""
    if text is None:
        return None
    start, slash, end = text.strip().partition("/")
    if not slash:
        return _one(start)
    first, last = _one(start), _one(end)
    if (first is None and start not in OPEN) or (last is None and end not in OPEN) or first is last:
        return None
    span = Span(first.first if first else None, last.after if last else None)
    return None if None not in span and (span.first or 0) >= (span.after or 0) else span


def _one(text: str) -> Span | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        days = 1
    elif month is not None:
        days = calendar.monthrange(first.year, month)[1]
    else:
        days = 366 if calendar.isleap(first.year) else 365
    return Span(float(first.toordinal()), float(first.toordinal() + days))


def joined(one: Span, other: Span) -> Span:
    """Give the span from the start of one to the end of the other."""
    if one.first is None or (other.after is not None and other.after < one.first):
        return one if other.after is None or one.first is not None else Span(None, other.after)
    return Span(one.first, other.after)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """An axis of time.

    Attributes:
        low: Day at its start.
        high: Day at its end, larger than ``low``.
        start: Coordinate of its start, in units of the drawing.
        end: Coordinate of its end.
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, day: float) -> float:
        """Give the coordinate of a day."""
        return self.start + (day - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Give days to be written below the axis, each as a year, a month or a day, at most ``most``."""
        days = (self.high - self.low) / max(most, 1)
        for day_step in _DAY_STEPS:
            if day_step >= days:
                return list(self._day_ticks(day_step))
        for month_step in _MONTH_STEPS:
            if month_step * _MONTH >= days:
                return list(self._month_ticks(month_step))
        year_step = next((step for step in _YEAR_STEPS if step * _YEAR >= days), _YEAR_STEPS[-1])
        return list(self._year_ticks(year_step))

    def _day_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for ordinal in range(int(self.low), int(self.high) + 1):
            if ordinal % step == 0 and self._has(ordinal):
                yield ordinal, date.fromordinal(ordinal).isoformat()

    def _month_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for year in self._years():
            for month in range(1, 13, step):
                ordinal = date(year, month, 1).toordinal()
                if self._has(ordinal):
                    yield ordinal, f"{year:04d}-{month:02d}"

    def _year_ticks(self, step: int) -> Iterator[tuple[float, str]]:
        for year in self._years():
            if year % step == 0 and self._has(ordinal := date(year, 1, 1).toordinal()):
                yield ordinal, f"{year:04d}"

    def _years(self) -> range:
        last = date.max.toordinal()
        first_day, last_day = (date.fromordinal(min(max(int(day), 1), last)) for day in (self.low, self.high))
        return range(first_day.year, last_day.year + 1)

    def _has(self, ordinal: int) -> bool:
        return max(self.low, 1) <= ordinal <= min(self.high, date.max.toordinal())


def time_scale(spans: list[Span], start: float, end: float) -> TimeScale:
    """Make an axis that holds all spans with some air at both ends."""
    days = [day for span in spans for day in span if day is not None]
    low, high = min(days), max(days)
    air = max((high - low) * 0.03, 1.0)
    return TimeScale(low - air, high + air, start, end)
