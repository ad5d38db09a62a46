"""Which of several facts that answer one question is shown, and how many documents agree with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid5

import pytest
from psycopg import sql
from psycopg.rows import dict_row

from tests.builders import Rows
from tests.conftest import ROOT
from warehouse.mart.definitions import NOW, selected
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from psycopg import Connection

pytestmark = pytest.mark.slow

OBJECTS: Final = {found.name: found for found in list_objects(ROOT / "sql")}


def ask(connection: Connection[Any], query: str) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode()).fetchall()


class World(Rows):
    """Three articles and a maker of whom they say this and that."""

    def state(self, table: str, path: str, /, **columns: Any) -> None:
        """Add a fact at ``path``; it is cited to the document after the @, and to further ones in ``also``."""
        also = columns.pop("also", ())
        fact_id = uuid5(NAMESPACE_URL, path)
        fact = {"family": table, "path": path, "modality": "occurred", "basis": "stated", "rank": "normal"}
        fact |= {name: columns.pop(name) for name in ("modality", "rank") if name in columns}
        if fact["rank"] != "normal":
            fact["rank_reason"] = "a reason"
        self.insert("facts", {"fact_id": fact_id, **fact})
        self.insert(table, {"fact_id": fact_id, **columns})
        for document in (path.partition("@")[2], *also):
            place = {"document_key": document, "locator": "p1", "paragraph": 1}
            self.insert("citations", {"fact_id": fact_id, **place})

    def money(self, document: str, amount: int | None, /, currency: str = "KRW", **stated: Any) -> None:
        """Add what ``document`` says was invested."""
        said = {"approximation": "exact", "quantum": 1, "currency_code": currency, "words": f"{amount} {currency}"}
        said |= {"amount": amount, "is_total": False, "kind": "investment", "entity_key": "maker"}
        if amount is None:
            said |= dict.fromkeys(("approximation", "quantum", "currency_code")) | {"status": "withheld"}
        label, aspect = stated.pop("label", ""), stated.get("aspect", "")
        place = f"entities/maker/values/investment/{currency if amount is not None else None}"
        told_apart = f"{aspect and ';aspect='}{aspect}{label and ';label='}{label}"
        self.state("monetary_values", f"{place}{told_apart}@{document}", **said | stated)

    def rows_of(self, name: str) -> list[dict[str, Any]]:
        """Fill the mart and give the rows of one of its objects."""
        self.connection.execute(f"SET LOCAL search_path = {NOW}")
        for found in OBJECTS.values():
            if found.is_table:
                table = sql.Identifier("mart", found.name)
                self.connection.execute(sql.SQL("DELETE FROM {}").format(table))
        for found in OBJECTS.values():
            if found.is_table:
                query = f"INSERT INTO mart.{found.name} {selected(found)}"
                self.connection.execute(query.encode())
        self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.connection.execute("SET CONSTRAINTS ALL DEFERRED")
        return ask(self.connection, f"SELECT * FROM mart.{name}")

    def chosen(self, name: str = "fact_monetary_value") -> dict[str, tuple[Any, ...]]:
        """Tell for each document which rule chose its figure, and how many documents agree and differ."""
        paths = {str(uuid5(NAMESPACE_URL, path)): path for path in self.all_paths()}
        return {
            paths[row["fact_key"]].partition("@")[2]: (
                row["chosen_by"],
                row["agreeing_source_count"],
                row["differing_source_count"],
            )
            for row in self.rows_of(name)
        }

    def all_paths(self) -> list[str]:
        return [row["path"] for row in ask(self.connection, "SELECT path FROM core.facts")]


@pytest.fixture
def world(rolled_back: Connection[Any]) -> World:
    rolled_back.execute("SET CONSTRAINTS ALL DEFERRED")
    world = World(rolled_back, cite=(("a", 1),))
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 9000, "paragraph_count": 40}
    for key, day in (("a", "2026-02-10"), ("b", "2026-02-20"), ("c", "2026-02-20")):
        fact_id = uuid5(NAMESPACE_URL, f"documents/{key}")
        path = {"family": "documents", "path": f"documents/{key}", "basis": "stated", "rank": "normal"}
        world.insert("facts", {"fact_id": fact_id, **path})
        shown = {"kind": "article", "title": key.upper(), "language": "en", "page_date": day, **digest}
        world.insert("documents", {"key": key, "fact_id": fact_id, **shown})
    world.currencies()
    world.register("units", "kilogram", name="kilogram", symbol="kg")
    world.register("units", "percent", name="percent", symbol="%")
    world.register("indicators", "share", name="Share", definition="of sales", unit_key="percent")
    world.register("entities", "maker", kind="company", name="Maker", is_named=True)
    return world


def test_three_documents_that_differ(world: World) -> None:
    for document, amount in (("a", 100), ("b", 200), ("c", 300)):
        world.money(document, amount)
    assert world.chosen() == {"a": (None, 1, 2), "b": ("first in order", 1, 2), "c": (None, 1, 2)}


def test_the_later_document_wins_where_as_many_agree(world: World) -> None:
    world.money("a", 100)
    world.money("b", 200)
    assert world.chosen() == {"a": (None, 1, 1), "b": ("latest document", 1, 1)}


def test_more_sources_win_over_a_later_one(world: World) -> None:
    world.money("a", 100, also=("c",))
    world.money("b", 200)
    assert world.chosen() == {"a": ("most sources", 2, 1), "b": (None, 1, 2)}


def test_preferred_rank_wins_over_more_sources(world: World) -> None:
    world.money("a", 100, rank="preferred")
    world.money("b", 200)
    world.money("c", 200)
    assert world.chosen() == {"a": ("preferred rank", 1, 2), "b": (None, 2, 1), "c": (None, 2, 1)}


def test_deprecated_facts_neither_show_nor_count(world: World) -> None:
    world.money("a", 100, rank="deprecated")
    world.money("b", 200)
    assert world.chosen() == {"b": ("only one", 1, 0)}
    assert [row["investment_krw"] for row in world.rows_of("wide_money")] == [200]
    assert {row["rank"] for row in world.rows_of("dim_fact")} == {"normal", "deprecated"}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ({"amount": 100, "quantum": 10}, {"amount": 102}, True),
        ({"amount": 100, "quantum": 10}, {"amount": 105}, False),
        ({"amount": 100, "approximation": "about"}, {"amount": 105}, True),
        ({"amount": 100, "approximation": "nearly"}, {"amount": 91}, True),
        ({"amount": 100, "approximation": "nearly"}, {"amount": 101}, False),
        ({"amount": 100, "quantum": 10}, {"amount": 110, "quantum": 10}, False),
        ({"amount": 100, "approximation": "over"}, {"amount": 900}, True),
        ({"amount": 100, "approximation": "over"}, {"amount": 99}, False),
        ({"amount": 100, "approximation": "at most"}, {"amount": 1}, True),
        ({"amount": 100, "approximation": "under"}, {"amount": 100, "approximation": "over"}, False),
        ({"amount": 100, "approximation": "between", "upper_amount": 200}, {"amount": 150}, True),
        ({"amount": 100, "approximation": "between", "upper_amount": 200}, {"amount": 210}, False),
    ],
)
def test_figures_agree_if_they_can_be_one(
    world: World, one: dict[str, Any], other: dict[str, Any], *, agree: bool
) -> None:
    for document, stated in (("a", dict(one)), ("b", dict(other))):
        world.money(document, stated.pop("amount"), **stated)
    assert {counts[1:] for counts in world.chosen().values()} == {(2, 0) if agree else (1, 1)}


def test_bounds_are_those_that_the_words_state(world: World) -> None:
    world.money("a", 100, label="over", approximation="over")
    world.money("a", 100, label="range", approximation="between", upper_amount=200)
    world.money("a", 100, label="most", approximation="at most", quantum=10)
    world.money("a", 100, label="near", approximation="nearly")
    spans = {(r["lowest_amount"], r["highest_amount"]) for r in world.rows_of("fact_monetary_value")}
    assert spans == {(100, None), (100, 200), (None, 100)}


def test_words_without_a_number_stay_words(world: World) -> None:
    world.money("a", None, words="billions")
    world.money("b", None, words="Billions")
    world.money("c", None, words="a fortune")
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (2, 0), "b": (2, 0), "c": (1, 0)}
    rows = world.rows_of("wide_money")
    assert {row["as_printed"] for row in rows} == {"billions", "Billions", "a fortune"}
    assert {row["investment_krw"] for row in rows} == {None}


def equivalent(amount: int, currency: str = "USD") -> dict[str, Any]:
    said = {"amount": amount, "words": f"{amount} {currency}", "approximation": "about", "quantum": 1}
    return {f"equivalent_{name}": value for name, value in said.items()} | {"equivalent_currency_code": currency}


def test_equivalents_must_agree_too_where_both_are_printed(world: World) -> None:
    world.money("a", 1000, **equivalent(691))
    world.money("b", 1000, **equivalent(650))
    world.money("c", 1000)
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (2, 1), "b": (2, 1), "c": (3, 0)}


def test_a_sum_printed_in_two_currencies_counts_once_in_each(world: World) -> None:
    world.money("a", 1000, **equivalent(691))
    world.money("b", 690, currency="USD", **equivalent(999, "KRW"))
    rows = world.rows_of("wide_money")
    assert all(row["is_chosen"] for row in rows)
    assert sorted((r["as_printed"], r["investment_krw"], r["investment_usd"]) for r in rows) == [
        ("1000 KRW", 1000, None),
        ("690 USD", None, 690),
    ]


def test_prices_and_totals_are_questions_of_their_own_and_never_added(world: World) -> None:
    world.money("a", 1000)
    world.money("b", 7, per_unit_key="kilogram")
    world.money("c", 5000, is_total=True)
    assert {counts[0] for counts in world.chosen().values()} == {"only one"}
    assert [r["investment_krw"] for r in world.rows_of("wide_money") if r["investment_krw"] is not None] == [1000]


def test_sums_told_apart_by_an_aspect_add_up(world: World) -> None:
    world.money("a", 1000, aspect="plant")
    world.money("a", 500, aspect="mine")
    assert sum(row["investment_krw"] for row in world.rows_of("wide_money")) == 1500


def share(world: World, document: str, value: int, year: str = "") -> None:
    said = {"indicator_key": "share", "words": f"{value}%", "approximation": "exact", "quantum": 1, "value": value}
    period: dict[str, Any] = {}
    if year:
        period = {"period_words": year, "period_edtf": year, "period_qualifier": "on", "period_rule": "as printed"}
        period |= {"period_earliest": f"{year}-01-01", "period_latest": f"{year}-12-31"}
    path = f"entities/maker/observations/share{year and ';during='}{year}@{document}"
    world.state("observations", path, entity_key="maker", **said, **period)


def test_figures_of_two_years_do_not_compete(world: World) -> None:
    share(world, "a", 90, "2024")
    share(world, "b", 80, "2025")
    assert set(world.chosen("fact_observation").values()) == {("only one", 1, 0)}
    assert {row["value"] for row in world.rows_of("wide_figures")} == {80, 90}


def test_a_figure_that_is_not_chosen_stands_in_words_only(world: World) -> None:
    share(world, "a", 90)
    share(world, "b", 80)
    rows = {(row["as_printed"], row["value"], row["lowest_value"]) for row in world.rows_of("wide_figures")}
    assert rows == {("90%", None, None), ("80%", 80, 80)}


def step(world: World, document: str, edtf: str | None, qualifier: str = "on", **bounds: str | None) -> None:
    date: dict[str, Any] = {}
    if edtf:
        date = {"date_words": edtf, "date_edtf": edtf, "date_qualifier": qualifier, "date_rule": "as printed"}
        date |= {f"date_{name}": day for name, day in bounds.items()}
    path = f"entities/maker/milestones/launched@{document}"
    world.state("milestones", path, entity_key="maker", kind="launched", **date)


def test_dates_agree_if_a_day_fits_both(world: World) -> None:
    step(world, "a", "2025", earliest="2025-01-01", latest="2025-12-31")
    step(world, "b", "2025-12-31", earliest="2025-12-31", latest="2025-12-31")
    step(world, "c", "2026", "before", latest="2025-12-31")
    assert {counts[1:] for counts in world.chosen("fact_milestone").values()} == {(3, 0)}
    precisions = {row["date_edtf"]: row["date_precision"] for row in world.rows_of("fact_milestone")}
    assert precisions == {"2025": "year", "2025-12-31": "day", "2026": "year"}


def test_days_in_a_row_differ_and_no_date_says_nothing(world: World) -> None:
    step(world, "a", "2025-03-01", earliest="2025-03-01", latest="2025-03-01")
    step(world, "b", "2025-03-02", earliest="2025-03-02", latest="2025-03-02")
    step(world, "c", None)
    assert {key: counts[1:] for key, counts in world.chosen("fact_milestone").items()} == {
        "a": (1, 1),
        "b": (1, 1),
        "c": (1, 0),
    }
    undated = next(row for row in world.rows_of("wide_milestones") if row["date_words"] is None)
    assert (undated["earliest_date"], undated["latest_date"], undated["date_precision"]) == (None, None, None)


def test_unit_stands_beside_a_number_that_prints_none(world: World) -> None:
    share(world, "a", 90)
    world.connection.execute("UPDATE core.observations SET words = '90'")
    (says,) = (row["says"] for row in world.rows_of("wide_facts") if row["topic"] == "figure")
    assert says.endswith(": 90 %")
