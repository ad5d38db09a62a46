"""The parser of JSON Lines: the same records as in YAML, one per line, for facts that a program writes.

The decoder of the standard library reads each line fast. If a line may be invalid, ``scan`` reads it again. It is slow,
but it is exact, and it knows the column of each value.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from json.decoder import scanstring  # type: ignore[attr-defined] # public, but missing from the stubs
from typing import TYPE_CHECKING, Final, NoReturn, cast

from warehouse.yamlfiles.nodes import INVISIBLE, MAX_BYTES, MAX_DEPTH, Node, invisible, place, places_at, position_of
from warehouse.yamlfiles.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.yamlfiles.nodes import Parsed, Path, Places, Plain

_BLANKS: Final = b" \t\r\n"
_ODD_ESCAPE: Final = re.compile(
    r"\\(?:[bf]|u(?:00[0189aA]|007[fF]|061[cC]|180[eE]|20[026]|[fF][eE][fF][fF]|[fF]{3}[eEfF]|[dD][89a-fA-F]))"
)
"""Escapes that may stand for invisible characters or for half of a surrogate pair."""


class _SuspectError(ValueError):
    """The fast path cannot be sure that the line is valid."""


def parse_lines(content: bytes, file: str) -> Iterator[Parsed]:
    """Parse JSON Lines.

    Args:
        content: Bytes of the file.
        file: Name of the file in positions.

    Yields:
        For each non-blank line, the node of its object, and the problems found. The object has one entry,
        which maps a family to a record. The node is None if the line cannot be read.
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
    """Decode a line if it is certainly valid.

    Raises:
        ValueError: It may be invalid.
        RecursionError: It is nested far too deeply.
    """
    if not text.isprintable() and INVISIBLE.search(text):
        raise _SuspectError
    if "\\" in text and _ODD_ESCAPE.search(text):
        raise _SuspectError
    plain = _DECODER.decode(text)
    if type(plain) is not dict or len(plain) != 1:
        raise _SuspectError
    if text.count("{") + text.count("[") > MAX_DEPTH and _is_deeper(plain, MAX_DEPTH):
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
"""The decoder of the fast path. It leaves numbers as texts, because the shape decides their type."""


def _is_deeper(plain: Plain, depth: int) -> bool:
    if depth == 0:
        return True
    for value in plain.values() if type(plain) is dict else plain:
        kind = type(value)
        if (kind is dict or kind is list) and _is_deeper(value, depth - 1):
            return True
    return False


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
        return None, [Problem(at, "E-text", f"there is {invisible(unseen[0])}", "remove it")]
    plain, places = line.exact()
    problems = line.problems
    if not problems and not (isinstance(plain, dict) and len(plain) == 1):
        what, hint = "a line must be an object with one entry", 'write {"family": {"key": …}}'
        problems = [Problem(position_of(places, line.start.file), "E-type", what, hint)]
    return (None if problems else LineNode(line, plain)), problems


class _Line:
    """A line of the file; the positions of its values are computed on first use."""

    __slots__ = ("_exact", "problems", "start", "text")

    def __init__(self, text: str, start: Position) -> None:
        self.text = text
        self.start = start
        self.problems: list[Problem] = []
        self._exact: tuple[Plain, Places] | None = None

    def exact(self) -> tuple[Plain, Places]:
        """Return the value of the line and the places of all values in it."""
        if self._exact is None:
            self._exact = scan(self.text, self.start, self.problems)
        return self._exact


class LineNode(Node):
    """A view of a part of a line. Its position is that of the line; ``at`` scans the line to find the column."""

    __slots__ = ("_line", "_path", "_plain")

    def __init__(self, line: _Line, plain: Plain, path: Path = ()) -> None:
        """Store the line, the value, and the value's path in the line."""
        self._line = line
        self._plain = plain
        self._path = path

    @property
    def position(self) -> Position:
        """The start of the line."""
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
        """The position of each key of a mapping."""
        return dict.fromkeys(self._plain, self.position) if isinstance(self._plain, dict) else {}

    def plain(self) -> Plain:
        """Return the value as strings, lists and dictionaries; do not change them."""
        return self._plain

    def child(self, path: Path) -> Node:
        """Return the node at ``path``, which must exist."""
        plain = self._plain
        for step in path:
            plain = plain[step]
        return LineNode(self._line, plain, (*self._path, *path))

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Return the position at ``path``, or of the last step that exists; with ``key``, that of the key."""
        places = places_at(*self._line.exact(), (*self._path, *path), key=key)
        return position_of(places, self.position.file)

    def line_at(self, path: Path) -> int:  # noqa: ARG002 - all values are on one line
        """Return the line number of the value at ``path``."""
        return self._line.start.line


_BLANK: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def scan(text: str, start: Position, problems: list[Problem]) -> tuple[Plain, Places]:
    """Parse a line exactly.

    Args:
        text: The line.
        start: Position of the line.
        problems: Collects the problems.

    Returns:
        The value, in which numbers and booleans are texts, and the places of all values in it.
    """
    scanner = _Scanner(text, start, problems)
    try:
        return scanner.document()
    except json.JSONDecodeError as error:
        what = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        scanner.refuse(error.pos, "E-json", what, "write one object per line, as a JSON library does")
    except _TooDeepError:
        pass
    return "", place(start.line - 1, start.column - 1)


class _TooDeepError(Exception):
    """The value is nested too deeply to go on."""


class _Scanner:
    """A recursive scanner of one line; its recursion is limited to ``MAX_DEPTH``."""

    def __init__(self, text: str, start: Position, problems: list[Problem]) -> None:
        self.index = 0
        self._text = text
        self._start = start
        self._problems = problems
        self._skip_blanks()

    def document(self) -> tuple[Plain, Places]:
        """Parse the value of the line, and check that nothing follows it."""
        plain, places = self.value(1)
        if self.index < len(self._text):
            raise json.JSONDecodeError("something follows the value", self._text, self.index)
        return plain, places

    def refuse(self, index: int, code: str, what: str, hint: str) -> None:
        """Add a problem at an index of the line."""
        position = position_of(self._place(index), self._start.file)
        self._problems.append(Problem(position, code, what, hint))

    def value(self, depth: int) -> tuple[Plain, Places]:
        """Parse the value that starts here, and skip the blanks after it."""
        start = self.index
        opening = self._text[start : start + 1]
        if opening in {"{", "["}:
            if depth > MAX_DEPTH:
                what = f"values are nested more than {MAX_DEPTH} levels deep"
                self.refuse(start, "E-depth", what, "check the brackets: no record needs so many")
                raise _TooDeepError
            self._step()
            return self._mapping(start, depth) if opening == "{" else self._list(start, depth)
        if opening == '"':
            return self._string()
        word = _WORD.match(self._text, start)
        if word is None:
            raise json.JSONDecodeError("a value is missing here", self._text, start)
        if word[0] == "null":
            self.refuse(start, "E-empty", "null is not a value", "leave the key out if nothing is known")
        self.index = word.end()
        self._skip_blanks()
        return word[0], self._place(start)

    def _list(self, start: int, depth: int) -> tuple[Plain, Places]:
        plain: list[Plain] = []
        places: list[Places] = [self._place(start)]
        while not self._ends("]", is_first=not plain):
            item, at = self.value(depth + 1)
            plain.append(item)
            places.append(at)
        return plain, places

    def _mapping(self, start: int, depth: int) -> tuple[Plain, Places]:
        plain: dict[str, Plain] = {}
        places: list[Places] = [self._place(start)]
        is_first = True
        while not self._ends("}", is_first=is_first):
            is_first = False
            if self._text[self.index : self.index + 1] != '"':
                raise json.JSONDecodeError("a key in quotes is missing here", self._text, self.index)
            begin = self.index
            key, at = self._string()
            if self._text[self.index : self.index + 1] != ":":
                raise json.JSONDecodeError("a colon is missing here", self._text, self.index)
            self._step()
            value, its_places = self.value(depth + 1)
            if key in plain:
                self.refuse(begin, "E-duplicate-key", f'the key "{key}" stands twice in one object', "keep one of them")
                continue
            plain[key] = value
            places += [at, its_places]
        return plain, places

    def _string(self) -> tuple[str, Places]:
        start = self.index
        text, self.index = scanstring(self._text, start + 1, True)  # noqa: FBT003 - takes no keywords
        if unseen := INVISIBLE.search(text) or _SURROGATE.search(text):
            self.refuse(start, "E-text", f"there is {invisible(unseen[0])}, written as an escape", "remove it")
        self._skip_blanks()
        return text, self._place(start)

    def _ends(self, closing: str, *, is_first: bool) -> bool:
        """Return whether the collection ends here; if not, skip the comma between two parts."""
        if self._text[self.index : self.index + 1] == closing:
            self._step()
            return True
        if not is_first:
            if self._text[self.index : self.index + 1] != ",":
                what = f"a comma or {closing} is missing here"
                raise json.JSONDecodeError(what, self._text, self.index)
            self._step()
        return False

    def _step(self) -> None:
        self.index += 1
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        blanks = _BLANK.match(self._text, self.index)
        self.index = blanks.end() if blanks else self.index

    def _place(self, index: int) -> int:
        return place(self._start.line - 1, index)
