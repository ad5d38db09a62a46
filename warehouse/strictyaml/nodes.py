"""Turn YAML text into nodes: every scalar as written, with its line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, cast

import yaml

from warehouse.strictyaml.problems import Position, Problem

MAX_BYTES: Final = 16 * 1024 * 1024
MAX_DEPTH: Final = 20
_INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters, line breaks that editors do not count, and what the parser cannot read."""

Parsed = tuple["Node | None", list[Problem]]


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping of a file.

    Attributes:
        position: Where it starts.
        value: The scalar as written (quotes removed), the items, or the entries by key.
        keys: Where each key of a mapping stands.
    """

    position: Position
    value: str | list[Node] | dict[str, Node]
    keys: dict[str, Position]

    def plain(self) -> Any:  # noqa: ANN401 - strings, lists and dictionaries of them, to any depth
        """Give the same as strings, lists and dictionaries."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return {key: item.plain() for key, item in self.value.items()}

    def child(self, path: tuple[int | str, ...]) -> Node:
        """Give the node that stands at ``path``, which must exist."""
        node: Any = self
        for step in path:
            node = node.value[step]
        return cast("Node", node)

    def at(self, path: tuple[int | str, ...], *, key: bool = False) -> Position:
        """Find where ``path`` stands, as far down as the file goes; with ``key`` the key instead of its value."""
        node, position = self, self.position
        for step in path:
            if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                position = node.position
            elif isinstance(node.value, dict) and step in node.value:
                position = node.keys[str(step)] if key else node.value[str(step)].position
                node = node.value[str(step)]
        return position


def parse(content: bytes, file: str) -> Parsed:
    """Read one YAML document.

    Args:
        content: The bytes of the file.
        file: Its name in positions.

    Returns:
        The root node, or None for an empty file or one that cannot be read; and the problems found.
    """
    text, problems = _decode(content, file)
    if problems:
        return None, problems
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
            if builder.stop:
                break
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
    return (None if builder.problems else builder.root), builder.problems


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
    if found := _INVISIBLE.search(text):
        return problem(len(text[: found.start()].encode()), _invisible(found[0]), "remove it")
    tabs = [
        Problem(Position(file, number, line.index("\t") + 1), "E-tab", "a tab", "use spaces")
        for number, line in enumerate(text.split("\n"), start=1)
        if "\t" in line
    ]
    return text, tabs


def _invisible(character: str) -> str:
    return f"an invisible character, U+{ord(character):04X}"


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    position = Position(file, mark.line + 1, mark.column + 1) if mark else Position(file)
    what = " ".join(part for part in (error.problem, error.context) if part)
    hint = "check the indentation and the quotes; a text with ': ' or ' #' in it needs quotes"
    return Problem(position, "E-yaml", f"not readable as YAML: {what}", hint)


class _Builder:
    """Builds nodes from parser events, iteratively, so that depth costs no stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stop = False
        self._open: list[Node] = []
        self._key: list[Node | None] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_extras(event)
            if event.style == '"' and (found := _INVISIBLE.search(event.value)):
                self._problem(event, "E-text", f"{_invisible(found[0])}, written as an escape", "remove it")
            self._place(Node(self._position(event), event.value, {}))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_extras(event)
            empty: list[Node] | dict[str, Node] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._push(Node(self._position(event), empty, {}))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._key.pop()
            self._place(self._open.pop())
        elif isinstance(event, yaml.AliasEvent):
            self._problem(event, "E-alias", f"an alias, *{event.anchor}", "write the text out")
            self.stop = True
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._problem(event, "E-documents", "a second YAML document in the file", "keep one per file")
            self.stop = True

    def _push(self, node: Node) -> None:
        if len(self._open) >= MAX_DEPTH:
            what = f"nested more than {MAX_DEPTH} levels deep"
            self.problems.append(Problem(node.position, "E-depth", what, "no shape needs that"))
            self.stop = True
        self._open.append(node)
        self._key.append(None)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif isinstance(parent.value, dict):
            self._place_in_mapping(parent, parent.value, node)

    def _place_in_mapping(self, parent: Node, entries: dict[str, Node], node: Node) -> None:
        waiting = self._key[-1]
        if waiting is None:
            self._key[-1] = node
            return
        self._key[-1] = None
        if not isinstance(waiting.value, str):
            what = "a key that is a list or a mapping"
            self.problems.append(Problem(waiting.position, "E-key", what, "keys are plain words"))
        elif waiting.value in entries:
            first = parent.keys[waiting.value].line
            what = f'key "{waiting.value}" stands twice, first on line {first}'
            self.problems.append(Problem(waiting.position, "E-duplicate-key", what, "keep one of them"))
        else:
            entries[waiting.value] = node
            parent.keys[waiting.value] = waiting.position

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if event.anchor is not None:
            self._problem(event, "E-alias", f"an anchor, &{event.anchor}", "write the text out where it is needed")
        if event.tag is not None:
            self._problem(event, "E-tag", f"a tag, {event.tag}", "remove it; the shape decides the type")

    def _problem(self, event: yaml.Event, code: str, what: str, hint: str) -> None:
        self.problems.append(Problem(self._position(event), code, what, hint))

    def _position(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1) if mark else Position(self.file)
