"""Both sides of holdings, offices and ties; the latest state, names, identifiers and positions beside the facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.publish.building import Index, built
from tests.site.accessibility import in_all_looks
from tests.site.links import documents
from tests.site.reading import Site
from warehouse.publish.search import words_of
from warehouse.publish.urls import in_register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Databases
    from tests.site.browsing import Visitor
    from tests.site.reading import Page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(databases: Databases, each_family: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("sides") / "site"
    built(databases.dsn(each_family), folder, "contract-values")
    return Site(folder)


def said(page: Page, heading: str) -> list[str]:
    """Give what the facts below a heading say, without their marks."""
    section = next(each for each in page.all("section") for title in each.walk("h3") if title["id"] == heading)
    lines = [line for line in section.walk("p") if line["class"] == "says"]
    return [re.sub(r"( ?Source \d+)+$", "", line.text) for line in lines]


@pytest.mark.parametrize(
    ("page", "heading", "lines"),
    [
        ("entities/rufus-firefly", "about-relations", ["chair of Tinworks (Honorary chair) since May 2029"]),
        ("entities/tinworks", "naming-relations", ["chaired by Rufus Firefly Honorary chair, since May 2029"]),
        (
            "entities/tinworks",
            "about-holdings",
            [
                "holds preferred shares of Orehouse: a 15 percent stake since 2029",
                "holds of Tin Hill smelter: more than 60%",
            ],
        ),
        ("entities/tinworks", "naming-holdings", ["held by Orehouse about 5%"]),
        ("entities/orehouse", "naming-holdings", ["held by Tinworks preferred shares, a 15 percent stake, since 2029"]),
        ("facilities/tin-smelter", "naming-holdings", ["held by Tinworks more than 60%"]),
        ("agreements/tin-deal", "naming-holdings", ["held by Orehouse project interest, half"]),
        (
            "agreements/tin-deal",
            "about-ties",
            ["for facility Tin Hill smelter (to feed the smelter)", "implements Tin frame"],
        ),
        ("facilities/tin-smelter", "naming-ties", ["served by Tin deal to feed the smelter", "funded by Tin plan"]),
        ("agreements/frame", "naming-ties", ["implemented by Tin deal"]),
        ("places/sylvania", "naming-places", ["Tin plan partner Sylvania"]),
        ("entities/tin-agency", "naming-parties", ["Tin plan Tin Agency is administrator"]),
        ("agreements/tin-deal", "about-parties", ["Orehouse is buyer (anchor customer)", "Tinworks is supplier"]),
        ("facilities/tin-smelter", "about-position", ["lies at 35.478, -115.532 (low reliability)"]),
    ],
)  # fmt: skip
def test_fact_reads_from_either_side(site: Site, page: str, heading: str, lines: list[str]) -> None:
    assert said(site.pages[f"{page}.html"], heading) == lines


def test_states_stand_in_the_order_of_their_days(site: Site) -> None:
    states = said(site.pages["facilities/tin-smelter.html"], "about-states")
    assert [state.split()[0] for state in states] == ["planned", "under", "active"]


def test_comparisons_stand_beside_the_figures(site: Site) -> None:
    titles = [title.text for title in site.pages["facilities/tin-smelter.html"].all("h3")]
    assert titles[titles.index("Figures") + 1] == "Comparisons"


def properties(page: Page) -> dict[str, str]:
    names = [name.text for name in page.all("dt")]
    return dict(zip(names, [value.text for value in page.all("dd")], strict=True))


def test_properties_tell_latest_state_names_position_and_identifiers(site: Site) -> None:
    smelter = properties(site.pages["facilities/tin-smelter.html"])
    assert next(iter(smelter.items())) == ("State", "under construction, as of 2030-03-01")
    assert smelter["Lies at"] == "35.478° N, 115.532° W, within 500 m (low reliability)"
    assert smelter["MRDS"] == "10012345"
    assert properties(site.pages["agreements/tin-deal.html"])["State"] == "active, as of 2030-04"
    assert properties(site.pages["strategies/tin-plan.html"])["State"] == "active, as of 2030-05-15"
    tinworks = properties(site.pages["entities/tinworks.html"])
    assert tinworks["Also called"] == "Zinnwerke"
    assert tinworks["ticker"] == "FDX:TIN"
    assert properties(site.pages["places/freedonia.html"])["Also called"] == "Republic of Freedonia"


def test_identifiers_lead_to_the_registers_that_everybody_knows(site: Site) -> None:
    assert documents(site) == {
        "https://search.gleif.org/#/record/529900T8BM49AURSDO55": ["entities/tinworks.html"],
        "https://www.wikidata.org/wiki/Q42": ["entities/tinworks.html"],
        "https://www.wikidata.org/wiki/Q1016": ["places/freedonia.html"],
        "https://www.wikidata.org/wiki/Q1096": ["minerals/tin.html"],
    }
    assert in_register("DOI", '10.1000/a?b#c"d') == "https://doi.org/10.1000/a%3Fb%23c%22d"
    assert in_register("ticker", "FDX:TIN") is None


@pytest.mark.parametrize(
    ("asked", "page"),
    [("zinnwerke", "entities/tinworks.html"), ("FDX:TIN", "entities/tinworks.html"), ("Q42", "entities/tinworks.html"),
     ("529900t8bm49aursdo55", "entities/tinworks.html"),
     ("stannum", "minerals/tin.html"), ("10012345", "facilities/tin-smelter.html")],
)  # fmt: skip
def test_search_finds_a_thing_by_any_name_and_identifier(site: Site, asked: str, page: str) -> None:
    index = Index(site.folder)
    found = set.intersection(*(set(index.words[word]) for word in words_of(asked)))
    assert page in [index.entries[number][2] for number in found]


def test_pages_are_valid(site: Site, nu: Callable[[Path], list[str]]) -> None:
    assert nu(site.folder) == []


@pytest.mark.parametrize("page", ["entities/tinworks.html", "facilities/tin-smelter.html"])
def test_pages_are_accessible_in_every_look(site: Site, page: str, visit: Visitor, axe: str) -> None:
    assert in_all_looks(visit(site.folder).open(page), axe) == []
