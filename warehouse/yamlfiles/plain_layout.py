"""The reader of YAML in the layout that the formatter writes, several times as fast as the parser.

In this layout a line holds one key or one item, a text stands on one line or is folded below ``>-``, and brackets hold
texts. If a line of a file is written in any other way, the parser reads the file, so that nobody can tell which of the
two did. What is accepted here, the parser accepts too, and gives the same values and places (``nodes``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from warehouse.yamlfiles.nodes import COLUMN_BITS

if TYPE_CHECKING:
    from warehouse.yamlfiles.nodes import Places, Plain

    Read = tuple[Plain, Places]

_KEY: Final = r"(?!null:)[a-z][a-z0-9_]{0,63}"
_START: Final = r"(?!(?:null|Null|NULL)\b)(?:[^-?:,\[\]{}#&*!|>'\"%@`~ \n]|-(?=[0-9a-z]))"
"""The first character of a text without quotes, which YAML takes neither for null nor for something else."""
_TEXT: Final = _START + r"[^:#\n]*(?:(?::(?=[^ \n])|(?<=[^ ])#)[^:#\n]*)*(?<! )"
_INNER: Final = _START + r"[^:#?,\[\]{}\n]*(?:(?::(?=[^ ?,\[\]{}\n])|(?<=[^ ])#)[^:#?,\[\]{}\n]*)*(?<! )"
_QUOTED: Final = r""""[^"\\\n]*"|'(?:[^'\n]|'')*'"""
_FLOW: Final = r"\[[^\[\]\n]*\]|\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}"
_LINE: Final = re.compile(
    rf"( *)(?:(- )?(?:({_KEY}):(?: |$))?({_TEXT}|{_QUOTED}|>-|\{{[^\n]*\}}|\[[^\n]*\])?"
    r" *(?:(?<![^ \n])#[^\n]*)?)?(?:\n|\Z)|([^\n]+)\n?",
    re.MULTILINE,
)
"""A line: its indentation, dash, key and value, without a comment; or all of it if it is laid out in another way."""
_PAIR: Final = re.compile(rf"({_KEY}): ({_INNER}|{_QUOTED}|{_FLOW})(?:, |\Z)")
_ITEM: Final = re.compile(rf"({_INNER}|{_QUOTED}|{_FLOW})(?:, |\Z)")
_GAP: Final = 2
"""The length of a dash, a colon or a comma, each with a blank behind it."""
_DEEPEST: Final = 12


class _OtherLayoutError(Exception):
    """The document is laid out in another way."""


def scan(text: str) -> Read | None:
    """Return the value of a document and its places; None if the parser must read it.

    Args:
        text: The document, without tabs and without characters that files must not hold.
    """
    if "\r" in text:
        return None
    document = _Document()
    try:
        for number, line in enumerate(_LINE.finditer(text)):
            if document.folded is not None and document.fold(line[0].removesuffix("\n")):
                continue
            indent, dash, key, value, other = line.groups()
            if dash or key:
                document.take(number << COLUMN_BITS, len(indent), dash, key or "", value)
            elif value or other:
                return None
        return document.finish()
    except _OtherLayoutError:
        return None


class _Document:
    """The collections that are open at a line. The innermost one stands apart from those around it.

    Attributes:
        folded: The lines of the text below ``>-``; None: there is none at this line.
    """

    def __init__(self) -> None:
        self.folded: list[str] | None = None
        self._column = -1
        self._parts: Any = None
        self._places: list[Places] = []
        self._around: list[tuple[int, Any, list[Places]]] = []
        self._waiting = ""
        self._indent = 0

    def take(self, start: int, column: int, dash: str | None, key: str, value: str | None) -> None:
        """Take a line.

        Args:
            start: The place of the start of the line.
            column: Its indentation.
            dash: Its dash, if it begins an item.
            key: Its key; empty if it has none.
            value: Its value as written.
        """
        if column != self._column or self._waiting:
            self._reach(start, column, [] if dash else {})
        if dash:
            column += _GAP
            if type(self._parts) is not list:
                raise _OtherLayoutError
            if not key:
                self._parts.append(_value(value, start + column, self._places))
                return
            self._parts.append({})
            self._open(start, column, self._parts[-1])
        parts = self._parts
        if type(parts) is not dict or key in parts:
            raise _OtherLayoutError
        self._places.append(start + column)
        if value == ">-":
            parts[key], self.folded = key, []
            self._places.append(start + column + len(key) + _GAP)
        elif value:
            parts[key] = _value(value, start + column + len(key) + _GAP, self._places)
        else:
            self._waiting = key

    def fold(self, line: str) -> bool:
        """Take a line of a folded text, or end the text and return False."""
        folded = self.folded or []
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if folded and text and indent <= self._column:
            self._end_text()
            return False
        if folded and not line:
            folded.append("")
            return True
        if not text or indent != (self._indent if folded else max(indent, self._column + 1)) or "" in folded:
            raise _OtherLayoutError
        self._indent, self.folded = indent, [*folded, text]
        return True

    def _end_text(self) -> None:
        lines = self.folded or [""]
        self._parts[next(reversed(self._parts))] = " ".join(line for line in lines if line)
        self.folded = None

    def finish(self) -> Read:
        """Return the value of the document and its places."""
        if self._waiting or not self._around or self.folded == []:
            raise _OtherLayoutError
        if self.folded:
            self._end_text()
        while len(self._around) > 1:
            self._close()
        return self._parts, self._places

    def _reach(self, start: int, column: int, made: list[Plain] | dict[str, Plain]) -> None:
        """Begin the value that a key waits for, or go back to the collection that began in this column."""
        if self._waiting:
            if column <= self._column:
                raise _OtherLayoutError
            self._parts[self._waiting], self._waiting = made, ""
            self._open(start, column, made)
            return
        if not self._around:
            if column or type(made) is list:
                raise _OtherLayoutError
            self._open(start, column, made)
        while self._column > column:
            self._close()
        if self._column != column:
            raise _OtherLayoutError

    def _open(self, start: int, column: int, made: list[Plain] | dict[str, Plain]) -> None:
        if len(self._around) == _DEEPEST:
            raise _OtherLayoutError
        self._around.append((self._column, self._parts, self._places))
        places: list[Places] = [start + column]
        self._places.append(places)
        self._column, self._parts, self._places = column, made, places

    def _close(self) -> None:
        self._column, self._parts, self._places = self._around.pop()


def _value(written: str | None, at: int, places: list[Places]) -> Plain:
    """Return the value that a line states; add its places."""
    if not written:
        raise _OtherLayoutError
    first = written[0]
    if first == "{":
        return _mapping(written, at, places)
    if first == "[":
        return _list(written, at, places)
    places.append(at)
    if first == '"':
        return written[1:-1]
    return written[1:-1].replace("''", "'") if first == "'" else written


def _mapping(written: str, at: int, places: list[Places]) -> Plain:
    """Return a mapping in braces; add its places."""
    made: dict[str, Plain] = {}
    inner: list[Places] = [at]
    end, at = at + len(written), at + 1
    pairs = _PAIR.findall(written[1:-1])
    for key, value in pairs:
        inner.append(at)
        at += len(key) + _GAP
        made[key] = _value(value, at, inner)
        at += len(value) + _GAP
    if at != end + 1 or len(made) < len(pairs):  # a text that is no pair was passed over, or a key stands twice
        raise _OtherLayoutError
    places.append(inner)
    return made


def _list(written: str, at: int, places: list[Places]) -> Plain:
    """Return a list in brackets; add its places."""
    made: list[Plain] = []
    inner: list[Places] = [at]
    end, at = at + len(written), at + 1
    for value in _ITEM.findall(written[1:-1]):
        made.append(_value(value, at, inner))
        at += len(value) + _GAP
    if at != end + 1:
        raise _OtherLayoutError
    places.append(inner)
    return made
