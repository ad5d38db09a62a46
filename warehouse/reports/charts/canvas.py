"""The canvas of a chart: colours and style sheets, SVG elements, widths of text, and labels with their boxes.

Text has a contrast of at least 4.5 to the paper. So do marks, because values are written on bars in the colour of the
paper. Neighbours in the palette differ in lightness, or are blue and yellow, which nearly everyone can tell apart. If
marks are shapes, each series also has its own shape. Tests compute the contrasts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import wcwidth

from warehouse.reports.figures import DASH, MINUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Attribute = str | float | None


class Theme(NamedTuple):
    """The colours of one theme, as ``#rrggbb``.

    Attributes:
        paper: Background.
        ink: Titles, labels and values.
        quiet: Axes, notes and explanations.
        grid: Grid lines.
        marks: Marks of the series, in order; all further series share the last colour.
    """

    paper: str
    ink: str
    quiet: str
    grid: str
    marks: tuple[str, ...]


LIGHT: Final = Theme(
    "#ffffff", "#1a1f26", "#566070", "#dde1e7", ("#0b6bb0", "#b34d06", "#08785a", "#a63d85", "#7d6000", "#626a77")
)
DARK: Final = Theme(
    "#12161c", "#eef1f5", "#a6b0be", "#2f3742", ("#58b4f0", "#f2994a", "#38c79c", "#e58ac6", "#e3cf4a", "#9aa4b2")
)
SERIES: Final = len(LIGHT.marks) - 1
"""The number of series that have their own colour."""

_FONTS: Final = 'system-ui, "Noto Sans", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif'
TITLE, BODY, SMALL = 16.0, 13.0, 12.0
"""Font sizes in units of the drawing."""
_TEXT: Final = f"font-family:{_FONTS};font-size:{BODY:g}px;font-variant-numeric:tabular-nums"


PAGE_CLASS: Final = "chart"
"""The class of a chart that uses the style sheet of its page."""


def style(prefix: str) -> str:
    """Return the style sheet of the chart whose root has the id ``prefix``. It affects nothing else on a page."""
    within = f"#{prefix}"
    dark = f"@media (prefers-color-scheme: dark){{{within}{{{_properties(DARK)}}}}}"
    return "\n".join([f"{within}{{{_properties(LIGHT)};{_TEXT}}}", dark, *_rules(within)])


def page_style() -> str:
    """Return the style sheet for all charts of a page that include none. They follow the page's colour scheme."""
    within = f".{PAGE_CLASS}"
    light, dark = _named(LIGHT), _named(DARK)
    both_themes = ";".join(f"--{name}:light-dark({light[name]},{dark[name]})" for name in light)
    following = f"@supports (color:light-dark(#000,#fff)){{{within}{{{both_themes}}}}}"
    return "\n".join([f"{within}{{{_properties(LIGHT)};{_TEXT}}}", following, *_rules(within)])


def _rules(within: str) -> list[str]:
    rules = [
        f"{within}{{max-width:100%;height:auto}}",
        f"{within} text{{fill:var(--ink)}}",
        f"{within} .paper{{fill:var(--paper)}}",
        f"{within} .title{{font-size:{TITLE:g}px;font-weight:600}}",
        f"{within} .strong{{font-weight:600}}",
        f"{within} .small{{font-size:{SMALL:g}px}}",
        f"{within} .quiet{{font-size:{SMALL:g}px;fill:var(--quiet)}}",
        f"{within} .within{{font-size:{SMALL:g}px;fill:var(--paper)}}",
        f"{within} .over{{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}}",
        f"{within} .grid{{stroke:var(--grid);stroke-width:1}}",
        f"{within} .axis{{stroke:var(--quiet);stroke-width:1}}",
        f"{within} .whisker{{stroke:var(--ink);stroke-width:1.5;fill:none}}",
        f"{within} .halo{{stroke:var(--paper);stroke-width:4;fill:none}}",
    ]
    for place in range(1, len(LIGHT.marks) + 1):
        rules += [
            f"{within} .m{place}{{fill:var(--m{place})}}",
            f"{within} .l{place}{{stroke:var(--m{place});stroke-width:2;fill:none}}",
            f"{within} .t{place}{{fill:var(--m{place});fill-opacity:.25}}",
            f"{within} .e{place}{{stroke:var(--m{place});stroke-width:1.5}}",
        ]
    return [*rules, f"{within} .thin{{stroke-width:1;stroke-opacity:.7}}"]


def _properties(theme: Theme) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in _named(theme).items())


def _named(theme: Theme) -> dict[str, str]:
    named = {"paper": theme.paper, "ink": theme.ink, "quiet": theme.quiet, "grid": theme.grid}
    return named | {f"m{place}": colour for place, colour in enumerate(theme.marks, start=1)}


_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_REPLACEMENT: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Element:
    """An SVG element: its name, its attributes as text, and its child elements and texts."""

    name: str
    attributes: dict[str, str]
    children: tuple[Element | str, ...]


def element(name: str, *children: Element | str, **attributes: Attribute) -> Element:
    """Return an SVG element.

    Args:
        name: Name of the element.
        children: Its child elements and texts.
        attributes: Its attributes; ``stroke_width`` becomes ``stroke-width``, ``class_`` becomes ``class``. An
            attribute with the value None is omitted.
    """
    written = {
        key.rstrip("_").replace("_", "-"): value if isinstance(value, str) else number(value)
        for key, value in attributes.items()
        if value is not None
    }
    return Element(name, written, children)


def number(value: float) -> str:
    """Format a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points(*corners: tuple[float, float]) -> str:
    """Format the corners of a polygon or a line as the value of ``points``."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def serialise(root: Element) -> str:
    """Return an element and its children as text, a line per element. An element that contains text has one line."""
    return "\n".join(_serialized(root, "")) + "\n"


def _serialized(node: Element, indent: str) -> Iterator[str]:
    if not node.children or any(isinstance(child, str) for child in _texts(node.children)):
        yield indent + _inline(node)
        return
    yield f"{indent}<{_opening(node)}>"
    for child in node.children:
        if isinstance(child, Element):
            yield from _serialized(child, indent + "  ")
    yield f"{indent}</{node.name}>"


def _texts(children: Sequence[Element | str]) -> Iterator[Element | str]:
    """Yield the children, and the children of ``tspan`` elements, because blanks inside them would be visible."""
    for child in children:
        yield child
        if isinstance(child, Element) and child.name == "tspan":
            yield from child.children


def _inline(node: Element) -> str:
    if not node.children:
        return f"<{_opening(node)}/>"
    inner = "".join(_inline(child) if isinstance(child, Element) else _escaped(child) for child in node.children)
    return f"<{_opening(node)}>{inner}</{node.name}>"


def _opening(node: Element) -> str:
    return "".join([node.name, *(f" {key}={quoteattr(_clean(value))}" for key, value in node.attributes.items())])


def _escaped(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    return _NO_XML.sub(_REPLACEMENT, text)


FIRM_BLANK: Final = "\u00a0"
"""A blank that does not break a line."""

_BY_WIDTH: Final = {
    0.28: "'ijl",
    0.30: "IJ",
    0.32: " ,.·" + FIRM_BLANK,
    0.34: "/:;\\|",
    0.36: "-f",
    0.39: "()[]",
    0.40: "!t",
    0.42: "r",
    0.46: '"',
    0.50: "*_`" + DASH,
    0.53: "sz?",
    0.56: "cL",
    0.58: "Fk",
    0.61: "vxyPTY",
    0.64: "aeo$0123456789ESbdghnpqu{}",
    0.70: "KABVXZCR",
    0.77: "UNHD",
    0.79: "&GOQ",
    0.84: "w#+<=>^~≥→" + MINUS,
    0.87: "M",
    0.99: "%mW@—…",
}
_ADVANCE: Final = {character: width for width, characters in _BY_WIDTH.items() for character in characters}
_WIDE: Final = 1.0
_PICTURE: Final = 1.4
_FIRST_PICTURE: Final = 0x1F000
_BOLD: Final = 1.13
_OTHER_SMALL, _OTHER_LARGE = 0.72, 1.0
_ELLIPSIS: Final = "…"
_BLANKS: Final = re.compile(" +")


class Fitted(NamedTuple):
    """The lines of a label, and whether its text was shortened."""

    lines: tuple[str, ...]
    is_short: bool


def width_of(text: str, *, bold: bool = False) -> float:
    """Return the estimated width of a text in em."""
    try:
        width = sum(map(_ADVANCE.__getitem__, text))
    except KeyError:
        width = sum(map(_advance, text))
    return width * (_BOLD if bold else 1.0)


def _advance(character: str) -> float:
    known = _ADVANCE.get(character)
    if known is not None:
        return known
    cells = wcwidth.wcwidth(character)
    if cells > 1:
        return _PICTURE if ord(character) >= _FIRST_PICTURE else _WIDE
    if cells == 0:
        return 0.0
    return _OTHER_LARGE if unicodedata.category(character) in {"Lu", "So", "Sm"} else _OTHER_SMALL


def fit(text: str, room: float, most: int = 1, *, bold: bool = False) -> Fitted:
    """Break a text into at most ``most`` lines, at blanks if possible. Replace the part that does not fit by "…".

    Args:
        text: The label.
        room: Width of a line in em.
        most: Number of lines, at least one.
        bold: Whether it is set in bold.
    """
    lines = _broken(text, room, bold=bold)
    if len(lines) <= most:
        return Fitted(tuple(lines), is_short=False)
    last = _cut(" ".join(lines[most - 1 :]), room - width_of(_ELLIPSIS, bold=bold), bold=bold)
    return Fitted((*lines[: most - 1], last.rstrip() + _ELLIPSIS), is_short=True)


def _broken(text: str, room: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _BLANKS.split(text.strip(" ")):
        longer = f"{line} {word}" if line else word
        if width_of(longer, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, bold=bold) > room and (part := _cut(line, room, bold=bold) or _first(line)) != line:
            lines.append(part)
            line = line[len(part) :]
    return [*lines, line] if line or not lines else lines


def _cut(text: str, room: float, *, bold: bool) -> str:
    """Return the longest beginning of a text that fits. A letter and its accents stay together."""
    beginning, used = "", 0.0
    for letter in wcwidth.iter_graphemes(text):
        used += width_of(letter, bold=bold)
        if used > room:
            break
        beginning += letter
    return beginning


def _first(text: str) -> str:
    return next(iter(wcwidth.iter_graphemes(text)))


MARGIN: Final = 20.0
"""Width of the margins, in units of the drawing."""
LEADING: Final = 1.3
"""Distance between the base lines of two lines of text, in em."""
_ASCENT, _DESCENT = 0.93, 0.24

Anchor = Literal["start", "middle", "end"]


class Look(NamedTuple):
    """The text style of a label: its classes, its font size in units of the drawing, and whether it is bold."""

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
    """The bounding box of a label, in units of the drawing, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def overlaps(self, other: Box) -> bool:
        """Return whether the two boxes overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Canvas:
    """A drawing of fixed width that grows downwards.

    Attributes:
        width: Width in units of the drawing.
        elements: The elements drawn so far; later ones cover earlier ones.
        boxes: The boxes of the labels drawn so far.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.elements: list[Element] = []
        self.boxes: list[Box] = []

    @property
    def right(self) -> float:
        """The x coordinate at which the right margin begins."""
        return self.width - MARGIN

    def add(self, *elements: Element) -> None:
        """Add elements on top of the drawing."""
        self.elements.extend(elements)

    def is_free(self, box: Box) -> bool:
        """Return whether no label overlaps the box."""
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
        """Draw a label, store its box, and return the box.

        Args:
            x: The start, middle or end of the label, depending on ``anchor``.
            y: Base line of its first line.
            lines: Its lines.
            look: Its text style.
            anchor: The meaning of ``x``.
            full: The whole text, if the lines are shortened; it becomes the tooltip.
            over: Whether the label covers lines. If so, it gets an outline in the colour of the paper.
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
        """Draw a text that reads upwards, and store its box.

        Args:
            x: Its base line.
            y: Its start, the lower end.
            text: The text.
            look: Its text style.
            full: The whole text, if ``text`` is shortened; it becomes the tooltip.
        """
        title = () if full is None else (element("title", full),)
        turned = f"rotate(-90 {number(x)} {number(y)})"
        self.add(element("text", *title, text, class_=look.classes or None, x=x, y=y, transform=turned))
        left, right = x - look.size * _ASCENT, x + look.size * _DESCENT
        self.boxes.append(Box(left, y - widest([text], look), right, y, text))

    def paragraph(self, top: float, text: str, look: Look, most: int = 4, *, left: float = MARGIN) -> float:
        """Draw a text of at most ``most`` lines below ``top``, from ``left`` to the right margin.

        Returns:
            The y coordinate at which the text ends.
        """
        fitted = fit(text, (self.right - left) / look.size, most, bold=look.bold)
        full = text if fitted.is_short else None
        self.label(left, top + look.size, fitted.lines, look, full=full)
        return top + height_of(fitted.lines, look)


def height_of(lines: Sequence[str], look: Look) -> float:
    """Return the height of a label in units of the drawing, including the space below its last line."""
    return len(lines) * look.size * LEADING


def widest(lines: Sequence[str], look: Look) -> float:
    """Return the width of a label in units of the drawing."""
    return max((width_of(line, bold=look.bold) for line in lines), default=0.0) * look.size


def box_of(x: float, y: float, lines: Sequence[str], look: Look, anchor: Anchor = "start") -> Box:
    """Return the box that a label would have, with the arguments of ``Canvas.label``."""
    width = widest(lines, look)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    bottom = y + (len(lines) - 1) * look.size * LEADING + look.size * _DESCENT
    return Box(left, y - look.size * _ASCENT, left + width, bottom, " ".join(lines))


def centred(middle: float, lines: Sequence[str], look: Look) -> float:
    """Return the base line of the first line of a label that is vertically centred at ``middle``."""
    return middle - (len(lines) - 1) * look.size * LEADING / 2 + look.size * 0.36
