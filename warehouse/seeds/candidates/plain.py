"""The plain form of a paragraph, in which candidates are looked for, and the way back to the printed code points.

Plain is composed (NFC), without soft hyphens and characters of no width, with simple blanks, and with the simple forms
of full-width letters, digits and signs.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANKS: Final = "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SIMPLE: Final = str.maketrans(
    {
        **dict.fromkeys(_BLANKS, " "),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        "\u2010": "-",
        "\u2011": "-",
        "\u20a9": "₩",
        "\uffe6": "₩",
        "\uffe5": "¥",
        "\u301c": "~",
    }
)
"""One character for another."""

_NO_WIDTH: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_FIRST_VOWEL: Final = "\u1160"
_LAST_CONSONANT: Final = "\u11ff"


@dataclass(frozen=True, slots=True)
class Plain:
    """A paragraph in plain form.

    Attributes:
        text: The plain form.
        starts: For each of its characters, the first printed code point; None: it is the printed text, one to one.
        ends: For each of its characters, the code point after the last printed one.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of printed code points of a span of the plain form, which is not empty."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(paragraph: str) -> Plain:
    """Return the plain form of a paragraph."""
    simple = paragraph.translate(_SIMPLE)
    if simple.isascii() or (not _NO_WIDTH.search(simple) and unicodedata.is_normalized("NFC", simple)):
        return Plain(simple)
    parts: list[str] = []
    starts, ends = array("L"), array("L")
    begin = 0
    while begin < len(simple):
        end = begin + 1
        while end < len(simple) and _goes_on(simple[end]):
            end += 1
        composed = unicodedata.normalize("NFC", _NO_WIDTH.sub("", simple[begin:end]))
        parts.append(composed)
        starts.extend([begin] * len(composed))
        ends.extend([end] * len(composed))
        begin = end
    return Plain("".join(parts), starts, ends)


def _goes_on(character: str) -> bool:
    """Return whether a character is part of the one before it: a mark, or a vowel or final consonant of Hangul."""
    return unicodedata.combining(character) > 0 or _FIRST_VOWEL <= character <= _LAST_CONSONANT
