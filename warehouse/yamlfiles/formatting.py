"""The reader and printer of YAML that keep comments and layout, for the formatter.

Input: text that ``nodes.parse`` accepts without a problem. ``read`` turns it into collections of units (the entries of
a mapping, the items of a list), each with the comments that belong to it; ``printed`` writes them back in the common
layout. This module does not check the content.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

import yaml

from warehouse.yamlfiles.nodes import NULLS

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT: Final = re.compile(r"#[^\n]*")
_GAP: Final = re.compile(r"\n *\n")
_INDICATOR: Final = re.compile(r"[|>][-+]?([1-9])")
BLOCKS: Final = ("|", ">")
"""The scalar styles that keep a text on lines of its own."""

_Start = yaml.MappingStartEvent | yaml.SequenceStartEvent
_End = yaml.MappingEndEvent | yaml.SequenceEndEvent


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment.

    Attributes:
        text: The comment from ``#`` on, without trailing blanks.
        index: Offset of the comment in the text.
        line: Line, from 0.
        column: Column, from 0.
        has_line: Whether the comment is alone on its line.
        has_gap: Whether the comment is alone on its line and an empty line follows.
    """

    text: str
    index: int
    line: int
    column: int
    has_line: bool
    has_gap: bool


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text.

    Attributes:
        text: The value.
        style: ``|`` or ``>`` for a block scalar, a quote for a quoted one, or empty.
        lines: The lines as written, without their indentation; a text on a single line has one.
    """

    text: str
    style: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Collection:
    """A mapping or a list.

    Attributes:
        is_mapping: Whether its units have keys.
        is_flow: Whether it is written with brackets or braces.
        column: Column of its start, from 0.
        units: Its entries or items.
        after: The comments between the last unit and the end.
    """

    is_mapping: bool
    is_flow: bool
    column: int
    units: list[Unit] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """An entry of a mapping or an item of a list.

    Attributes:
        value: The value.
        key: The key; empty for an item.
        before: The comments above the unit.
        behind_key: The comment at the end of the key's line, if the value is below it.
        between: The comments on lines of their own between key and value.
        behind: The comment at the end of the value's line.
    """

    value: Scalar | Collection = field(default_factory=lambda: Scalar("", "", ("",)))
    key: str = ""
    before: list[Comment] = field(default_factory=list)
    behind_key: Comment | None = None
    between: list[Comment] = field(default_factory=list)
    behind: Comment | None = None

    def comments(self) -> Iterator[Comment]:
        """Yield all comments of the unit and its value, in the order of the text."""
        yield from self.before
        yield from [self.behind_key] if self.behind_key else []
        yield from self.between
        if isinstance(self.value, Collection):
            yield from comments_within(self.value)
        yield from [self.behind] if self.behind else []


def comments_within(collection: Collection) -> Iterator[Comment]:
    """Yield the comments inside a collection."""
    for unit in collection.units:
        yield from unit.comments()
    yield from collection.after


def read(text: str) -> Collection:
    """Parse a document whose root is a mapping.

    A document that is empty or holds only comments gives a mapping without entries.

    Args:
        text: Text that ``nodes.parse`` accepts without a problem; its line ends are line feeds.
    """
    is_comment = text.rpartition("\n")[2].lstrip().startswith("#")
    text = f"{text}\n" if is_comment else text
    reader = _Reader(text)
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        reader.take(event)
    return reader.finish()


def _comments(text: str, tokens: list[yaml.Token]) -> Iterator[Comment]:
    """Yield the comments of the text."""
    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for start, end in _without_scalars(text, tokens):
        for match in _COMMENT.finditer(text, start, end):
            index = match.start()
            line = bisect_right(line_starts, index) - 1
            has_line = not text[line_starts[line] : index].strip()
            yield Comment(
                text=match[0].rstrip(),
                index=index,
                line=line,
                column=index - line_starts[line],
                has_line=has_line,
                has_gap=has_line and _GAP.match(text, match.end()) is not None,
            )


def _without_scalars(text: str, tokens: list[yaml.Token]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch of text in which ``#`` starts a comment, also headers of block scalars."""
    start = 0
    for token in tokens:
        if isinstance(token, (yaml.ScalarToken, yaml.StreamEndToken)):
            yield start, _start(token).index
            start = _end(token).index
        if isinstance(token, yaml.ScalarToken) and token.style in BLOCKS:
            end_of_line = text.find("\n", _start(token).index)
            yield _start(token).index, len(text) if end_of_line < 0 else end_of_line


class _Reader:
    """Builds units from parser events, and assigns each comment to its unit."""

    def __init__(self, text: str) -> None:
        tokens = list(yaml.scan(text, Loader=yaml.CSafeLoader))
        self._text = text
        self._root: Collection | None = None
        self._open: list[Collection] = []
        self._unit: list[Unit | None] = []
        self._ahead = deque(_comments(text, tokens))
        self._loose: list[Comment] = []
        self._dashes = [_start(token).index for token in tokens if isinstance(token, yaml.BlockEntryToken)]
        self._last: Unit | None = None
        self._last_line = -1
        self._last_is_key = False

    def take(self, event: yaml.Event) -> None:
        """Add an event of the parser, and the comments before it."""
        self._take_comments(_start(event).index)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, _Start):
            made = Collection(isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), _start(event).column)
            self._begin(made, event)
        elif isinstance(event, _End):
            self._close(event)

    def finish(self) -> Collection:
        """Return the root mapping, with the comments that remain at its end."""
        root = self._root or Collection(is_mapping=True, is_flow=False, column=0)
        root.after += [*self._loose, *self._ahead]
        return root

    def _take_comments(self, index: int) -> None:
        while self._ahead and self._ahead[0].index < index:
            comment = self._ahead.popleft()
            if self._last is None or comment.has_line or comment.line != self._last_line:
                self._loose.append(comment)
            elif self._last_is_key:
                self._last.behind_key = comment
            else:
                self._last.behind = comment

    def _remember(self, unit: Unit | None, event: yaml.Event, *, is_key: bool = False) -> None:
        self._last, self._last_line, self._last_is_key = unit, _end(event).line, is_key

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if not self._open:
            return
        parent = self._open[-1]
        if parent.is_mapping and self._unit[-1] is None:
            unit = Unit(key=event.value, before=self._loose)
            self._loose = []
            parent.units.append(unit)
            self._unit[-1] = unit
            self._remember(unit, event, is_key=True)
            return
        unit = self._place(event, takes_all=True)
        raw = self._text[_start(event).index : _end(event).index]
        unit.value = Scalar(event.value, event.style or "", _lines(raw, event.style or "", parent.column))
        self._remember(unit, event)
        if event.style in BLOCKS:
            self._last_line = _start(event).line
            self._take_comments(_end(event).index)
            self._last = None

    def _place(self, event: yaml.Event, *, takes_all: bool) -> Unit:
        """Return the unit whose value starts with ``event``, with the comments that belong to it."""
        parent = self._open[-1]
        unit = self._unit[-1]
        if parent.is_mapping and unit is not None:
            self._unit[-1] = None
        else:
            unit = Unit()
            parent.units.append(unit)
            dash = bisect_left(self._dashes, _start(event).index) - 1
            while self._loose and not parent.is_flow and self._loose[0].index < self._dashes[dash]:
                unit.before.append(self._loose.pop(0))
        if takes_all:
            (unit.between if parent.is_mapping else unit.before).extend(self._loose)
            self._loose = []
        return unit

    def _begin(self, made: Collection, event: _Start) -> None:
        if self._open:
            self._place(event, takes_all=made.is_flow).value = made
        else:
            self._root = made
        self._open.append(made)
        self._unit.append(None)
        self._last = None

    def _close(self, event: _End) -> None:
        ended = self._open.pop()
        self._unit.pop()
        if ended.is_flow:
            ended.after += self._loose
            self._loose = []
            if self._open:
                self._remember(self._open[-1].units[-1], event)
            return
        self._last = None
        is_inner = bool(self._open) and ended.column > _start(event).column
        while self._loose and is_inner and self._loose[0].column >= ended.column:
            ended.after.append(self._loose.pop(0))


def _lines(raw: str, style: str, column: int) -> tuple[str, ...]:
    first, *others = raw.split("\n")
    if style not in BLOCKS:
        # A blank after a backslash may be part of the text.
        stripped = (first, *map(str.lstrip, others))
        return tuple(line if line.rstrip().endswith("\\") else line.rstrip() for line in stripped)
    lines = [line[_indentation(first, others, column) :] for line in others]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _indentation(header: str, lines: list[str], column: int) -> int:
    """Return the indentation of a block scalar: from its header, or else from its first non-blank line."""
    if indicator := _INDICATOR.match(header):
        return column + int(indicator[1])
    return next((len(line) - len(line.lstrip()) for line in lines if line.strip()), 0)


def _start(event: yaml.Event | yaml.Token) -> Any:  # noqa: ANN401 - a mark of either parser
    return event.start_mark


def _end(event: yaml.Event | yaml.Token) -> Any:  # noqa: ANN401 - a mark of either parser
    return event.end_mark


WIDTH: Final = 120
"""The maximum width of a line that holds a flow collection, its key included."""

SPACED: Final = 2
"""Number of outer levels whose units are separated by empty lines."""


def printed(root: Collection) -> str:
    """Print a mapping that ``read`` returned; the order of its units may have changed."""
    return "".join(f"{line}\n" for line in _collection(root, 0, root.after))


def _collection(collection: Collection, level: int, after: list[Comment]) -> list[str]:
    lines: list[str] = []
    previous: list[str] = []
    for unit in collection.units:
        made = _unit(unit, level, is_item=not collection.is_mapping)
        if previous and (level == 0 or (level < SPACED and max(len(previous), len(made)) > 1)):
            lines.append("")
        lines += made
        previous = made
    if after:
        below = _above(after, level)
        lines += [*([""] if lines and level < SPACED else []), *(below[:-1] if below[-1] == "" else below)]
    return lines


def _unit(unit: Unit, level: int, *, is_item: bool) -> list[str]:
    lead = INDENT * level + ("-" if is_item else f"{as_key(unit.key)}:")
    value = unit.value
    between = unit.between
    if isinstance(value, Scalar):
        first, *others = on_lines(value, INDENT * (level + 1))
    else:
        between = between if value.units else [*between, *value.after]
        flow = _in_flow(value, may_be=level > 0)
        if flow is None or len(lead) + 1 + len(flow) > WIDTH:
            return _unit_with_block(unit, value, level, lead)
        first, others = flow, []
    above, beside = _settled(unit.before, unit.behind_key, between, unit.behind)
    lines = [f"{lead} {first}".rstrip(), *others]
    if beside:
        at = 0 if isinstance(value, Scalar) and value.style in BLOCKS else -1
        lines[at] += f"  {beside.text}"
    return [*_above(above, level), *lines]


def _unit_with_block(unit: Unit, value: Collection, level: int, lead: str) -> list[str]:
    """Print a unit whose value takes lines of its own; an item starts on the first of these lines."""
    behind, after = unit.behind, value.after
    if behind and any(comments_within(value)):
        after, behind = [*after, behind], None
    above, beside = _settled(unit.before, unit.behind_key, unit.between, behind)
    body = _collection(value, level + 1, after)
    if not lead.endswith("-"):
        return [*_above(above, level), f"{lead}  {beside.text}" if beside else lead, *body]
    comments = _above([*above, *([beside] if beside else [])], level)
    inside = list(takewhile(lambda line: line.lstrip().startswith("#"), body))
    comments += [f"{INDENT * level}{line.lstrip()}" for line in inside]
    first, *others = body[len(inside) :]
    return [*comments, f"{lead} {first.lstrip()}", *others]


def _settled(
    before: list[Comment], behind_key: Comment | None, between: list[Comment], behind: Comment | None
) -> tuple[list[Comment], Comment | None]:
    """Return the comments above a unit and the one at the end of its line; their order stays the same."""
    if behind is None and not between:
        return before, behind_key
    return [*before, *([behind_key] if behind_key else []), *between], behind


def _above(comments: list[Comment], level: int) -> list[str]:
    lines = []
    for comment in comments:
        lines += [INDENT * level + comment.text, *([""] if comment.has_gap and level < SPACED else [])]
    return lines


def _in_flow(value: Scalar | Collection, *, may_be: bool = True) -> str | None:
    """Return a value on one line, in flow style; None for a collection that was not written so, or cannot be."""
    if isinstance(value, Scalar):
        return on_one_line(value.text, in_flow=True)
    opening, closing = "{}" if value.is_mapping else "[]"
    if value.units and not (may_be and value.is_flow and not any(comments_within(value))):
        return None
    leads = [f"{as_key(unit.key)}: " if value.is_mapping else "" for unit in value.units]
    texts = [f"{lead}{_in_flow(unit.value)}" for lead, unit in zip(leads, value.units, strict=True)]
    return opening + ", ".join(texts) + closing


_EASY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./()%-]*[A-Za-z0-9_./()%-])?")
"""Texts that never need quotes. Whether another text needs them is found by parsing it."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


INDENT: Final = "  "


@lru_cache(maxsize=8192)
def on_one_line(text: str, *, in_flow: bool = False) -> str:
    """Format a value on a single line, with quotes if it needs them.

    Args:
        text: The value.
        in_flow: Whether the value is inside brackets or braces, where commas and braces need quotes too.
    """
    is_plain = _is_read(f"[{text}]", [text]) if in_flow else _is_read(f"k: {text}", ["k", text])
    return text if is_plain else _quoted(text)


@lru_cache(maxsize=8192)
def as_key(text: str) -> str:
    """Format the key of a mapping, with quotes if it needs them."""
    is_plain = not text.startswith(("---", "...")) and _is_read(f"{{{text}: v}}", [text, "v"])
    return text if is_plain else _quoted(text)


def on_lines(scalar: Scalar, indentation: str) -> list[str]:
    """Format a value on as many lines as it had; a text on one line stays there, however long it is.

    Args:
        scalar: The value as it was written.
        indentation: Prefix of every line but the first.
    """
    if scalar.style in BLOCKS:
        return _block(scalar, indentation)
    if len(scalar.lines) == 1:
        return [on_one_line(scalar.text) if scalar.text or scalar.style else ""]
    first, *others = scalar.lines
    return [first, *(_indented(line, indentation) for line in others)]


def _block(scalar: Scalar, indentation: str) -> list[str]:
    """Format a block scalar; its header is computed from the text."""
    if not scalar.text.strip() or scalar.text.endswith("\n\n"):
        return [on_one_line(scalar.text)]
    start = next(number for number, line in enumerate(scalar.lines) if line.strip())
    indicator = len(INDENT) if any(line.startswith(" ") for line in scalar.lines[: start + 1]) else ""
    chomping = "" if scalar.text.endswith("\n") else "-"
    return [f"{scalar.style}{indicator}{chomping}", *(_indented(line, indentation) for line in scalar.lines)]


def _indented(line: str, indentation: str) -> str:
    return f"{indentation}{line}" if line else ""


def _is_read(source: str, expected: list[str]) -> bool:
    """Return whether the parser reads exactly these scalars from a piece of YAML; easy texts need no parser."""
    if not NULLS.isdisjoint(expected):
        return False
    if all(_EASY.fullmatch(text) for text in expected):
        return True
    if "" in expected or "\n" in source or "\t" in source:
        return False
    try:
        events = list(yaml.parse(source, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)] == expected


def _quoted(text: str) -> str:
    if ('"' in text or "\\" in text) and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
