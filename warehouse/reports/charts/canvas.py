"""What is being drawn: elements in order, and the box of every label, so that the next one finds a free place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from warehouse.reports.charts.colours import BODY, SMALL, TITLE
from warehouse.reports.charts.svg import Element, element, number
from warehouse.reports.charts.text import fit, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MARGIN: Final = 20.0
"""Free room at the edges, in units of the drawing."""
LEADING: Final = 1.3
"""Distance of two lines of text, in em."""
_ASCENT, _DESCENT = 0.93, 0.24

Anchor = Literal["start", "middle", "end"]


class Look(NamedTuple):
    """How a label is set: its classes, its size in units of the drawing, and whether it is bold."""

    classes: str
    size: float
    bold: bool


TITLE_LOOK: Final = Look("title", TITLE, bold=True)
STRONG: Final = Look("strong", BODY, bold=True)
PLAIN: Final = Look("", BODY, bold=False)
SMALL_LOOK: Final = Look("small", SMALL, bold=False)
QUIET: Final = Look("quiet", SMALL, bold=False)
WITHIN: Final = Look("within", SMALL, bold=False)


class Box(NamedTuple):
    """Where a label stands, in units of the drawing, and what it shows."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: Box) -> bool:
        """Whether the two cover a common area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Canvas:
    """A drawing of fixed width that grows downwards."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.elements: list[Element] = []
        self.boxes: list[Box] = []

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN

    def add(self, *elements: Element) -> None:
        """Draw over what there is."""
        self.elements.extend(elements)

    def is_free(self, box: Box) -> bool:
        """Whether no label stands there."""
        return not any(box.overlaps(other) for other in self.boxes)

    def line(self, x1: float, y1: float, x2: float, y2: float, classes: str) -> None:
        """Draw a straight line."""
        self.add(element("line", class_=classes, x1=x1, y1=y1, x2=x2, y2=y2))

    def label(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        look: Look = PLAIN,
        anchor: Anchor = "start",
        *,
        full: str | None = None,
        over: bool = False,
    ) -> Box:
        """Write a label and remember its box.

        Args:
            x: Where it begins, has its middle or ends, after ``anchor``.
            y: Base line of its first line.
            lines: Its lines.
            look: How it is set.
            anchor: What ``x`` means.
            full: The whole text, where the lines leave something out; shown when pointed at.
            over: Whether it stands over lines, which then leave it some air.
        """
        classes = " ".join(part for part in (look.classes, "over" if over else "") if part)
        title = () if full is None else (element("title", full),)
        if len(lines) == 1:
            content: tuple[Element | str, ...] = (lines[0],)
        else:
            step = look.size * LEADING
            content = tuple(element("tspan", line, x=x, y=y + at * step) for at, line in enumerate(lines))
        shown_anchor = None if anchor == "start" else anchor
        self.add(element("text", *title, *content, class_=classes or None, x=x, y=y, text_anchor=shown_anchor))
        box = box_of(x, y, lines, look, anchor)
        self.boxes.append(box)
        return box

    def upwards(self, x: float, y: float, text: str, look: Look, *, full: str | None = None) -> None:
        """Write a text from below to above; ``x`` is its base line, ``y`` where it begins."""
        title = () if full is None else (element("title", full),)
        turned = f"rotate(-90 {number(x)} {number(y)})"
        self.add(element("text", *title, text, class_=look.classes or None, x=x, y=y, transform=turned))
        left, right = x - look.size * _ASCENT, x + look.size * _DESCENT
        self.boxes.append(Box(left, y - widest([text], look), right, y, text))

    def paragraph(self, top: float, text: str, look: Look, most: int = 4, *, left: float = MARGIN) -> float:
        """Write a text of at most so many lines below ``top``, from ``left`` to the margin; gives where it ends."""
        fitted = fit(text, (self.right - left) / look.size, most, bold=look.bold)
        full = text if fitted.is_short else None
        self.label(left, top + look.size, fitted.lines, look, full=full)
        return top + height_of(fitted.lines, look)


def height_of(lines: Sequence[str], look: Look) -> float:
    """Give the height of a label with the room below its last line."""
    return len(lines) * look.size * LEADING


def widest(lines: Sequence[str], look: Look) -> float:
    """Give the width of a label in units of the drawing."""
    return max((width_of(line, bold=look.bold) for line in lines), default=0.0) * look.size


def box_of(x: float, y: float, lines: Sequence[str], look: Look, anchor: Anchor = "start") -> Box:
    """Give the box a label would have; the arguments are those of ``Canvas.label``."""
    width = widest(lines, look)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    bottom = y + (len(lines) - 1) * look.size * LEADING + look.size * _DESCENT
    return Box(left, y - look.size * _ASCENT, left + width, bottom, " ".join(lines))


def centred(middle: float, lines: Sequence[str], look: Look) -> float:
    """Give the base line of the first line for a label whose middle is at the height ``middle``."""
    return middle - (len(lines) - 1) * look.size * LEADING / 2 + look.size * 0.36
