"""Write elements as SVG text: escaped, indented, the same bytes for the same elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Attribute = str | float | None

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its name, its attributes as written, and the elements and texts in it."""

    name: str
    attributes: dict[str, str]
    children: tuple[Element | str, ...]


def element(name: str, *children: Element | str, **attributes: Attribute) -> Element:
    """Make an element.

    Args:
        name: Its name.
        children: What stands in it.
        attributes: ``stroke_width`` stands for ``stroke-width`` and ``class_`` for ``class``; None: left out.
    """
    written = {
        key.rstrip("_").replace("_", "-"): value if isinstance(value, str) else number(value)
        for key, value in attributes.items()
        if value is not None
    }
    return Element(name, written, children)


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points(*corners: tuple[float, float]) -> str:
    """Write the corners of a polygon or a line."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def serialise(root: Element) -> str:
    """Write an element with all in it, a line per element; texts and what stands beside them stay on one line."""
    return "\n".join(_lines(root, "")) + "\n"


def _lines(node: Element, indent: str) -> Iterator[str]:
    if not node.children or any(isinstance(child, str) for child in _texts(node.children)):
        yield indent + _inline(node)
        return
    yield f"{indent}<{_opening(node)}>"
    for child in node.children:
        if isinstance(child, Element):
            yield from _lines(child, indent + "  ")
    yield f"{indent}</{node.name}>"


def _texts(children: Sequence[Element | str]) -> Iterator[Element | str]:
    """Give the children, and those of lines of text, in which blanks would be shown."""
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
