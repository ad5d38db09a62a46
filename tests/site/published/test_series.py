"""Figures over time on the site: a table by period and a chart, in which every figure keeps its place and its marks."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from benchmarks import series
from benchmarks.series import Size
from tests.publish.building import Index, built
from tests.site.accessibility import in_all_looks
from tests.site.auditing import audit
from tests.site.reading import Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import AsLoaded, Databases
    from tests.site.browsing import Visitor
    from tests.site.reading import Element, Page

pytestmark = pytest.mark.slow
SIZE = Size(countries=4, minerals=3, years=5)
EXTRA = """\
documents:
  - {key: almanac, kind: reference, title: Almanac, language: en}
  - {key: register, kind: reference, title: Register, language: en}
entities:
  - {key: oreworks, kind: company, name: Oreworks, cite: almanac#A1}
  - {key: tinworks, kind: company, name: Tinworks, cite: almanac#A1}
units:
  - {key: percent, name: percent, symbol: "%", cite: almanac#AU, basis: reference}
indicators:
  - {key: recycled, name: Recycled share, definition: share of tin, unit: percent, cite: almanac#A2}
  - {key: reserves, name: Reserves, definition: tonnes in the ground, unit: tonne, cite: almanac#A2}
observations:
  - {about: entities/tinworks, indicator: recycled, value: 40, words: "40", modality: assessed, cite: almanac#A3,
     period: {words: "2019", edtf: "2019"}}
  - {about: entities/tinworks, indicator: recycled, value: about 45, words: about 45%, modality: assessed,
     cite: almanac#A4, period: {words: "2020", edtf: "2020"}, note: Made up by the almanac.}
  - {about: entities/tinworks, indicator: recycled, value: 60, words: "60", modality: expected, cite: almanac#A5,
     period: {words: "2022", edtf: "2022"}}
  - {about: places/land-01, indicator: reserves, value: 900, words: "900", modality: assessed, cite: almanac#A6,
     period: {words: "2019", edtf: "2019"}}
  - {about: entities/tinworks, indicator: reserves, value: 70, words: "70", modality: assessed, cite: almanac#A6,
     period: {words: "2019", edtf: "2019"}}
  - {about: entities/tinworks, indicator: reserves, value: 75, words: "75", modality: assessed, cite: almanac#A6,
     period: {words: "2020", edtf: "2020"}}
currencies:
  - {key: usd, code: USD, name: US dollar, minor_units: 2, cite: almanac#AC, basis: reference}
monetary_values:
  - {about: entities/oreworks, kind: revenue, amount: 5 million USD, modality: occurred, cite: almanac#A7,
     period: 2019-Q2}
  - {about: entities/oreworks, kind: revenue, amount: 6 million USD, modality: occurred, cite: almanac#A7,
     period: 2020-Q2}
  - {about: entities/oreworks, kind: revenue, amount: 6.0 million USD, modality: occurred, cite: register#R1,
     period: {words: Q4 FY20, edtf: FY2020-Q4, fiscal: {starts: 07-01}}}
"""


@pytest.fixture(scope="module")
def shown(
    databases: Databases, as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str]]:
    """Publish a small series with a few figures of other kinds; give the site and the address of the database."""
    project = tmp_path_factory.mktemp("series")
    series.write(project / "seeds", SIZE)
    (project / "seeds" / "extra.yaml").write_text(EXTRA)
    with as_loaded("series", project) as name:
        built(databases.dsn(name), project / "site", "figures-over-time", "latest-by-place")
        yield Site(project / "site"), databases.dsn(name)


def tables(page: Page) -> list[Element]:
    return [table for group in page.all("div") if group["class"] == "series" for table in group.walk("table")]


def grid(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.walk("th", "td")] for row in table.walk("tr")]


def rows(dsn: str, query: str) -> list[Any]:
    with closing(psycopg.connect(dsn, row_factory=namedtuple_row)) as connection:
        return connection.execute(query.encode()).fetchall()


def test_a_site_with_series_is_sound(shown: tuple[Site, str]) -> None:
    assert audit(shown[0].folder) == []


def test_its_pages_are_valid(shown: tuple[Site, str], nu: Callable[[Path], list[str]]) -> None:
    assert nu(shown[0].folder) == []


@pytest.mark.parametrize("page", ["places/land-02.html", "entities/tinworks.html", "reports/figures-over-time.html"])
def test_charts_and_tables_are_accessible_in_every_look(
    shown: tuple[Site, str], page: str, visit: Visitor, axe: str
) -> None:
    assert in_all_looks(visit(shown[0].folder).open(page), axe) == []


def test_every_figure_stands_on_its_page_with_the_marks_of_its_places(shown: tuple[Site, str]) -> None:
    site, dsn = shown
    found = rows(
        dsn,
        """SELECT o.fact_key, o.subject_key, o.as_printed, d.locator
        FROM mart.fact_observation AS o JOIN mart.bridge_fact_document AS d ON d.fact_key = o.fact_key""",
    )
    assert len(found) == SIZE.figures + 6
    for row in found:
        page = site.pages[f"{row.subject_key}.html"]
        (figure,) = [each for each in page.elements if each["id"] == f"fact-{row.fact_key}"]
        assert row.as_printed in figure.text
        (mark,) = [each for each in figure.walk("a") if each["class"] == "mark"]
        (source,) = [each for each in page.all("li") if each["id"] == mark["href"].removeprefix("#")]
        assert source.text.split(",")[1].strip() == row.locator


def test_a_place_has_a_row_for_each_mineral_and_a_column_for_each_year(shown: tuple[Site, str]) -> None:
    (table,) = tables(shown[0].pages["places/land-02.html"])
    head, *body = grid(table)
    assert head == ["Series", "2020", "2021", "2022", "2023", "2024"]
    assert [row[0] for row in body] == ["ore 01", "ore 02", "ore 03"]
    assert table.elements[0].text == "Mine output (t) by period"


def test_a_mineral_has_a_row_for_each_place(shown: tuple[Site, str]) -> None:
    (table,) = tables(shown[0].pages["minerals/ore-02.html"])
    assert [row[0] for row in grid(table)[1:]] == ["Land 01", "Land 02", "Land 03", "Land 04"]
    figures = rows(
        shown[1],
        """SELECT as_printed FROM mart.fact_observation WHERE mineral_key = 'ore-02' ORDER BY place_key, period_edtf""",
    )
    cells = [cell.rpartition("Source")[0].strip() for row in grid(table)[1:] for cell in row[1:]]
    assert cells == [row.as_printed for row in figures]


def test_one_series_stands_upright_and_says_what_differs(shown: tuple[Site, str]) -> None:
    table, two = tables(shown[0].pages["entities/tinworks.html"])
    assert [row[0] for row in grid(table)] == ["Period", "2019", "2020", "2022"]
    texts = [row[1] for row in grid(table)[1:]]
    assert ["assessed" in text for text in texts] == [True, True, False]
    assert "expected" in texts[2]
    assert "Made up by the almanac." in texts[1]
    assert [row[0] for row in grid(two)] == ["Period", "2019", "2020"]
    assert not any("assessed" in text for row in grid(two) for text in row), "it stands once, over the table"


def test_accounts_stand_by_period_and_a_period_is_one_however_it_is_written(shown: tuple[Site, str]) -> None:
    (table,) = tables(shown[0].pages["entities/oreworks.html"])
    assert [row[0] for row in grid(table)] == ["Period", "2019-Q2", "2020-Q2"]
    assert [[text in row[1] for text in ("6 million USD", "6.0 million USD")] for row in grid(table)[1:]] == [
        [False, False],
        [True, True],
    ]


def test_three_periods_have_a_chart_and_two_have_none(shown: tuple[Site, str]) -> None:
    charts = {
        name: [each.text for each in page.all("svg") if each["class"] == "chart"]
        for name, page in shown[0].pages.items()
        if name.startswith(("places/", "minerals/", "entities/"))
    }
    assert {name: len(found) for name, found in charts.items() if found} == {
        **{f"places/land-0{number}.html": 1 for number in range(1, 5)},
        **{f"minerals/ore-0{number}.html": 1 for number in range(1, 4)},
        "entities/tinworks.html": 1,
    }
    assert "Recycled share (%)" in charts["entities/tinworks.html"][0]


def test_a_figure_alone_stays_a_sentence_with_its_unit(shown: tuple[Site, str]) -> None:
    page = shown[0].pages["places/land-01.html"]
    facts = [each.text for each in page.all("li") if "fact" in each["class"].split()]
    assert any("Reserves: 900 t, 2019" in text for text in facts)


def test_a_search_leads_to_the_figure_in_its_table(shown: tuple[Site, str]) -> None:
    site = shown[0]
    found = [
        path for title, _, path in Index(site.folder).entries if title.startswith("Land 03: Mine output of ore 01")
    ]
    assert len(found) == SIZE.years
    for path in found:
        name, _, anchor = path.partition("#")
        assert anchor in site.pages[name].ids


def test_the_start_page_says_the_unit_of_its_figures(shown: tuple[Site, str]) -> None:
    figures = [each for each in shown[0].pages["index.html"].elements if each["class"] == "figure"]
    said = {next(figure.walk("data")).text for figure in figures}
    assert {"900 t", "60 %"} <= said
