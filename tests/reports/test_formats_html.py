"""The page is sound HTML, needs nothing else, and leads from marks to sources and back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.reports.answers import answer, nothing, texts, written
from tests.reports.readback import Page
from tests.site import programs
from tests.site.markup import nu_findings
from warehouse.reports.formats.html import STYLE
from warehouse.reports.result import Row

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["answer", "nothing"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(written(answer() if request.param == "answer" else nothing(), "html"))


@pytest.mark.slow
def test_a_validator_finds_nothing_wrong(tmp_path: Path) -> None:
    odd = texts(*(chr(code) for code in range(256)), "\ufdd0\ufffe\U0001ffff\u2028", "</td></table><script>")
    for name, result in (("answer", answer()), ("nothing", nothing()), ("odd", odd)):
        (tmp_path / f"{name}.html").write_bytes(written(result, "html"))
    assert nu_findings(tmp_path, programs.java(), programs.packaged("vnu-jar/build/dist/vnu.jar")) == []


def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    tags = {tag for tag, _ in page.tags}
    assert tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"} == set()
    attributes = [(name, value or "") for _, given in page.tags for name, value in given.items()]
    assert [name for name, _ in attributes if name.startswith("on") or name in {"src", "style"}] == []
    assert [value for name, value in attributes if name == "href" and not value.startswith("#")] == []
    assert "url(" not in page.text
    assert "@import" not in page.text


def test_every_link_leads_to_one_place(page: Page) -> None:
    places = Counter(given["id"] for _, given in page.tags if "id" in given)
    links = {str(given["href"])[1:] for tag, given in page.tags if tag == "a"}
    assert set(places.values()) == {1}
    assert links <= set(places)


def test_marks_and_sources_lead_to_each_other() -> None:
    links = [str(given["href"]) for tag, given in Page(written(answer(), "html")).tags if tag == "a"]
    assert links == ["#source-1", "#source-1", "#source-2", "#source-2", "#mark-1", "#mark-2"]


def test_page_says_language_title_question_and_columns(page: Page) -> None:
    tags = dict(page.tags)
    assert tags["html"] == {"lang": "en"}
    assert {"title", "caption", "h1"} <= set(tags)
    for said in ("Contract <values>", "What is it worth?", "the company; empty: not said", "load run 7"):
        assert said in page.text


def test_heads_say_what_they_are_the_heads_of() -> None:
    scopes = Counter(given.get("scope") for tag, given in Page(written(answer(), "html")).tags if tag == "th")
    assert scopes == {"col": 8, "row": 6}


def test_numbers_are_told_from_texts(page: Page) -> None:
    heads = [given.get("class") for tag, given in page.tags if tag == "th" and given["scope"] == "col"]
    assert heads == [None, "number", "number", "number", None, None, None, None]


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1760000000000", "1,760,000,000,000"), ("-12345.60", "-12,345.60"), ("2026", "2026"), ("9" * 5000, None)],
)
def test_large_numbers_have_separators_and_keep_their_value(number: str, shown: str | None) -> None:
    page = Page(written(answer(Row((number,), ((),)), types={"amount": "numeric"}), "html"))
    assert page.cells[1] == [number]
    assert shown is None or shown in page.text


def test_only_words_too_long_for_a_line_are_broken() -> None:
    cells = texts("2026-02-18", "Permanent magnets for a European automaker", "x" * 300)
    page = Page(written(cells, "html"))
    assert [given.get("class") for tag, given in page.tags if given.get("scope") == "row"] == [None, "text", "split"]
    assert ".split { min-width: 12rem; white-space: pre-wrap; overflow-wrap: anywhere; }" in STYLE
    assert STYLE.count("overflow-wrap: anywhere") == 2, "there, and in the caption"
