"""Renames: rows that go on under another key, over one load or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.history.loads import MONEY, fact_id
from warehouse.history import changes_between
from warehouse.plan import Cell, Operation

if TYPE_CHECKING:
    from tests.history.loads import Ledger
    from warehouse.plan import Change

pytestmark = pytest.mark.slow


def told(changes: list[Change]) -> list[tuple[str, str, str | None, str]]:
    return [(change.operation.value, change.table, change.old_path, change.path) for change in changes]


def moved(old: str, new: str) -> list[tuple[str, str, str | None, str]]:
    own, below = ("agreements", "facts"), ("monetary_values", "facts", "citations")
    return [
        *(("»", table, f"agreements/{old}", f"agreements/{new}") for table in own),
        *(("»", table, f"agreements/{old}/pledge", f"agreements/{new}/pledge") for table in below),
    ]


def test_renamed_rows_show_where_they_were(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    changes = ledger.changes(first, load.run_id)
    assert told(changes) == moved("deal", "pact")
    assert changes == ledger.changes_of(load.run_id)
    assert [change.cells for change in changes] == [(), (), (Cell("agreement_key", "deal", "pact"),), (), ()]
    assert changes[0].key == ("pact",)
    assert changes[4].key == (str(fact_id("agreements/pact/pledge")), "news", "1")
    assert changes[0].file == "deal.yaml"


def test_chain_over_several_loads_is_one_rename_with_what_else_changed(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as load:
        load.change("monetary_values", "agreements/pact/pledge", amount=8)
    with ledger.load() as load:
        load.rename("agreements/pact", "agreements/accord")
    changes = ledger.changes(first, load.run_id)
    assert told(changes) == moved("deal", "accord")
    assert changes[2].cells == (Cell("agreement_key", "deal", "accord"), Cell("amount", "5", "8"))


def test_name_that_came_back_is_no_change(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as load:
        load.rename("agreements/pact", "agreements/deal")
    assert ledger.changes(first, load.run_id) == []


def test_another_thing_may_take_the_old_name(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
        load.register("agreements", "deal", kind="supply contract", name="Another")
    changes = ledger.changes(first, load.run_id)
    added = [("+", table, None, "agreements/deal") for table in ("agreements", "facts")]
    assert told(changes) == added + moved("deal", "pact")


def test_two_things_may_change_names(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.register("agreements", "pact", kind="supply contract", name="Pact")
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/passing")
    with ledger.load() as load:
        load.rename("agreements/pact", "agreements/deal")
    with ledger.load() as load:
        load.rename("agreements/passing", "agreements/pact")
    changes = ledger.changes(second.run_id, load.run_id)
    named = {(change.old_path, change.path) for change in changes if change.table == "agreements"}
    assert named == {("agreements/deal", "agreements/pact"), ("agreements/pact", "agreements/deal")}
    assert {change.operation for change in changes} == {Operation.RENAME}
    assert first not in (second.run_id, load.run_id)


def test_thing_whose_name_another_takes_is_retired(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.register("agreements", "pact", kind="supply contract", name="Pact")
    with ledger.load() as load:
        load.retire("agreements/pact", "agreements", "facts")
        load.rename("agreements/deal", "agreements/pact")
    changes = ledger.changes(second.run_id, load.run_id)
    retired = [("-", table, None, "agreements/pact") for table in ("agreements", "facts")]
    assert sorted(told(changes), key=str) == sorted(retired + moved("deal", "pact"), key=str)
    assert first < second.run_id


def test_what_was_added_on_the_way_is_new_and_what_went_is_retired(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.fact("agreements/deal/more", "monetary_values", **MONEY)
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as load:
        load.retire("agreements/pact/pledge", "citations", "monetary_values", "facts")
    kinds = {(change.path, change.operation.value) for change in ledger.changes(first, load.run_id)}
    assert kinds == {("agreements/pact", "»"), ("agreements/pact/more", "+"), ("agreements/deal/pledge", "-")}


def test_renamed_document_renames_its_citations_and_keeps_their_facts(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("documents/news", "documents/tin-news")
    changes = ledger.changes(first, load.run_id)
    assert told(changes) == [
        ("»", "citations", "agreements/deal/pledge", "agreements/deal/pledge"),
        ("»", "documents", "documents/news", "documents/tin-news"),
        ("»", "facts", "documents/news", "documents/tin-news"),
    ]
    assert changes[0].key == (str(fact_id("agreements/deal/pledge")), "tin-news", "1")


def test_renamed_entity_leaves_the_paths_of_facts_that_name_it(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.register("entities", "posco", kind="company", name="포스코", is_named=True)
        second.fact("agreements/deal/parties/1", "agreement_parties", entity_key="posco", role="supplier")
    with ledger.load() as load:
        load.rename("entities/posco", "entities/posco-group")
    party, *_ = ledger.changes(second.run_id, load.run_id)
    assert (party.operation, party.path) == (Operation.CHANGE, "agreements/deal/parties/1")
    assert party.cells == (Cell("entity_key", "posco", "posco-group"),)
    assert first < second.run_id


def test_planner_setting_is_as_it_was(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    ledger.connection.execute("SET LOCAL enable_nestloop = on")
    changes = changes_between(ledger.connection, ledger.loads[first], ledger.loads[load.run_id])
    next(changes)
    assert ledger.connection.execute("SHOW enable_nestloop").fetchone() == ("on",)
