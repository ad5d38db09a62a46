"""Turn JSON Lines into nodes: the same records as in YAML, one to a line, for facts that a program produces.

Each line is read fast, by the decoder of the standard library. Whatever looks as if it could be wrong is read again
with care (``jsonscan``), which decides, and knows the columns.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn, cast

from warehouse.strictyaml.jsonscan import scan
from warehouse.strictyaml.nodes import INVISIBLE, MAX_BYTES, MAX_DEPTH, invisible
from warehouse.strictyaml.problems import Position, Problem
from warehouse.strictyaml.tree import Node, found, position_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.strictyaml.nodes import Parsed
    from warehouse.strictyaml.tree import Path, Places, Plain

_BLANKS: Final = b" \t\r\n"
_ODD_ESCAPE: Final = re.compile(
    r"\\(?:[bf]|u(?:00[0189]|007[fF]|202[89]|[fF][eE][fF][fF]|[fF]{3}[eEfF]|[dD][89a-fA-F]))"
)
"""Escapes that may stand for characters which nobody can see, or for halves of one."""


class _SuspectError(ValueError):
    """The line needs to be read with care."""


def parse_lines(content: bytes, file: str) -> Iterator[Parsed]:
    """Read JSON Lines.

    Args:
        content: The bytes of the file.
        file: Its name in positions.

    Yields:
        For each line that is not blank the node of its object, which has one entry, family to record, or None for a
        line that cannot be read; and the problems found.
    """
    if content.startswith(b"\xef\xbb\xbf"):
        what = "the file starts with a byte order mark"
        yield None, [Problem(Position(file), "E-text", what, "save it as UTF-8 without one")]
        return
    for number, line in enumerate(BytesIO(content), start=1):
        if line.strip(_BLANKS):
            yield _read(line.rstrip(_BLANKS), Position(file, number))


def _read(line: bytes, start: Position) -> Parsed:
    if len(line) > MAX_BYTES:
        what = f"the line has {len(line):,} bytes, more than {MAX_BYTES:,}"
        return None, [Problem(start, "E-text", what, "split the record into several")]
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        at = Position(start.file, start.line, len(line[: error.start].decode()) + 1)
        return None, [Problem(at, "E-text", f"byte 0x{line[error.start]:02x} is not UTF-8", "save the file as UTF-8")]
    try:
        return LineNode(_Line(text, start), _decode(text)), []
    except (ValueError, RecursionError):
        return _read_with_care(_Line(text, start))


def _decode(text: str) -> Plain:
    """Decode a line that is surely as it should be.

    Raises:
        ValueError: It may be otherwise.
        RecursionError: It is nested far too deeply.
    """
    if not text.isprintable() and INVISIBLE.search(text):
        raise _SuspectError
    if "\\" in text and _ODD_ESCAPE.search(text):
        raise _SuspectError
    plain = _DECODER.decode(text)
    if type(plain) is not dict or len(plain) != 1:
        raise _SuspectError
    if text.count("{") + text.count("[") > MAX_DEPTH and _depth(plain) > MAX_DEPTH:
        raise _SuspectError
    return _as_texts(plain) if "true" in text or "false" in text or "null" in text else plain


def _mapping(pairs: list[tuple[str, Plain]]) -> Plain:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _SuspectError
    return made


def _refuse_constant(_: str) -> NoReturn:
    raise _SuspectError


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_mapping, parse_float=str, parse_int=str, parse_constant=_refuse_constant
)
"""Numbers stay the texts they are, since the shape decides what they mean."""


def _depth(plain: Plain) -> int:
    inner = plain.values() if isinstance(plain, dict) else plain
    return 1 + max((_depth(value) for value in inner if not isinstance(value, (str, bool, type(None)))), default=0)


def _as_texts(plain: Plain) -> Plain:
    if isinstance(plain, str):
        return plain
    if isinstance(plain, dict):
        return {key: _as_texts(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_as_texts(value) for value in plain]
    if plain is None:
        raise _SuspectError
    return "true" if plain else "false"


def _read_with_care(line: _Line) -> Parsed:
    if unseen := INVISIBLE.search(line.text):
        at = Position(line.start.file, line.start.line, unseen.start() + 1)
        return None, [Problem(at, "E-text", invisible(unseen[0]), "remove it")]
    plain, places = line.exact()
    problems = line.problems
    if not problems and not (isinstance(plain, dict) and len(plain) == 1):
        what, hint = "a line is an object with one entry", 'write {"family": {"key": …}}'
        problems = [Problem(position_of(places, line.start.file), "E-type", what, hint)]
    return (None if problems else LineNode(line, plain)), problems


class _Line:
    """A line and, once somebody has asked, where everything in it stands."""

    __slots__ = ("_exact", "problems", "start", "text")

    def __init__(self, text: str, start: Position) -> None:
        self.text = text
        self.start = start
        self.problems: list[Problem] = []
        self._exact: tuple[Plain, Places] | None = None

    def exact(self) -> tuple[Plain, Places]:
        if self._exact is None:
            self._exact = scan(self.text, self.start, self.problems)
        return self._exact


class LineNode(Node):
    """A view of a part of a line. Its position is the line's; ``at`` reads the line again to give the column."""

    __slots__ = ("_line", "_path", "_plain")

    def __init__(self, line: _Line, plain: Plain, path: Path = ()) -> None:
        """Take the value at ``path`` in the line."""
        self._line = line
        self._plain = plain
        self._path = path

    @property
    def position(self) -> Position:
        """The line it stands on."""
        return self._line.start

    @property
    def value(self) -> str | list[Node] | dict[str, Node]:
        """The scalar as a text, the items, or the entries by key."""
        if isinstance(self._plain, list):
            return [self.child((index,)) for index in range(len(self._plain))]
        if isinstance(self._plain, dict):
            return {key: self.child((key,)) for key in self._plain}
        return cast("str", self._plain)

    @property
    def keys(self) -> dict[str, Position]:
        """Where each key of a mapping stands."""
        return dict.fromkeys(self._plain, self.position) if isinstance(self._plain, dict) else {}

    def plain(self) -> Plain:
        """Give the same as strings, lists and dictionaries, which are not to be changed."""
        return self._plain

    def child(self, path: Path) -> Node:
        """Give the node that stands at ``path``, which must exist."""
        plain = self._plain
        for step in path:
            plain = plain[step]
        return LineNode(self._line, plain, (*self._path, *path))

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Find where ``path`` stands, as far down as the line goes; with ``key`` the key instead of its value."""
        places = found(*self._line.exact(), (*self._path, *path), key=key)
        return position_of(places, self.position.file)

    def line_at(self, path: Path) -> int:  # noqa: ARG002 - all that it holds stands on one line
        """Give the line of what stands at ``path``."""
        return self._line.start.line
