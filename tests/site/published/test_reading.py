"""The site in a browser as a reader uses it: figures, tables, search, colours, menu, with and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.site.accessibility import in_all_looks, overflow, violations
from tests.site.browsing import NARROW

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.site.browsing import Visitor
    from tests.site.published.conftest import Published

pytestmark = pytest.mark.slow

EMPTY = "\u2013"
DOCUMENT = "documents/korean-firms-us-rare-earth-push.html"
KINDS = [
    "index.html",
    "reports.html",
    "reports/contract-values.html",
    "entities.html",
    "entities/posco-international.html",
    "agreements/posco-contract-portfolio.html",
    "facilities/posco-reelement-complex.html",
    "minerals/rare-earths.html",
    "places/south-korea.html",
    "strategies/korea-rare-earth-supply-chain-strategy.html",
    "documents.html",
    DOCUMENT,
    "disagreements.html",
    "changes.html",
    "changes/1.html",
    "dictionary.html",
    "about.html",
    "search.html?q=posco",
]
# The question that a card stands under is not said again in each of its cards.
HIDDEN = """() => [...document.querySelectorAll("main *")].filter((each) =>
  !each.children.length && each.textContent.trim()
  && !each.closest("details:not([open]), select, [hidden], svg, noscript, .side-card .disputed")
  && !each.checkVisibility()).map((each) => each.outerHTML)"""


def small_page(published: Published) -> str:
    """Choose the page of an entity that has a mark and the fewest words."""
    pages = [page for name, page in published.site.pages.items() if name.startswith("entities/")]
    marked = [page for page in pages if any(link["class"] == "mark" for link in page.all("a"))]
    return min(marked, key=lambda page: len(page.elements)).name


@pytest.mark.parametrize("path", KINDS)
def test_page_opens_without_a_fault_and_fits(published: Published, visit: Visitor, path: str) -> None:
    page = visit(published.folder).open(path)
    assert page.locator("h1").count() == 1
    for width in (1920, 1280, 768, NARROW["width"]):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == []


def test_figure_leads_to_its_source_and_on_to_the_paragraph(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("reports/contract-values.html")
    colour = "(each) => getComputedStyle(each).backgroundColor"
    before = page.locator("#source-1").evaluate(colour)
    page.locator("#answer-table a.mark").first.click()
    source = page.locator("li:target")
    assert source.get_attribute("id") == "source-1"
    expect(source).to_be_in_viewport(ratio=1)
    assert source.evaluate(colour) != before
    place = source.locator(".place").inner_text()
    source.locator("a").click()
    section = page.locator("section.paragraph:target")
    assert page.url.endswith(f"{DOCUMENT}#p{place.removeprefix('¶')}")
    assert section.locator("h3").inner_text() == place
    assert section.locator("li.fact").count() >= 1
    expect(section.locator("h3 a")).to_be_in_viewport(ratio=1)


def column(page: Page, name: str) -> list[str]:
    """Give the cells of a column as they stand, without marks."""
    return [str(cell) for cell in page.evaluate("""(name) => {
      const table = document.querySelector("table[data-sort]");
      const place = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.trim() === name);
      return [...table.tBodies[0].rows].map((row) => {
        const copy = row.cells[place].cloneNode(true);
        copy.querySelectorAll(".mark").forEach((mark) => mark.remove());
        return (copy.querySelector("data") || {}).value || copy.textContent.trim();
      });
    }""", name)]  # fmt: skip


def in_order(name: str, cells: list[str]) -> list[tuple[float, str]]:
    """Give what puts cells in order."""
    return [(float(cell), "") if name == "amount" else (0, cell.casefold()) for cell in cells]


def test_table_is_sorted_by_number_and_text_and_back(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("reports/contract-values.html")
    for name in ("amount", "agreement"):
        before = column(page, name)
        filled = [cell for cell in before if cell != EMPTY]
        head = page.locator("#answer-table th[scope=col]").filter(has_text=re.compile(f"^{name}$"))
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        rising = [cell for cell in column(page, name) if cell != EMPTY]
        assert column(page, name)[: len(filled)] == rising, "what has no value stands last"
        assert in_order(name, rising) == sorted(in_order(name, filled))
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        falling = column(page, name)[: len(filled)]
        assert in_order(name, falling) == sorted(in_order(name, filled), reverse=True)
        assert falling != rising
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") is None
        assert column(page, name) == before


def test_rows_are_filtered_and_counted(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("entities.html")
    rows = page.locator("#index tbody tr")
    total = rows.count()
    page.get_by_label("Filter entries").fill("POSCO  inter")
    shown = page.locator("#index tbody tr:visible")
    assert 0 < shown.count() < total
    assert all("posco" in text.lower() for text in shown.all_inner_texts())
    assert page.locator(".filter output").inner_text() == f"{shown.count()} of {total} entries"
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    assert shown.count() == total
    assert page.locator(".filter output").inner_text() == ""


def test_rows_are_chosen_by_facets_with_their_counts(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("entities.html")
    shown = page.locator("#index tbody tr:visible")
    total = shown.count()
    kind = page.get_by_label("Kind")
    (companies,) = published.rows("SELECT count(*) AS number FROM mart.dim_entity WHERE kind = 'company'")
    assert f"company ({companies.number})" in kind.locator("option").all_inner_texts()
    kind.select_option("company")
    assert shown.count() == companies.number
    assert page.locator(".filter output").inner_text() == f"{companies.number} of {total} entries"
    (korean,) = published.rows(
        "SELECT count(*) AS number FROM mart.dim_entity WHERE kind = 'company' AND country_name = 'South Korea'"
    )
    country = page.get_by_label("Country")
    assert f"South Korea ({korean.number})" in country.locator("option").all_inner_texts()
    country.select_option("South Korea")
    assert shown.count() == korean.number
    kind.select_option("")
    country.select_option("")
    assert shown.count() == total


def test_facts_of_a_page_are_chosen_by_facets(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("places/south-korea.html")
    shown = page.locator("#facts .fact:visible")
    total = shown.count()
    firm = page.get_by_label("How firm")
    planned = published.site.pages["places/south-korea.html"].all("li")
    count = sum(each["data-modality"] == "assessed" for each in planned)
    assert f"assessed ({count})" in firm.locator("option").all_inner_texts()
    firm.select_option("assessed")
    assert shown.count() == count
    assert page.locator(".filter output").inner_text() == f"{count} of {total} entries"
    assert (
        page.locator("#facts section:visible, #facts .chapter:visible")
        .filter(has_not=page.locator(".fact:visible"))
        .count()
        == 0
    )
    topic = page.get_by_label("Topic")
    assert topic.locator("option:disabled").count() > 0, "a choice that leaves nothing is no choice"
    page.get_by_label("Filter entries").fill("no fact says this")
    assert (shown.count(), page.locator("#facts h2:visible").count()) == (0, 0)
    hidden = page.locator("#facts .fact[id]").first
    page.evaluate("id => { location.hash = id; }", hidden.get_attribute("id"))
    hidden.wait_for(state="visible")
    assert shown.count() == total
    document = visit(published.folder).open(f"documents/{published.rows(_MOST_CITED)[0].document_key}.html")
    document.get_by_label("How firm").select_option("planned")
    assert (
        document.locator("#facts .fact:visible").count() == document.locator('#facts [data-modality="planned"]').count()
    )


_MOST_CITED = "SELECT document_key FROM mart.dim_document WHERE paragraph_count > 0 ORDER BY fact_count DESC LIMIT 1"


def test_facts_stand_as_plain_lists_without_a_script(published: Published, visit: Visitor) -> None:
    page = visit(published.folder, java_script_enabled=False).open("places/south-korea.html")
    assert page.locator("#facts .fact:visible").count() == page.locator("#facts .fact").count() > 0
    assert page.locator(".filter:visible, [data-facet]:visible").count() == 0


def test_table_folds_to_its_room_and_opens_by_choice(published: Published, visit: Visitor) -> None:
    page = visit(published.folder, viewport={"width": 1280, "height": 900}).open("reports/contract-values.html")
    fits = "(table) => table.parentElement.scrollWidth <= table.parentElement.clientWidth"
    table = page.locator("#answer-table")
    assert table.evaluate(fits)
    heads = page.locator("#answer-table thead th")
    shown = [head.split("\n")[0].strip() for head in heads.all_inner_texts() if head.strip()]
    assert {"agreement", "amount"} <= {head.removesuffix("↕").strip() for head in shown}
    page.locator("details.fold summary").click()
    page.get_by_label("agreement key").check()
    assert page.locator("#answer-table td:visible", has_text="posco-contract-portfolio").count() == 1
    assert page.locator("details.fold summary").inner_text().endswith(f"of {heads.count()} shown")


def test_search_is_at_hand_on_every_page(published: Published, visit: Visitor) -> None:
    page = visit(published.folder).open("entities/posco-international.html")
    page.keyboard.press("/")
    page.keyboard.type("posco/international")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    link = page.locator("#results a").first
    link.wait_for()
    assert page.locator("#count").inner_text().endswith(("results", "result"))
    titles = page.locator("#results a").all_inner_texts()
    assert any(title == "POSCO International" for title in titles)
    page.fill("#q", "nonsensical")
    page.get_by_text("Nothing is found for “nonsensical”.").wait_for()
    assert page.locator("#without").is_visible()
    page.fill("#q", "99.3")
    page.locator("#results a[href*='#fact-']").first.wait_for()
    page.locator("#results a[href*='#fact-']").first.click()
    page.locator("li.fact:target").wait_for()


def test_colours_are_chosen_for_all_pages(published: Published, visit: Visitor) -> None:
    page = visit(published.folder, color_scheme="light").open("about.html")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator("button.theme")
    button.click()
    assert (button.inner_text(), page.evaluate(ground)) == ("Theme: light", light)
    button.click()
    assert button.inner_text() == "Theme: dark"
    dark = page.evaluate(ground)
    assert dark != light
    page.locator("nav.menu a", has_text="Changes").click()
    page.wait_for_url("**/changes.html")
    assert page.evaluate(ground) == dark
    page.locator("button.theme").click()
    page.reload()
    assert (page.locator("button.theme").inner_text(), page.evaluate(ground)) == ("Theme: auto", light)


def test_menu_opens_on_a_phone(published: Published, visit: Visitor) -> None:
    page = visit(published.folder, viewport=NARROW).open("entities/posco-international.html")
    link = page.locator("nav.menu a", has_text="Disagreements")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    assert overflow(page) == []
    page.locator("nav.menu summary", has_text="Things").click()
    page.locator("nav.menu a", has_text="Minerals").click()
    page.wait_for_url("**/minerals.html")


@pytest.mark.parametrize("scripts", [True, False])
def test_everything_can_be_read(published: Published, visit: Visitor, *, scripts: bool) -> None:
    visited = visit(published.folder, java_script_enabled=scripts)
    for path in ("index.html", "reports/contract-values.html", DOCUMENT, "disagreements.html", "search.html"):
        page = visited.open(path)
        assert page.evaluate(HIDDEN) == [], path
        if not scripts:
            assert page.locator("button:not(.menu-button):visible, [data-filter]:visible").count() <= 1
    assert page.locator("noscript").is_visible() is not scripts
    assert page.locator("#without a").count() > 5


def test_small_pages_are_accessible_in_every_look(published: Published, visit: Visitor, axe: str) -> None:
    page = visit(published.folder).open(small_page(published))
    assert in_all_looks(page, axe) == []


@pytest.mark.parametrize("path", KINDS)
def test_kinds_of_pages_are_accessible(published: Published, visit: Visitor, axe: str, path: str) -> None:
    dark = KINDS.index(path) % 2 == 0
    page = visit(published.folder, color_scheme="dark" if dark else "light", viewport=NARROW).open(path)
    assert violations(page, axe) == []
