"""The finder of dates and periods in running text; ``warehouse.model.date_words`` reads their values."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from warehouse.model.date_words import YEAR_RULES, is_fiscal, resolve
from warehouse.model.dates import Span, UnreadableDateError, span, written
from warehouse.seeds.candidates.figures import NUMBER_WORDS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS: Final = "|".join(calendar.month_name[1:])
_SHORT: Final = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_WEEKDAY: Final = f"(?:{'|'.join(calendar.day_name)})(?![A-Za-z])"
_DATED_WEEKDAY: Final = rf"(?:{_WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?),? "
_YEAR: Final = "(?:1[89]|20|21)[0-9]{2}(?![0-9])"
_DAY: Final = "(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
_MONTH: Final = rf"(?:(?:{_MONTHS})(?![A-Za-z])|(?:{_SHORT})(?![A-Za-z])\.?)"
_NUMBER: Final = f"(?:[0-9]{{1,2}}|{'|'.join(list(NUMBER_WORDS)[:12])})"
_ORDINAL: Final = "(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_NUMERIC: Final = "|".join(
    [
        *(rf"{_YEAR}{sign} ?[0-9]{{1,2}}{sign} ?[0-9]{{1,2}}(?![0-9])" for sign in ("-", r"\.", "/")),
        *(rf"{_DAY}{sign} ?[0-9]{{1,2}}{sign} ?{_YEAR}" for sign in ("-", r"\.", "/")),
        rf"(?:0?[1-9]|1[0-2])/{_YEAR}",
        rf"{_DAY}-(?:{_SHORT})-{_YEAR}",
    ]
)
_DATED: Final = (
    rf"(?:{_DATED_WEEKDAY})?(?:{_MONTH} {_DAY}(?:,? (?:{_NUMERIC}|{_YEAR}))?|{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?)"
    rf"|{_NUMERIC}|{_MONTH}(?: of|,)? {_YEAR}"
)
_THAT_YEAR: Final = "(?i:last|this|next|the current|the coming|the following) year(?![A-Za-z])"
_FISCAL: Final = (
    rf"(?:FY ?|(?i:fiscal|financial)(?: year)? )(?:{_YEAR}|'?[0-9]{{2}}(?![0-9]))(?:[-/][0-9]{{2}}(?![0-9]))?"
)
_ITS_YEAR: Final = rf",? ?(?:of )?(?:{_FISCAL}|{_YEAR}|['\u2018\u2019][0-9]{{2}}(?![0-9])|{_THAT_YEAR})"
_PART: Final = (
    rf"(?:(?i:{_ORDINAL}[ -](?:quarter|half)|{_MONTH}[ -](?:quarter|half))(?![A-Za-z])|[QH][1-4](?![0-9])"
    rf"|[1-4][QH](?![0-9A-Z])|[1-4][QH][0-9]{{2}}(?![0-9]))(?:{_ITS_YEAR})?"
)
_UP_TO: Final = (
    rf"(?i:(?:(?:fiscal|financial) )?year|quarter|half(?:[ -]year)?|{_NUMBER}[ -]months?(?: period)?)"
    rf" (?:ended|ending|to|through) (?:{_DATED}|{_MONTH})"
)
_NEAR: Final = (
    r"(?i:year[ -]to[ -]date|so far this year|(?:later|earlier) (?:this|in the) year"
    r"|(?:the )?(?:same|corresponding) (?:period|quarter|month|half) (?:of |a )?(?:the )?(?:last|previous|prior) year"
    r"|a year (?:earlier|ago|before)"
    rf"|(?:trailing|last|past|previous|latest) {_NUMBER} (?:days|weeks|months|quarters|years)"
    rf"|(?:last|this|next|previous) (?:week|month|quarter)|yesterday|today|tomorrow)(?![A-Za-z])|YTD(?![A-Za-z])"
    rf"|{_THAT_YEAR}"
)
_ASIAN: Final = (
    rf"(?:(?:{_YEAR} ?[年년]|지난해|작년|올해|내년|去年|今年|明年|来年|昨年) ?)"
    r"(?:제?[1-4] ?분기|[상하]반기|第?[1-4一二三四] ?(?:四半期|季度)|[上下]半[年期]"
    r"|[0-9]{1,2} ?[月월](?: ?[0-9]{1,2} ?[日일号])?)?"
    r"|(?:지난 ?|오는 ?)?[0-9]{1,2} ?[月월](?: ?[0-9]{1,2} ?[日일号])?(?!간)|[0-9]{1,2}일(?![간째])"
)
_OTHER_UNITS: Final = "|".join(forms for unit, forms in UNITS.items() if unit != "count")
_LONELY_YEAR: Final = rf"{_YEAR}(?! ?(?:{_OTHER_UNITS})(?![A-Za-z])|[.,][0-9]|[A-Za-z]|여? ?[개명곳家个])"
_POINT: Final = (
    rf"(?:{_DATED}|{_PART}|{_FISCAL}|(?:1[89]|20|21)[0-9]0'?s(?![A-Za-z])|{_WEEKDAY}|{_ASIAN}"
    rf"|{_YEAR}[/\u2013-][0-9]{{2}}(?![0-9]|[-/.][0-9])|{_MONTH}|{_LONELY_YEAR})"
)
_PREFIX: Final = (
    r"(?i:by|before|after|since|until|till|from|around|about|between|as of|the end of|end of|early|mid|late|last|this"
    r"|past|the beginning of|the start of)[ -]"
)
_DATE: Final = re.compile(
    rf"(?<![A-Za-z0-9_/:#$€£₩¥-])(?<![A-Za-z0-9]\.)(?<![0-9],)(?P<prefix>(?:{_PREFIX}){{0,3}})(?P<the>the )?"
    rf"(?P<first>{_UP_TO}|{_NEAR}|{_POINT})"
    rf"(?P<range>(?: ?[\u2013\u2014~-] ?| to | through | and )(?:{_POINT}|{_THAT_YEAR}))?(?![A-Za-z0-9])"
)
_SINCE_START: Final = re.compile(r"(?i:since the (?:start|beginning) of (?:the|this) year)(?![A-Za-z])")
_LEADS_TO_MONTH: Final = re.compile(r"(?i:(?<!\w)(?:in|of|during|on|the)) $")
_UNCLEAR_MONTHS: Final = frozenset({"May", "March", "Mar", "Jan", "Dec", "Sep", "Sept", "Apr", "Jun", "Jul"})
_COUNTED: Final = re.compile(
    r"(?i:(?<!\w)(?:over|more than|nearly|almost|up to|some|at least|as many as|fewer than)) $"
)
_QUALIFIERS: Final = {"by": "by", "before": "before", "after": "after", "around": "about", "about": "about"}
_BEHIND: Final = {"까지": "by", "이전": "before", "이후": "after", "之前": "before", "之后": "after", "以后": "after"}
_COVERING: Final = frozenset({"since", "until", "till", "from", "between"})
_SHIFTED: Final = re.compile(r"(?i:(?<!\w)(?:next|coming|following|every|each|previous)|다음|매년|매월) ?$")
"""Words before a date that make it another one."""

_ENDED: Final = re.compile("(?i:ended)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What words of a date mean by a rule.

    Attributes:
        rule: A word of the scheme ``date-rule``.
        edtf: The value.
    """

    rule: str
    edtf: str


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date or period in the plain form of a paragraph.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        words: Its words.
        readings: What it can mean; several, or none, if only a person can tell.
        qualifier: A word of the scheme ``date-qualifier``.
        covering: What it means as a period, if the words cover their days as "since 2022" does; else None.
    """

    start: int
    end: int
    words: str
    readings: tuple[Reading, ...]
    qualifier: str = "on"
    covering: Reading | None = None


def find_dates(text: str, page: Span | None) -> Iterator[FoundDate]:
    """Yield the dates and periods of a paragraph in plain form, in text order.

    Args:
        text: The paragraph.
        page: First and last day of the page date of its document; None: it shows none.
    """
    at = 0
    while match := _DATE.search(text, at):
        at = max(match.end(), at + 1)
        if whole := _SINCE_START.match(text, match.start()):
            yield _found(text, *whole.span(), page)
        elif not _is_other(match):
            found = _best(match, page)
            at = max(found.end, match.start() + 1)
            yield found
    return


def _is_other(match: re.Match[str]) -> bool:
    """Return whether the words are no date: a verb such as May or March, or a number of things."""
    text, first = match.string, match["first"]
    if match["range"] or match["prefix"]:
        return False
    if first in _UNCLEAR_MONTHS:
        return _LEADS_TO_MONTH.search(text, max(0, match.start() - 8), match.start()) is None
    return first.isdigit() and _COUNTED.search(text, max(0, match.start() - 12), match.start()) is not None


def _best(match: re.Match[str], page: Span | None) -> FoundDate:
    """Return the longest part of a match that has a reading; the words without range and prefix if none has."""
    text = match.string
    starts = [match.start(), match.start("first")]
    prefix = match["prefix"]
    cuts = [match.start() + cut.end() for cut in re.finditer("[ -]", prefix)]
    starts[1:1] = [cut for cut in cuts if match.start() < cut < match.start("first")]
    ends = [match.end(), match.end("first")] if match["range"] else [match.end()]
    for end in ends:
        for start in starts:
            found = _found(text, start, end, page)
            if found.readings:
                return found
    return _found(
        text, starts[0] if prefix.lower().startswith(("last", "this", "next")) else starts[-1], ends[-1], page
    )


def _found(text: str, start: int, end: int, page: Span | None) -> FoundDate:
    words = text[start:end].rstrip(" ")
    end = start + len(words)
    lead = re.split("[ -]", words.lower(), maxsplit=1)[0]
    behind = next((word for form, word in _BEHIND.items() if text.startswith(form, end)), "on")
    if _SHIFTED.search(text, max(0, start - 10), start):
        return FoundDate(start, end, words, ())
    covering = readings_of(words, page, covers=True) if lead in _COVERING else ()
    qualifier = _QUALIFIERS.get(lead, behind)
    return FoundDate(start, end, words, readings_of(words, page), qualifier, covering[0] if covering else None)


@lru_cache(maxsize=4096)
def readings_of(words: str, page: Span | None, *, covers: bool = False) -> tuple[Reading, ...]:
    """Return what words of a date can mean, by the rules that read them.

    Args:
        words: The words.
        page: First and last day of the page date; None: there is none.
        covers: Whether they are the words of a period.
    """
    if is_fiscal(words):
        return _fiscal(words, covers=covers)
    with suppress(UnreadableDateError):
        return (Reading("as printed", value_of(resolve(words, "as printed", None, covers=covers))),)
    found = []
    for rule in (*YEAR_RULES, "from page date", "year to date", "document year", "latest past"):
        with suppress(UnreadableDateError):
            found.append(Reading(rule, value_of(resolve(words, rule, page, covers=covers))))
    if len({reading.edtf for reading in found}) == 1:
        return (found[0],)
    past = tuple(reading for reading in found if reading.rule == "latest past")
    return past if past and _ENDED.search(words) else tuple(found)


def value_of(days: Span) -> str:
    """Return the shortest value that covers these days: ``2019/2022`` and ``199X`` too."""
    first, last = days
    whole = written(days)
    if "/" not in whole:
        return whole
    ends = [tuple(day.isoformat()[:size] if day else ".." for size in (4, 7, 10)) for day in (first, last)]
    ranges = [f"{start}/{end}" for start, end in zip(*ends, strict=True)]
    decade = [f"{first.year // 10}X"] if first else []
    fitting = [value for value in (*decade, *ranges) if span(value) == days] if first != last else []
    return min(fitting, key=len, default=whole)


def _fiscal(words: str, *, covers: bool) -> tuple[Reading, ...]:
    """Return the reading of a fiscal year or a part of it, whose value needs no first day to be written."""
    trial = "07-01 end"
    with suppress(UnreadableDateError):
        days = resolve(words, "as printed", None, fiscal=trial, covers=covers)
        last = days.last or days.first
        for year in (last.year, last.year + 1) if last else ():
            for part in ("", "-Q1", "-Q2", "-Q3", "-Q4", "-S1", "-S2"):
                if span(f"FY{year}{part}", trial) == days:
                    return (Reading("as printed", f"FY{year}{part}"),)
    return ()
