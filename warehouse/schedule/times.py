"""When a job runs: hourly at a minute of the project's own, or as the user says."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
FIELDS: Final = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of the month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day of the week", 0, 7, DAYS),
)
NICKNAMES: Final = ("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually")

_CALENDAR: Final = re.compile(r"[A-Za-z0-9*~/.,:+_ -]+", re.ASCII)
_PART: Final = re.compile(r"(\*|[0-9]{1,2}|[a-z]{3})(?:-([0-9]{1,2}|[a-z]{3}))?(?:/([0-9]{1,2}))?", re.ASCII)


def minute_of(project: Path) -> int:
    """Give the minute at which this project is loaded where nobody says: not all projects at once, none at minute 0."""
    return 1 + int.from_bytes(sha256(str(project).encode()).digest()[:4]) % 59


def calendar(at: str | None, project: Path) -> str:
    """Give a time in systemd's words.

    Raises:
        UsageError: It cannot be one.
    """
    if at is None:
        return f"*-*-* *:{minute_of(project):02}:00"
    if not _CALENDAR.fullmatch(at) or not at.strip() or (len(at.split()) == len(FIELDS) and ":" not in at):
        hint = 'Write it like hourly, "*-*-* 06:30:00" or "Mon..Fri 7:30"; "systemd-analyze calendar" explains it.'
        raise UsageError(f'--at: "{at}" is no time of systemd\'s calendar', hint=hint)
    return at.strip()


def cron(at: str | None, project: Path) -> str:
    """Give a time in cron's five fields, or as one of its nicknames.

    Raises:
        UsageError: It is none.
    """
    if at is None:
        return f"{minute_of(project)} * * * *"
    given = at.split()
    if given in ([name] for name in NICKNAMES):
        return given[0]
    hint = 'Write five fields, such as "30 6 * * 1-5" for half past six from Monday to Friday, or @daily.'
    if len(given) != len(FIELDS):
        raise UsageError(f'--at: "{at}" is no time of cron\'s', hint=hint)
    for text, (name, least, most, words) in zip(given, FIELDS, strict=True):
        if not all(_fits(part, least, most, words) for part in text.lower().split(",")):
            raise UsageError(f'--at: "{text}" is no {name} of cron\'s', hint=hint)
    return " ".join(given)


def _fits(part: str, least: int, most: int, words: tuple[str, ...]) -> bool:
    found = _PART.fullmatch(part)
    if (
        not found
        or (found[1] == "*" and found[2])
        or (found[3] and (int(found[3]) < 1 or not (found[2] or found[1] == "*")))
    ):
        return False
    numbers = [_number(text, least, words) for text in found.groups()[:2] if text and text != "*"]
    return all(least <= number <= most for number in numbers) and numbers == sorted(numbers)


def _number(text: str, least: int, words: tuple[str, ...]) -> int:
    """Give what a number or a word stands for; -1: nothing."""
    if text.isdigit():
        return int(text)
    return words.index(text) + least if text in words else -1
