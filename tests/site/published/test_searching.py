"""The search of the browser cuts texts as the index was cut, and finds every entry by each of its words."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.publish.building import Index
from warehouse.publish.output import Files
from warehouse.publish.search import EXACT, Search, bucket_of, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.site.browsing import Visitor
    from tests.site.published.conftest import Published

pytestmark = pytest.mark.slow

HARD = [
    "POSCO International's 99.3% of U.S.-made don\u2019t",
    "희토류 영구자석 강 稀土類磁石 稀 レアアース ｶﾞ",
    "\uff32\uff25\uff25 \uff11\uff12\uff13 ﬁne ½ ² Ⅷ ㎏ ℃",
    "e\u0301clair é x\u0335yz नमस्ते ภาษา",
    "İzmir ISTANBUL \u0131 ß ẞ STRASSE ΟΔΟΣ ς",
    "🧲magnet🧲 👩‍🔬 𠮷野家 \U0001d49c\U0001d4c1\U0001d4c5\U0001d4bd\U0001d4b6",
    "\u202eRTL\u202c شركة חברה a_b __proto__ constructor",
    "a b µ Ω 7 ٣ x",
    "<script>alert(1)</script> &amp; ]]>",
    "",
]
FUNCTIONS = re.compile(r"^  const (?:split|bucketOf) = .*?^  };$", re.MULTILINE | re.DOTALL)


def browser_words(page: Page, script: str, text: str, buckets: int) -> tuple[list[str], list[int]]:
    """Cut a text with the functions of the page's own script."""
    functions = "\n".join(FUNCTIONS.findall(script))
    cut = f"""([text, buckets]) => {{
      const meta = {{ buckets }};
      {functions}
      return split(text).map((word) => [word, bucketOf(word)]);
    }}"""
    found = page.evaluate(cut, [text, buckets])
    return [word for word, _ in found], [bucket for _, bucket in found]


def test_browser_cuts_texts_as_the_index_does(published: Published, visit: Visitor) -> None:
    script = (published.folder / "assets" / "search.js").read_text()
    assert len(FUNCTIONS.findall(script)) == 2
    page = visit(published.folder).open("about.html")
    every = HARD + [title for title, _, _ in Index(published.folder).entries]
    for text in every:
        words = words_of(text)
        assert browser_words(page, script, text, 256) == (words, [bucket_of(word, 256) for word in words]), text


def test_every_entry_is_in_the_index_by_each_of_its_words(published: Published) -> None:
    index = Index(published.folder)
    assert len(index.entries) == index.meta["count"] > 300
    assert all(number in index.words[word] for number, entry in enumerate(index.entries) for word in words_of(entry[0]))
    for word, bucket in index.bucket_of.items():
        assert bucket == bucket_of(word.removeprefix(EXACT), index.meta["buckets"]), word
    kinds = {detail.partition(":")[0].partition(",")[0] for _, detail, _ in index.entries}
    assert {"fact", "report", "question", "article"} <= kinds


def test_hard_words_are_found_on_the_page(published: Published, visit: Visitor, tmp_path: Path) -> None:
    """Give the page of the search another index, in many files, and ask for what it holds."""
    folder = tmp_path / "site"
    shutil.copytree(published.folder, folder)
    shutil.rmtree(folder / "assets" / "search")
    (tmp_path / "scratch").mkdir()
    made = Search(Files(folder), tmp_path / "scratch", 10_000)
    for text in filter(None, HARD):
        made.add(text, "hard", "about.html")
    made.finish()
    made.close()
    assert Index(folder).meta["buckets"] > 10
    page = visit(folder).open("search.html")
    for text, query in (
        (HARD[1], "희토"), (HARD[1], "稀"), (HARD[1], "구자석"), (HARD[1], "類磁"), (HARD[1], "アース"),
        (HARD[2], "ree"), (HARD[3], "ÉCLAIR"), (HARD[4], "strasse"), (HARD[5], "magn"),
        (HARD[6], "proto constructor"), (HARD[7], "µ"), (HARD[8], "</script>"),
    ):  # fmt: skip
        page.goto(f"{page.url.partition('?')[0]}?q=")
        page.fill("#q", query)
        page.locator("#search button[type=submit]").click()
        page.locator("#results a").first.wait_for()
        assert " ".join(text.split()) in [
            " ".join(each.split()) for each in page.locator("#results a").all_inner_texts()
        ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("POSCO", ["POSCO Group", "POSCO International"]),
        ("posco international", ["POSCO International"]),
        ("rare earths", ["rare earths"]),
        ("pocso", ["POSCO Group", "POSCO International"]),
        ("reelemnt", ["ReElement Technologies"]),
        ("korea zinck", ["Korea Zinc"]),
    ],
)
def test_the_very_name_comes_first_and_a_typo_is_forgiven(
    published: Published, visit: Visitor, query: str, titles: list[str]
) -> None:
    page = visit(published.folder).open("search.html")
    page.fill("#q", query)
    page.locator("#search button[type=submit]").click()
    page.locator("#count", has_text="result").wait_for()
    page.locator("#results a").first.wait_for()
    assert page.locator("#results a").all_inner_texts()[: len(titles)] == titles
