from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.auditing import audit
from tests.site.small import change, page

if TYPE_CHECKING:
    from pathlib import Path

SKIP = '<a class="skip" href="#main">Skip to the facts</a>'
NAV = '<nav aria-label="Pages">'
IMAGE = '<img src="bars.svg" alt="Cerium has 80 percent" width="40" height="20">'
REGION = '<div role="region" aria-label="Shares" tabindex="0" class="scroll">'
CSV = '<p><a href="shares.csv" download>Shares as csv</a></p>'
UNREGIONED = "<table> stands in no region that has a name and tabindex=0"
UNSKIPPED = "the first thing to focus is not a link to main"

# What is replaced in the small site's first page, by what, and what is then found.
FAULTS = {
    "tag left open": ("<h3>As a chart</h3>", "<h3>As a chart", ["<h3> is not closed"]),
    "tag closed twice": ("</h2>", "</h2></h2>", ["</h2> closes nothing"]),
    "attribute twice": (
        'class="skip"',
        'class="skip" class="b"',
        ['<a class="skip" class="b" href="#main"> has class twice'],
    ),
    "no language": (' lang="en"', "", ["html has no lang"]),
    "no title": ("<title>Metals</title>", "", ["there is no title"]),
    "no viewport": ("width=device-width, ", "", ["there is no viewport with width=device-width"]),
    "no zoom": ("initial-scale=1", "user-scalable=no", ["the viewport forbids to zoom"]),
    "id twice": (IMAGE, IMAGE.replace("<img", '<img id="q"'), ["id 'q' is used 2 times"]),
    "id with space": (IMAGE, IMAGE.replace("<img", '<img id="a b"'), ["id 'a b' is none"]),
    "label of nothing": ('for="q"', 'for="z"', ["<label for=\"z\"> names 'z' in for, which is no id"]),
    "no h1": ("<h1>Metals</h1>", "", ["there are 0 h1, not one", "h2 'Shares' follows no heading"]),
    "two h1": ("<h2>Shares</h2>", "<h1>Shares</h1><h2>x</h2>", ["there are 2 h1, not one"]),
    "level left out": ("<h2>Shares</h2>", "", ["h3 'As a chart' follows h1"]),
    "empty heading": ("<h2>Shares</h2>", "<h2> </h2>", ["<h2> is empty"]),
    "no header": ("<header><p>Metals</p></header>", "", ["there are 0 header of the page, not one"]),
    "header of a section": ("<header>", "<section><header></header></section><header>", []),
    "two footers": (
        CSV,
        f"{CSV}</main><footer></footer><main>",
        ["there are 2 main of the page, not one", "there are 2 footer of the page, not one"],
    ),
    "two navs alike": (NAV, f"<nav aria-label='Pages'></nav>{NAV}", ["2 nav have the name 'Pages'"]),
    "no skip link": (SKIP, "", [UNSKIPPED]),
    "late skip link": (SKIP, f"<button>x</button>{SKIP}", [UNSKIPPED]),
    "skip link to elsewhere": (SKIP, SKIP.replace("#main", "#q"), [UNSKIPPED]),
    "nothing to stop at before": (SKIP, f'<p tabindex="-1"><input type="hidden"></p>{SKIP}', []),
    "no alt": (IMAGE, '<img src="bars.svg">', ['<img src="bars.svg"> has no alt']),
    "drawing without words": (CSV, "<svg></svg>", ["<svg> is neither hidden nor an img with a title"]),
    "drawing with words of its own": (CSV, '<svg role="img" aria-label="x"></svg>', []),
    "drawing with links": (
        CSV,
        '<svg role="img" aria-label="x"><a href="index.html"><text>x</text></a></svg>',
        ['<svg role="img" aria-label="x"> is neither hidden nor a group with a title'],
    ),
    "hidden drawing": (CSV, '<svg aria-hidden="true"></svg>', []),
    "no caption": ("<caption>Shares of metals</caption>", "", ["<table> has no caption and no aria-label"]),
    "no scope": ('<th scope="row">', "<th>", ["<th> 'Cerium' has no scope"]),
    "no header cell": (
        REGION,
        f'{REGION}<table aria-label="x"></table>',
        ['<table aria-label="x"> has no header cell'],
    ),
    "table not in reach": (' tabindex="0"', "", [UNREGIONED]),
    "nameless region": (' aria-label="Shares"', "", [UNREGIONED]),
    "link without words": (
        "Shares as csv",
        '<span aria-hidden="true">x</span>',
        ['<a href="shares.csv" download> has no words'],
    ),
    "link of a picture": ("Shares as csv", '<img src="bars.svg" alt="csv">', []),
    "window for a stranger": (
        '<a href="shares.csv"',
        '<a target="_blank" href="shares.csv"',
        ['<a target="_blank" href="shares.csv" download> opens a window without rel=noopener'],
    ),
}


def test_nothing_is_found_in_a_good_site(small_site: Path) -> None:
    assert audit(small_site) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_of_a_page_is_found(small_site: Path, fault: str) -> None:
    old, new, expected = FAULTS[fault]
    assert audit(change(small_site, old, new)) == [f"index.html: {what}" for what in expected]


def test_title_that_two_pages_share_is_found_in_both(small_site: Path) -> None:
    found = audit(change(small_site, "<title>Metals</title>", "<title>Cerium</title>"))
    assert found == [
        f"{name}: another page has the title 'Cerium', too" for name in ("index.html", "metals/cerium.html")
    ]


def test_folder_without_a_first_page_is_no_site(tmp_path: Path) -> None:
    assert audit(tmp_path) == [f"{tmp_path}: there is no index.html"]


def test_faults_are_found_in_pages_of_subfolders_and_in_drawings(small_site: Path) -> None:
    (small_site / "metals" / "cerium.html").write_text(page("Cerium", '<h2 id="price">Price', up="../"))
    (small_site / "bars.svg").write_text("<svg><g></svg>")
    assert audit(small_site) == ['metals/cerium.html: <h2 id="price"> is not closed', "bars.svg: <g> is not closed"]
