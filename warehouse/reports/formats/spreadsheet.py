"""What a cell becomes in a spreadsheet: a number with a format that shows its digits, or a text where none fits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LAST_ROW: Final = 1_048_575
"""Index of the last row a sheet has."""

_LONGEST: Final = 32_767
_MOST_DIGITS: Final = 15
_MOST_PLACES: Final = 30
_NUMBER: Final = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,3}))?Z")
_ORIGIN: Final = date(1899, 12, 30)
_FIRST_SURE_DAY: Final = "1900-03-01"
"""Spreadsheets count a 29 February 1900; days before it are numbered in two ways."""
_SECONDS_OF_DAY: Final = 86_400


class Shown(NamedTuple):
    """A number as a spreadsheet holds it, and the number format that shows it as the other formats do."""

    number: float
    form: str


def number(cell: str) -> Shown | None:
    """Give a number, or None for one that a spreadsheet would round: it keeps 15 digits."""
    parts = _NUMBER.fullmatch(cell)
    if parts is None:
        return None
    whole, places = parts[1], parts[2] or ""
    if len((whole + places).strip("0")) > _MOST_DIGITS or max(len(whole), len(places)) > _MOST_PLACES:
        return None
    return Shown(float(cell), f"0.{'0' * len(places)}" if places else "0")


def day(cell: str) -> Shown | None:
    """Give a day, or None for one that spreadsheets do not count."""
    if not _DAY.fullmatch(cell) or cell < _FIRST_SURE_DAY:
        return None
    return Shown((date.fromisoformat(cell) - _ORIGIN).days, "yyyy-mm-dd")


def instant(cell: str) -> Shown | None:
    """Give an instant in UTC, or None for one that spreadsheets do not count or not as finely."""
    parts = _INSTANT.fullmatch(cell)
    if parts is None or cell < _FIRST_SURE_DAY:
        return None
    at = datetime.fromisoformat(parts[1]).replace(tzinfo=UTC)
    fraction = parts[2] or ""
    seconds = at.hour * 3600 + at.minute * 60 + at.second + (int(fraction) / 10 ** len(fraction) if fraction else 0)
    places = f".{'0' * len(fraction)}" if fraction else ""
    return Shown((at.date() - _ORIGIN).days + seconds / _SECONDS_OF_DAY, f'yyyy-mm-dd"T"hh:mm:ss{places}"Z"')


SHOWN_BY_TYPE: Final[Mapping[str, Callable[[str], Shown | None]]] = {
    "integer": number,
    "bigint": number,
    "numeric": number,
    "double precision": number,
    "date": day,
    "timestamptz": instant,
}
"""How the cells of a column become numbers, by its type; the other types are truth values and texts."""


def fitted(text: str) -> str:
    """Cut a text to what a spreadsheet cell holds, 32,767 characters; one cut ends in an ellipsis."""
    if len(text) * 2 <= _LONGEST:
        return text
    coded = text.encode("utf-16-le", "surrogatepass")
    if len(coded) <= _LONGEST * 2:
        return text
    return coded[: (_LONGEST - 1) * 2].decode("utf-16-le", "ignore") + "…"
