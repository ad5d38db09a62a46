"""What the pages owe to any reader, and that they are as many as the rows of the mart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site.auditing import audit
from tests.site.links import documents
from warehouse.publish.urls import FAMILIES, in_register, thing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.site.published.conftest import Published
    from tests.site.reading import Element

pytestmark = pytest.mark.slow


def test_site_is_sound(published: Published) -> None:
    assert audit(published.folder) == []


def test_pages_are_valid(published: Published, nu: Callable[[Path], list[str]]) -> None:
    assert nu(published.folder) == []


def test_nothing_leads_away_but_documents_and_identifiers(published: Published) -> None:
    allowed = {(f"documents/{row.document_key}.html", row.url) for row in published.rows(
        "SELECT document_key, url FROM mart.dim_document WHERE url IS NOT NULL"
    )}  # fmt: skip
    allowed |= {(thing(row.subject_key), url) for row in published.rows(
        "SELECT subject_key, scheme, identifier FROM mart.fact_identifier"
    ) if (url := in_register(row.scheme, row.identifier))}  # fmt: skip
    found = {(page, url) for url, pages in documents(published.site).items() for page in pages}
    assert found == allowed


def test_every_thing_has_its_page(published: Published) -> None:
    keys = {(row.family, row.key) for row in published.rows("SELECT family, key FROM mart.dim_subject")}
    pages = set(published.site.pages)
    for name, family in FAMILIES.items():
        owed = {f"{family.folder}/{key}.html" for each, key in keys if each == name}
        assert {page for page in pages if page.startswith(f"{family.folder}/")} == owed, name
        assert (f"{family.folder}.html" in pages) == bool(owed)
    documented = {f"documents/{key}.html" for family, key in keys if family == "documents"}
    assert {page for page in pages if page.startswith("documents/")} == documented
    questions = {f"question-{key}" for family, key in keys if family == "disagreements"}
    assert questions <= published.site.pages["disagreements.html"].ids.keys()
    assert keys
    assert {family for family, _ in keys} <= {*FAMILIES, "documents", "disagreements"}


def cells(row: Element) -> list[str]:
    return [cell.text for cell in row.walk("td", "th")]


def test_indexes_list_every_thing_with_its_facts(published: Published) -> None:
    for name, family in FAMILIES.items():
        rows = published.rows("SELECT family, name, fact_count FROM mart.dim_subject")
        owed = sorted((row.name, f"{row.fact_count:,}") for row in rows if row.family == name)
        if owed:
            (body,) = published.site.pages[f"{family.folder}.html"].all("tbody")
            found = [(each[0], each[-1]) for each in map(cells, body.walk("tr"))]
            assert sorted(found) == owed, name


def test_start_page_shows_figures_that_documents_state(published: Published) -> None:
    page = published.site.pages["index.html"]
    figures = [each for each in page.elements if each["class"] == "figure"]
    printed = {row.as_printed for row in published.rows(
        "SELECT as_printed FROM mart.fact_observation UNION SELECT as_printed FROM mart.fact_money"
    )}  # fmt: skip
    assert len(figures) == 6
    for figure in figures:
        (said,) = figure.walk("data")
        assert said.text in printed or said["title"].partition("printed as: ")[2].startswith(tuple(printed))
        assert list(figure.walk("a"))
    highest = published.rows(
        "SELECT as_printed FROM mart.fact_observation WHERE unit_key = 'percent' AND is_chosen ORDER BY value DESC"
    )
    assert highest[0].as_printed in {next(figure.walk("data")).text for figure in figures}


def test_every_side_of_a_disagreement_stands_beside_its_question(published: Published) -> None:
    page = published.site.pages["disagreements.html"]
    sections = {
        heading["id"].removeprefix("question-"): section
        for section in page.all("section")
        if section["class"] == "question"
        for heading in section.walk("h2")
    }
    rows = published.rows("""
        SELECT b.disagreement_key, d.question, d.status, w.says
        FROM mart.bridge_disagreement_fact AS b
        JOIN mart.dim_disagreement AS d ON d.disagreement_key = b.disagreement_key
        JOIN mart.wide_facts AS w ON w.fact_key = b.fact_key""")
    assert sections.keys() == {row.disagreement_key for row in rows}
    for key, section in sections.items():
        of_it = [row for row in rows if row.disagreement_key == key]
        said = [line.children[0] for line in section.walk("p") if line["class"] == "says"]
        assert sorted(bdi if isinstance(bdi, str) else bdi.text for bdi in said) == sorted(
            " ".join(row.says.split()) for row in of_it
        )
        assert len(said) > 1
        assert next(section.walk("h2")).text.startswith(of_it[0].question)
        assert [each.text for each in section.walk("span") if "chip" in each["class"].split()] == [of_it[0].status]


def test_loads_say_what_the_ledger_says(published: Published) -> None:
    loads = published.rows("SELECT load_id, fact_count FROM mart.dim_load ORDER BY load_id DESC")
    (body,) = published.site.pages["changes.html"].all("tbody")
    assert [cells(row)[0::2][:2] for row in body.walk("tr")] == [
        [f"Load {load.load_id}", f"{load.fact_count:,}"] for load in loads
    ]
    touched = published.rows("""
        SELECT load_id, count(DISTINCT fact_key) AS facts FROM mart.fact_row_change GROUP BY load_id""")
    assert len(touched) == len(loads) == 1
    page = published.site.pages[f"changes/{loads[0].load_id}.html"]
    values = dict(zip((each.text for each in page.all("dt")), (each.text for each in page.all("dd")), strict=True))
    assert values["Added"] == str(touched[0].facts)
    assert (values["Changed"], values["Retired"]) == ("0", "0")
    (body,) = page.all("tbody")
    assert len(list(body.walk("tr"))) == touched[0].facts
