"""Is a page built so that everybody finds the way: language, title, headings, landmarks, pictures, tables, links."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.site.reading import Element, Page, Site

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SECTIONS = {"article", "aside", "main", "nav", "section"}
SCOPES = {"col", "colgroup", "row", "rowgroup"}
FOCUSED = {"button", "input", "select", "summary", "textarea"}


def _every_page(check: Callable[[Page], Iterator[str]], site: Site) -> list[str]:
    return [f"{page.name}: {what}" for page in site.pages.values() for what in check(page)]


def is_named(element: Element) -> bool:
    return bool((element["aria-label"] or element["aria-labelledby"]).strip())


def unclosed(site: Site) -> list[str]:
    """Find tags that were left open, closed twice, or have an attribute twice: the other checks trust the tree."""
    return [f"{page.name}: {what}" for page in site.trees.values() for what in page.faults]


def heads(site: Site) -> list[str]:
    """Find pages without language, title or viewport, and titles that two pages share."""
    titles = Counter(map(_title, site.pages.values()))

    def check(page: Page) -> Iterator[str]:
        if not page.part("html")["lang"].strip():
            yield "html has no lang"
        title = _title(page)
        if not title:
            yield "there is no title"
        elif titles[title] > 1:
            yield f"another page has the title {title!r}, too"
        viewports = [element["content"] for element in page.all("meta") if element["name"].lower() == "viewport"]
        if not any("width=device-width" in content.replace(" ", "") for content in viewports):
            yield "there is no viewport with width=device-width"
        if any("user-scalable" in content or "maximum-scale" in content for content in viewports):
            yield "the viewport forbids to zoom"

    return _every_page(check, site)


def _title(page: Page) -> str:
    return next((element.text for element in page.part("head").elements if element.tag == "title"), "")


def ids(site: Site) -> list[str]:
    """Find ids that are used twice, are empty or hold a space, and names that point to no id."""

    def check(page: Page) -> Iterator[str]:
        yield from (f"id {name!r} is used {times} times" for name, times in page.ids.items() if times > 1)
        yield from (f"id {name!r} is none" for name in page.ids if len(name.split()) != 1)
        for element in page.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list"):
                gone = [name for name in element[attribute].split() if name not in page.ids]
                yield from (f"{element} names {name!r} in {attribute}, which is no id" for name in gone)

    return _every_page(check, site)


def headings(site: Site) -> list[str]:
    """Find pages with no h1 or several, empty headings, and steps that leave out a level."""

    def check(page: Page) -> Iterator[str]:
        found = page.all(*HEADINGS)
        first = sum(heading.tag == "h1" for heading in found)
        if first != 1:
            yield f"there are {first} h1, not one"
        before = 0
        for heading in found:
            level = int(heading.tag[1])
            if not heading.text:
                yield f"{heading} is empty"
            if level > before + 1:
                yield f"{heading.tag} {heading.text!r} follows {f'h{before}' if before else 'no heading'}"
            before = level

    return _every_page(check, site)


def landmarks(site: Site) -> list[str]:
    """Find pages without header, nav, main or footer, navs that nobody tells apart, and a missing way past them."""

    def check(page: Page) -> Iterator[str]:
        for tag in ("header", "main", "footer"):
            outer = [one for one in page.all(tag) if not any(above.tag in SECTIONS for above in one.ancestors())]
            if len(outer) != 1:
                yield f"there are {len(outer)} {tag} of the page, not one"
        navs = page.all("nav")
        if not navs:
            yield "there is no nav"
        names = Counter(nav["aria-label"] or nav["aria-labelledby"] for nav in navs)
        if len(navs) > 1:
            yield from (f"{times} nav have the name {name!r}" for name, times in names.items() if times > 1 or not name)
        yield from _skipping(page)

    return _every_page(check, site)


def _skipping(page: Page) -> Iterator[str]:
    """Find out whether the first thing that a keyboard reaches is a link to main."""
    first = next((one for one in page.part("body").walk() if _is_reached(one)), None)
    mains = {f"#{main['id']}" for main in page.all("main") if main["id"]}
    if first is None or first.tag != "a" or first["href"] not in mains:
        yield "the first thing to focus is not a link to main"


def _is_reached(element: Element) -> bool:
    """Tell whether the tab key stops at an element."""
    by_nature = element.tag in FOCUSED or (element.tag in {"a", "area"} and "href" in element)
    return (by_nature or "tabindex" in element) and element["tabindex"] != "-1" and element["type"] != "hidden"


def pictures(site: Site) -> list[str]:
    """Find pictures and drawings that have no words."""

    def check(page: Page) -> Iterator[str]:
        yield from (f"{image} has no alt" for image in page.all("img") if "alt" not in image)
        for drawing in page.all("svg"):
            hidden = any(one["aria-hidden"] == "true" for one in (drawing, *drawing.ancestors()))
            titled = any(one.tag == "title" and one.text for one in drawing.elements)
            role = "a group" if any(drawing.walk("a")) else "an img"
            if not hidden and (drawing["role"] != role.split()[1] or not (titled or is_named(drawing))):
                yield f"{drawing} is neither hidden nor {role} with a title"

    return _every_page(check, site)


def tables(site: Site) -> list[str]:
    """Find tables without a name, header cells without scope, and tables that cannot be scrolled with the keyboard."""

    def check(page: Page) -> Iterator[str]:
        for table in page.all("table"):
            captioned = any(one.tag == "caption" and one.text for one in table.elements)
            if not captioned and not is_named(table):
                yield f"{table} has no caption and no aria-label"
            cells = list(table.walk("th"))
            if not cells:
                yield f"{table} has no header cell"
            yield from (f"{cell} {cell.text!r} has no scope" for cell in cells if cell["scope"] not in SCOPES)
            if not any(_is_region(above) for above in table.ancestors()):
                yield f"{table} stands in no region that has a name and tabindex=0"

    return _every_page(check, site)


def _is_region(element: Element) -> bool:
    is_one = element["role"] in {"region", "group"} or (element.tag == "section" and not element["role"])
    return is_one and element["tabindex"] == "0" and is_named(element)


def controls(site: Site) -> list[str]:
    """Find links and buttons without words, and links that hand the window to a stranger."""

    def check(page: Page) -> Iterator[str]:
        for element in page.all("a", "button", "summary"):
            if element.tag == "a" and "href" not in element:
                continue
            if not element.text and not is_named(element):
                yield f"{element} has no words"
        for element in page.all("a", "area", "form"):
            if element["target"] == "_blank" and not {"noopener", "noreferrer"} & set(element["rel"].split()):
                yield f"{element} opens a window without rel=noopener"

    return _every_page(check, site)
