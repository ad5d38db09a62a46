"""The YAML parser; its nodes keep every scalar as written, with its line and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import yaml

from warehouse.yamlfiles.problems import Position, Problem, collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 20
INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]"
)
"""The characters that a file must not hold: control characters, line breaks that editors do not count, characters that
the parser cannot read; and those that show nothing, so that two texts look like one: soft hyphens, blanks without width
and marks that turn the direction of writing. Joiners (U+200C, U+200D) stay, since words of some scripts need them."""
NULLS: Final = frozenset({"~", "null", "Null", "NULL"})
"""The unquoted scalars that YAML takes for null."""

_KINDS: Final = (
    yaml.ScalarEvent,
    yaml.MappingStartEvent,
    yaml.SequenceStartEvent,
    yaml.MappingEndEvent,
    yaml.SequenceEndEvent,
)

_Event = Any
"""An event of PyYAML's C parser, whose type stubs are incomplete; None after the last event."""

_Parts = tuple[list["Plain"], list["Places"], bool]
"""The parts of an open collection, their places, and whether the collection is a mapping."""

Parsed = tuple["Node | None", list[Problem]]


def parse(content: bytes, file: str) -> Parsed:
    """Parse one YAML document.

    Args:
        content: Bytes of the file.
        file: Name of the file in positions.

    Returns:
        The root node, or None if the file is empty or cannot be read; and the problems found.
    """
    text, problems = _decode(content, file)
    if problems:
        return None, problems
    builder = _Builder(file)
    with collector_paused():
        try:
            builder.take_all(yaml.CSafeLoader(text).get_event)
        except yaml.MarkedYAMLError as error:
            builder.problems.append(_syntax_problem(error, file))
    return builder.finish()


def invisible(character: str) -> str:
    """Return the name of an invisible character for messages."""
    return f"an invisible character, U+{ord(character):04X}"


def _decode(content: bytes, file: str) -> tuple[str, list[Problem]]:
    def problem(offset: int, what: str, hint: str) -> tuple[str, list[Problem]]:
        line = content.count(b"\n", 0, offset) + 1
        start = content.rfind(b"\n", 0, offset) + 1
        column = len(content[start:offset].decode("utf-8", "replace")) + 1
        return "", [Problem(Position(file, line, column), "E-text", what, hint)]

    if len(content) > MAX_BYTES:
        return problem(0, f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}", "split it into several")
    if content.startswith(b"\xef\xbb\xbf"):
        return problem(0, "the file starts with a byte order mark", "save it as UTF-8 without one")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return problem(error.start, f"byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8")
    if unseen := INVISIBLE.search(text):
        return problem(len(text[: unseen.start()].encode()), f"there is {invisible(unseen[0])}", "remove it")
    return text, _tabs(text, file) if "\t" in text else []


def _tabs(text: str, file: str) -> list[Problem]:
    return [
        Problem(Position(file, number, line.index("\t") + 1), "E-tab", "there is a tab", "use spaces")
        for number, line in enumerate(text.split("\n"), start=1)
        if "\t" in line
    ]


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
    what = " ".join(part for part in (error.problem, error.context) if part)
    hint = "check the indentation and the quotes; a text with ': ' or ' #' in it needs quotes"
    return Problem(position, "E-yaml", f"not valid YAML: {what}", hint)


class _Builder:
    """Builds values and their places from parser events; it is iterative, so depth costs no stack.

    Items, keys and values are all appended to one list of parts. At the end of a mapping its dictionary is built from
    that list, which costs a fraction of adding the entries one by one.
    """

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._open: list[_Parts] = [([], [0], False)]

    def take_all(self, next_event: Callable[[], _Event]) -> None:
        """Take all events; stop early if an event makes it pointless to go on."""
        scalar, mapping, list_, end_of_mapping, end_of_list = _KINDS
        parts, places, _ = self._open[-1]
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is scalar:
                if event.style == '"' or event.value in NULLS or event.tag is not None or event.anchor is not None:
                    self._check_scalar(event)
                mark = event.start_mark
                parts.append(event.value)
                places.append(place(mark.line, mark.column))
            elif kind is mapping or kind is list_:
                self._refuse_extras(event)
                if not self._begin(event, is_mapping=kind is mapping):
                    return
                parts, places, _ = self._open[-1]
            elif kind is end_of_mapping or kind is end_of_list:
                made, inner = self._mapping(parts, places) if kind is end_of_mapping else parts, places
                self._open.pop()
                parts, places, _ = self._open[-1]
                parts.append(made)
                places.append(inner)
            elif not self._goes_on_after(event):
                return

    def finish(self) -> Parsed:
        """Return the document, or the problems. The keys of collections that were not closed are checked too."""
        for parts, places, is_mapping in self._open:
            if is_mapping:
                self._mapping(parts, places)
        (roots, places, _) = self._open[0]
        return (FileNode(self._file, roots[0], places[1]) if roots and not self.problems else None), self.problems

    def _begin(self, event: _Event, *, is_mapping: bool) -> bool:
        start = _place(event)
        if len(self._open) > MAX_DEPTH:
            what = f"values are nested more than {MAX_DEPTH} levels deep"
            self._problem(start, "E-depth", what, "check brackets and indentation: no record needs so many")
            return False
        self._open.append(([], [start], is_mapping))
        return True

    def _mapping(self, parts: list[Plain], places: list[Places]) -> Plain:
        keys, values = parts[::2], parts[1::2]
        try:
            made = dict(zip(keys, values, strict=False))
        except TypeError:
            made = {}
        if len(made) < len(values):
            self._refuse_keys(keys[: len(values)], places)
        return made

    def _refuse_keys(self, keys: list[Plain], places: list[Places]) -> None:
        first: dict[str, int] = {}
        for key, at in zip(keys, places[1::2], strict=False):
            if not isinstance(key, str):
                self._problem(at, "E-key", "a key is a list or a mapping", "write a plain word before the colon")
            elif key in first:
                what = f'the key "{key}" stands twice in one mapping, first on line {first[key]}'
                self._problem(at, "E-duplicate-key", what, "keep one of them")
            else:
                first[key] = position_of(at, self._file).line

    def _check_scalar(self, event: _Event) -> None:
        self._refuse_extras(event)
        if event.style == '"' and (unseen := INVISIBLE.search(event.value)):
            what = f"there is {invisible(unseen[0])}, written as an escape"
            self._problem(_place(event), "E-text", what, "remove it")
        elif not event.style and event.value in NULLS:
            hint = f'leave the key out if nothing is known; if you mean the word, write "{event.value}" in quotes'
            self._problem(_place(event), "E-empty", f"{event.value} is not a value", hint)

    def _refuse_extras(self, event: _Event) -> None:
        if event.anchor is not None:
            what = f"anchors are not allowed: &{event.anchor}"
            self._problem(_place(event), "E-alias", what, "repeat the text where it is needed")
        if event.tag is not None:
            what = f"tags are not allowed: {event.tag}"
            self._problem(_place(event), "E-tag", what, "remove it; the field decides the type of its value")

    def _goes_on_after(self, event: _Event) -> bool:
        if isinstance(event, yaml.AliasEvent):
            self._problem(_place(event), "E-alias", f"aliases are not allowed: *{event.anchor}", "repeat the text here")
            return False
        if isinstance(event, yaml.DocumentStartEvent) and self._open[0][0]:
            what, hint = "a second YAML document begins here", "keep one document per file"
            self._problem(_place(event), "E-documents", what, hint)
            return False
        return True

    def _problem(self, at: Places, code: str, what: str, hint: str) -> None:
        self.problems.append(Problem(position_of(at, self._file), code, what, hint))


def _place(event: _Event) -> int:
    mark = event.start_mark
    return place(mark.line, mark.column)


Path = tuple[int | str, ...]

Plain = Any
"""A string, or a list or dictionary of plain values."""

Places = Any
"""The places of a value. A scalar has one number (see ``place``). A collection has a list: its own place, then
the places of its items, or of each key and its value in turn.
"""

_COLUMN_BITS: Final = 32


def place(line: int, column: int) -> int:
    """Pack a line and a column, both from 0, into one number; this saves memory, since files hold many places."""
    return line << _COLUMN_BITS | column


def position_of(places: Places, file: str) -> Position:
    """Return the position of the first place in ``places``."""
    start = places if isinstance(places, int) else places[0]
    return Position(file, (start >> _COLUMN_BITS) + 1, (start & (1 << _COLUMN_BITS) - 1) + 1)


class Node:
    """A scalar, a list or a mapping of a file."""

    __slots__ = ("_keys", "_position", "_value")

    def __init__(
        self, position: Position, value: str | list[Node] | dict[str, Node], keys: dict[str, Position] | None = None
    ) -> None:
        """Build a node by hand; the nodes of a file are views, see ``FileNode``.

        Args:
            position: Start of the node.
            value: The scalar, the items, or the entries by key.
            keys: Position of each key of a mapping.
        """
        self._position = position
        self._value = value
        self._keys = keys or {}

    @property
    def position(self) -> Position:
        """The start of the node."""
        return self._position

    @property
    def value(self) -> str | list[Node] | dict[str, Node]:
        """The scalar as written but without quotes, the items, or the entries by key."""
        return self._value

    @property
    def keys(self) -> dict[str, Position]:
        """The position of each key of a mapping."""
        return self._keys

    def plain(self) -> Plain:
        """Return the value as strings, lists and dictionaries; do not change them."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return {key: item.plain() for key, item in self.value.items()}

    def child(self, path: Path) -> Node:
        """Return the node at ``path``, which must exist."""
        node: Any = self
        for step in path:
            node = node.value[step]
        return cast("Node", node)

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Return the position at ``path``, or of the last step that exists; with ``key``, that of the key."""
        node, position = self, self.position
        for step in path:
            value = node.value
            if isinstance(value, list) and isinstance(step, int) and step < len(value):
                node = value[step]
                position = node.position
            elif isinstance(value, dict) and step in value:
                position = node.keys[str(step)] if key else value[str(step)].position
                node = value[str(step)]
        return position

    def line_at(self, path: Path) -> int:
        """Return the line number of the value at ``path``, which must exist; cheaper than its position."""
        return self.child(path).position.line


class FileNode(Node):
    """A view of a part of a parsed file; views are built on demand, since most are never needed."""

    __slots__ = ("_file", "_places", "_plain")

    def __init__(self, file: str, plain: Plain, places: Places) -> None:
        """Store the file name, the value, and its places."""
        self._file = file
        self._plain = plain
        self._places = places

    @property
    def position(self) -> Position:
        """The start of the node."""
        return position_of(self._places, self._file)

    @property
    def value(self) -> str | list[Node] | dict[str, Node]:
        """The scalar as written but without quotes, the items, or the entries by key."""
        file, plain, places = self._file, self._plain, self._places
        if isinstance(plain, list):
            return [FileNode(file, *item) for item in zip(plain, places[1:], strict=True)]
        if isinstance(plain, dict):
            items = zip(plain.items(), places[2::2], strict=True)
            return {key: FileNode(file, value, inner) for (key, value), inner in items}
        return cast("str", plain)

    @property
    def keys(self) -> dict[str, Position]:
        """The position of each key of a mapping."""
        if not isinstance(self._plain, dict):
            return {}
        return {key: position_of(at, self._file) for key, at in zip(self._plain, self._places[1::2], strict=True)}

    def plain(self) -> Plain:
        """Return the value as strings, lists and dictionaries; do not change them."""
        return self._plain

    def child(self, path: Path) -> Node:
        """Return the node at ``path``, which must exist."""
        plain, places = self._plain, self._places
        for step in path:
            places = places[_index(plain, step)]
            plain = plain[step]
        return FileNode(self._file, plain, places)

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Return the position at ``path``, or of the last step that exists; with ``key``, that of the key."""
        return position_of(places_at(self._plain, self._places, path, key=key), self._file)

    def line_at(self, path: Path) -> int:
        """Return the line number of the value at ``path``, which must exist; cheaper than its position."""
        plain, places = self._plain, self._places
        for step in path:
            places = places[_index(plain, step)]
            plain = plain[step]
        return ((places if isinstance(places, int) else cast("int", places[0])) >> _COLUMN_BITS) + 1


def places_at(plain: Plain, places: Places, path: Path, *, key: bool = False) -> Places:
    """Return the places at ``path``, or those of the last step that exists; with ``key``, the place of the key."""
    at = places
    for step in path:
        is_item = isinstance(plain, list) and isinstance(step, int) and step < len(plain)
        if is_item or (isinstance(plain, dict) and step in plain):
            index = _index(plain, step)
            at = places[index - 1] if key and not is_item else places[index]
            plain, places = plain[step], places[index]
    return at


def _index(plain: Plain, step: int | str) -> int:
    """Return the index of a value's places within the places of its list or mapping."""
    return step + 1 if isinstance(step, int) else 2 * list(plain).index(step) + 2
