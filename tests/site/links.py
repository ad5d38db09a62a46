"""Every address in a site: where it stands, of what kind it is, and whether it leads somewhere."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reading import Element, Page, Site

ATTRIBUTES = ("href", "xlink:href", "src", "poster", "data", "action", "formaction", "cite", "ping", "background")
SETS = ("srcset", "imagesrcset")
NAMED_ONLY = {"a href", "a xlink:href", "area href"} | {f"{tag} cite" for tag in ("blockquote", "q", "ins", "del")}
# Relations of <link> that tell of another page and make no browser load it.
TOLD = {"alternate", "author", "canonical", "help", "license", "next", "prev", "search"}
NAMESPACE = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xhtml|1999/xlink|1998/Math/MathML|XML/1998/namespace)$")
SCRIPTED = re.compile(r"""(?:https?|wss?)://[^\s"'`<>)]+|(?<=["'`])//[\w-]+\.[^\s"'`<>)]+""")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLE = re.compile(
    r"""@import\s+(?:url\(\s*)?["']?(?P<import>[^"')\s;]+)|url\(\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^)\s]*))""",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """A URL as it is written, the file it stands in, and its kind: tag and attribute, or ``css url`` and the like."""

    file: str
    kind: str
    url: str

    @property
    def is_outside(self) -> bool:
        """Tell whether the URL names a place of its own and not one relative to the file."""
        parts = urlsplit(self.url)
        return bool(parts.scheme or parts.netloc)

    @property
    def is_loaded(self) -> bool:
        """Tell whether a browser goes there of its own accord, or sends something there."""
        return self.kind not in NAMED_ONLY and not self.kind.startswith("link told")


@lru_cache(maxsize=1)
def addresses(site: Site) -> list[Address]:
    """Give every URL in the pages, drawings, style sheets and scripts of a site."""
    found = [address for page in site.trees.values() for address in _of_page(page)]
    for name, text in site.texts(".css").items():
        found += _of_style(name, text)
    for name, text in site.texts(".js").items():
        found += [Address(name, "script text", url) for url in SCRIPTED.findall(text) if not NAMESPACE.match(url)]
    return found


def _of_page(page: Page) -> Iterator[Address]:
    for element in page.elements:
        for kind, url in _of_element(element):
            yield Address(page.name, kind, url.strip())
        pieces = [value for value in element.attributes.values() if "url(" in value]
        if element.tag == "style":
            pieces += [child for child in element.children if isinstance(child, str)]
        yield from _of_style(page.name, " ".join(pieces))


def _of_element(element: Element) -> Iterator[tuple[str, str]]:
    told = element.tag == "link" and set(element["rel"].lower().split()) <= TOLD
    tag = "link told" if told else element.tag
    for name in ATTRIBUTES:
        if name in element:
            yield f"{tag} {name}", element[name]
    for name in SETS:
        for candidate in re.split(r",\s+|,$", element[name]):
            if candidate.strip():
                yield f"{tag} {name}", candidate.split()[0]
    if element.tag == "meta" and element["http-equiv"].lower() == "refresh":
        yield "meta refresh", re.sub(r"(?i)^[\d.\s]*[;,]?\s*(url\s*=)?\s*", "", element["content"]).strip("'\" ")


def _of_style(name: str, text: str) -> Iterator[Address]:
    for match in STYLE.finditer(COMMENT.sub("", text)):
        kind = "css import" if match["import"] else "css url"
        yield Address(name, kind, match["import"] or match["a"] or match["b"] or match["c"] or "")


def outside(site: Site) -> list[str]:
    """Find what a browser would load from, or send to, a place outside of the site."""
    return [
        f"{address.file}: {address.kind} leads outside: {address.url}"
        for address in addresses(site)
        if address.is_loaded and address.is_outside
    ]


def documents(site: Site) -> dict[str, list[str]]:
    """Give the addresses outside of the site that a reader can follow, each with the files that name it."""
    found: dict[str, list[str]] = {}
    for address in addresses(site):
        if urlsplit(address.url).scheme in {"http", "https"} and not address.is_loaded:
            files = found.setdefault(address.url, [])
            files += [address.file] * (address.file not in files)
    return found


def broken(site: Site) -> list[str]:
    """Find what leads nowhere from a file: to a file or an id that is not there, to a folder, or out of the site."""
    found = []
    for address in addresses(site):
        problem = None if address.is_outside else _problem(site, address)
        if problem:
            found.append(f"{address.file}: {address.kind} {address.url!r} {problem}")
    return found


def _target(address: Address) -> str:
    """Give the name of the file in the site that a relative address leads to."""
    path = unquote(urlsplit(address.url).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(address.file), path)) if path else address.file


def _problem(site: Site, address: Address) -> str | None:
    parts, target = urlsplit(address.url), _target(address)
    if not address.url or address.url == "#":
        return "is empty"
    if parts.path.startswith("/"):
        return "begins with /, which is another place on every machine"
    if target.startswith("../"):
        return "leads out of the site"
    if target not in site.files:
        is_folder = target == "." or any(name.startswith(f"{target}/") for name in site.files)
        return "leads to a folder, which no browser opens from a disk" if is_folder else "leads to no file"
    page = site.trees.get(target)
    if parts.fragment and (page is None or unquote(parts.fragment) not in page.ids):
        return "leads to no id"
    return None


def unreached(site: Site, start: str = "index.html") -> list[str]:
    """Find the pages to which no chain of links leads from the first one."""
    linked: dict[str, set[str]] = {}
    for address in addresses(site):
        if not address.is_outside:
            linked.setdefault(address.file, set()).add(_target(address))
    reached, waiting = {start}, [start]
    while waiting:
        fresh = (linked.get(waiting.pop(), set()) & set(site.pages)) - reached
        reached |= fresh
        waiting += fresh
    return [f"{name}: no link leads here from {start}" for name in site.pages if name not in reached]
