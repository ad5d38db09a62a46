"""Read a folder with a static site: its pages as trees, and its other files by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template"}


@dataclass(eq=False)
class Element:
    """An element: its tag as it was written, its attributes in small letters, what it holds."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    written: str = ""
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def __str__(self) -> str:
        return self.written if len(self.written) <= 100 else f"{self.written[:99]}…"

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self, *tags: str) -> Iterator[Element]:
        """Give all elements inside, in the order of the page; with tags, only these."""
        waiting = self.elements[::-1]
        while waiting:
            element = waiting.pop()
            if not tags or element.tag in tags:
                yield element
            waiting += element.elements[::-1]

    def ancestors(self) -> Iterator[Element]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def text(self) -> str:
        """Give what a reader reads or hears: the text inside, and the words that stand for pictures."""
        parts = (
            child if isinstance(child, str) else child["alt"] or child["aria-label"] or child.text
            for child in self.children
            if isinstance(child, str) or not (child.tag in UNSEEN or child["aria-hidden"] == "true")
        )
        return " ".join("".join(parts).split())


class Tree(HTMLParser):
    """Builds the tree of a page, and says which tags were left open or closed twice."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.faults: list[str] = []
        self._open = [self.root]
        self.feed(text)
        self.close()
        self.faults += [f"{element} is not closed" for element in self._open[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._add(tag, attrs)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg" or any(element.tag == "svg" for element in self._open):
            self._add(tag, attrs)
        else:
            self.handle_starttag(tag, attrs)  # outside of drawings the slash means nothing

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self._open]
        if tag not in tags:
            self.faults.append(f"</{tag}> closes nothing")
            return
        while (element := self._open.pop()).tag != tag:
            self.faults.append(f"{element} is not closed")

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, {}, " ".join((self.get_starttag_text() or "").split()), self._open[-1])
        for name, value in attrs:
            if name in element.attributes:
                self.faults.append(f"{element} has {name} twice")
            element.attributes.setdefault(name, value or "")
        self._open[-1].children.append(element)
        return element


@dataclass
class Page:
    """A page, or a drawing: its name in the site with slashes, and its tree."""

    name: str
    root: Element
    faults: list[str]

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.root.walk())

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element["id"] for element in self.elements if "id" in element)

    def part(self, tag: str) -> Element:
        """Give the first element with a tag; an empty one when there is none, which the checks then miss in words."""
        return next((element for element in self.elements if element.tag == tag), Element(tag))


class Site:
    """A folder with a site. Its files are read when they are asked for, once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}

    @cached_property
    def pages(self) -> dict[str, Page]:
        return self._trees(".html")

    @cached_property
    def drawings(self) -> dict[str, Page]:
        return self._trees(".svg")

    @cached_property
    def trees(self) -> dict[str, Page]:
        return self.pages | self.drawings

    def texts(self, ending: str) -> dict[str, str]:
        """Give the files with this ending, such as ``.css``, by name."""
        return {name: path.read_text("utf-8") for name, path in self.files.items() if name.endswith(ending)}

    def _trees(self, ending: str) -> dict[str, Page]:
        trees = {name: Tree(text) for name, text in self.texts(ending).items()}
        return {name: Page(name, tree.root, tree.faults) for name, tree in trees.items()}
