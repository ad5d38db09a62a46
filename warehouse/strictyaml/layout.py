"""Print YAML in the one layout that all files have, with every comment.

Lists and mappings are indented by two columns. What is written between brackets stays so where it fits on its line and
no comment stands inside. Empty lines separate the units of the first two levels (the families of a seed file and their
records), but not records of one line each; elsewhere there are none. A comment stays above, beside or below what it
stood at; where two would have to stand beside the same line, the first moves above.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Final

from warehouse.strictyaml.scalars import INDENT, as_key, on_lines, on_one_line
from warehouse.strictyaml.written import BLOCKS, Collection, Comment, Scalar, Unit, comments_within

WIDTH: Final = 120
"""Columns a list or mapping between brackets may take, with what stands before it."""

SPACED: Final = 2
"""Levels whose units have empty lines between them."""


def printed(root: Collection) -> str:
    """Print a mapping as ``written.read`` gives it; its units may have changed their order."""
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
    lines = [f"{lead} {first}", *others]
    if beside:
        at = 0 if isinstance(value, Scalar) and value.style in BLOCKS else -1
        lines[at] += f"  {beside.text}"
    return [*_above(above, level), *lines]


def _unit_with_block(unit: Unit, value: Collection, level: int, lead: str) -> list[str]:
    """Print a unit whose value takes lines of its own; an item starts on the first of them."""
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
    """Choose the comments above a unit and the one at the end of its line, in the order they had."""
    if behind is None and not between:
        return before, behind_key
    return [*before, *([behind_key] if behind_key else []), *between], behind


def _above(comments: list[Comment], level: int) -> list[str]:
    lines = []
    for comment in comments:
        lines += [INDENT * level + comment.text, *([""] if comment.has_gap and level < SPACED else [])]
    return lines


def _in_flow(value: Scalar | Collection, *, may_be: bool = True) -> str | None:
    """Print on one line, between brackets; None where it was not written so or cannot be."""
    if isinstance(value, Scalar):
        return on_one_line(value.text, in_flow=True)
    opening, closing = "{}" if value.is_mapping else "[]"
    if value.units and not (may_be and value.is_flow and not any(comments_within(value))):
        return None
    leads = [f"{as_key(unit.key)}: " if value.is_mapping else "" for unit in value.units]
    texts = [f"{lead}{_in_flow(unit.value)}" for lead, unit in zip(leads, value.units, strict=True)]
    return opening + ", ".join(texts) + closing
