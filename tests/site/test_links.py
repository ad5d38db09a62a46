from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.auditing import audit
from tests.site.links import addresses, broken, documents, outside
from tests.site.reading import Site
from tests.site.small import change, page

if TYPE_CHECKING:
    from pathlib import Path

CSV = '<p><a href="shares.csv" download>Shares as csv</a></p>'
FAR = "https://example.org/x"

BROKEN = {
    '<a href="gone.html">x</a>': "a href 'gone.html' leads to no file",
    '<a href="Search.html">x</a>': "a href 'Search.html' leads to no file",
    '<a href="search.html?q=x#gone">x</a>': "a href 'search.html?q=x#gone' leads to no id",
    '<a href="#gone">x</a>': "a href '#gone' leads to no id",
    '<a href="shares.csv#main">x</a>': "a href 'shares.csv#main' leads to no id",
    '<a href="metals/">x</a>': "a href 'metals/' leads to a folder, which no browser opens from a disk",
    '<a href=".">x</a>': "a href '.' leads to a folder, which no browser opens from a disk",
    '<a href="../index.html">x</a>': "a href '../index.html' leads out of the site",
    '<a href="/index.html">x</a>': "a href '/index.html' begins with /, which is another place on every machine",
    '<a href="">x</a>': "a href '' is empty",
    '<a href="#">x</a>': "a href '#' is empty",
    '<img src="gone.svg" alt="">': "img src 'gone.svg' leads to no file",
    '<img src="bars.svg" srcset="bars.svg 1x, gone.svg 2x" alt="">': "img srcset 'gone.svg' leads to no file",
    '<svg aria-hidden="true"><use href="bars.svg#gone"/></svg>': "use href 'bars.svg#gone' leads to no id",
    '<svg aria-hidden="true"><path fill="url(#gone)"/></svg>': "css url '#gone' leads to no id",
    '<p><button formaction="gone.html">x</button></p>': "button formaction 'gone.html' leads to no file",
}

OUTSIDE = {
    f'<img src="{FAR}" alt="">': "img src",
    f'<img src="bars.svg" srcset="{FAR} 2x" alt="">': "img srcset",
    f'<script src="{FAR}"></script>': "script src",
    f'<link rel="stylesheet" href="{FAR}">': "link href",
    f'<link rel="preconnect" href="{FAR}">': "link href",
    f'<meta http-equiv="refresh" content="5; url={FAR}">': "meta refresh",
    f'<form action="{FAR}"></form>': "form action",
    f'<iframe src="{FAR}"></iframe>': "iframe src",
    f'<object data="{FAR}"></object>': "object data",
    f'<video><source src="{FAR}"></video>': "source src",
    f'<a href="search.html" ping="{FAR}">x</a>': "a ping",
    f'<svg aria-hidden="true"><image xlink:href="{FAR}"/></svg>': "image xlink:href",
}


@pytest.mark.parametrize("inside", BROKEN)
def test_address_that_leads_nowhere_is_found(small_site: Path, inside: str) -> None:
    assert audit(change(small_site, CSV, inside)) == [f"index.html: {BROKEN[inside]}"]


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="metals/cerium.html#price">x</a>',
        '<a href="metals/../search.html?q=a%20b">x</a>',
        '<a href="?q=1">x</a>',
        '<a href="#m%61in">x</a>',
        '<svg aria-hidden="true"><path id="p"/><use href="#p"/></svg>',
    ],
)
def test_address_that_leads_somewhere_is_none(small_site: Path, inside: str) -> None:
    assert broken(Site(change(small_site, CSV, inside))) == []


@pytest.mark.parametrize("inside", OUTSIDE)
def test_page_that_loads_from_outside_is_found(small_site: Path, inside: str) -> None:
    site = Site(change(small_site, CSV, inside))
    assert outside(site) == [f"index.html: {OUTSIDE[inside]} leads outside: {FAR}"]
    assert broken(site) == []


@pytest.mark.parametrize(
    ("style", "found"),
    [
        (f"@import '{FAR}';", f"css import leads outside: {FAR}"),
        (f"@import url({FAR});", f"css import leads outside: {FAR}"),
        ("p { background: url('//example.org/x') }", "css url leads outside: //example.org/x"),
        ("p { background: url(data:image/png;base64,AA) }", "css url leads outside: data:image/png;base64,AA"),
        ("@font-face { src: url(gone.woff2) }", "css url 'gone.woff2' leads to no file"),
        ("p { background: url(bars.svg) } /* url(gone.svg) */", None),
    ],
)
def test_style_sheet_is_read(small_site: Path, style: str, found: str | None) -> None:
    (small_site / "site.css").write_text(style)
    assert audit(small_site) == ([f"site.css: {found}"] if found else [])


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (f'fetch("{FAR}");', FAR),
        ("import('//example.org/x')", "//example.org/x"),
        ('document.createElementNS("http://www.w3.org/2000/svg", "g"); // a note.of mine', None),
    ],
)
def test_script_is_read(small_site: Path, script: str, found: str | None) -> None:
    (small_site / "site.js").write_text(script)
    assert audit(small_site) == ([f"site.js: script text leads outside: {found}"] if found else [])


def test_drawing_that_loads_from_outside_is_found(small_site: Path) -> None:
    (small_site / "bars.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{FAR}"/></svg>')
    assert audit(small_site) == [f"bars.svg: image href leads outside: {FAR}"]


def test_documents_are_listed_with_the_pages_that_name_them(small_site: Path) -> None:
    links = f'<link rel="canonical" href="{FAR}"><a href="{FAR}">x</a><a href="mailto:a@example.org">y</a>'
    site = Site(change(small_site, CSV, links))
    paper = ["index.html", "metals/cerium.html", "search.html"]
    assert documents(site) == {FAR: ["index.html"], "https://example.org/paper": paper}
    assert outside(site) == []


def test_every_address_has_its_kind(small_site: Path) -> None:
    found = {(kind, url) for file, kind, url in addresses(Site(small_site)) if file == "search.html"}
    assert found == {
        ("a href", "#main"),
        ("a href", "index.html"),
        ("a href", "metals/cerium.html#price"),
        ("a href", "https://example.org/paper"),
        ("link href", "bars.svg"),
        ("link href", "site.css"),
        ("script src", "site.js"),
    }


def test_page_without_a_link_to_it_is_found(small_site: Path) -> None:
    (small_site / "metals" / "lost.html").write_text(page("Lost", '<a href="cerium.html">x</a>', up="../"))
    assert audit(small_site) == ["metals/lost.html: no link leads here from index.html"]
