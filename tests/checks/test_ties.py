"""Owners, ties, offices, clauses, states and identifiers that cannot all be so are told, and those that can are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]

OTHER = (("other", 1),)
SHARES = "shares-within-whole"


@pytest.fixture(autouse=True)
def things(rows: Rows) -> None:
    """Add companies, plants and a list, and flags that words may have."""
    for key in ("a", "b", "c", "held"):
        rows.register("entities", key, kind="company", name=key, is_named=True)
    for key in ("pit", "mill", "kiln"):
        rows.register("facilities", key, kind="mine", name=key)
    rows.register("places", "kr", kind="country", name="Korea")
    for key in ("list", "core-list", "third-list"):
        rows.register("mineral_lists", key, name=key, jurisdiction_key="kr", entry_term="minerals")


def flag(rows: Rows, scheme: str, key: str, *flags: str) -> None:
    rows.connection.execute(
        "UPDATE core.terms SET flags = %s WHERE scheme = %s AND key = %s", (list(flags), scheme, key)
    )


def days(name: str, first: str | None, last: str | None) -> dict[str, Any]:
    said = {"words": "w", "edtf": "2026", "qualifier": "on", "rule": "as printed", "earliest": first, "latest": last}
    return {f"{name}_{part}": value for part, value in said.items()}


def stake(rows: Rows, name: str, owner: str, share: object, **columns: Any) -> None:
    usual: dict[str, Any] = {"words": "w", "approximation": "exact", "quantum": 1}
    about = {} if {"of_facility_key", "of_agreement_key"} & columns.keys() else {"of_entity_key": "held"}
    rows.add("holdings", name, entity_key=owner, share=share, **usual | about | columns)


def facts(result: CheckResult) -> list[str | None]:
    return [row["fact"] for row in result.rows]


def test_more_than_the_whole_is_told_with_owners_and_shares(rows: Rows, result_of: ResultOf) -> None:
    stake(rows, "1", "a", 60)
    stake(rows, "2", "b", "51.0", quantum="0.1")
    stake(rows, "3", "c", 10, approximation="over")
    result = result_of(SHARES)
    (row,) = result.rows
    assert row["problem"] == "3 owners hold at least 120.45 percent of entities/held: a 59.5, b 50.95, c 10"
    assert row["facts"] == "holdings/1, holdings/2, holdings/3"
    assert not result.blocks


@pytest.mark.parametrize(
    "columns",
    [
        {"share": 40},
        {"share": 41},
        {"share": 90, "entity_key": "a"},
        {"share": 90, "approximation": "at most"},
        {"share": 90, "modality": "planned"},
        {"share": 90, "rank": "deprecated"},
        {"share": 90, "instrument": "all claims"},
        {"share": 90, "aspect": "votes"},
        {"share": 90, "of_facility_key": "pit"},
        {"share": 90, **days("period", "2026-01-01", None)},
        {"share": None, "approximation": None, "quantum": None},
    ],
)
def test_shares_that_can_all_be_so(rows: Rows, result_of: ResultOf, columns: dict[str, Any]) -> None:
    stake(rows, "1", "a", 60, **days("period", None, "2025-12-31"))
    stake(rows, "2", **{"owner": columns.pop("entity_key", "b"), **columns})
    assert result_of(SHARES).found == 0


def test_shares_of_one_time_and_instrument_are_added_up(rows: Rows, result_of: ResultOf) -> None:
    stake(rows, "1", "a", 60, instrument="shares", **days("period", "2024-01-01", "2024-12-31"))
    stake(rows, "2", "b", 60, instrument="preferred shares", **days("period", "2024-06-01", None))
    assert result_of(SHARES).found == 0
    stake(rows, "3", "c", 60, **days("period", "2024-03-01", "2024-03-31"))
    stake(rows, "4", "c", 60, cite=OTHER, **days("period", "2024-03-01", "2024-03-31"))
    (row,) = result_of(SHARES).rows
    assert row["problem"] == "2 owners hold at least 119 percent of entities/held on 2024-03-01: a 59.5, c 59.5"


def link(rows: Rows, name: str, relation: str, thing: tuple[str, str], other: tuple[str, str], **more: Any) -> None:
    ends: dict[str, Any] = {f"{thing[0]}_key": thing[1], f"to_{other[0]}_key": other[1]}
    rows.add("links", name, relation=relation, **ends, **more)


PIT, MILL, KILN = (("facility", key) for key in ("pit", "mill", "kiln"))


def test_ties_in_a_circle_are_told_once_with_all_of_them(rows: Rows, result_of: ResultOf) -> None:
    link(rows, "1", "part of", PIT, MILL)
    link(rows, "2", "expansion of", MILL, KILN)
    assert result_of("no-circles").found == 0
    link(rows, "3", "part of", KILN, PIT)
    result = result_of("no-circles")
    (row,) = result.rows
    assert (row["fact"], row["facts"]) == ("links/1", "links/1, links/2, links/3")
    assert row["problem"] == (
        "facilities/kiln, facilities/mill, facilities/pit leads back to itself: facilities/kiln part of facilities/pit;"
        " facilities/mill part of facilities/kiln; facilities/pit part of facilities/mill"
    )
    assert not result.blocks


@pytest.mark.parametrize(
    ("relation", "back"),
    [("near", "near"), ("feeds", "feeds"), ("part of", "located in"), ("concerns", "concerns")],
)
def test_ties_that_can_run_both_ways(rows: Rows, result_of: ResultOf, relation: str, back: str) -> None:
    link(rows, "1", relation, PIT, MILL)
    link(rows, "2", back, MILL, PIT)
    assert result_of("no-circles").found == 0


def test_tie_that_is_known_to_be_wrong_closes_no_circle(rows: Rows, result_of: ResultOf) -> None:
    link(rows, "1", "replaces", ("agreement", "one"), ("agreement", "two"))
    link(rows, "2", "amends", ("agreement", "two"), ("agreement", "one"), rank="deprecated")
    assert result_of("no-circles").found == 0


def test_list_that_is_a_part_of_itself_through_another_one(rows: Rows, result_of: ResultOf) -> None:
    lists = [("mineral_list", key) for key in ("list", "core-list", "third-list")]
    for number, (thing, other) in enumerate(zip(lists, [*lists[1:], lists[0]], strict=True)):
        link(rows, str(number), "sublist of", thing, other)
    assert facts(result_of("no-circles")) == ["links/0"]


def test_long_and_crossed_chains_come_to_an_end(rows: Rows, result_of: ResultOf) -> None:
    for number in range(60):
        rows.register(
            "places", f"p{number}", kind="site", name=str(number), parent_key=f"p{number - 1}" if number else None
        )
    for number in range(58):
        for step in (1, 2):
            places = ("place", f"p{number}"), ("place", f"p{number + step}")
            link(rows, f"{number}-{step}", "located in", *places)
    assert result_of("no-circles").found == 0
    link(rows, "back", "located in", ("place", "p59"), ("place", "p0"))
    rows.connection.execute("UPDATE core.places SET parent_key = 'p59' WHERE key = 'p0'")
    assert [row["kind"] for row in result_of("no-circles").rows] == ["located in", "parent"]


def related(rows: Rows, name: str, thing: str, relation: str, other: str, **columns: Any) -> None:
    about: dict[str, Any] = {"entity_key": thing, "object_key": other, "relation": relation}
    rows.add("entity_relations", name, **about, **columns)


def test_companies_that_belong_to_each_other(rows: Rows, result_of: ResultOf) -> None:
    related(rows, "1", "a", "subsidiary of", "b")
    related(rows, "2", "b", "owns", "a")
    related(rows, "3", "a", "competes with", "b")
    related(rows, "4", "b", "competes with", "a")
    assert result_of("no-circles").found == 0, "one relation seen from both sides"
    related(rows, "5", "b", "subsidiary of", "c")
    related(rows, "6", "c", "subsidiary of", "a")
    assert facts(result_of("no-circles")) == ["entity_relations/1"]
    flag(rows, "relation", "owns", "is_ownership")
    related(rows, "7", "a", "owns", "b")
    assert [row["kind"] for row in result_of("no-circles").rows] == ["subsidiary of", "owns"]


def version(rows: Rows, label: str, supersedes: str | None) -> None:
    rows.add("mineral_list_versions", label, mineral_list_key="list", label=label, supersedes_label=supersedes)


def test_versions_that_take_each_others_place(rows: Rows, result_of: ResultOf) -> None:
    version(rows, "first", None)
    version(rows, "second", "first")
    assert (result_of("no-circles").found, result_of("list-versions-exist").found) == (0, 0)
    version(rows, "third", "frist")
    result = result_of("list-versions-exist")
    assert [(row["fact"], row["problem"]) for row in result.rows] == [
        ("mineral_list_versions/third", 'list has no version "frist"')
    ]
    assert result.blocks
    rows.connection.execute("UPDATE core.mineral_list_versions SET supersedes_label = 'second' WHERE label = 'first'")
    assert facts(result_of("no-circles")) == ["mineral_list_versions/first"]


def test_two_in_one_office_are_told(rows: Rows, result_of: ResultOf) -> None:
    flag(rows, "relation", "chair of", "is_office")
    flag(rows, "relation", "director of", "is_office", "may_be_shared")
    related(rows, "1", "a", "chair of", "held", **days("period", "2024-01-01", "2024-12-31"))
    for name, who in (("2", "a"), ("3", "b")):
        related(rows, name, who, "director of", "held")
    related(rows, "4", "b", "chair of", "held", modality="planned")
    related(rows, "5", "c", "chair of", "held", **days("period", "2025-01-01", None))
    related(rows, "6", "c", "chair of", "a")
    assert result_of("offices-held-once").found == 0
    related(rows, "7", "b", "chair of", "held")
    result = result_of("offices-held-once")
    (row,) = result.rows
    assert row["problem"] == "a and b and c are chair of held at one time"
    assert row["facts"] == "entity_relations/1, entity_relations/5, entity_relations/7"
    assert result.check.header.severity == "info"


def test_one_who_stands_twice_holds_an_office_once(rows: Rows, result_of: ResultOf) -> None:
    flag(rows, "relation", "chair of", "is_office")
    related(rows, "1", "a", "chair of", "held", title="Korean chair")
    related(rows, "2", "b", "chair of", "held", title="Japanese chair")
    assert result_of("offices-held-once").found == 0
    related(rows, "3", "c", "chair of", "held", title="Korean chair")
    assert facts(result_of("offices-held-once")) == ["entity_relations/1"]
    rows.add("identity_judgements", "1", entity_key="a", other_key="c", verdict="same", reason="x")
    assert result_of("offices-held-once").found == 0


def clause(rows: Rows, name: str, kind: str, agreement: str = "one", **columns: Any) -> None:
    rows.add("clauses", name, agreement_key=agreement, kind=kind, statement="x", **columns)


def test_binding_and_not_binding(rows: Rows, result_of: ResultOf) -> None:
    clause(rows, "1", "binding")
    clause(rows, "2", "preliminary", "two")
    clause(rows, "3", "non-binding", modality="planned")
    clause(rows, "4", "non-binding", rank="deprecated")
    clause(rows, "5", "price floor")
    assert result_of("clauses-agree").found == 0
    clause(rows, "6", "preliminary", cite=OTHER)
    result = result_of("clauses-agree")
    assert [(row["fact"], row["other_fact"], row["problem"]) for row in result.rows] == [
        ("clauses/1", "clauses/6", "agreements/one is said to be binding and to be preliminary")
    ]
    assert not result.blocks
    rows.connection.execute("UPDATE core.facts SET rank = 'preferred', rank_reason = 'x' WHERE path = 'clauses/1'")
    assert result_of("clauses-agree").found == 0


def test_binding_clause_of_a_preliminary_kind(rows: Rows, result_of: ResultOf) -> None:
    flag(rows, "agreement-kind", "memorandum of understanding", "is_preliminary")
    rows.register("agreements", "memo", kind="memorandum of understanding", name="Memo")
    clause(rows, "1", "non-binding", "memo")
    clause(rows, "2", "exclusivity", "memo")
    assert result_of("clauses-agree").found == 0
    rows.connection.execute("UPDATE core.facts SET rank = 'deprecated', rank_reason = 'x' WHERE path = 'clauses/1'")
    clause(rows, "3", "binding", "memo")
    (row,) = result_of("clauses-agree").rows
    assert row["problem"] == "agreements/memo is a memorandum of understanding, yet a clause of it is binding"


def test_clauses_that_a_disagreement_names_are_known(rows: Rows, result_of: ResultOf) -> None:
    clause(rows, "1", "binding")
    clause(rows, "2", "non-binding", cite=OTHER)
    agree_to_differ(rows)
    assert result_of("clauses-agree").found == 0


def agree_to_differ(rows: Rows) -> None:
    """Let a disagreement name all facts added so far about what is no register."""
    rows.register("disagreements", "known", question="x", status="open")
    for fact_id, path in list(rows.paths.items()):
        if path.startswith(("clauses/", "statuses/")):
            rows.insert("disagreement_facts", {"fact_id": fact_id, "disagreement_key": "known"})


def state(rows: Rows, name: str, status: str, day: str | None = "2026-01-01", **columns: Any) -> None:
    when = days("as_of", day, day) if day else {}
    rows.add("statuses", name, facility_key=columns.pop("thing", "pit"), status=status, **{**when, **columns})


def test_two_states_on_one_day(rows: Rows, result_of: ResultOf) -> None:
    state(rows, "1", "active")
    state(rows, "2", "care and maintenance", cite=OTHER)
    result = result_of("states-agree")
    assert [(row["fact"], row["other_fact"], row["problem"]) for row in result.rows] == [
        (
            "statuses/1",
            "statuses/2",
            "facilities/pit is said to be active and care and maintenance on 2026-01-01",
        )
    ]
    assert not result.blocks
    agree_to_differ(rows)
    assert result_of("states-agree").found == 0


def test_two_states_of_one_document_without_a_day(rows: Rows, result_of: ResultOf) -> None:
    state(rows, "1", "active", None)
    state(rows, "2", "shut", None, cite=OTHER)
    assert result_of("states-agree").found == 0
    state(rows, "3", "suspended", None)
    (row,) = result_of("states-agree").rows
    assert row["problem"] == "facilities/pit is said to be active and suspended by paper"


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "ramping up"},
        {"status": "shut", "thing": "mill"},
        {"status": "shut", "aspect": "second-line"},
        {"status": "shut", "modality": "planned"},
        {"status": "shut", "rank": "deprecated"},
        {"status": "shut", "day": "2026-01-02"},
        {"status": "shut", "day": None},
        {"status": "shut", **days("as_of", "2026-01-01", "2026-01-31")},
    ],
)
def test_states_that_can_both_be_so(rows: Rows, result_of: ResultOf, columns: dict[str, Any]) -> None:
    state(rows, "1", "active")
    state(rows, "2", **columns)
    assert result_of("states-agree").found == 0


def identifier(rows: Rows, name: str, value: str, scheme: str = "lei", **columns: Any) -> None:
    rows.add("identifiers", name, scheme=scheme, value=value, **columns)


def test_identifier_of_two_companies_is_told_with_the_judgement_to_write(rows: Rows, result_of: ResultOf) -> None:
    identifier(rows, "1", "529900T8BM49AURSDO55", entity_key="a")
    identifier(rows, "2", "529900T8BM49AURSDO55", entity_key="b")
    result = result_of("codes-once")
    (row,) = result.rows
    assert (row["fact"], row["other_fact"]) == ("identifiers/1", "identifiers/2")
    assert row["problem"] == (
        "the LEI 529900T8BM49AURSDO55 stands in entities/a and in entities/b, which may be one; a judgement at a"
        ' with "other: b, verdict: same" says so'
    )
    assert result.blocks
    rows.add("identity_judgements", "1", entity_key="a", other_key="b", verdict="different", reason="x")
    (row,) = result_of("codes-once").rows
    assert str(row["problem"]).endswith("which are judged to be different: it is wrong in one of them")
    rows.connection.execute("UPDATE core.identity_judgements SET verdict = 'same'")
    assert result_of("codes-once").found == 0, "judged-same tells what is to be done"


def test_identifiers_that_can_both_be_right(rows: Rows, result_of: ResultOf) -> None:
    identifier(rows, "1", "NYSE:MP", "ticker", entity_key="a", **days("period", "2020-01-01", "2021-12-31"))
    identifier(rows, "2", "NYSE:MP", "ticker", entity_key="b", **days("period", "2022-01-01", None))
    identifier(rows, "3", "NYSE:MP", "ticker", entity_key="c", rank="deprecated")
    identifier(rows, "4", "NYSE:MP", "ticker", entity_key="b", cite=OTHER)
    rows.connection.execute("UPDATE core.facts SET rank = 'deprecated', rank_reason = 'x' WHERE path = 'identifiers/4'")
    for number, key in enumerate(("tin", "lead")):
        rows.register("minerals", key, kind="product", name=key)
        identifier(rows, f"hs-{number}", "280530", "hs", mineral_key=key)
    identifier(rows, "5", "Q42", "wikidata", facility_key="pit")
    identifier(rows, "6", "Q42", "wikidata", place_key="kr")
    assert result_of("codes-once").found == 0
    identifier(rows, "7", "nyse:mp", "ticker", entity_key="c", **days("period", "2021-12-31", None))
    assert [row["other_fact"] for row in result_of("codes-once").rows] == ["identifiers/7"] * 2


def test_plant_by_identifier(rows: Rows, result_of: ResultOf) -> None:
    identifier(rows, "1", "10310486", "mrds", facility_key="pit")
    identifier(rows, "2", "10310486", "mrds", facility_key="mill")
    (row,) = result_of("codes-once").rows
    assert row["problem"] == "the MRDS 10310486 stands in facilities/mill and in facilities/pit, which may be one"
