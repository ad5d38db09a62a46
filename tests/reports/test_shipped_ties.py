"""The reports on owners, offices, supply, policy and lists, on what the curated seeds do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from tests.builders import Rows

    Ask = Callable[..., list[dict[str, str | None]]]

pytestmark = pytest.mark.slow

DAILY: Final = (("daily", 1),)
WEEKLY: Final = (("weekly", 2),)
BOTH: Final = (*DAILY, *WEEKLY)
NEW: Final = (
    "corroboration",
    "critical-lists-compared",
    "offices-held",
    "policy-measures-over-time",
    "project-pipeline",
    "supply-commitments",
    "who-owns-whom",
)


@pytest.fixture
def trade(rows: Rows) -> Rows:
    """Two newspapers, three countries and some companies."""
    rows.cite = DAILY
    rows.document("daily", "The daily", "2026-03-01")
    rows.document("weekly", "The weekly", "2026-03-05")
    rows.register("places", "europe", kind="continent", name="Europe")
    for key, name, code in (("fr", "France", "FR"), ("de", "Germany", "DE"), ("kr", "South Korea", "KR")):
        parent = None if key == "kr" else "europe"
        rows.register("places", key, kind="country", name=name, iso_code=code, parent_key=parent)
    for key, name, country in (
        ("top", "Top", "fr"),
        ("middle", "Middle", "de"),
        ("bottom", "Bottom", "kr"),
        ("later", "Later", None),
        ("former", "Former", None),
        ("friend", "Friend", None),
    ):
        rows.register("entities", key, kind="company", name=name, is_named=True, country_key=country)
    return rows


def stake(rows: Rows, owner: str, of: str, share: int, **said: Any) -> None:
    """Say that an entity holds a share of another one."""
    number: dict[str, Any] = {"share": share, "quantum": 1, "approximation": "exact", "words": f"{share} percent"}
    name = said.pop("name", f"entities/{of}@daily")
    rows.add("holdings", name, entity_key=owner, of_entity_key=of, **number | {"modality": "in force"} | said)


def related(rows: Rows, subject: str, relation: str, other: str, **said: Any) -> None:
    """Say what an entity is to another one."""
    name = f"{relation}/{other}/{said.get('period_edtf')}"
    rows.add("entity_relations", name, entity_key=subject, relation=relation, object_key=other, **said)


@pytest.fixture
def circle(trade: Rows) -> Rows:
    """Top holds Middle, whose subsidiary Bottom holds Top; and what a chain must not follow."""
    stake(trade, "top", "middle", 60)
    related(trade, "bottom", "subsidiary of", "middle")
    stake(trade, "bottom", "top", 2)
    stake(trade, "middle", "later", 100, name="entities/later;outlook=future@daily", modality="planned")
    ended: dict[str, Any] = {"period_words": "2019 to 2021", "period_edtf": "2019/2021", "period_rule": "as printed"}
    ended |= {"period_earliest": "2019-01-01", "period_latest": "2021-12-31", "period_qualifier": "on"}
    stake(trade, "middle", "former", 30, **ended)
    stake(trade, "middle", "friend", 50, rank="deprecated")
    related(trade, "friend", "affiliate of", "bottom")
    for owner in ("later", "former"):
        trade.register("entities", f"of-{owner}", kind="company", name=f"Of {owner}", is_named=True)
        stake(trade, owner, f"of-{owner}", 100)
    return trade


@pytest.mark.usefixtures("circle")
def test_owners_are_followed_round_a_circle_once(ask: Ask) -> None:
    found = {(row["way"], row["distance"], row["chain"], row["outlook"]) for row in ask("who-owns-whom", entity="top")}
    assert found == {
        ("owns", "1", "Top > Middle", "present"),
        ("owns", "2", "Top > Middle > Bottom", "present"),
        ("owns", "2", "Top > Middle > Later", "future"),
        ("owns", "2", "Top > Middle > Former", "ended"),
        ("owns", "3", "Top > Middle > Bottom > Top", "present"),
        ("tied", "3", "Top > Middle > Bottom \u2013 Friend", "present"),
        ("owned by", "1", "Bottom > Top", "present"),
        ("owned by", "2", "Middle > Bottom > Top", "present"),
        ("owned by", "3", "Top > Middle > Bottom > Top", "present"),
    }
    assert len(ask("who-owns-whom")) == 8


@pytest.mark.usefixtures("circle")
def test_an_affiliate_sees_what_it_is_one_of(ask: Ask) -> None:
    (row,) = ask("who-owns-whom", entity="friend")
    assert (row["way"], row["chain"], row["share"]) == ("tied", "Bottom \u2013 Friend", None)


def test_a_group_is_all_that_it_owns_now(circle: Rows, ask: Ask) -> None:
    for key in ("bottom", "later"):
        circle.register("agreements", f"of-{key}", kind="supply contract", name=f"Contract of {key}")
        circle.add("agreement_parties", key, agreement_key=f"of-{key}", entity_key=key, role="supplier")
    related(circle, "later", "chair of", "friend", title="Chair")
    group = ask("entity-dossier", entity="top", with_subsidiaries="true")
    assert {row["about"] for row in group if row["topic"] == "identity"} == {"Top", "Middle", "Bottom", "Friend"}
    assert {row["about"] for row in group if row["topic"] == "agreement"} == {"Contract of bottom"}
    assert [row["member"] for row in group if row["says"] == "chair of Friend (Chair)"] == ["Friend"]
    alone = ask("entity-dossier", entity="top")
    assert {row["about"] for row in alone} == {"Top", "Bottom"}
    assert [row["says"] for row in alone if row["about"] == "Bottom"] == ["holds of Top: 2 percent"]


def test_two_in_one_office_at_a_time_are_marked(trade: Rows, ask: Ask) -> None:
    for key, since, until in (("ada", "2024-03", None), ("bob", "2025-01", None), ("carl", "2019-01", "2023-12")):
        trade.register("entities", key, kind="person", name=key.title(), is_named=True)
        period: dict[str, Any] = {
            "period_words": f"since {since}",
            "period_edtf": f"{since}/{until or '..'}",
            "period_rule": "as printed",
        }
        period |= {"period_earliest": f"{since}-01", "period_qualifier": "on"}
        period |= {"period_latest": f"{until}-31" if until else None}
        related(trade, key, "chief executive of", "top", title="CEO", **period)
    related(trade, "ada", "chair of", "middle")
    held = {row["holder"]: row for row in ask("offices-held", entity="top")}
    assert {name: row["at_the_same_time"] for name, row in held.items()} == {
        "Ada": "Bob, CEO, since 2025-01",
        "Bob": "Ada, CEO, since 2024-03",
        "Carl": None,
    }
    assert held["Ada"]["from_the_organisation"] == "Top led by the chief executive Ada"
    assert {row["organisation"] for row in ask("offices-held", entity="ada")} == {"Top", "Middle"}
    assert [row["holder"] for row in ask("offices-held", entity="top", held_on="2020-06-01")] == ["Carl"]
    assert {row["organisation"] for row in ask("offices-held", country="de")} == {"Middle"}


def deal(rows: Rows, key: str, kind: str, parties: dict[str, str], *clauses: str) -> None:
    """Add an agreement that is in force, with who takes which part and what it says."""
    rows.register("agreements", key, kind=kind, name=key.title(), modality="in force")
    for entity, role in parties.items():
        rows.add("agreement_parties", f"{role}/{entity}", agreement_key=key, entity_key=entity, role=role)
    for clause in clauses:
        rows.add("clauses", f"{clause}@daily", agreement_key=key, kind=clause, words=f"it is {clause}")


@pytest.fixture
def deals(trade: Rows) -> Rows:
    deal(trade, "hard", "offtake agreement", {"top": "supplier", "middle": "offtaker", "bottom": "buyer"}, "binding")
    deal(trade, "soft", "offtake agreement", {"top": "supplier", "bottom": "offtaker"}, "non-binding", "condition")
    deal(trade, "memo", "memorandum of understanding", {"middle": "partner", "bottom": "partner"})
    deal(trade, "loan", "loan", {"middle": "lender", "top": "borrower"})
    deal(trade, "alone", "supply contract", {"top": "supplier"})
    trade.register("agreements", "folio", kind="contract portfolio", name="Folio")
    trade.add("agreement_parties", "top", agreement_key="folio", entity_key="top", role="supplier")
    trade.register("agreements", "part", kind="supply contract", name="Part", parent_key="folio")
    trade.register("agreements", "wrong", kind="supply contract", name="Wrong", rank="deprecated")
    trade.register("facilities", "mine", kind="mine", name="Mine", place_key="fr")
    trade.add("links", "for/mine", agreement_key="soft", relation="for facility", to_facility_key="mine")
    return trade


@pytest.mark.usefixtures("deals")
def test_what_binds_nobody_is_told_apart(ask: Ask) -> None:
    found = {
        (r["binding"], r["agreement_key"], r["giver"], r["receiver"], r["receiver_country"])
        for r in ask("supply-commitments")
    }
    assert found == {
        ("binding", "hard", "Top", "Middle", "Germany"),
        ("binding", "hard", "Top", "Bottom", "South Korea"),
        ("non-binding", "soft", "Top", "Bottom", "South Korea"),
        ("not said", "alone", "Top", None, None),
        ("not said", "part", None, None, None),
    }
    (soft,) = ask("supply-commitments", binding="non-binding")
    assert soft["clauses"] == "condition: it is condition; non-binding: it is non-binding"
    assert (soft["plants"], soft["standing"]) == ("for facility Mine", "non-binding")
    assert {row["agreement_key"] for row in ask("supply-commitments", country="de")} == {"hard"}


@pytest.mark.usefixtures("deals")
def test_flows_count_neither_memoranda_nor_loans_as_supply(ask: Ask) -> None:
    flows = {(row["from_place"], row["to_place"]): row for row in ask("country-flows")}
    france = flows["France", "South Korea"]
    assert (france["supply"], france["flows"]) == ("Hard", "1")
    assert france["not_in_force"] == "supply: Soft (non-binding)"
    assert flows["Germany", "South Korea"]["flows"] == "0"
    assert flows["Germany", "South Korea"]["not_in_force"] == "cooperation: Memo (non-binding)"
    loan = flows["Germany", "France"]
    assert (loan["financing"], loan["supply"], loan["cooperation"]) == ("Loan", None, None)


def agree(rows: Rows, key: str, kind: str, parties: dict[str, str], **said: Any) -> None:
    """Register an agreement in force with the roles of its parties."""
    rows.register("agreements", key, kind=kind, name=key.title(), modality="in force", **said)
    for entity, role in parties.items():
        rows.add("agreement_parties", f"{key}/{entity}", agreement_key=key, entity_key=entity, role=role)


def test_flows_count_contracts_and_not_their_portfolio_beside_them(trade: Rows, ask: Ask) -> None:
    both = {"top": "supplier", "bottom": "buyer"}
    agree(trade, "all", "contract portfolio", {**both, "middle": "buyer"})
    agree(trade, "part", "supply contract", both, parent_key="all")
    agree(trade, "phase", "supply contract", both, parent_key="part")
    agree(trade, "deal", "deal package", {"middle": "partner", "bottom": "partner"})
    agree(trade, "loan-of-deal", "loan", {"middle": "lender", "bottom": "borrower"}, parent_key="deal")
    agree(trade, "empty", "contract portfolio", both)
    agree(trade, "outer", "contract portfolio", both)
    agree(trade, "inner", "contract portfolio", {}, parent_key="outer")
    agree(trade, "innermost", "supply contract", both, parent_key="inner")
    agree(trade, "memo", "strategic partnership", {"top": "partner", "middle": "partner"})
    agree(trade, "venture", "partnership", {"top": "partner", "middle": "partner"}, parent_key="memo")
    flows = {(row["from_place"], row["to_place"]): row for row in ask("country-flows")}
    korea = flows["France", "South Korea"]
    assert (korea["supply"], korea["flows"]) == ("Empty; Innermost; Part; Phase", "4")
    germany = flows["France", "Germany"]
    assert (germany["supply"], germany["cooperation"], germany["flows"]) == ("All", "Memo; Venture", "3"), (
        "no part tells it"
    )
    loan = flows["Germany", "South Korea"]
    assert (loan["financing"], loan["cooperation"], loan["flows"]) == ("Loan-Of-Deal", None, "1")


def test_flows_keep_a_portfolio_whose_contracts_do_not_hold(trade: Rows, ask: Ask) -> None:
    both = {"top": "supplier", "bottom": "buyer"}
    agree(trade, "all", "contract portfolio", both)
    trade.register("agreements", "later", kind="supply contract", name="Later", modality="planned", parent_key="all")
    for entity, role in both.items():
        trade.add("agreement_parties", f"later/{entity}", agreement_key="later", entity_key=entity, role=role)
    (row,) = ask("country-flows")
    assert (row["supply"], row["flows"], row["not_in_force"]) == ("All", "1", "supply: Later (planned)")


@pytest.mark.usefixtures("deals")
def test_the_register_tells_plants_and_terms(ask: Ask) -> None:
    (row,) = ask("agreement-register", plant="mine")
    assert (row["agreement_key"], row["binding"]) == ("soft", "non-binding")
    assert row["plants"] == "for facility Mine"
    assert {row["agreement_key"] for row in ask("agreement-register", binding="non-binding")} == {"memo", "soft"}


@pytest.mark.usefixtures("deals")
def test_partners_are_found_by_region(deals: Rows, ask: Ask) -> None:
    deals.add("links", "in/europe", entity_key="later", relation="located in", to_place_key="europe")
    related(deals, "bottom", "collaborates with", "later")
    partners = ask("who-with-whom", entity="bottom", region="europe")
    assert {(row["other"], row["other_country"], row["other_region"]) for row in partners} == {
        ("Top", "France", "Europe"),
        ("Middle", "Germany", "Europe"),
        ("Later", None, "Europe"),
    }


def test_a_plant_shows_its_latest_state_and_what_is_to_come(trade: Rows, ask: Ask) -> None:
    trade.register("facilities", "mine", kind="mine", name="Mine", place_key="fr", modality="in force")
    trade.register("facilities", "seat", kind="headquarters", name="Seat", place_key="fr")
    for status, day, modality, future in (
        ("under construction", "2024-01-01", "in force", ""),
        ("active", "2025-06-01", "in force", ""),
        ("expanding", "2027-01-01", "planned", ";outlook=future"),
    ):
        on: dict[str, Any] = {
            "as_of_words": day,
            "as_of_edtf": day,
            "as_of_rule": "as printed",
            "as_of_qualifier": "on",
        }
        on |= {"as_of_earliest": day, "as_of_latest": day}
        trade.add("statuses", f"{status}{future}@daily", facility_key="mine", status=status, modality=modality, **on)
    for kind, day in (("construction start", "2023-05-01"), ("production start", "2025-05-01")):
        on = {"date_words": day, "date_edtf": day, "date_qualifier": "on", "date_rule": "as printed"}
        trade.add(
            "milestones", f"{kind}@daily", facility_key="mine", kind=kind, date_earliest=day, date_latest=day, **on
        )
    (plant,) = ask("project-pipeline", status_group="active")
    assert (plant["status"], plant["status_on"], plant["later_statuses"]) == (
        "active",
        "2025-06-01",
        "expanding 2027-01-01",
    )
    assert (plant["start"], plant["building"]) == ("2025-05-01", "construction start 2023-05-01 (2023-05-01)")
    assert len(ask("project-pipeline")) == 1
    (stage,) = ask("pipeline-by-stage")
    assert (stage["standing"], stage["statuses"], stage["projects"]) == ("in force", "active 1", "1")


def test_measures_of_several_issuers_count_once(trade: Rows, ask: Ask) -> None:
    trade.register("strategies", "act", kind="law", name="The act", modality="in force")
    for entity in ("top", "middle"):
        trade.register(
            "entities", f"{entity}-state", kind="government body", name=f"{entity.title()} state", is_named=True
        )
        trade.add("strategy_parties", entity, strategy_key="act", entity_key=f"{entity}-state", role="issuer")
    for place in ("fr", "de"):
        trade.add("strategy_places", place, strategy_key="act", role_place_key=place, role="jurisdiction")
    for label, kind in (("a", "export ban"), ("b", "tariff"), ("c", "funding")):
        trade.add("strategy_measures", f"{kind}/{label}@daily", strategy_key="act", kind=kind)
    trade.add("strategy_measures", "tariff/b@weekly", strategy_key="act", kind="tariff", cite=WEEKLY)
    for kind, year in (("announced", "2022"), ("in force", "2023"), ("repealed", "2025")):
        on: dict[str, Any] = {"date_words": year, "date_edtf": year, "date_qualifier": "on", "date_rule": "as printed"}
        days: dict[str, Any] = {"date_earliest": f"{year}-01-01", "date_latest": f"{year}-12-31"}
        trade.add("milestones", f"{kind}@daily", strategy_key="act", kind=kind, **on, **days)
    found = ask("policy-measures-over-time", issuer="top-state")
    columns = ("year", "measure_kind", "began", "ended", "running")
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("2023", "funding", "1", "0", "1"),
        ("2023", "trade restriction", "2", "0", "2"),
        ("2025", "funding", "0", "1", "0"),
        ("2025", "trade restriction", "0", "2", "0"),
    ]
    assert {(row["jurisdiction"], row["issuers"]) for row in found} == {("France; Germany", "Middle state; Top state")}
    assert len(ask("policy-measures-over-time", jurisdiction="de")) == 4
    assert [row["subject"] for row in ask("strategy-timeline", jurisdiction="de")] == ["The act"] * 3


@pytest.fixture
def lists(trade: Rows) -> Rows:
    """A list with an earlier version and a sublist, and a list of elsewhere."""
    trade.register("minerals", "group", kind="group", name="group")
    for key in ("cobalt", "copper", "nickel", "cerium"):
        parent = "group" if key == "cerium" else None
        trade.register("minerals", key, kind="element", name=key, parent_key=parent)
    trade.register("minerals", "battery-nickel", kind="product", name="battery nickel", parent_key="nickel")
    for key in ("critical", "strategic", "elsewhere"):
        trade.register("mineral_lists", key, name=key, entry_term="minerals")
    trade.add("links", "sub", mineral_list_key="strategic", relation="sublist of", to_mineral_list_key="critical")
    for key, label, members, before in (
        ("critical", "2024", ("cobalt", "battery-nickel", "group"), "first"),
        ("critical", "first", ("cobalt", "nickel"), None),
        ("strategic", "2024", ("cobalt",), None),
        ("elsewhere", "2022", ("cerium", "copper", "nickel"), None),
    ):
        said: dict[str, Any] = {
            "stated_count": len(members),
            "counted": "minerals",
            "modality": "in force",
            "supersedes_label": before,
        }
        trade.add("mineral_list_versions", f"{label}@daily", mineral_list_key=key, label=label, **said)
        for member in members:
            words = "nickel \u2013 battery grade" if member == "battery-nickel" else None
            about: dict[str, Any] = {
                "mineral_list_key": key,
                "version_label": label,
                "member_key": member,
                "words": words,
            }
            trade.add("mineral_list_members", f"{label}/{member}@daily", **about)
    return trade


@pytest.mark.usefixtures("lists")
def test_lists_stand_side_by_side_whatever_the_grade(ask: Ask) -> None:
    columns = ("mineral", "list_key", "entry", "named_as", "through", "part_of", "lists", "left_out_by")
    assert [tuple(row[name] for name in columns) for row in ask("critical-lists-compared")] == [
        ("cerium", "critical", "group", "group", "group", None, "2", None),
        ("cerium", "elsewhere", "cerium", "itself", None, None, "2", None),
        ("cobalt", "critical", "cobalt", "itself", None, None, "1", "elsewhere"),
        ("cobalt", "strategic", "cobalt", "itself", None, "critical", "1", "elsewhere"),
        ("copper", "elsewhere", "copper", "itself", None, None, "1", "critical"),
        ("group", "critical", "group", "itself", None, None, "1", None),
        ("nickel", "critical", "nickel \u2013 battery grade", "grade", None, None, "2", None),
        ("nickel", "elsewhere", "nickel", "itself", None, None, "2", None),
    ]
    every = ask("critical-lists-compared", all_versions="true", list="critical")
    assert {(row["version"], row["entry"]) for row in every if row["mineral"] == "nickel"} == {
        ("2024", "nickel \u2013 battery grade"),
        ("first", "nickel"),
        ("2022", "nickel"),
    }


@pytest.mark.usefixtures("lists")
def test_a_version_is_held_against_the_one_it_supersedes_and_no_sublist(ask: Ask) -> None:
    columns = ("list_key", "version", "previous_version", "change", "added", "dropped", "part_of")
    assert [tuple(row[name] for name in columns) for row in ask("mineral-list-changes")] == [
        ("critical", "first", None, None, None, None, None),
        ("critical", "2024", "first", "1", "battery nickel; group", "nickel", None),
        ("elsewhere", "2022", None, None, None, None, None),
        ("strategic", "2024", None, None, None, None, "critical"),
    ]


def test_versions_without_a_word_on_their_order_are_not_compared(trade: Rows, ask: Ask) -> None:
    trade.register("mineral_lists", "list", name="list", entry_term="minerals")
    for label, count in (("one", 7), ("other", 17)):
        said: dict[str, Any] = {"stated_count": count, "counted": "minerals", "modality": "in force"}
        trade.add("mineral_list_versions", f"{label}@daily", mineral_list_key="list", label=label, **said)
    assert {row["change"] for row in ask("mineral-list-changes")} == {None}


def test_what_documents_say_alike_is_told_apart_from_what_they_do_not(
    trade: Rows, ask: Ask, postgresql: Connection[Any]
) -> None:
    trade.document("monthly", "The monthly", "2026-03-09")
    trade.register("documents", "handbook", cite=(), kind="reference", title="Handbook", language="en")
    for paper, share in (("daily", 60), ("weekly", 60), ("monthly", 61)):
        stake(trade, "top", "middle", share, name=f"entities/middle@{paper}", cite=((paper, 1),))
    related(trade, "bottom", "subsidiary of", "middle", cite=(*BOTH, ("handbook", 1)))
    related(trade, "bottom", "competes with", "top", cite=(*DAILY, ("handbook", 1)))
    related(trade, "friend", "competes with", "top", cite=BOTH, rank="deprecated")
    trade.register("strategies", "act", kind="law", name="The act")
    for paper, statement in (("daily", "It is new"), ("weekly", "it is NEW"), ("monthly", "It is old")):
        said: dict[str, Any] = {"kind": "view", "statement": statement, "cite": ((paper, 1),)}
        trade.add("statements", f"view/age@{paper}", strategy_key="act", **said)
    found = {row["question_key"]: row for row in ask("corroboration")}
    stakes = found["entities/top/holdings/entities/middle"]
    assert (stakes["documents"], stakes["document_keys"], stakes["also_as"]) == ("2", "daily; weekly", None)
    assert stakes["others_say"] == "holds of Middle: 61 percent [monthly]"
    assert sorted((row["says"], row["documents"]) for row in found.values()) == [
        ("holds of Middle: 60 percent", "2"),
        ("subsidiary of Middle", "2"),
        ("view: It is new", "2"),
    ]
    assert [row["subject"] for row in ask("corroboration", document="monthly")] == []
    assert len(ask("corroboration", document="daily", and_document="weekly")) == 3
    counted = "SELECT max(agreeing_source_count) FROM mart.fact_answer WHERE family = 'holdings'"
    assert postgresql.execute(counted).fetchone() == (2,)


@pytest.mark.usefixtures("world")
def test_sums_in_two_currencies_are_alike_where_the_mart_counts_them_so(ask: Ask, postgresql: Connection[Any]) -> None:
    (pledge,) = (row for row in ask("corroboration") if row["topic"] == "money")
    assert (pledge["documents"], pledge["document_keys"], pledge["others_say"]) == ("2", "push; shift", None)
    query = (
        "SELECT DISTINCT agreeing_source_count FROM mart.fact_answer WHERE question_key LIKE 'strategies/plan/values%%'"
    )
    assert postgresql.execute(query).fetchall() == [(2,)]


@pytest.mark.usefixtures("trade")
@pytest.mark.parametrize("name", NEW)
def test_without_such_facts_there_are_no_rows(ask: Ask, name: str) -> None:
    assert ask(name) == []
