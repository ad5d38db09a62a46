"""Every shipped report answers on a small world, with the figures that world holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.reports import library
from warehouse.reports.cases import try_cases
from warehouse.reports.run import run
from warehouse.sqlfiles import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    from tests.conftest import Warehouse
    from tests.factories import Rows

NAMES = [
    "agreement-register",
    "contract-values",
    "implied-exchange-rates",
    "import-dependence",
    "mineral-lists",
    "strategies-and-pledges",
]


def answer(connection: Connection[Any], sql_dir: Path, name: str, **values: str) -> list[dict[str, str | None]]:
    with run(connection, library.find(sql_dir, name), values) as result:
        return [dict(zip([c.name for c in result.columns], row.cells, strict=True)) for row in result.rows]


def test_all_are_listed(sql_dir: Path) -> None:
    assert [report.name for report in library.list_reports(sql_dir)] == NAMES


@pytest.mark.usefixtures("world")
def test_cases_hold(postgresql: Connection[Any], sql_dir: Path) -> None:
    outcomes = [outcome for report in library.list_reports(sql_dir) for outcome in try_cases(postgresql, report)]
    assert {outcome.report for outcome in outcomes} == set(NAMES)
    assert [outcome for outcome in outcomes if outcome.failures] == []


def test_cases_hold_on_the_curated_seeds(warehouse: Warehouse, postgresql: Connection[Any], sql_dir: Path) -> None:
    code, _, said = warehouse("load")
    assert code == 0, said
    outcomes = [outcome for report in library.list_reports(sql_dir) for outcome in try_cases(postgresql, report)]
    assert [outcome for outcome in outcomes if outcome.failures] == []


@pytest.mark.usefixtures("world")
def test_every_cell_without_value_is_explained(postgresql: Connection[Any], sql_dir: Path) -> None:
    unexplained = []
    for report in library.list_reports(sql_dir):
        with run(postgresql, report, {}) as result:
            for row in result.rows:
                for column, cell in zip(result.columns, row.cells, strict=True):
                    if cell is None and column.doc.empty is None:
                        unexplained.append((report.name, column.name))
    assert unexplained == []


@pytest.mark.usefixtures("world")
def test_every_row_has_a_source(postgresql: Connection[Any], sql_dir: Path) -> None:
    cited = {}
    for report in library.list_reports(sql_dir):
        with run(postgresql, report, {}) as result:
            cited[report.name] = [any(row.marks) for row in result.rows]
    assert all(marks and all(marks) for marks in cited.values()), cited


@pytest.mark.parametrize("name", NAMES)
def test_statements_stay_portable(sql_dir: Path, name: str) -> None:
    tokens = library.find(sql_dir, name).source.tokens
    words = [token.text.upper() for token in tokens if token.kind is Kind.WORD]
    assert {"ROLLUP", "CUBE", "LATERAL", "RECURSIVE"} & set(words) == set()


@pytest.mark.usefixtures("world")
def test_register_joins_parties_and_dates(postgresql: Connection[Any], sql_dir: Path) -> None:
    by_key = {row["agreement_key"]: row for row in answer(postgresql, sql_dir, "agreement-register", party="maker")}
    assert list(by_key) == ["cars", "europe", "motors"]
    assert by_key["cars"]["suppliers"] == "포스코 Maker"
    assert by_key["cars"]["signed"] == "2025-09 (last September)"
    assert by_key["motors"]["other_steps"] == "awarded 2025-09 (last September)"
    assert by_key["europe"]["signed"] is None


@pytest.mark.usefixtures("world")
def test_two_documents_that_differ_are_two_pledges(postgresql: Connection[Any], sql_dir: Path) -> None:
    pledges = answer(postgresql, sql_dir, "strategies-and-pledges", jurisdiction="kr")
    assert [row["equivalent_amount"] for row in pledges] == ["691000000", "690000000"]
    assert {row["measures"] for row in pledges} == {"funding: pay"}


def test_money_of_others_stands_below_strategies(world: Rows, postgresql: Connection[Any], sql_dir: Path) -> None:
    stated: dict[str, Any] = {"kind": "investment", "words": "billions", "is_total": False}
    world.register("facilities", "plant", kind="plant", name="The plant")
    world.add("monetary_values", "plant", facility_key="plant", cite=(("push", 3),), **stated)
    world.add("monetary_values", "maker", entity_key="maker", cite=(("push", 3),), **stated)
    world.add("monetary_values", "cars-too", agreement_key="cars", cite=(("push", 3),), **stated)
    found = answer(postgresql, sql_dir, "strategies-and-pledges")
    assert [(row["subject_family"], row["subject"], row["as_printed"]) for row in found[2:]] == [
        ("facilities", "The plant", "billions"),
        ("entities", "포스코 Maker", "billions"),
        ("agreements", "Cars", "billions"),
    ]
    assert "billions" not in {row["as_printed"] for row in answer(postgresql, sql_dir, "contract-values")}


@pytest.mark.usefixtures("world")
def test_one_rate_explains_the_document_only_under_truncation(postgresql: Connection[Any], sql_dir: Path) -> None:
    rates = answer(postgresql, sql_dir, "implied-exchange-rates", document="push")
    assert len(rates) == 5
    assert {(row["one_rate_if_nearest"], row["one_rate_if_truncated"]) for row in rates} == {("false", "true")}
    cars = next(row for row in rates if row["rate"] == "1446.9453")
    assert (cars["nearest_low"], cars["nearest_high"]) == ("1445.7831", "1448.1094")
    assert (cars["truncated_low"], cars["truncated_high"]) == ("1444.6228", "1446.9453")


@pytest.mark.usefixtures("world")
def test_differing_terms_give_no_single_number(world: Rows, postgresql: Connection[Any], sql_dir: Path) -> None:
    term = {"agreement_key": "cars", "value": 7, "words": "7 years", "approximation": "exact", "quantum": 1}
    world.add("observations", "cars-again", indicator_key="contract-term", cite=(("shift", 2),), **term)
    row = next(r for r in answer(postgresql, sql_dir, "contract-values") if r["agreement_key"] == "cars")
    assert row["term_years"] is None
