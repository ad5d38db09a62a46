"""Every fact stands on the page of what it is about and under each place that says it, and every figure leads there."""

from __future__ import annotations

import json
import posixpath
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from warehouse.publish.urls import FAMILIES, place_id, thing

if TYPE_CHECKING:
    from tests.site.published.conftest import Published
    from tests.site.reading import Element, Page

pytestmark = pytest.mark.slow


def words(text: str) -> str:
    return " ".join(text.split())


def said(element: Element) -> str:
    """Give what a fact says, without the thing it is about and its marks."""
    line = next(line for line in element.walk("p") if line["class"] == "says")
    return next(each.text for each in line.elements if each.tag == "bdi")


def by_id(page: Page) -> dict[str, Element]:
    return {element["id"]: element for element in page.elements if "id" in element}


FACTS = """
SELECT f.fact_key, f.subject_key, f.path, w.says, s.family
FROM mart.dim_fact AS f
JOIN mart.dim_subject AS s ON s.subject_key = f.subject_key
LEFT JOIN mart.wide_facts AS w ON w.fact_key = f.fact_key"""
PLACES = """
SELECT DISTINCT c.fact_key, c.document_key, c.paragraph, CASE WHEN c.paragraph IS NULL THEN c.locator END AS locator
FROM mart.bridge_fact_document AS c"""


def test_every_fact_stands_on_the_page_of_what_it_is_about(published: Published) -> None:
    count = 0
    pages: dict[str, dict[str, Element]] = {}
    for row in published.rows(FACTS):
        if row.family not in FAMILIES:
            continue
        path = thing(row.subject_key)
        pages.setdefault(path, by_id(published.site.pages[path]))
        assert said(pages[path][f"fact-{row.fact_key}"]) == words(row.says or row.path)
        count += 1
    assert count > 250
    shown = [key for page in published.site.pages.values() for key in page.ids if key.startswith("fact-")]
    assert len(shown) == count


def test_every_fact_stands_on_the_page_of_what_it_names(published: Published) -> None:
    says = {row.fact_key: words(row.says or row.path) for row in published.rows(FACTS)}
    about = {row.fact_key: row.subject_key for row in published.rows(FACTS)}
    named = published.rows("""
        SELECT fact_key, 'entities/' || entity_key AS thing FROM mart.bridge_agreement_party
        UNION SELECT fact_key, 'minerals/' || mineral_key FROM mart.fact_observation WHERE mineral_key IS NOT NULL
        UNION SELECT fact_key, 'places/' || place_key FROM mart.dim_event WHERE place_key IS NOT NULL
        UNION SELECT fact_key, 'entities/' || said_by_entity_key FROM mart.dim_fact
        WHERE said_by_entity_key IS NOT NULL""")
    count = 0
    for row in named:
        if about[row.fact_key] != row.thing:
            page = published.site.pages[thing(row.thing)]
            facts = [each for each in page.all("li") if "fact" in each["class"].split() and "id" not in each]
            assert says[row.fact_key] in map(said, facts), (page.name, row.fact_key)
            count += 1
    assert count > 20


def test_other_facts_are_those_of_documents_and_questions(published: Published) -> None:
    others = [row for row in published.rows(FACTS) if row.family not in FAMILIES]
    cited = {row.fact_key for row in published.rows(PLACES)}
    for row in others:
        path, _, place = thing(row.subject_key).partition("#")
        assert not place or place in published.site.pages[path].ids
        assert row.family == "documents" or row.fact_key in cited, "a document is its own source"
    assert {row.family for row in others} == {"documents", "disagreements"}


def test_every_citation_stands_under_its_paragraph(published: Published) -> None:
    says = {row.fact_key: words(row.says or row.path) for row in published.rows(FACTS)}
    owed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in published.rows(PLACES):
        place = place_id(row.paragraph, row.locator)
        if row.paragraph is not None:
            assert place == f"p{row.paragraph}"
        owed[f"documents/{row.document_key}.html", place].append(says[row.fact_key])
    found = {
        (name, section["id"]): [said(fact) for fact in section.walk("li") if "fact" in fact["class"].split()]
        for name, page in published.site.pages.items()
        if name.startswith("documents/")
        for section in page.all("section")
        if section["class"] == "paragraph"
    }
    assert len(owed) > 40
    assert {where: sorted(facts) for where, facts in found.items()} == {
        where: sorted(facts) for where, facts in owed.items()
    }


def destinations(published: Published, page: Page) -> dict[str, tuple[str, str]]:
    """Give the numbers of the sources of a page, with the page and place of a document to which each leads."""
    found = {}
    for item in page.all("li"):
        if item["id"].startswith("source-"):
            link = next(item.walk("a"))
            path, _, place = link["href"].partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path))
            assert place in published.site.pages[target].ids, (page.name, link["href"])
            found[f"#{item['id']}"] = (target, place)
    return found


def test_every_mark_leads_to_a_source_and_on_to_a_paragraph(published: Published) -> None:
    count = 0
    for page in published.site.pages.values():
        leads = destinations(published, page)
        marks = [each for each in page.all("a") if "mark" in each["class"].split()]
        assert {mark["href"] for mark in marks} == leads.keys(), page.name
        assert all(target.startswith("documents/") for target, _ in leads.values())
        count += len(marks)
    assert count > 500


def test_marks_of_a_fact_are_exactly_the_places_that_say_it(published: Published) -> None:
    owed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in published.rows(PLACES):
        owed[row.fact_key].add((f"documents/{row.document_key}.html", place_id(row.paragraph, row.locator)))
    checked = 0
    for page in published.site.pages.values():
        leads = destinations(published, page)
        for key, element in by_id(page).items():
            if key.startswith("fact-"):
                marks = [each["href"] for each in element.walk("a") if each["class"] == "mark"]
                assert len(marks) == len(set(marks))
                assert {leads[mark] for mark in marks} == owed[key.removeprefix("fact-")] != set()
                checked += 1
    assert checked > 250


def test_cells_of_reports_are_marked_as_in_the_file_with_the_answer(published: Published) -> None:
    checked = 0
    for path in sorted((published.folder / "reports").glob("*.json")):
        answer = json.loads(path.read_text())
        page = published.site.pages[f"reports/{path.stem}.html"]
        places = {}
        owed: dict[tuple[int, str], set[int]] = defaultdict(set)
        for cited in answer["citations"]:
            locator = None if cited["paragraph"] is not None else cited["locator"]
            places[f"#source-{cited['number']}"] = (
                f"documents/{cited['document']}.html",
                place_id(cited["paragraph"], locator),
            )
            for cell in cited["cells"]:
                owed[cell["row"], cell["column"]].add(cited["number"])
        assert destinations(published, page) == places, path.stem
        rows = [list(row.walk("td", "th")) for body in page.all("tbody") for row in body.walk("tr")]
        names = [column["name"] for column in answer["columns"]]
        marked = {
            (place, name): {int(mark["href"].removeprefix("#source-")) for mark in marks}
            for place, row in enumerate(rows)
            for name, cell in zip(names, row, strict=True)
            if (marks := [link for link in cell.walk("a") if link["class"] == "mark"])
        }
        assert marked == owed, path.stem
        checked += len(marked)
    assert checked > 300
