"""The reader of any YAML, as events of the parser; it finds every problem with its exact position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from warehouse.yamlfiles.nodes import INVISIBLE, MAX_DEPTH, NULLS, FileNode, invisible, place, position_of
from warehouse.yamlfiles.problems import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.yamlfiles.nodes import Parsed, Places, Plain

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


def read_events(text: str, file: str) -> Parsed:
    """Return the root node of a document, and the problems found; the node is None if there are any, or no value.

    Args:
        text: The document.
        file: Name of the file in positions.
    """
    builder = _Builder(file)
    try:
        builder.take_all(yaml.CSafeLoader(text).get_event)
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
    return builder.finish()


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
