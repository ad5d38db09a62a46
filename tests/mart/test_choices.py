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
from warehouse.model.fields import FUTURE

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
        """Add what ``document`` says was invested in the maker, or in the agreement that ``stated`` names."""
        said = {"approximation": "exact", "quantum": 1, "currency_code": currency, "words": f"{amount} {currency}"}
        said |= {"amount": amount, "is_total": False, "kind": "investment"}
        if amount is None:
            said |= dict.fromkeys(("approximation", "quantum", "currency_code")) | {"status": "withheld"}
        if "agreement_key" not in stated:
            said["entity_key"] = "maker"
        label, aspect, year = stated.pop("label", ""), stated.get("aspect", ""), stated.pop("year", "")
        said |= period(year)
        about = f"agreements/{stated['agreement_key']}" if "agreement_key" in stated else "entities/maker"
        kind = str((said | stated)["kind"]).replace(" ", "_")
        place = f"{about}/values/{kind}/{currency if amount is not None else None}"
        told_apart = "".join(
            f";{part}={said}"
            for part, said in (
                ("per", stated.get("per_unit_key")),
                ("total", stated.get("is_total") and "yes"),
                ("aspect", aspect),
                ("during", year),
                ("outlook", "future" if stated.get("modality") in FUTURE else ""),
                ("label", label),
            )
            if said
        )
        self.state("monetary_values", f"{place}{told_apart}@{document}", **said | stated)

    def counted(self, column: str = "spending", view: str = "money_krw") -> list[int]:
        """Give the numbers in a column of sums that may be added up, smallest first."""
        return sorted(row[column] for row in self.rows_of(view) if row[column] is not None)

    def left_out(self) -> dict[str, str]:
        """Tell why sums are not counted, by what is printed."""
        rows = self.rows_of("fact_money")
        assert all(row["is_counted"] == (row["why_not_counted"] is None) for row in rows)
        return {row["as_printed"]: row["why_not_counted"] for row in rows if not row["is_counted"]}

    def rows_of(self, name: str) -> list[dict[str, Any]]:
        """Fill the mart and give the rows of one of its objects."""
        self.connection.execute(f"SET LOCAL search_path = {NOW}")
        for found in OBJECTS.values():
            if found.is_table:
                table = sql.Identifier("mart", found.name)
                self.connection.execute(sql.SQL("DELETE FROM {}").format(table))
        for found in OBJECTS.values():
            if found.is_table:
                query = f"INSERT INTO mart.{found.name} SELECT filled.*, now() FROM ({selected(found)}) AS filled"
                self.connection.execute(query.encode())
        self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.connection.execute("SET CONSTRAINTS ALL DEFERRED")
        return ask(self.connection, f"SELECT * FROM mart.{name}")

    def chosen(self, name: str = "fact_answer") -> dict[str, tuple[Any, ...]]:
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


def period(year: str) -> dict[str, str]:
    """Give the columns of a period: a year, or the days of two dates joined by an underscore."""
    if not year:
        return {}
    first, _, last = year.partition("_")
    said = {"period_words": year, "period_edtf": year.replace("_", "/"), "period_qualifier": "on"}
    said |= {"period_rule": "as printed"}
    return said | {"period_earliest": first if last else f"{first}-01-01", "period_latest": last or f"{first}-12-31"}


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
    assert world.counted() == [200]
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
    spans = {(r["lowest_amount"], r["highest_amount"]) for r in world.rows_of("fact_money")}
    assert spans == {(100, None), (100, 200), (0, 100), (None, 100)}


def test_words_without_a_number_stay_words(world: World) -> None:
    world.money("a", None, words="billions")
    world.money("b", None, words="Billions")
    world.money("c", None, words="a fortune")
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (2, 0), "b": (2, 0), "c": (1, 0)}
    rows = world.rows_of("wide_money")
    assert {row["as_printed"] for row in rows} == {"billions", "Billions", "a fortune"}
    assert set(world.left_out().values()) == {"no number"}


def equivalent(amount: int, currency: str = "USD") -> dict[str, Any]:
    said = {"amount": amount, "words": f"{amount} {currency}", "approximation": "about", "quantum": 1}
    return {f"equivalent_{name}": value for name, value in said.items()} | {"equivalent_currency_code": currency}


def test_equivalents_must_agree_too_where_both_are_printed(world: World) -> None:
    world.money("a", 1000, **equivalent(691))
    world.money("b", 1000, **equivalent(650))
    world.money("c", 1000)
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (2, 1), "b": (2, 1), "c": (3, 0)}


def test_sums_are_compared_in_a_currency_that_both_print(world: World) -> None:
    world.money("a", 1000, **equivalent(691))
    world.money("b", 690, currency="USD")
    world.money("c", 500, currency="USD")
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (2, 1), "b": (2, 1), "c": (1, 2)}


def test_sums_with_no_currency_in_common_neither_agree_nor_differ(world: World) -> None:
    world.money("a", 1000)
    world.money("b", 690, currency="USD")
    assert {key: counts[1:] for key, counts in world.chosen().items()} == {"a": (1, 0), "b": (1, 0)}
    assert (world.counted(), world.counted(view="money_usd")) == ([1000], [690])


def test_a_sum_printed_in_two_currencies_counts_once_in_each(world: World) -> None:
    world.money("a", 1000, **equivalent(691))
    world.money("b", 690, currency="USD", **equivalent(999, "KRW"))
    assert (world.counted(), world.counted(view="money_usd")) == ([999], [690])
    assert world.left_out() == {"1000 KRW": "counted in another row", "691 USD": "counted in another row"}
    world.money("c", 690, currency="USD", rank="deprecated")
    assert len(world.rows_of("fact_money")) == 4


def test_what_the_label_the_kind_and_the_currency_split_is_one_question(world: World) -> None:
    world.money("a", 400, kind="preferred equity")
    world.money("a", 401, kind="preferred equity", label="in-the-headline")
    world.money("b", 400, kind="convertible preferred equity")
    world.money("c", 300, kind="preferred equity", currency="USD")
    assert len({row["question_key"] for row in world.rows_of("fact_money")}) == 1
    assert (world.counted("equity"), world.counted("equity", "money_usd")) == ([400], [300])


def test_a_broadest_word_does_not_count_beside_a_narrower_one(world: World) -> None:
    world.money("a", 500, kind="spending")
    world.money("b", 300, kind="capital expenditure")
    world.money("b", 100, kind="operating cost")
    assert world.counted() == [100, 300]
    assert world.left_out() == {"500 KRW": "narrower kind counted instead"}


def test_what_is_to_be_spent_and_what_was_spent_stand_apart(world: World) -> None:
    world.money("a", 500, kind="spending", modality="planned")
    world.money("b", 300, kind="capital expenditure")
    rows = {(row["outlook"], row["spending"]) for row in world.rows_of("money_krw")}
    assert rows == {("future", 500), ("present", 300)}


def test_an_agreement_does_not_count_beside_the_parts_that_have_a_sum(world: World) -> None:
    for key, parent in (("whole", None), ("half", "whole"), ("quarter", "half")):
        world.register("agreements", key, kind="supply contract", name=key, parent_key=parent, cite=())
    world.money("a", 900, kind="contract value", agreement_key="whole")
    world.money("a", 5, kind="loan", agreement_key="whole")
    assert (world.counted("contract"), world.counted("debt")) == ([900], [5])
    world.money("b", 200, kind="offtake value", agreement_key="quarter", currency="USD")
    assert world.counted("contract") == [900]
    world.money("c", 300, kind="contract value", agreement_key="quarter")
    assert (world.counted("contract"), world.counted("debt")) == ([300], [5])
    assert world.left_out() == {"900 KRW": "part counted instead"}


def test_a_flow_in_a_longer_period_does_not_count_beside_it(world: World) -> None:
    world.money("a", 10, kind="revenue", year="2025-01-01_2025-03-31")
    world.money("a", 11, kind="revenue", year="2025-04-01_2025-06-30")
    assert world.counted("turnover") == [10, 11]
    world.money("a", 40, kind="revenue", year="2025")
    world.money("b", 38, kind="revenue", year="2024")
    world.money("c", 41, kind="revenue", year="2025-01-01_2025-12-31")
    assert world.counted("turnover") == [38, 41]
    world.money("b", 77, kind="revenue")
    world.money("b", 7, kind="other income", year="2025-01-01_2025-03-31")
    assert world.counted("turnover") == [7, 38, 41]
    assert world.left_out() == {
        "10 KRW": "in a longer period",
        "11 KRW": "in a longer period",
        "40 KRW": "in a longer period",
        "77 KRW": "period not stated",
    }


def test_what_is_no_flow_counts_in_every_period(world: World) -> None:
    world.money("a", 10, kind="grant", year="2025-01-01_2025-03-31")
    world.money("a", 40, kind="grant", year="2025")
    assert world.counted("grants") == [10, 40]


def test_kinds_that_do_not_add_up_never_count(world: World) -> None:
    for number, kind in enumerate(("market price", "asset value", "deal size", "loan guarantee", "ebitda"), start=1):
        world.money("a", number, kind=kind)
    world.money("a", 6, kind="net profit")
    money = {name: world.counted(name) for name in ("debt", "profit", "contract", "equity")}
    assert money == {"debt": [], "profit": [6], "contract": [], "equity": []}
    assert world.left_out() == {
        "1 KRW": "price",
        "2 KRW": "kind that is not added",
        "3 KRW": "total",
        "4 KRW": "kind that is not added",
        "5 KRW": "kind that is not added",
    }


def test_a_weaker_mention_never_displaces_a_promise(world: World) -> None:
    world.money("a", 100, kind="pledge", modality="pledged")
    world.money("b", 200, kind="pledge", modality="intended", also=("c",))
    assert world.chosen() == {"a": ("firmest modality", 1, 2), "b": (None, 2, 1)}
    assert world.counted("pledge") == [100]
    assert {row["modality"] for row in world.rows_of("money_krw") if row["pledge"]} == {"pledged"}


def test_a_preferred_rank_still_wins_over_firmness(world: World) -> None:
    world.money("a", 100, kind="pledge", modality="pledged")
    world.money("b", 200, kind="pledge", modality="exploring", rank="preferred")
    assert world.chosen()["b"] == ("preferred rank", 1, 1)


def test_prices_and_totals_are_questions_of_their_own_and_never_added(world: World) -> None:
    world.money("a", 1000)
    world.money("b", 7, per_unit_key="kilogram")
    world.money("c", 5000, is_total=True)
    assert {counts[0] for counts in world.chosen().values()} == {"only one"}
    assert world.counted() == [1000]


def test_sums_told_apart_by_an_aspect_add_up(world: World) -> None:
    world.money("a", 1000, aspect="plant")
    world.money("a", 500, aspect="mine")
    assert world.counted() == [500, 1000]


def share(world: World, document: str, value: int, year: str = "") -> None:
    said = {"indicator_key": "share", "words": f"{value}%", "approximation": "exact", "quantum": 1, "value": value}
    path = f"entities/maker/observations/share{year and ';during='}{year}@{document}"
    world.state("observations", path, entity_key="maker", **said, **period(year))


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
