"""Turn JSON Lines into nodes: the same records as in YAML, one to a line, for facts that a program produces.

Each line is read fast, by the decoder of the standard library. Whatever looks as if it could be wrong is read again
with care (``jsonscan``), which decides, and knows the columns.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from json.decoder import scanstring  # type: ignore[attr-defined] # of public name, unknown to the stubs
from typing import TYPE_CHECKING, Final, NoReturn, cast

from warehouse.yamlfiles.nodes import INVISIBLE, MAX_BYTES, MAX_DEPTH, Node, found, invisible, place, position_of
from warehouse.yamlfiles.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.yamlfiles.nodes import Parsed, Path, Places, Plain

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
        """Return the same as strings, lists and dictionaries, which are not to be changed."""
        return self._plain

    def child(self, path: Path) -> Node:
        """Return the node that stands at ``path``, which must exist."""
        plain = self._plain
        for step in path:
            plain = plain[step]
        return LineNode(self._line, plain, (*self._path, *path))

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Find where ``path`` stands, as far down as the line goes; with ``key`` the key instead of its value."""
        places = found(*self._line.exact(), (*self._path, *path), key=key)
        return position_of(places, self.position.file)

    def line_at(self, path: Path) -> int:  # noqa: ARG002 - all that it holds stands on one line
        """Return the line of what stands at ``path``."""
        return self._line.start.line


_BLANK: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def scan(text: str, start: Position, problems: list[Problem]) -> tuple[Plain, Places]:
    """Read a line.

    Args:
        text: The line.
        start: Where it stands.
        problems: Gets what is found.

    Returns:
        The value, numbers and truth values as the texts they are, and the places of all that it holds.
    """
    scanner = _Scanner(text, start, problems)
    try:
        return scanner.whole()
    except json.JSONDecodeError as error:
        what = f"not readable as JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        scanner.refuse(error.pos, "E-json", what, "write one object per line, as a JSON library does")
    except _TooDeepError:
        pass
    return "", place(start.line - 1, start.column - 1)


class _TooDeepError(Exception):
    """It is pointless to go on."""


class _Scanner:
    """Goes through a line; calls itself no deeper than ``MAX_DEPTH``."""

    def __init__(self, text: str, start: Position, problems: list[Problem]) -> None:
        self.index = 0
        self._text = text
        self._start = start
        self._problems = problems
        self._skip_blanks()

    def whole(self) -> tuple[Plain, Places]:
        """Read the value that the line holds, and nothing behind it."""
        plain, places = self.value(1)
        if self.index < len(self._text):
            raise json.JSONDecodeError("something follows the value", self._text, self.index)
        return plain, places

    def refuse(self, index: int, code: str, what: str, hint: str) -> None:
        position = position_of(self._place(index), self._start.file)
        self._problems.append(Problem(position, code, what, hint))

    def value(self, depth: int) -> tuple[Plain, Places]:
        """Read the value that starts here, and the blanks behind it."""
        start = self.index
        opening = self._text[start : start + 1]
        if opening in {"{", "["}:
            if depth > MAX_DEPTH:
                self.refuse(start, "E-depth", f"nested more than {MAX_DEPTH} levels deep", "no shape needs that")
                raise _TooDeepError
            self._step()
            return self._mapping(start, depth) if opening == "{" else self._list(start, depth)
        if opening == '"':
            return self._string()
        word = _WORD.match(self._text, start)
        if word is None:
            raise json.JSONDecodeError("a value is missing here", self._text, start)
        if word[0] == "null":
            self.refuse(start, "E-empty", "null says nothing", "leave the key out where nothing is known")
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
                self.refuse(begin, "E-duplicate-key", f'key "{key}" stands twice', "keep one of them")
                continue
            plain[key] = value
            places += [at, its_places]
        return plain, places

    def _string(self) -> tuple[str, Places]:
        start = self.index
        text, self.index = scanstring(self._text, start + 1, True)  # noqa: FBT003 - takes no keywords
        if found := INVISIBLE.search(text) or _SURROGATE.search(text):
            self.refuse(start, "E-text", f"{invisible(found[0])}, written as an escape", "remove it")
        self._skip_blanks()
        return text, self._place(start)

    def _ends(self, closing: str, *, is_first: bool) -> bool:
        """Return whether a collection ends here; if not, step over the comma between two of its parts."""
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
