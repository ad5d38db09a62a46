"""What a comparison of two answers makes of things that loads renamed, and of sources that are others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.history.loads import MONEY, Ledger, begun, fact_id
from warehouse.errors import PermissionRefused
from warehouse.reports.as_of import seen_at
from warehouse.reports.diff import compared

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.reports.diff import Difference

pytestmark = pytest.mark.slow

KEYS = """\
grain: [key]
columns:
  key: {meaning: x, key_of: agreements}
  name: {meaning: x}
"""
OF_KEYS = "SELECT a.key, a.name FROM core.agreements AS a ORDER BY a.key"
FACTS = """\
grain: [fact]
columns: {amount: {meaning: x}}
cite: {amount: fact}
"""
OF_FACTS = "SELECT v.amount, v.fact_id AS fact FROM core.monetary_values AS v ORDER BY v.fact_id"
ANY = """\
grain: [family, subject]
columns:
  family: {meaning: x}
  subject: {meaning: x, key_of: family}
"""
OF_ANY = """\
SELECT split_part(f.path, '/', 1) AS family, split_part(f.path, '/', 2) AS subject
FROM core.facts AS f WHERE f.path NOT LIKE '%/%/%' ORDER BY f.path
"""
PLACE = {"document_key": "news", "locator": "2", "paragraph": 2}


@pytest.fixture
def ledger(postgresql: Connection[Any]) -> Ledger:
    return Ledger(postgresql)


@pytest.fixture
def first(ledger: Ledger) -> int:
    """Load an agreement with one amount; give the run."""
    return begun(ledger)


Told = list[tuple[str, dict[str, str | None] | None, dict[str, str | None]]]


def differences(ledger: Ledger, report: Report, before: int, after: int) -> list[Difference]:
    earlier, later = (seen_at(report, ledger.loads[load]) for load in (before, after))
    with compared(ledger.connection, earlier, later, {}) as found:
        return list(found)


@pytest.fixture
def told(ledger: Ledger, make_report: Callable[[str, str], Report]) -> Callable[..., Told]:
    """Give what a report of keys says differs between two loads: kind, earlier key, key."""

    def tell(before: int, after: int, statement: str = OF_KEYS, header: str = KEYS) -> Told:
        found = differences(ledger, make_report(statement, header), before, after)
        return [(each.kind, dict(each.old_key) if each.old_key else None, dict(each.key)) for each in found]

    return tell


def renamed(old: str, new: str) -> tuple[str, dict[str, str], dict[str, str]]:
    return ("renamed", {"key": old}, {"key": new})


def test_a_renamed_thing_is_one_row(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
        load.change("agreements", "agreements/pact", name="Pact")
    assert told(first, load.run_id) == [renamed("deal", "pact")]
    assert told(load.run_id, first) == [renamed("pact", "deal")]
    unhinted = KEYS.replace(", key_of: agreements", "")
    assert [kind for kind, *_ in told(first, load.run_id, header=unhinted)] == ["gone", "added"]
    assert told(first, load.run_id, OF_ANY, ANY) == [
        ("renamed", {"family": "agreements", "subject": "deal"}, {"family": "agreements", "subject": "pact"})
    ]


def test_the_same_key_of_another_register_is_left_alone(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as second:
        second.register("units", "deal", name="deal", symbol="d")
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    assert [kind for kind, *_ in told(second.run_id, load.run_id, OF_ANY, ANY)] == ["renamed"]
    assert [kind for kind, *_ in told(first, second.run_id, OF_ANY, ANY)] == ["added"]


def test_fact_ids_are_followed(ledger: Ledger, first: int, make_report: Callable[[str, str], Report]) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as last:
        last.change("monetary_values", "agreements/pact/pledge", amount=8)
    (found,) = differences(ledger, make_report(OF_FACTS, FACTS), first, last.run_id)
    assert (found.kind, found.changed) == ("renamed", ["amount"])
    assert found.old_key == {"fact": str(fact_id("agreements/deal/pledge"))}
    assert found.key == {"fact": str(fact_id("agreements/pact/pledge"))}
    assert not found.has_other_sources


def test_a_chain_is_one_rename_and_a_way_back_none(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    for old, new in (("deal", "pact"), ("pact", "accord"), ("accord", "deal")):
        with ledger.load() as load:
            load.rename(f"agreements/{old}", f"agreements/{new}")
    assert told(first, load.run_id - 1) == [renamed("deal", "accord")]
    assert told(first, load.run_id) == []
    assert told(load.run_id - 1, first) == [renamed("accord", "deal")]


def test_things_that_change_names_are_two_renames(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as second:
        second.register("agreements", "pact", kind="supply contract", name="Pact")
    for old, new in (("deal", "passing"), ("pact", "deal"), ("passing", "pact")):
        with ledger.load() as load:
            load.rename(f"agreements/{old}", f"agreements/{new}")
    assert told(second.run_id, load.run_id) == [renamed("pact", "deal"), renamed("deal", "pact")]
    assert told(first, load.run_id) == [renamed("deal", "pact"), ("added", None, {"key": "deal"})][::-1]


def test_what_another_has_taken_the_name_of_is_gone(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as second:
        second.register("agreements", "pact", kind="supply contract", name="Pact")
        second.register("agreements", "side", kind="supply contract", name="Side")
    with ledger.load() as load:
        load.retire("agreements/pact", "agreements", "facts")
        load.rename("agreements/deal", "agreements/pact")
    found = told(second.run_id, load.run_id)
    assert found == [renamed("deal", "pact"), ("gone", None, {"key": "pact"})]
    with ledger.load() as last:
        last.retire("agreements/pact/pledge", "citations", "monetary_values", "facts")
        last.retire("agreements/pact", "agreements", "facts")
        last.rename("agreements/side", "agreements/pact")
    assert told(second.run_id, last.run_id) == [
        ("gone", None, {"key": "deal"}),
        renamed("side", "pact"),
        ("gone", None, {"key": "pact"}),
    ]
    assert told(first, last.run_id) == [("gone", None, {"key": "deal"}), ("added", None, {"key": "pact"})]


def test_what_came_to_an_emptied_name_was_not_there(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as load:
        load.register("agreements", "deal", kind="supply contract", name="Another")
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/other")
    assert told(first, load.run_id) == [("added", None, {"key": "other"}), renamed("deal", "pact")]


def test_other_sources_are_a_change(ledger: Ledger, first: int, make_report: Callable[[str, str], Report]) -> None:
    report = make_report(OF_FACTS, FACTS)
    fact = fact_id("agreements/deal/pledge")
    with ledger.load() as load:
        load.insert("citations", {"fact_id": fact, **PLACE})
    (found,) = differences(ledger, report, first, load.run_id)
    assert (found.kind, found.changed, found.old_key) == ("changed", [], None)
    assert found.has_other_sources
    assert (found.sources_before, found.sources_after) == (("news#1",), ("news#2", "news#1"))
    with ledger.load() as last:
        last.rename("documents/news", "documents/paper")
    assert differences(ledger, report, load.run_id, last.run_id) == []
    (found,) = differences(ledger, report, first, last.run_id)
    assert (found.sources_before, found.sources_after) == (("paper#1",), ("paper#2", "paper#1"))


def test_the_same_paragraph_in_other_words_is_the_same_source(
    ledger: Ledger, make_report: Callable[[str, str], Report]
) -> None:
    begun(ledger)
    with ledger.load() as second:
        second.insert("citations", {"fact_id": fact_id("agreements/deal/pledge"), **PLACE})
    with ledger.load() as load:
        load.insert("citations", {"fact_id": fact_id("agreements/deal/pledge"), **PLACE, "locator": "2, end"})
        load.fact("agreements/deal/more", "monetary_values", **{**MONEY, "kind": "investment"})
    found = differences(ledger, make_report(OF_FACTS, FACTS), second.run_id, load.run_id)
    assert [(each.kind, each.sources_after) for each in found] == [("added", ())]


def test_an_account_that_may_not_read_the_ledger_is_told(ledger: Ledger, first: int, told: Callable[..., Told]) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    ledger.connection.execute("CREATE ROLE report_reader")
    ledger.connection.execute("GRANT USAGE ON SCHEMA core, history, ops TO report_reader")
    ledger.connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA core, history TO report_reader")
    ledger.connection.execute("SET LOCAL ROLE report_reader")
    with pytest.raises(PermissionRefused, match="permission denied for table"):
        told(first, load.run_id)
