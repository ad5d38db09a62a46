"""The words of documents on a site: where they may be printed they stand as they are, and nowhere else."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.publish.building import Index, built, bytes_of
from tests.quoted import LEFT_OUT, TEXTS, UNPRINTED, WHOLE, write_world
from tests.site.auditing import audit
from tests.site.reading import Site
from warehouse.publish.wording import Wanted, pieces
from warehouse.texts import list_copies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import AsLoaded, Databases
    from tests.site.reading import Element

pytestmark = pytest.mark.slow
SHOWN_HOSTILE = "=1+1 of <b>Tinny</b> & [U+202E]gnp[U+202C] \u05e9\u05dc\u05d5\u05dd | 주석 # free [U+001B][31mwords"


@pytest.fixture(scope="module")
def world(databases: Databases, as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Load the made-up company; give the address of the database and the folder of copies."""
    folder = tmp_path_factory.mktemp("quoted")
    write_world(folder / "project", folder / "copies")
    with as_loaded("quoted", folder / "project") as made:
        yield databases.dsn(made), folder


@pytest.fixture(scope="module")
def published(world: tuple[str, Path]) -> tuple[Site, list[str]]:
    """Publish all that may be printed; give the site and the summary."""
    dsn, folder = world
    wanted = Wanted(list_copies(folder / "copies"), quotes=True, texts=True)
    done = built(dsn, folder / "site", "contract-values", wanted=wanted)
    return Site(folder / "site"), list(done.remarks)


def quotes_in(elements: Iterator[Element], of_class: str = "quote") -> list[str]:
    return [quote.elements[0].text for quote in elements if quote.tag == "blockquote" and quote["class"] == of_class]


def test_quotes_stand_beside_facts_and_at_their_sources(published: tuple[Site, list[str]]) -> None:
    site, remarks = published
    assert audit(site.folder) == []
    page = site.pages["entities/tin.html"]
    facts = {each["id"]: each for each in page.all("li") if each["id"].startswith("fact-")}
    beside = sorted(quote for fact in facts.values() for quote in quotes_in(fact.walk()))
    expected = [SHOWN_HOSTILE, WHOLE, "Tin Makers, once", "once known as Tinsmiths", "Tinette"]
    assert beside == sorted(expected)
    below = [quote for each in page.all("li") if each["id"].startswith("source-") for quote in quotes_in(each.walk())]
    assert sorted(below) == sorted(expected)
    assert {quote["lang"] for quote in page.all("q")} == {"ko"}
    assert remarks == [
        "Printed 5 quotes of 2 documents.",
        *LEFT_OUT,
        "Printed 3 paragraphs of 1 document.",
        "Left out 3 paragraphs of closed-news, short-news: the project does not allow it.",
        "Left out 1 paragraph of lost-news: no copy.",
        "Left out 1 paragraph of changed-news: the copy is another text.",
    ]  # fmt: skip


def test_pages_of_documents_show_their_paragraphs_and_where_they_can_be_read(
    published: tuple[Site, list[str]],
) -> None:
    page = published[0].pages["documents/open-news.html"]
    assert quotes_in(iter(page.all("blockquote")), "text") == [
        WHOLE, f"Before {SHOWN_HOSTILE} and behind.", TEXTS["open-news"].splitlines()[2],
    ]  # fmt: skip
    assert [mark.text for mark in page.all("mark")] == [SHOWN_HOSTILE, "Tin Makers, once known as Tinsmiths"]
    assert "https://archive.example.org/open-news" in {link["href"] for link in page.all("a")}
    assert "CC BY 4.0" in {each.text for each in page.all("dd")}
    short = published[0].pages["documents/short-news.html"]
    assert quotes_in(iter(short.all("blockquote"))) == ["Tinette"]


def test_nothing_is_printed_that_is_not_allowed_or_not_proven(published: tuple[Site, list[str]]) -> None:
    held = b"".join(bytes_of(published[0].folder).values()).decode("utf-8", "ignore")
    assert [word for word in UNPRINTED if word in held] == []


def test_search_finds_quotes(published: tuple[Site, list[str]]) -> None:
    index = Index(published[0].folder)
    found = [index.entries[number] for number in index.words["tinette"]]
    assert [title for title, *_ in found] == ["Tin Makers: also called Tin the sixth (alias)"]


def test_digest_tells_what_is_printed(world: tuple[str, Path], published: tuple[Site, list[str]]) -> None:
    dsn, folder = world
    wanted = Wanted(list_copies(folder / "copies"), quotes=True, texts=True)
    goal = published[0].folder
    assert built(dsn, goal, "contract-values", wanted=wanted, if_changed=True).pages == 0
    plain = built(dsn, folder / "plain", "contract-values")
    assert plain.remarks == []
    held = b"".join(bytes_of(folder / "plain").values()).decode("utf-8", "ignore")
    assert [word for word in ("Tinette", "Tinsmiths", WHOLE) if word in held] == []
    assert built(dsn, folder / "plain", "contract-values", wanted=wanted, if_changed=True).pages
    assert bytes_of(folder / "plain") == bytes_of(goal)
    with closing(psycopg.connect(dsn)) as connection:
        rows = connection.execute("SELECT texts, count(*) FROM mart.dim_document GROUP BY texts ORDER BY texts")
        assert rows.fetchall() == [("full", 3), ("none", 1), ("quote", 1)]


def test_spans_that_overlap_or_touch_are_marked_once() -> None:
    assert list(pieces("abcdefgh", [(4, 6), (1, 3), (2, 4)])) == [("a", False), ("bcdef", True), ("gh", False)]
    assert list(pieces("ab", [(0, 2), (0, 2)])) == [("ab", True)]
    assert list(pieces("ab", [])) == [("ab", False)]
