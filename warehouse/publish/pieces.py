"""The small pieces of HTML that pages have by the thousand: what templates print with a filter instead of a macro."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from warehouse.reports.formats.html import NOT_IN_HTML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from warehouse.publish.records import Amount, Link, Number, Source

_SPECIAL: Final = re.compile("[&<>\"'" + NOT_IN_HTML.pattern.removeprefix("["))
_SPECIAL_IN_ASCII: Final = re.compile("[&<>\"'\x00-\x08\x0b-\x1f\x7f]")  # most texts; a small set is found faster
_DATE: Final = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_DAY_AND_TIME: Final = 16
_SIZES: Final = ((240, "huge"), (60, "long"), (20, "mid"))
_LONGEST_WORD: Final = 24


def printed(value: object) -> str:
    """Return a value as a template prints it: None as nothing, texts escaped, unless they are HTML already.

    Characters that HTML forbids are printed as their code point.
    """
    if type(value) is str:
        special = _SPECIAL_IN_ASCII if value.isascii() else _SPECIAL
        if not special.search(value):
            return value
        return str(escape(NOT_IN_HTML.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)))
    if isinstance(value, Markup):
        return value
    return "" if value is None else printed(str(value))


def number(value: int) -> str:
    """Return a whole number to read: 4211 as 4,211."""
    return f"{value:,}"


def date(value: str) -> Markup:
    """Return a date or period as an EDTF value; a full one is a time to machines too."""
    if _DATE.fullmatch(value):
        return Markup(f'<time datetime="{value}">{value}</time>')  # noqa: S704 - digits
    return Markup(f'<span class="date">{printed(value)}</span>')  # noqa: S704 - escaped


def moment(value: str) -> Markup:
    """Return an instant in UTC, to the minute; a day stays a day."""
    if len(value) <= _DAY_AND_TIME:
        return date(value)
    shown = printed(value)
    return Markup(f'<time datetime="{shown}">{shown[:10]} {shown[11:16]} UTC</time>')  # noqa: S704 - escaped


def to(link: Link, up: str) -> Markup:
    """Return a link, or its text alone where it leads nowhere.

    Args:
        link: The link.
        up: The way from the page to the root of the site.
    """
    if link.path is None:
        return Markup(f"<bdi>{printed(link.text)}</bdi>")  # noqa: S704 - escaped
    return Markup(f'<a href="{up}{printed(link.path)}">{printed(link.text)}</a>')  # noqa: S704 - escaped


def marks(sources: Iterable[Source]) -> Markup:
    """Return the marks that lead to the sources at the end of the page."""
    return Markup(  # noqa: S704 - escaped
        "".join(
            f'<a class="mark" href="#source-{source.number}" title="{printed(source.line)}"'
            f' aria-label="Source {source.number}">[{source.number}]</a>'
            for source in sources
        )
    )


def modality(word: str | None) -> Markup:
    """Return how firm something is: filled for what is done or holds, hollow for what is to come, half if judged."""
    look = "done" if word in {"occurred", "in force"} else "judged" if word == "assessed" else "ahead"
    return Markup(f'<span class="modality {look}">{printed(word)}</span>')  # noqa: S704 - escaped


def amount(value: Amount) -> Markup:
    """Return a figure to read, the exact one in its title."""
    text = printed(value.text)
    if not value.value:
        return Markup(f'<bdi class="amount">{text}</bdi>')  # noqa: S704 - escaped
    inside = f'value="{printed(value.value)}" title="{printed(value.title)}"'
    return Markup(f'<data class="amount" {inside}>{text}</data>')  # noqa: S704 - escaped


def figure(value: Number) -> Markup:
    """Return a number in a cell, with its value beside it for the sort, and all its digits in its title."""
    title = f' title="{printed(value.exact)}"' if value.exact else ""
    return Markup(f'<data value="{printed(value.value)}"{title}>{printed(value.text)}</data>')  # noqa: S704 - escaped


def room(text: str | None) -> Markup:
    """Return the class of a cell by the room its text asks for; "split" where a word is too long for a line."""
    look = next((look for size, look in _SIZES if text and len(text) > size), None)
    if text is None or look is None:
        return Markup("")
    split = " split" if max(map(len, text.split()), default=0) > _LONGEST_WORD else ""
    return Markup(f' class="{look}{split}"')  # noqa: S704 - our own words


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    each.__name__: each for each in (amount, date, figure, marks, modality, moment, number, room, to)
}
"""The filters of the templates, by their names."""
