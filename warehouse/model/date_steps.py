"""The steps that bring printed words of dates and periods into one form: patterns, each with its replacement, in order.

Python and PostgreSQL read these patterns alike; ``make docs`` writes them into the check
``dates-follow-from-their-document``. Words are in lower case (a to z alone) before the first step.
"""

from __future__ import annotations

import calendar
from typing import Final

_A: Final = "(?<![a-z0-9])"
_Z: Final = "(?![a-z0-9])"
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHORT: Final = tuple(name.lower().replace("sep", "sept|sep") for name in calendar.month_abbr)
_WEEKDAYS: Final = ("mon", "tue|tues", "wed", "thu|thur|thurs", "fri", "sat", "sun")
_UP_TO: Final = "(?:ended|ending|to|through|until)"
_YEAR: Final = "[12][0-9]{3}"

Step = tuple[str, str]

_SIGNS: Final[tuple[Step, ...]] = (
    (r"[\u2010\u2011]", "-"),
    (r"[ \u00a0]*[\u2012-\u2015\u2212~\u301c\uff5e][ \u00a0]*", ">"),
    (r"[\u2018\u2019]", "'"),
    (r"[ \t\u00a0\u3000,()]+", " "),
)
_EAST_ASIAN: Final[tuple[Step, ...]] = (
    (f"({_YEAR}) ?[年년] ?([0-9]{{1,2}}) ?[月월] ?([0-9]{{1,2}}) ?[日일号號]", r" m\2 \3 \1 "),
    (f"({_YEAR}) ?[年년] ?([0-9]{{1,2}}) ?[月월]", r" m\2 \1 "),
    (f"({_YEAR}) ?[年년]", r"\1 "),
    ("(?<![0-9])([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]", r" m\1 \2 "),
    ("(?<![0-9])([0-9]{1,2}) ?[月월]", r" m\1 "),
    ("第?([1-4]) ?(?:분기|四半期|季度)", r" q\1 "),
    ("상반기|上半年|上半期", " h1 "),
    ("하반기|下半年|下半期", " h2 "),
    ("지난해|작년|去年|昨年", " ly "),
    ("올해|今年", " ty "),
    ("내년|来年|來年|明年", " ny "),
)
_NAMES: Final[tuple[Step, ...]] = (
    (f"([0-9])(?:st|nd|rd|th){_Z}", r"\1"),
    *((f"{_A}{name}{_Z}", str(number)) for number, name in enumerate(_NUMBERS, start=1)),
    *((f"{_A}{name}{_Z}", f"o{number}") for number, name in enumerate(("first", "second", "third", "fourth"), start=1)),
    *(
        (rf"{_A}(?:{calendar.month_name[number].lower()}|{_SHORT[number]})(?![a-z])\.?", f"m{number}")
        for number in range(1, 13)
    ),
    *(
        (rf"{_A}(?:{calendar.day_name[number].lower()}|{short}){_Z}\.?", f"wd{number + 1}")
        for number, short in enumerate(_WEEKDAYS)
    ),
)
_DIGITS: Final[tuple[Step, ...]] = (
    (f"([0-9])/(?={_YEAR}-)", r"\1>"),
    (rf"(?<![0-9])({_YEAR})([-./]) ?([0-9]{{1,2}})\2 ?([0-9]{{1,2}})(?![0-9])\.?", r"m\3 \4 \1"),
    (rf"(?<![0-9./-])([0-9]{{1,2}})\. ?([0-9]{{1,2}})\. ?({_YEAR})(?![0-9])", r"m\2 \1 \3"),
    (f"(?<![0-9./-])(1[3-9]|2[0-9]|3[01])([-/])(0?[1-9]|1[0-2])\\2({_YEAR})(?![0-9])", r"m\3 \1 \4"),
    (f"(?<![0-9./-])(0?[1-9]|1[0-2])([-/])(1[3-9]|2[0-9]|3[01])\\2({_YEAR})(?![0-9])", r"m\1 \3 \4"),
    (f"(?<![0-9./-])(0?[1-9]|1[0-2])([-/])\\1\\2({_YEAR})(?![0-9])", r"m\1 \1 \3"),
    (f"(?<![0-9])([0-9]{{1,2}})-(m[0-9]{{1,2}})-({_YEAR})(?![0-9])", r"\2 \1 \3"),
    (f"(m[0-9]{{1,2}})[-/]({_YEAR})(?![0-9])", r"\1 \2"),
    (rf"(?<![0-9])({_YEAR})[-./] ?([1-9])(?![0-9./-])", r"m\2 \1"),
    (rf"(?<![0-9])({_YEAR})\. ?(0[1-9]|1[0-2])(?![0-9])\.?", r"m\2 \1"),
    (f"(?<![0-9./-])(0?[1-9]|1[0-2])[./-]({_YEAR})(?![0-9./-])", r"m\1 \2"),
    ("m0([1-9])(?![0-9])", r"m\1"),
    ("(m[0-9]{1,2}) 0([1-9])(?![0-9])", r"\1 \2"),
    (f"(m[0-9]{{1,2}} [0-9]{{1,2}}) \\1 ({_YEAR})", r"\1 \2"),
    (f"(m[0-9]{{1,2}} [0-9]{{1,2}} {_YEAR}) \\1(?![0-9])", r"\1"),
)
_SAME: Final = "(?:same|corresponding) (?:period|quarter|month|half|time)(?: of| in)?"
_AGO: Final = "(?:year[ -](?:earlier|ago|before|prior)|(?:previous|prior|preceding) year)"
_START: Final = "(?:since|from) (?:the )?(?:start|beginning) of (?:the|this) year"
_UNIT: Final = "(day|week|month|quarter|year)s?"

_PHRASES: Final[tuple[Step, ...]] = (
    (f"{_A}(?:this )?(?:year[ -]to[ -]date|ytd|{_START}|so far this year|this year so far){_Z}", " ytd "),
    (f"{_A}(?:later (?:this|in the|in this)|(?:rest|remainder) of (?:the|this)) year{_Z}", " later ty "),
    (f"{_A}earlier (?:this|in the|in this) year{_Z}", " earlier ty "),
    (f"{_A}(?:the )?{_SAME}(?: the| a)? last year{_Z}", " ayear "),
    (f"{_A}(?:(?:the )?{_SAME} )?(?:a |the |1 )?{_AGO}(?: period| quarter| month| half)?{_Z}", " ayear "),
    (
        f"{_A}(?:trailing|last|past|previous|preceding|latest)[ -]([0-9]{{1,2}})[ -]{_UNIT}{_Z}",
        r" trail \1 \2 ",
    ),
    (f"{_A}(?:ttm|ltm){_Z}", " trail 12 month "),
    (f"{_A}previous (week|month|quarter){_Z}", r" last \1 "),
    (f"{_A}last year{_Z}", " ly "),
    (f"{_A}(?:this|current) year{_Z}", " ty "),
    (f"{_A}(?:next|coming|following) year{_Z}", " ny "),
    (f"{_A}(?:this|past) (?=m[0-9]|wd[0-9])", ""),
)
_FISCAL: Final[tuple[Step, ...]] = (
    (f"{_A}([1-4][qh])fy", r"\1 fy"),
    (f"{_A}(?:fiscal|financial) year (?={_UP_TO}{_Z})", "year "),
    (f"{_A}({_YEAR}[->/][0-9]{{2,4}}) (?:fiscal|financial) year{_Z}", r"fy\1"),
    (f"{_A}({_YEAR}) (?:fiscal|financial) year{_Z}", r"fy\1"),
    (f"{_A}(?:fiscal|financial)(?: year)? (?=[0-9'])", "fy"),
    (f"{_A}fy ?([12][0-9])([0-9]{{2}}) ?[->/] ?([0-9]{{2}})(?![0-9])", r" fy\1\2 / \1\3 "),
    (f"{_A}fy ?({_YEAR}) ?[->/] ?({_YEAR})(?![0-9])", r" fy\1 / \2 "),
    (f"{_A}fy ?'?([0-9]{{2}}) ?[->/] ?([0-9]{{2}})(?![0-9])", r" fy20\1 / 20\2 "),
    (f"(?<![a-z])fy ?({_YEAR})(?![0-9])", r" fy\1 "),
    ("(?<![a-z])fy ?'?([0-9]{2})(?![0-9])", r" fy20\1 "),
    (f"{_A}(?:calendar )?year (?={_YEAR}(?![0-9]))", ""),
    (f"{_A}(?:calendar |cy ?)(?={_YEAR}(?![0-9]))", ""),
)
_PAIRS: Final[tuple[Step, ...]] = (
    (f"{_A}([12][0-9])([0-9]{{2}})>([0-9]{{2}})(?![0-9>])", r"\1\2 ~ \1\3"),
    (f"{_A}([12][0-9])([0-9]{{2}})/([0-9]{{2}})(?![0-9/])", r"\1\2 / \1\3"),
    (f"{_A}([12][0-9])([0-9]{{2}})-([0-9]{{2}})(?![0-9-])", r"\1\2 _ \1\3"),
    (f"{_A}({_YEAR})/({_YEAR})(?![0-9])", r"\1 & \2"),
    (f"{_A}({_YEAR}) ?[->] ?({_YEAR})(?![0-9])", r"\1 > \2"),
)
_PARTS: Final[tuple[Step, ...]] = (
    (f"{_A}o?([1-4])[ -]quarter{_Z}", r" q\1 "),
    (f"{_A}quarter ([1-4]){_Z}", r" q\1 "),
    (f"{_A}([1-4])q(?![a-eg-z])", r" q\1 "),
    (f"{_A}q([1-4]) ?'?([0-9]{{2}})(?![0-9])", r" q\1 20\2 "),
    (f"{_A}o?([12])[ -]half{_Z}", r" h\1 "),
    (f"{_A}([12])h(?![a-eg-z])", r" h\1 "),
    (f"{_A}h([12]) ?'?([0-9]{{2}})(?![0-9])", r" h\1 20\2 "),
    (f"({_YEAR}) ?-? ?q([1-4]){_Z}", r"\1 q\2 "),
    (f"({_YEAR}) ?-? ?[hs]([12]){_Z}", r"\1 h\2 "),
    ("(m[0-9]{1,2})[ -]quarter(?![a-z])", r"3x\1"),
    ("(m[0-9]{1,2})[ -]half(?![a-z])", r"6x\1"),
    (f"(m[0-9]{{1,2}}) ({_YEAR}) quarter(?![a-z])", r"3x\1 \2"),
    (f"(m[0-9]{{1,2}}) ({_YEAR}) half(?![a-z])", r"6x\1 \2"),
    (f"{_A}([0-9]{{1,2}})[ -]months?(?: period)? {_UP_TO}{_Z}", r" \1x "),
    (f"{_A}quarter {_UP_TO}{_Z}", " 3x "),
    (f"{_A}half(?:[ -]year)? {_UP_TO}{_Z}", " 6x "),
    (f"{_A}year {_UP_TO}{_Z}", " 12x "),
    (f"{_A}o1 ([0-9]{{1,2}}) months{_Z}", r" \1xm\1 "),
    *(
        (f"{_A}{letter}{number}{_Z}", f" {months}xm{months * number} ")
        for letter, months, most in (("q", 3, 4), ("h", 6, 2))
        for number in range(1, most + 1)
    ),
    ("(?<![0-9])([12][0-9]{2})0'?s(?![a-z0-9])", r"\1x"),
)
_FILLERS: Final[tuple[Step, ...]] = (
    (f"{_A}between (.+) and (.+)$", r"\1 > \2"),
    ("(?<=[0-9xy]) (?:to|through|until|till|-) ", " > "),
    ("^ *from ([^>]*)$", r"since \1"),
    ("^ *(?:since |from )?(.*) onwards?$", r"since \1"),
    ("^ *(?:until|till|through|up to|to) ", "until "),
    (f"{_A}(?:early|mid|late|middle|end|beginning|start)(?: |-|$)", " part "),
    (f"{_A}(?:the|of|in|on|at|as|from|during|for|by|before|after|full|all){_Z}", " "),
    (f"{_A}(?:about|around|circa|approximately|roughly|morning|afternoon|evening|night){_Z}", " "),
    (" +", " "),
    ("^ | $", ""),
    (r"\.$", ""),
)
_ORDER: Final[tuple[Step, ...]] = (
    ("wd[1-7] (?=([0-9]{1,2} )?m[0-9])", ""),
    (f"(m[0-9]{{1,2}} [0-9]{{1,2}}(?: {_YEAR})?) wd[1-7]$", r"\1"),
    ("(?<![0-9a-z])0?([0-9]{1,2}) (m[0-9]{1,2})(?![0-9])", r"\2 \1"),
    (r"(?<![0-9])([0-9]{1,2})x (?=m[0-9])", r"\1x"),
    (
        f"(?<![0-9a-z])((?:fy)?{_YEAR}|ly|ty|ny) ((?:[0-9]{{1,2}}x)?m[0-9]{{1,2}}(?: [0-9]{{1,2}})?)(?! ?[0-9a-z])",
        r"\2 \1",
    ),
    ("^(since|until) part ", r"part \1 "),
    (" ?> ?", " > "),
)

STEPS: Final = (
    *_SIGNS,
    *_EAST_ASIAN,
    *_NAMES,
    *_DIGITS,
    *_PHRASES,
    *_FISCAL,
    *_PAIRS,
    *_PARTS,
    *_FILLERS,
    *_ORDER,
)
