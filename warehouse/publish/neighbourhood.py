"""The drawing of what a thing is tied to: the thing at the left, the ties in the middle, the others at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.reports.charts.canvas import (
    PAGE_CLASS,
    PLAIN,
    QUIET,
    STRONG,
    Canvas,
    centred,
    element,
    fit,
    height_of,
    number,
    serialise,
    widest,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.records import Link
    from warehouse.reports.charts.canvas import Look

MOST: Final = 20
"""The most things at the right."""
_PER_BRANCH: Final = 6
_FEWEST: Final = 2
_WIDTH: Final = 760.0
_COLUMNS: Final = ((8.0, 150.0), (216.0, 222.0), (506.0, 246.0))
"""Left edge and width of each column."""
_LINES: Final = (5, 3, 2)
_ROW: Final = 26.0
"""Height of a row, so that a finger meets one link."""
_GAP: Final = 10.0


class Branch(NamedTuple):
    """A tie: a word, or a thing that brings others together, and the things at its end."""

    tie: Link
    others: Sequence[Link]


class _Node(NamedTuple):
    """A label with its place and the room it takes."""

    link: Link
    left: float
    look: Look
    lines: tuple[str, ...]
    is_short: bool

    @property
    def height(self) -> float:
        return max(_ROW, height_of(self.lines, self.look) + 4)


def draw(name: str, branches: Sequence[Branch], *, up: str) -> str | None:
    """Return the drawing as SVG without a style element; None if there are too few things to draw.

    Args:
        name: The thing at the left.
        branches: Its ties, the most important first. Those that find no room are counted below the drawing.
        up: The way from the page to the root of the site, for the links.
    """
    kept, left_out = _kept(branches)
    if sum(len(branch.others) for branch in kept) < _FEWEST:
        return None
    canvas = Canvas(_WIDTH)
    starts, top = [], _GAP
    for branch in kept:
        middle, top = _branch(canvas, branch, top, up)
        starts.append(middle)
    _middle(canvas, name, starts, top)
    if left_out:
        note = f"{left_out} more {'is' if left_out == 1 else 'are'} not drawn; the lists below name the closest."
        top = canvas.paragraph(top, note, QUIET)
    size = {"width": number(_WIDTH), "height": number(top + _GAP / 2)}
    return serialise(
        element(
            "svg",
            element("title", f"What {name} is tied to", id="ties-title"),
            *canvas.elements,
            class_=f"{PAGE_CLASS} ties",
            viewBox=f"0 0 {size['width']} {size['height']}",
            **size,
            role="group",
            aria_labelledby="ties-title",
        )
    )


def _kept(branches: Sequence[Branch]) -> tuple[list[Branch], int]:
    """Return the branches that are drawn, and the number of things that are left out."""
    kept, room = [], MOST
    for branch in branches:
        others = branch.others[: min(room, _PER_BRANCH)]
        if others:
            kept.append(Branch(branch.tie, others))
            room -= len(others)
    return kept, sum(len(branch.others) for branch in branches) - (MOST - room)


def _node(link: Link, column: int) -> _Node:
    look = QUIET if link.path is None else PLAIN
    left, width = _COLUMNS[column]
    return _Node(link, left, look, *fit(link.text, width / look.size, _LINES[column], bold=look.bold))


def _branch(canvas: Canvas, branch: Branch, top: float, up: str) -> tuple[float, float]:
    """Draw a branch below ``top``; return the y coordinate of its tie, and the one at which it ends."""
    tie = _node(branch.tie, 1)
    nodes = [_node(link, 2) for link in branch.others]
    height = max(tie.height, sum(node.height for node in nodes))
    middle = top + height / 2
    at = middle - sum(node.height for node in nodes) / 2
    for node in nodes:
        _curve(canvas, tie.left + widest(tie.lines, tie.look) + 6, middle, node.left - 6, at + node.height / 2)
        _write(canvas, node, at + node.height / 2, up)
        at += node.height
    _write(canvas, tie, middle, up)
    return middle, top + height + _GAP


def _middle(canvas: Canvas, name: str, starts: Sequence[float], bottom: float) -> None:
    """Draw the thing at the left, and the lines to its ties."""
    fitted = fit(name, _COLUMNS[0][1] / STRONG.size, _LINES[0], bold=True)
    middle = max(bottom / 2, height_of(fitted.lines, STRONG) / 2 + _GAP)
    end = _COLUMNS[0][0] + widest(fitted.lines, STRONG) + 6
    for start in starts:
        _curve(canvas, end, middle, _COLUMNS[1][0] - 6, start)
    canvas.label(
        _COLUMNS[0][0],
        centred(middle, fitted.lines, STRONG),
        fitted.lines,
        STRONG,
        full=name if fitted.is_short else None,
    )


def _curve(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    between = number((x1 + x2) / 2)
    course = f"M{number(x1)} {number(y1)}C{between} {number(y1)} {between} {number(y2)} {number(x2)} {number(y2)}"
    canvas.add(element("path", class_="axis", fill="none", d=course))


def _write(canvas: Canvas, node: _Node, middle: float, up: str) -> None:
    """Write a label, as a link if it leads to a page."""
    full = node.link.text if node.is_short else None
    canvas.label(node.left, centred(middle, node.lines, node.look), node.lines, node.look, full=full)
    if node.link.path is not None:
        canvas.add(element("a", canvas.elements.pop(), href=f"{up}{node.link.path}"))
