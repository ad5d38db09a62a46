"""Every family of facts in the model reaches every way out: the site, the export, Superset, and the dictionary."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from tests.conftest import ROOT
from tests.publish.building import built
from tests.site.auditing import audit
from tests.site.reading import Site
from warehouse.cli.app import run
from warehouse.dictionary import files
from warehouse.integrations.superset.bundle import chosen
from warehouse.mart.objects import list_objects
from warehouse.model import FACTS
from warehouse.publish.facts import REGISTERED, SECTIONS
from warehouse.publish.urls import thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases
    from warehouse.mart.objects import MartObject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def objects() -> list[MartObject]:
    return list_objects(ROOT / "sql")


@pytest.fixture(scope="module")
def written(objects: list[MartObject]) -> dict[str, str]:
    return files(objects)


@pytest.fixture(scope="module")
def connection(databases: Databases, each_family: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(databases.dsn(each_family), autocommit=True)) as opened:
        yield opened


@pytest.fixture(scope="module")
def facts(connection: psycopg.Connection) -> dict[str, dict[str, str]]:
    """Give the facts of each family: key and subject."""
    found: dict[str, dict[str, str]] = {}
    for family, key, subject in connection.execute("SELECT family, fact_key, subject_key FROM mart.dim_fact"):
        found.setdefault(family, {})[key] = subject
    return found


def holding(connection: psycopg.Connection, found: MartObject) -> set[str]:
    """Give the keys of the facts in a table or view."""
    query = sql.SQL("SELECT fact_key FROM {}").format(sql.Identifier("mart", found.name))
    return {key for (key,) in connection.execute(query).fetchall()}


def tables_of(connection: psycopg.Connection, objects: list[MartObject], keys: set[str]) -> list[MartObject]:
    """Give the tables of facts in which all these facts stand with columns of their own."""
    return [
        found
        for found in objects
        if found.name.startswith(("fact_", "bridge_"))
        and found.header.key[0] == "fact_key"
        and found.name not in {"fact_answer", "bridge_fact_document"}
        and keys <= holding(connection, found)
    ]


def test_the_made_up_world_has_each_family(facts: dict[str, dict[str, str]]) -> None:
    assert FACTS.keys() <= facts.keys(), "add a fact of the new family to tests/families.py"


@pytest.mark.parametrize("family", FACTS)
def test_facts_have_a_table_a_phrase_a_file_and_a_description(
    family: str,
    connection: psycopg.Connection,
    objects: list[MartObject],
    written: dict[str, str],
    facts: dict[str, dict[str, str]],
) -> None:
    keys = set(facts[family])
    tables = tables_of(connection, objects, keys)
    assert tables, "add a table to sql/mart"
    (phrases,) = [found for found in objects if found.name == "wide_facts"]
    assert keys <= holding(connection, phrases), "add a branch to sql/mart/wide_facts.sql"
    for found in tables:
        assert f"\n### {found.name}\n" in written["data-dictionary.md"]
        assert f">{found.name}<" in written["er-diagram.svg"]
        assert f'"path": "data/{found.name}.csv"' in written["datapackage.json"]
        assert f"- name: {found.name}\n" in written["semantic-model.yaml"]


@pytest.mark.parametrize("family", FACTS)
def test_facts_are_in_a_dataset_of_superset_with_their_columns(
    family: str, connection: psycopg.Connection, objects: list[MartObject], facts: dict[str, dict[str, str]]
) -> None:
    datasets = [
        found
        for found in chosen(objects)
        if found.name not in {"wide_facts", "wide_citations"} and found.header.key[0] == "fact_key"
    ]
    assert any(set(facts[family]) <= holding(connection, found) for found in datasets)


def test_export_has_every_fact(
    databases: Databases, each_family: str, facts: dict[str, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("families")
    assert run(["--quiet", "--database", databases.dsn(each_family), "export", str(folder / "mart")]) == 0
    texts = {path.stem: path.read_text() for path in (folder / "mart" / "data").glob("*.csv")}
    named = [text for name, text in texts.items() if name.startswith(("fact_", "bridge_")) and name != "fact_answer"]
    for family in FACTS:
        assert any(all(key in text for key in facts[family]) for text in named), family


@pytest.fixture(scope="module")
def site(databases: Databases, each_family: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("families") / "site"
    built(databases.dsn(each_family), folder, "contract-values")
    return Site(folder)


def test_site_of_each_family_is_sound(site: Site) -> None:
    assert audit(site.folder) == []


def heading_of(page: Any, fact: str) -> str:
    """Give the heading of the section in which a fact stands on a page."""
    (section,) = [each for each in page.all("section") if any(inner["id"] == f"fact-{fact}" for inner in each.walk())]
    return str(next(section.walk("h3")).text)


@pytest.mark.parametrize("family", FACTS)
def test_facts_stand_under_the_heading_of_their_family(
    family: str, site: Site, facts: dict[str, dict[str, str]]
) -> None:
    assert SECTIONS[family] != REGISTERED
    for key, subject in facts[family].items():
        assert heading_of(site.pages[thing(subject)], key) == SECTIONS[family]


def test_each_family_has_its_heading_in_one_list() -> None:
    assert SECTIONS.keys() == FACTS.keys()


def test_no_table_or_view_is_always_empty(connection: psycopg.Connection, objects: list[MartObject]) -> None:
    count = "SELECT EXISTS (SELECT FROM mart.{})"
    held = {
        found.name for found in objects if connection.execute(count.format(found.name).encode()).fetchone() == (True,)
    }
    without = {found.name for found in objects if not found.currency} - held
    assert without == {
        "bridge_disagreement_fact",
        "dim_disagreement",
        "fact_rename",
    }  # it has no such question or rename
    assert {"money_usd"} <= held  # the views of other currencies have the same SELECT
