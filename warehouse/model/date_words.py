"""The parser of dates and periods as documents print them; a named rule and a page date resolve relative words.

``normal_form`` brings printed words into one form, by steps of search and replacement. Words that are left over are
refused, since a word that is not understood could change the meaning of all others. The check
``dates-follow-from-their-document`` takes the same steps inside the database, and computes the days anew.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from warehouse.model.date_steps import STEPS
from warehouse.model.dates import (
    LAST_YEAR,
    YEAR_MONTHS,
    NoFiscalYearError,
    Span,
    UnreadableDateError,
    add_months,
    fiscal_part,
    month_end,
    span,
    written,
)

YEAR_RULES: Final = {"last year": ("ly", -1), "this year": ("ty", 0), "next year": ("ny", 1)}
"""By rule, how ``normal_form`` writes its words, and the years between the page date and the year that is meant."""

PRINTED_RULES: Final = ("as printed", "by hand")
"""The rules that need no page date."""

LEAP_GAP: Final = 8
"""Most years between two 29ths of February, which are around a century year that is not a leap year."""

HINT: Final = "keep only the words of the date, or take the rule by hand and say in its note how the words are meant"

_UPPER: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_STEPS: Final = tuple((re.compile(pattern), replacement) for pattern, replacement in STEPS)
_PREFIX: Final = re.compile(r"(?:(since|until|last|later|earlier) )?(.+)")
_POINT: Final = re.compile(
    r"(?:(part) )?(?:(?:([0-9]{1,2})x)?m([0-9]{1,2})(?: ([0-9]{1,2}))?(?: |$))?"
    r"(?:(fy)?([12][0-9]{3}|[12][0-9]{2}x|ly|ty|ny))?"
)
_PAIR: Final = re.compile(r"(fy)?([12][0-9]{3}) ([_~/&]) ([12][0-9]{3})")
_WEEKDAY: Final = re.compile(r"(?:last )?wd([1-7])")
_NEAR: Final = re.compile(r"yesterday|today|tomorrow|(last|this|next) (week|month|quarter)")
_TRAILING: Final = re.compile(r"trail ([0-9]{1,2}) (day|week|month|quarter|year)")
_DAY: Final = timedelta(days=1)
_UNIT_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


class Point(NamedTuple):
    """A date or period in normal form.

    Attributes:
        is_part: Whether the words mean an early, late or middle part of it.
        months: Number of months that end with the month; None: the month or day itself.
        month: The month; None: a year.
        day: The day; None: none is printed.
        is_fiscal: Whether the year is a fiscal one.
        year: The year, the decade with an x, or one of the words of ``YEAR_RULES``; empty: none is printed.
    """

    is_part: bool
    months: int | None
    month: int | None
    day: int | None
    is_fiscal: bool
    year: str


class Reading(NamedTuple):
    """Words in normal form, taken apart.

    Attributes:
        prefix: "since", "until", "last", "later", "earlier", or nothing.
        start: The date or period; of a range, its start.
        end: The end of a range; None: no range.
    """

    prefix: str
    start: Point
    end: Point | None


@lru_cache(maxsize=4096)
def normal_form(words: str) -> str:
    """Return the words in normal form: months as m1 to m12, quarters as 3xm3 to 3xm12, ranges with >."""
    text = words.translate(_UPPER)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return text


def is_fiscal(words: str) -> bool:
    """Return whether the words name a fiscal year, a part of one, or a split year such as 2024-25."""
    text = normal_form(words)
    pair = _PAIR.fullmatch(text)
    with suppress(UnreadableDateError):
        return "fy" in text or (pair is not None and _is_split(pair, words))
    return False


def resolve(words: str, rule: str, page: Span | None, *, fiscal: str | None = None, covers: bool = False) -> Span:
    """Compute the days that ``rule`` gives for ``words``.

    Args:
        words: The words as printed, such as "last September", "February 14", "Friday", "the first half".
        rule: A word of the scheme ``date-rule`` that gives one answer: not "by hand", "trailing" or "a year earlier".
        page: First and last day of the page date of the document that holds the words; all rules but "as printed" need
            it.
        fiscal: When the fiscal year begins, and how it is named; None: nobody knows.
        covers: Whether they are the words of a period, which covers its days; a date lies somewhere between them.

    Raises:
        UnreadableDateError: The words lack what the rule needs, or the page date leaves two answers.
    """
    pages = {date(LAST_YEAR, YEAR_MONTHS, 31)} if rule == "as printed" else _ends(page, rule)
    answers = {Question(words, rule, day, fiscal, covers).days() for day in pages}
    if len(answers) > 1:
        shown = " or ".join(sorted(map(written, answers)))
        raise UnreadableDateError(
            f'"{words}" by the rule "{rule}" gives {shown}, since the document shows no day; take the rule by hand'
        )
    return answers.pop()


def refuse_misfit(
    words: str, value: str, rule: str, page: Span | None, *, fiscal: str | None = None, covers: bool = False
) -> None:
    """Raise ``UnreadableDateError`` unless the value follows from the words by the rule.

    Args:
        words: The words as printed.
        value: The value.
        rule: A word of the scheme ``date-rule``.
        page: First and last day of the page date of the document that holds the words; None: it shows none.
        fiscal: When the fiscal year begins, and how it is named; None: nobody knows.
        covers: Whether it is a period; see ``resolve``.

    Raises:
        MisreadError: The words mean another value.
    """
    stated = span(value, fiscal)
    if rule == "by hand":
        return
    if rule == "trailing":
        _refuse_other_length(words, stated, _ends(page, rule))
        return
    if rule == "a year earlier":
        _refuse_recent(words, stated, _ends(page, rule))
        return
    meant = resolve(words, rule, page, fiscal=fiscal, covers=covers)
    if meant != stated:
        raise MisreadError(f'"{words}" by the rule "{rule}" gives {written(meant)}, not {value}')


class MisreadError(UnreadableDateError):
    """The words mean another value than the one stated."""


def is_trap(words: str, value: str) -> bool:
    """Return whether the value is what the words only look like: a month for 2010/11, a year for the 1990s."""
    text = normal_form(words)
    is_plain = re.fullmatch(r"[0-9]{4}(-[0-9]{2})?", value) is not None
    return is_plain and bool(_PAIR.fullmatch(text) or "fy" in text or re.search(r"12xm|[0-9]{3}x|>", text))


def _ends(page: Span | None, rule: str) -> set[date]:
    if page is None or page.first is None or page.last is None:
        raise UnreadableDateError(f'the rule "{rule}" needs a document with a page date')
    return {page.first, page.last}


@dataclass(frozen=True, slots=True)
class Question:
    """What words mean by a rule on one day; see ``resolve``."""

    words: str
    rule: str
    page: date
    fiscal: str | None
    covers: bool

    def days(self) -> Span:
        """Return the days that the words mean."""
        text = normal_form(self.words)
        if self.rule == "year to date":
            if text != "ytd":
                raise self._unreadable('does not say "year to date" or "since the start of the year"')
            return Span(date(self.page.year, 1, 1), self.page)
        if self.rule == "from page date":
            return self._near(text)
        if pair := _PAIR.fullmatch(text):
            return self._of_pair(pair)
        if (weekday := _WEEKDAY.fullmatch(text)) and self.rule == "latest past":
            day = self.page - (self.page.isoweekday() - int(weekday[1])) % 7 * _DAY
            return Span(day, day)
        return self._of_reading(self._read(text))

    def _unreadable(self, why: str) -> UnreadableDateError:
        return UnreadableDateError(f'"{self.words}" {why}; {HINT}')

    def _near(self, text: str) -> Span:
        match = _NEAR.fullmatch(text)
        if match is None:
            raise self._unreadable("does not count from the page date, as yesterday and last month do")
        if match[2] is None:
            day = self.page + {"yesterday": -1, "today": 0, "tomorrow": 1}[text] * _DAY
            return Span(day, day)
        shift = {"last": -1, "this": 0, "next": 1}[match[1]]
        if match[2] == "week":
            monday = self.page + (7 * shift - self.page.weekday()) * _DAY
            return Span(monday, monday + 6 * _DAY)
        months = _UNIT_MONTHS[match[2]]
        first = add_months(self.page.replace(day=1), months * shift - (self.page.month - 1) % months)
        return Span(first, add_months(first, months) - _DAY)

    def _of_pair(self, pair: re.Match[str]) -> Span:
        if self.rule != "as printed":
            raise UnreadableDateError(f'"{self.words}" names a year, so it is to be taken as printed')
        first, second, month = int(pair[2]), int(pair[4]), int(pair[4]) % 100
        if _is_split(pair, self.words):
            if self.fiscal is None:
                raise NoFiscalYearError(f'"{self.words}" is a year that begins in {first}, and nobody knows when')
            if self.fiscal.startswith("01-01"):
                raise UnreadableDateError(
                    f'"{self.words}" runs into the year after {first}, but the fiscal year is that of the calendar'
                )
            return Span(*fiscal_part(first + self.fiscal.endswith("end"), self.fiscal, 0, YEAR_MONTHS))
        if second > first:
            return Span(date(first, 1, 1), date(second, YEAR_MONTHS, 31))
        if not _can_be_month(pair):
            raise self._unreadable("ends before it begins")
        return Span(date(first, month, 1), month_end(first, month))

    def _read(self, text: str) -> Reading:
        match = _PREFIX.fullmatch(text)
        start, arrow, end = match[2].partition(" > ") if match else ("", "", "")
        point, last = _point(start), _point(end)
        if match is None or point is None or (arrow and (last is None or match[1])):
            raise self._unreadable("is not understood as one date or period")
        return Reading(match[1] or "", point, last)

    def _of_reading(self, reading: Reading) -> Span:
        prefix, start, end = reading
        if prefix == "last" and (self.rule != "latest past" or start.year):
            raise UnreadableDateError(f'"{self.words}" says "last", which is the rule "latest past"')
        if self.covers and (start.is_part or (end and end.is_part)):
            raise self._unreadable("does not say when in it the period begins and ends")
        if prefix in {"later", "earlier"}:
            return self._rest_of_year(start, is_later=prefix == "later")
        if end is not None:
            return self._of_range(start, end)
        days = self._of_point(start)
        if self.covers and prefix == "since":
            return Span(days.first, None)
        return Span(None, days.last) if self.covers and prefix == "until" else days

    def _rest_of_year(self, point: Point, *, is_later: bool) -> Span:
        if self.rule != "this year" or point != _THIS_YEAR:
            raise UnreadableDateError(f'"{self.words}" is read by the rule "this year" alone')
        year = self.page.year
        return Span(self.page, date(year, YEAR_MONTHS, 31)) if is_later else Span(date(year, 1, 1), self.page)

    def _of_range(self, start: Point, end: Point) -> Span:
        if self.rule == "latest past":
            raise self._unreadable('is a range, which the rule "latest past" does not read')
        if not start.year:
            start = start._replace(year=end.year, is_fiscal=end.is_fiscal)
        first, last = self._of_point(start).first, self._of_point(end).last
        if first is None or last is None or first > last:
            raise self._unreadable("ends before it begins")
        return Span(first, last)

    def _of_point(self, point: Point) -> Span:
        if self.rule == "latest past":
            return self._latest_past(point)
        if self.rule in YEAR_RULES:
            word, shift = YEAR_RULES[self.rule]
            if point.year != word:
                raise UnreadableDateError(f'"{self.words}" does not say "{self.rule}"; choose another rule')
            return self._in_year(point, self.page.year + shift)
        if self.rule == "document year":
            self._refuse_year(point)
            return self._in_year(point, self.page.year)
        if not point.year or point.year in {word for word, _ in YEAR_RULES.values()}:
            hint = f'choose another rule for "{self.words}", such as "document year" or "latest past"'
            raise UnreadableDateError(f'"{self.words}" names no year, so it cannot be taken as printed; {hint}')
        if point.is_fiscal:
            return self._in_fiscal_year(point)
        if point.year.endswith("x"):
            if point.month is not None:
                raise self._unreadable("is not understood as one date or period")
            return span(point.year.upper())
        return self._in_year(point, int(point.year))

    def _refuse_year(self, point: Point) -> None:
        if point.year:
            raise UnreadableDateError(f'"{self.words}" names a year, so it is to be taken as printed')
        if point.month is None:
            raise UnreadableDateError(f'"{self.words}" names no month')

    def _latest_past(self, point: Point) -> Span:
        """Return the latest month or day that has begun, or the latest quarter or half that has ended."""
        self._refuse_year(point)
        for year in range(self.page.year, self.page.year - LEAP_GAP - 1, -1):
            with suppress(UnreadableDateError):
                days = self._in_year(point, year)
                edge = days.first if point.months is None else days.last
                if edge and edge <= self.page:
                    return days
        raise UnreadableDateError(f'"{self.words}" names a day that is in no calendar')

    def _in_fiscal_year(self, point: Point) -> Span:
        months = point.months or YEAR_MONTHS
        skipped = (point.month or YEAR_MONTHS) - months
        if skipped < 0 or skipped + months > YEAR_MONTHS:
            raise UnreadableDateError(f'"{self.words}" is no part of a fiscal year')
        return Span(*fiscal_part(int(point.year), self.fiscal, skipped, months))

    def _in_year(self, point: Point, year: int) -> Span:
        """Return the days of a point in a calendar year."""
        month, day = point.month, point.day
        try:
            if month is None:
                return Span(date(year, 1, 1), date(year, YEAR_MONTHS, 31))
            last = month_end(year, month) if day is None else date(year, month, day)
            if point.months:
                return Span(add_months(last + _DAY, -point.months), last)
            return Span(last.replace(day=1) if day is None else last, last)
        except (ValueError, OverflowError) as error:
            raise UnreadableDateError(f'"{self.words}" is not in the calendar: {error}') from error


_THIS_YEAR: Final = Point(is_part=False, months=None, month=None, day=None, is_fiscal=False, year="ty")


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text)
    if match is None or not (match[3] or match[6]):
        return None
    months, month, day = (None if part is None else int(part) for part in match.group(2, 3, 4))
    if match[5] and ((month is not None and months is None) or day is not None or match[6][-1] in "xy"):
        return None
    return Point(match[1] is not None, months, month, day, match[5] is not None, match[6] or "")


def _can_be_month(pair: re.Match[str]) -> bool:
    return pair[3] in "_/" and 1 <= int(pair[4]) % 100 <= YEAR_MONTHS


def _is_split(pair: re.Match[str], words: str) -> bool:
    """Return whether a pair of years is one year that begins in the first: 2010/11, 2019-20; refuse what is unclear."""
    first, sign, second = int(pair[2]), pair[3], int(pair[4])
    follows = (first + 1) % 100 == second % 100 and second - first in {1, 1 - 100}
    if pair[1]:
        if not follows:
            raise UnreadableDateError(f'"{words}" is no fiscal year: the second year does not follow the first')
        return True
    if follows and (sign == "/" or not _can_be_month(pair)):
        return True
    if _can_be_month(pair) and second > first:
        month = f"{first}-{second % 100:02d}"
        raise UnreadableDateError(
            f'"{words}" can be the month {month} or the years {first} to {second}; take the rule by hand and say which'
        )
    return False


def _refuse_other_length(words: str, stated: Span, ends: set[date]) -> None:
    """Refuse a period that is not as long as the words say, or has not ended on the page date."""
    match = _TRAILING.fullmatch(normal_form(words))
    if match is None:
        raise UnreadableDateError(f'"{words}" names no number of months or years, as the last 12 months does; {HINT}')
    first, last = stated
    if first is None or last is None or last > min(ends):
        raise MisreadError(f'"{words}" has to end, and not after the page date')
    number, unit = int(match[1]), match[2]
    if unit in _UNIT_MONTHS:
        begins = add_months(last + _DAY, -number * _UNIT_MONTHS[unit])
    else:
        begins = last + _DAY - number * (7 if unit == "week" else 1) * _DAY
    if first != begins:
        raise MisreadError(f'"{words}" up to {last} begins on {begins}, not on {first}')


def _refuse_recent(words: str, stated: Span, ends: set[date]) -> None:
    """Refuse a period that cannot lie a year before another one that has begun."""
    if normal_form(words) != "ayear":
        raise UnreadableDateError(f'"{words}" does not say "a year earlier"; {HINT}')
    first, last = stated
    if first is None or last is None or add_months(first, YEAR_MONTHS) > min(ends):
        raise MisreadError(f'"{words}" has to begin a year or more before the page date')
