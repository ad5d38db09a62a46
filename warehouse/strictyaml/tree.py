"""What stands in a file: nodes that know their text and their place."""

from __future__ import annotations

from typing import Any, Final, cast

from warehouse.strictyaml.problems import Position

Path = tuple[int | str, ...]

Plain = Any
"""Strings, lists and dictionaries of them, to any depth."""

Places = Any
"""Where a value stands: a number (``place``), or for a collection a list that starts with its own place; then follow
the places of the items, or of each key and its value in turn."""

_COLUMN_BITS: Final = 32


def place(line: int, column: int) -> int:
    """Keep line and column, both counted from 0, in one number: files hold many, and most are never asked for."""
    return line << _COLUMN_BITS | column


def position_of(places: Places, file: str) -> Position:
    """Give the position that ``places`` start with."""
    start = places if isinstance(places, int) else places[0]
    return Position(file, (start >> _COLUMN_BITS) + 1, (start & (1 << _COLUMN_BITS) - 1) + 1)


class Node:
    """A scalar, a list or a mapping of a file."""

    __slots__ = ("_keys", "_position", "_value")

    def __init__(
        self, position: Position, value: str | list[Node] | dict[str, Node], keys: dict[str, Position] | None = None
    ) -> None:
        """Make a node by hand; those of files are views of what was read.

        Args:
            position: Where it starts.
            value: The scalar, the items, or the entries by key.
            keys: Where each key of a mapping stands.
        """
        self._position = position
        self._value = value
        self._keys = keys or {}

    @property
    def position(self) -> Position:
        """Where it starts."""
        return self._position

    @property
    def value(self) -> str | list[Node] | dict[str, Node]:
        """The scalar as written (quotes removed), the items, or the entries by key."""
        return self._value

    @property
    def keys(self) -> dict[str, Position]:
        """Where each key of a mapping stands."""
        return self._keys

    def plain(self) -> Plain:
        """Give the same as strings, lists and dictionaries, which are not to be changed."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return {key: item.plain() for key, item in self.value.items()}

    def child(self, path: Path) -> Node:
        """Give the node that stands at ``path``, which must exist."""
        node: Any = self
        for step in path:
            node = node.value[step]
        return cast("Node", node)

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Find where ``path`` stands, as far down as the file goes; with ``key`` the key instead of its value."""
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
        """Give the line of what stands at ``path``, which must exist; cheaper than its position."""
        return self.child(path).position.line


class FileNode(Node):
    """A view of a part of a file that was read; made when it is asked for, since most parts never are."""

    __slots__ = ("_file", "_places", "_plain")

    def __init__(self, file: str, plain: Plain, places: Places) -> None:
        """Take a value and where all of it stands."""
        self._file = file
        self._plain = plain
        self._places = places

    @property
    def position(self) -> Position:
        """Where it starts."""
        return position_of(self._places, self._file)

    @property
    def value(self) -> str | list[Node] | dict[str, Node]:
        """The scalar as written (quotes removed), the items, or the entries by key."""
        file, plain, places = self._file, self._plain, self._places
        if isinstance(plain, list):
            return [FileNode(file, *item) for item in zip(plain, places[1:], strict=True)]
        if isinstance(plain, dict):
            items = zip(plain.items(), places[2::2], strict=True)
            return {key: FileNode(file, value, inner) for (key, value), inner in items}
        return cast("str", plain)

    @property
    def keys(self) -> dict[str, Position]:
        """Where each key of a mapping stands."""
        if not isinstance(self._plain, dict):
            return {}
        return {key: position_of(at, self._file) for key, at in zip(self._plain, self._places[1::2], strict=True)}

    def plain(self) -> Plain:
        """Give the same as strings, lists and dictionaries, which are not to be changed."""
        return self._plain

    def child(self, path: Path) -> Node:
        """Give the node that stands at ``path``, which must exist."""
        plain, places = self._plain, self._places
        for step in path:
            places = places[_index(plain, step)]
            plain = plain[step]
        return FileNode(self._file, plain, places)

    def at(self, path: Path, *, key: bool = False) -> Position:
        """Find where ``path`` stands, as far down as the file goes; with ``key`` the key instead of its value."""
        return position_of(found(self._plain, self._places, path, key=key), self._file)

    def line_at(self, path: Path) -> int:
        """Give the line of what stands at ``path``, which must exist; cheaper than its position."""
        plain, places = self._plain, self._places
        for step in path:
            places = places[_index(plain, step)]
            plain = plain[step]
        return ((places if isinstance(places, int) else cast("int", places[0])) >> _COLUMN_BITS) + 1


def found(plain: Plain, places: Places, path: Path, *, key: bool = False) -> Places:
    """Find the places of what stands at ``path``, as far down as there is something."""
    at = places
    for step in path:
        is_item = isinstance(plain, list) and isinstance(step, int) and step < len(plain)
        if is_item or (isinstance(plain, dict) and step in plain):
            index = _index(plain, step)
            at = places[index - 1] if key and not is_item else places[index]
            plain, places = plain[step], places[index]
    return at


def _index(plain: Plain, step: int | str) -> int:
    """Give the index of the places of a value within those of its list or mapping."""
    return step + 1 if isinstance(step, int) else 2 * list(plain).index(step) + 2
