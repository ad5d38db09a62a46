"""How wide a label is, without a font file, and how it is broken and shortened so that it fits.

The advance widths are those of DejaVu Sans, one of the widest faces a browser falls back to: with most other faces
labels take less room than was kept for them. Widths are in em, so in units of the font size.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import wcwidth

DASH, MINUS, FIRM_BLANK = "\u2013", "\u2212", "\u00a0"
"""Characters that look like others: a dash, a minus, and a blank at which no line is broken."""

_BY_WIDTH: Final = {
    0.28: "'ijl",
    0.30: "IJ",
    0.32: " ,.·" + FIRM_BLANK,
    0.34: "/:;\\|",
    0.36: "-f",
    0.39: "()[]",
    0.40: "!t",
    0.42: "r",
    0.46: '"',
    0.50: "*_`" + DASH,
    0.53: "sz?",
    0.56: "cL",
    0.58: "Fk",
    0.61: "vxyPTY",
    0.64: "aeo$0123456789ESbdghnpqu{}",
    0.70: "KABVXZCR",
    0.77: "UNHD",
    0.79: "&GOQ",
    0.84: "w#+<=>^~≥→" + MINUS,
    0.87: "M",
    0.99: "%mW@—…",
}
_ADVANCE: Final = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_WIDE: Final = 1.0
_PICTURE: Final = 1.4
_FIRST_PICTURE: Final = 0x1F000
_BOLD: Final = 1.13
_OTHER_SMALL, _OTHER_LARGE = 0.72, 1.0
_ELLIPSIS: Final = "…"
_BLANKS: Final = re.compile(" +")


class Fitted(NamedTuple):
    """A label in lines, and whether something had to be left out of it."""

    lines: tuple[str, ...]
    is_short: bool


def width_of(text: str, *, bold: bool = False) -> float:
    """Give the width of a text in em."""
    return sum(map(_advance, text)) * (_BOLD if bold else 1.0)


def _advance(character: str) -> float:
    known = _ADVANCE.get(character)
    if known is not None:
        return known
    cells = wcwidth.wcwidth(character)
    if cells > 1:
        return _PICTURE if ord(character) >= _FIRST_PICTURE else _WIDE
    if cells == 0:
        return 0.0
    return _OTHER_LARGE if unicodedata.category(character) in {"Lu", "So", "Sm"} else _OTHER_SMALL


def fit(text: str, room: float, most: int = 1, *, bold: bool = False) -> Fitted:
    """Break a text into at most ``most`` lines, at blanks where there are any; what does not fit becomes "…".

    Args:
        text: The label.
        room: Width of a line in em.
        most: Number of lines, at least one.
        bold: Whether it is set in bold.
    """
    lines = _lines(text, room, bold=bold)
    if len(lines) <= most:
        return Fitted(tuple(lines), is_short=False)
    last = _cut(" ".join(lines[most - 1 :]), room - width_of(_ELLIPSIS, bold=bold), bold=bold)
    return Fitted((*lines[: most - 1], last.rstrip() + _ELLIPSIS), is_short=True)


def _lines(text: str, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _BLANKS.split(text.strip(" ")):
        longer = f"{line} {word}" if line else word
        if width_of(longer, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, bold=bold) > room and (part := _cut(line, room, bold=bold) or _first(line)) != line:
            lines.append(part)
            line = line[len(part) :]
    return [*lines, line] if line or not lines else lines


def _cut(text: str, room: float, *, bold: bool) -> str:
    """Give as much of the beginning as fits; letters and the accents on them stay together."""
    kept, used = "", 0.0
    for letter in wcwidth.iter_graphemes(text):
        used += width_of(letter, bold=bold)
        if used > room:
            break
        kept += letter
    return kept


def _first(text: str) -> str:
    return next(iter(wcwidth.iter_graphemes(text)))
