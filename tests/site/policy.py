"""Is a page safe by construction: a strict Content-Security-Policy, and nothing in the page that it would block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.site.reading import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.reading import Page, Site

OWED = {"default-src": {"'none'"}, "base-uri": {"'none'"}, "form-action": {"'none'", "'self'"}}
WITHOUT_EFFECT = {"frame-ancestors", "report-to", "report-uri", "sandbox"}
SOURCES = {"'none'", "'self'"}
VALUED = {"require-trusted-types-for", "trusted-types"}
DATA = {"application/json", "application/ld+json"}
URLS = {"href", "xlink:href", "src", "action", "formaction", "data", "poster"}


def lax_policies(site: Site) -> list[str]:
    """Find pages whose policy is missing, late, double, or allows more than the site's own files."""
    return [f"{page.name}: {what}" for page in site.pages.values() for what in _of_page(page)]


def _is_policy(element: Element) -> bool:
    return element.tag == "meta" and element["http-equiv"].lower() == "content-security-policy"


def _of_page(page: Page) -> Iterator[str]:
    first, second = [*page.part("head").elements, Element(""), Element("")][:2]
    if first.tag != "meta" or first["charset"].lower() != "utf-8":
        yield 'head does not begin with <meta charset="utf-8">'
    if not _is_policy(second):
        yield "the policy is not the second element of head"
    policies = [element for element in page.all("meta") if _is_policy(element)]
    if len(policies) != 1:
        yield f"there are {len(policies)} policies, not one"
    for element in policies:
        yield from _lax(element["content"])


def _lax(policy: str) -> Iterator[str]:
    """Find what is wrong with the text of a policy."""
    seen: dict[str, list[str]] = {}
    for words in filter(None, map(str.split, policy.split(";"))):
        name = words[0].lower()
        if name in seen:
            yield f"the policy says {name} twice"
        seen.setdefault(name, words[1:])
    for name, allowed in OWED.items():
        if len(seen.get(name, [])) != 1 or not set(seen[name]) <= allowed:
            yield f"the policy does not say {name} {' or '.join(sorted(allowed))}"
    for name, sources in seen.items():
        if name in WITHOUT_EFFECT:
            yield f"the policy says {name}, which has no effect in a page"
        elif name not in VALUED:
            yield from (f"the policy allows {source} in {name}" for source in sources if source not in SOURCES)


def inline_code(site: Site) -> list[str]:
    """Find what a strict policy blocks, or what fails from a disk: code and styles inside of pages, and modules."""
    return [
        f"{page.name}: {element} {what}"
        for page in site.pages.values()
        for element in page.elements
        for what in _blocked(element)
    ]


def _blocked(element: Element) -> Iterator[str]:
    if element.tag == "script":
        kind = element["type"].lower()
        if "src" not in element and kind not in DATA:
            yield "holds a script"
        if kind == "module":
            yield "is a module, which no browser loads from a disk"
    if element.tag == "style":
        yield "holds styles"
    if element.tag == "base":
        yield "moves every link of the page"
    if "style" in element:
        yield "has a style of its own"
    yield from (f"handles {name}" for name in element.attributes if name.startswith("on"))
    for name in element.attributes.keys() & URLS:
        if re.match(r"(?i)(javascript|vbscript):", re.sub(r"[\x00-\x20]", "", element[name])):
            yield f"has code in {name}"
