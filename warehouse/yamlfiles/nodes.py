"""The nodes of a file: they keep every scalar as written, with its line and column."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from warehouse.yamlfiles.problems import Position, Problem

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

Parsed = tuple["Node | None", list[Problem]]


def invisible(character: str) -> str:
    """Return the name of an invisible character for messages."""
    return f"an invisible character, U+{ord(character):04X}"


Path = tuple[int | str, ...]

Plain = Any
"""A string, or a list or dictionary of plain values."""

Places = Any
"""The places of a value. A scalar has one number (see ``place``). A collection has a list: its own place, then
the places of its items, or of each key and its value in turn.
"""

COLUMN_BITS: Final = 32


def place(line: int, column: int) -> int:
    """Pack a line and a column, both from 0, into one number; this saves memory, since files hold many places."""
    return line << COLUMN_BITS | column


def position_of(places: Places, file: str) -> Position:
    """Return the position of the first place in ``places``."""
    start = places if isinstance(places, int) else places[0]
    return Position(file, (start >> COLUMN_BITS) + 1, (start & (1 << COLUMN_BITS) - 1) + 1)


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
        return ((places if isinstance(places, int) else cast("int", places[0])) >> COLUMN_BITS) + 1


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
