"""Long answers in parts: all of it stands on some part, and parts, places and searches lead there."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.publish.building import Index, built
from tests.site.auditing import audit
from tests.site.reading import Site
from warehouse.publish import facts, pages, report_pages
from warehouse.publish.facts import beside, in_parts
from warehouse.publish.records import Part

if TYPE_CHECKING:
    from tests.conftest import Databases

pytestmark = pytest.mark.slow
MOST = 7
DOCUMENT = "documents/korean-firms-us-rare-earth-push"
THING = "strategies/korea-rare-earth-supply-chain-strategy"


@pytest.fixture(scope="module")
def long(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str]:
    """Publish with limits so small that the curated seeds exceed them; give the site and the database."""
    folder = tmp_path_factory.mktemp("long") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(facts, "MOST", MOST)
        patch.setattr(report_pages, "SHOWN", 3)
        patch.setattr(report_pages, "MOST_IN_SHEET", 4)
        patch.setattr(pages, "SHOWN", 5)
        built(databases.dsn(curated), folder, "contract-values", "import-dependence", "country-flows")
    return Site(folder), databases.dsn(curated)


def ask(dsn: str, query: str) -> list[Any]:
    with closing(psycopg.connect(dsn)) as connection:
        return connection.execute(query.encode()).fetchall()


def parts_of(site: Site, page: str) -> list[str]:
    """Follow the links to the next part from the first."""
    found = [f"{page}.html"]
    while True:
        following = {
            link["href"].rpartition("/")[2] for link in site.pages[found[-1]].all("a") if link["rel"] == "next"
        }
        if not following:
            return found
        (name,) = following
        found.append(f"{page.rpartition('/')[0]}/{name}".lstrip("/"))


def facts_on(site: Site, page: str) -> list[str]:
    return [each["id"] for each in site.pages[page].all("li") if each["id"].startswith("fact-")]


def test_site_in_parts_is_sound(long: tuple[Site, str]) -> None:
    assert audit(long[0].folder) == []


def test_parts_lead_to_each_other(long: tuple[Site, str]) -> None:
    site, _ = long
    for page in (THING, DOCUMENT, "entities"):
        pages = parts_of(site, page)
        assert pages == [f"{page}.html", *(f"{page}.{number}.html" for number in range(2, len(pages) + 1))]
        assert len(pages) > 2
        before = {link["href"].rpartition("/")[2] for link in site.pages[pages[2]].all("a") if link["rel"] == "prev"}
        assert before == {pages[1].rpartition("/")[2]}
        for number, name in enumerate(pages, 1):
            said = [
                each.text for nav in site.pages[name].all("nav") if nav["class"] == "parts" for each in nav.walk("p")
            ]
            assert said == [f"Part {number} of {len(pages)}"] * 2
            assert len([each for each in site.pages[name].all("li") if "fact" in each["class"].split()]) <= MOST


def test_all_facts_stand_on_some_part(long: tuple[Site, str]) -> None:
    site, dsn = long
    owed = ask(dsn, f"SELECT fact_key FROM mart.dim_fact WHERE subject_key = '{THING}'")
    found = [key for page in parts_of(site, THING) for key in facts_on(site, page)]
    assert sorted(found) == sorted(f"fact-{key}" for (key,) in owed)
    assert len(found) > MOST
    ((count,),) = ask(dsn, "SELECT count(*) FROM mart.dim_subject WHERE family = 'entities'")
    rows = [
        row for page in parts_of(site, "entities") for body in site.pages[page].all("tbody") for row in body.elements
    ]
    assert len(rows) == count


def test_places_on_later_parts_are_reached_from_the_first(long: tuple[Site, str]) -> None:
    site, dsn = long
    cited = ask(
        dsn,
        f"""SELECT DISTINCT paragraph, fact_key FROM mart.bridge_fact_document
        WHERE 'documents/' || document_key = '{DOCUMENT}'""",
    )
    pages = [site.pages[page] for page in parts_of(site, DOCUMENT)]
    assert {f"p{paragraph}" for paragraph, _ in cited} <= pages[0].ids.keys()
    shown = Counter(
        section["id"]
        for page in pages
        for section in page.all("section")
        if section["class"] == "paragraph"
        for item in section.walk("li")
        if "fact" in item["class"].split()
    )
    assert shown == Counter(f"p{paragraph}" for paragraph, _ in cited)
    elsewhere = [link for link in pages[0].all("a") if "another part" in link.text]
    assert len(elsewhere) > 5
    for link in elsewhere:
        page, _, place = link["href"].rpartition("/")[2].partition("#")
        (section,) = [each for each in site.pages[f"documents/{page}"].elements if each["id"] == place]
        assert [item for item in section.walk("li") if "fact" in item["class"].split()]


def test_search_leads_to_the_part_that_holds_the_fact(long: tuple[Site, str]) -> None:
    site, _ = long
    later = 0
    for _, detail, path in Index(site.folder).entries:
        page, _, place = path.partition("#")
        assert not place or place in site.pages[page].ids
        later += detail == "fact" and page.count(".") > 1
    assert later > 10


def test_answers_and_changes_say_what_they_leave_out(long: tuple[Site, str]) -> None:
    site, dsn = long
    for name in ("contract-values", "import-dependence", "country-flows"):
        lines = (site.folder / "reports" / f"{name}.json").read_text()
        page = site.pages[f"reports/{name}.html"]
        rows = [row for body in page.all("tbody") for row in body.elements]
        downloads = {link["href"].rpartition(".")[2] for link in page.all("a") if "download" in link}
        total = lines.count('"as_printed":') or len(rows)
        if total > len(rows):
            assert len(rows) == 3
            assert f"The first 3 of {total} rows" in page.part("main").text
            assert downloads == ({"csv", "json"} if total > 4 else {"csv", "json", "xlsx"})
            assert "picture" not in page.ids
    ((count,),) = ask(dsn, "SELECT count(DISTINCT fact_key) FROM mart.fact_row_change")
    assert f"The first 5 changes; {count - 5} more are not shown." in site.pages["changes/1.html"].part("main").text


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (7, [7]), (8, [7, 1]), (21, [7, 7, 7])])
def test_answer_is_cut_into_parts(monkeypatch: pytest.MonkeyPatch, count: int, sizes: list[int]) -> None:
    monkeypatch.setattr(facts, "MOST", MOST)
    found = list(in_parts(range(count), "a/b.html"))
    assert [len(items) for _, _, items in found] == sizes
    assert [item for _, _, items in found for item in items] == list(range(count))
    if len(sizes) == 1:
        assert [(path, part) for path, part, _ in found] == [("a/b.html", None)]
    else:
        last = len(sizes)
        before = "a/b.html" if last == 2 else f"a/b.{last - 1}.html"
        assert found[-1][:2] == (f"a/b.{last}.html", Part(last, last, "a/b.html", before, None))


def test_rows_are_put_beside_their_heads() -> None:
    rows = [("b", 1), ("b", 2), ("d", 3)]
    assert list(beside("abcde", str, rows, lambda row: str(row[0]))) == [
        ("a", []), ("b", rows[:2]), ("c", []), ("d", rows[2:]), ("e", [])
    ]  # fmt: skip
    assert list(beside("ab", str, [], str)) == [("a", []), ("b", [])]
