"""What is not in force stands apart wherever money, supply and capacity are counted, whatever word a project uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders import Rows

    Ask = Callable[..., list[dict[str, str | None]]]

pytestmark = pytest.mark.slow

ADD: Final = """
INSERT INTO core.terms (scheme, key, label, definition, broader, broadest, aliases, flags)
SELECT scheme, %(key)s, %(key)s, 'ours', key, broadest, '{}', flags
FROM core.terms WHERE scheme = %(scheme)s AND key = %(under)s
"""
ADDED: Final = (
    {"scheme": "agreement-kind", "key": "letter of comfort", "under": "memorandum of understanding"},
    {"scheme": "clause-kind", "key": "word of honour", "under": "non-binding"},
    {"scheme": "status", "key": "mothballed", "under": "suspended"},
)
"""Words that a project puts below shipped ones, whose flags they inherit."""


def contract(rows: Rows, key: str, kind: str = "supply contract", **said: Any) -> None:
    """Add a contract of a maker with a buyer abroad, and what it is worth."""
    rows.register("agreements", key, kind=kind, name=key.title(), **{"modality": "in force"} | said)
    for entity, role in (("maker", "supplier"), ("buyer", "buyer")):
        rows.add("agreement_parties", f"{role}/{entity}", agreement_key=key, entity_key=entity, role=role)
    worth(rows, key, "contract value", agreement_key=key)


def worth(rows: Rows, name: str, kind: str, **about: Any) -> None:
    """Add a sum in dollars."""
    stated: dict[str, Any] = {"amount": 100, "quantum": 1, "approximation": "exact", "words": "100 USD"}
    stated |= {"modality": "in force", "is_total": False, "currency_code": "USD"}
    rows.add("monetary_values", name, kind=kind, **stated | about)


def state(rows: Rows, status: str, **about: Any) -> None:
    """Say in which state something is."""
    rows.add("statuses", f"{status}@daily", status=status, modality="in force", **about)


@pytest.fixture
def trade(rows: Rows) -> Rows:
    """A maker in one country, a buyer in another, and contracts that hold and that do not."""
    for word in ADDED:
        rows.connection.execute(ADD, word)
    rows.cite = (("daily", 1),)
    rows.document("daily", "The daily", "2026-03-01")
    rows.currencies()
    for place, entity, kind in (("fr", "maker", "company"), ("kr", "buyer", "state company")):
        rows.register("places", place, kind="country", name=place.upper(), iso_code=place.upper())
        rows.register("entities", entity, kind=kind, name=entity.title(), is_named=True, country_key=place)
    contract(rows, "firm")
    contract(rows, "comfort", "letter of comfort")
    contract(rows, "hoped", modality="exploring")
    contract(rows, "talk")
    rows.add("clauses", "honour@daily", agreement_key="talk", kind="word of honour", words="on our honour")
    contract(rows, "still")
    state(rows, "mothballed", agreement_key="still")
    contract(rows, "ended")
    state(rows, "terminated", agreement_key="ended")
    return rows


STANDINGS: Final = {
    "firm": "in force",
    "comfort": "non-binding",
    "hoped": "exploring",
    "talk": "non-binding",
    "still": "paused",
    "ended": "over",
}


@pytest.mark.usefixtures("trade")
@pytest.mark.parametrize("report", ["contract-values", "annualised-values", "supply-commitments"])
def test_each_contract_tells_how_far_it_holds(ask: Ask, report: str) -> None:
    rows = ask(report)
    assert {row["agreement_key"]: row["standing"] for row in rows} == STANDINGS
    assert rows[0]["agreement_key"] == "firm"
    assert [row["agreement_key"] for row in ask(report, standing="in force")] == ["firm"]


@pytest.mark.usefixtures("trade")
def test_only_what_is_in_force_is_a_flow(ask: Ask) -> None:
    (flow,) = ask("country-flows")
    assert (flow["from_place"], flow["to_place"], flow["flows"], flow["supply"]) == ("FR", "KR", "1", "Firm")
    assert flow["not_in_force"] == (
        "supply: Comfort (non-binding); supply: Ended (over); supply: Hoped (exploring); supply: Still (paused); "
        "supply: Talk (non-binding)"
    )


@pytest.mark.usefixtures("trade")
def test_projects_are_counted_by_how_far_they_hold(ask: Ask) -> None:
    counted = {row["standing"]: row["projects"] for row in ask("pipeline-by-stage")}
    assert counted == {"exploring": "1", "in force": "1", "non-binding": "2", "over": "1", "paused": "1"}


def test_money_of_what_does_not_hold_stands_apart(trade: Rows, ask: Ask) -> None:
    trade.register("agreements", "sheet", kind="letter of intent", name="Sheet", modality="in force")
    worth(trade, "sheet", "loan", agreement_key="sheet")
    (loan,) = ask("financing-by-instrument", instrument="debt")
    assert (loan["standing"], loan["amount"]) == ("non-binding", "100")
    money = {row["subject_key"]: (row["side"], row["standing"]) for row in ask("public-and-private-money")}
    assert {key: standing for key, (_, standing) in money.items() if key in STANDINGS} == STANDINGS
    assert money["firm"] == ("both", "in force"), "a company of a state is of the public"
    (row,) = (row for row in ask("strategies-and-pledges") if row["subject_key"] == "sheet")
    assert row["standing"] == "non-binding"


def test_capacity_to_come_follows_the_latest_state(trade: Rows, ask: Ask) -> None:
    trade.register("units", "t", name="tonne per year", symbol="t/a")
    trade.register("indicators", "annual-capacity", name="Capacity", definition="x", unit_key="t")
    for key, modality, status in (
        ("rising", "in force", "under construction"),
        ("running", "planned", "active"),
        ("dropped", "planned", "cancelled"),
        ("growing", "in force", "active"),
        ("wished", "intended", None),
    ):
        trade.register("facilities", key, kind="mine", name=key.title(), place_key="fr", modality=modality)
        if status:
            state(trade, status, facility_key=key)
    more: dict[str, Any] = {"value": 5, "words": "5 t", "quantum": 1, "approximation": "exact", "modality": "planned"}
    trade.add("observations", "more;outlook=future", facility_key="growing", indicator_key="annual-capacity", **more)
    found = {row["facility_key"]: (row["standing"], row["capacity"]) for row in ask("planned-capacity")}
    assert found == {
        "rising": ("under construction", None),
        "growing": ("planned", "5"),
        "wished": ("intended", None),
    }
