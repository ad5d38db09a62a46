"""Which rows differ between two instants, and in what order they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import Rows
from tests.history.loads import FACT, MONEY, Ledger, fact_id
from warehouse.history import changes_between
from warehouse.plan import Cell, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.plan import Change

pytestmark = pytest.mark.slow

DEAL, PLEDGE = "agreements/deal", "agreements/deal/pledge"


def told(changes: Iterable[Change]) -> list[tuple[str, str, str]]:
    return [(change.operation.value, change.table, change.path) for change in changes]


def test_everything_is_new_compared_with_nothing(ledger: Ledger, first: int) -> None:
    changes = ledger.changes(None, first)
    assert told(changes) == [
        ("+", "agreements", DEAL),
        ("+", "facts", DEAL),
        ("+", "monetary_values", PLEDGE),
        ("+", "facts", PLEDGE),
        ("+", "citations", PLEDGE),
        ("+", "currencies", "currencies/usd"),
        ("+", "facts", "currencies/usd"),
        ("+", "documents", "documents/news"),
        ("+", "facts", "documents/news"),
    ]
    deal = changes[0]
    assert deal.key == ("deal",)
    assert [cell for cell in deal.cells if cell.column != "fact_id"] == [
        Cell("key", None, "deal"),
        Cell("kind", None, "partnership"),
        Cell("name", None, "Deal"),
    ]
    assert (deal.file, deal.line) == ("deal.yaml", 6)
    assert changes == ledger.changes_of(first)


def test_nothing_stood_before_the_first_load(ledger: Ledger, first: int) -> None:
    before = ledger.loads[first] - timedelta(days=1)
    assert list(changes_between(ledger.connection, None, before)) == []
    assert len(list(changes_between(ledger.connection, before, ledger.loads[first]))) == 9


def test_changed_row_shows_the_values_that_differ(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.change("monetary_values", PLEDGE, amount=6, words="여섯 달러")
    (change,) = ledger.changes(first, load.run_id)
    assert (change.operation, change.path) == (Operation.CHANGE, PLEDGE)
    assert change.cells == (Cell("amount", "5", "6"), Cell("words", "5 USD", "여섯 달러"))
    assert (change.file, change.line) == ("deal.yaml", 1)
    assert change.key == (str(fact_id(PLEDGE)),)


def test_retired_rows_say_only_that_they_went(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.retire(PLEDGE, "citations", "monetary_values", "facts")
    changes = ledger.changes(first, load.run_id)
    assert told(changes) == [("-", table, PLEDGE) for table in ("monetary_values", "facts", "citations")]
    assert all((change.cells, change.file, change.line) == ((), None, None) for change in changes)
    assert changes[2].key == (str(fact_id(PLEDGE)), "news", "1")
    assert changes == ledger.changes_of(load.run_id)


def test_what_changed_and_came_back_does_not_appear(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.change("monetary_values", PLEDGE, amount=6)
        second.fact("agreements/deal/other", "monetary_values", **MONEY)
    with ledger.load() as third:
        third.change("monetary_values", PLEDGE, amount=5)
        third.retire("agreements/deal/other", "monetary_values", "facts")
    assert ledger.changes(first, third.run_id) == []
    assert len(ledger.changes(second.run_id, third.run_id)) == 3


def test_several_loads_add_up(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.change("monetary_values", PLEDGE, amount=6)
    with ledger.load() as load:
        load.change("monetary_values", PLEDGE, amount=7, kind="portfolio total")
    with ledger.load() as later:
        later.change("agreements", DEAL, name="Later")
    (change,) = ledger.changes(first, load.run_id)
    assert change.cells == (Cell("kind", "pledge", "portfolio total"), Cell("amount", "5", "7"))
    assert told(ledger.changes(first, later.run_id)) == [("~", "agreements", DEAL), ("~", "monetary_values", PLEDGE)]


def test_row_that_was_retired_and_came_back_otherwise_has_changed(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.retire(PLEDGE, "citations", "monetary_values", "facts")
    with ledger.load() as load:
        load.fact(PLEDGE, "monetary_values", "news", **{**MONEY, "amount": 9})
    (change,) = ledger.changes(first, load.run_id)
    assert (change.operation, change.cells) == (Operation.CHANGE, (Cell("amount", "5", "9"),))


def test_paths_come_in_the_order_of_their_letters_whatever_the_language(ledger: Ledger, first: int) -> None:
    keys = ("b-side", "a", "b", "b1", "z")
    with ledger.load() as load:
        for key in keys:
            load.register("places", key, kind="country", name="대한민국")
            load.fact(f"places/{key}/보도@news", "statements", "news", kind="view", statement="희토류 수입")
    paths = [change.path for change in ledger.changes(first, load.run_id)]
    assert paths == sorted(paths)
    assert len(set(paths)) == 10
    shown = [change for change in ledger.changes(first, load.run_id) if change.path == "places/a/보도@news"]
    assert [change.table for change in shown] == ["statements", "facts", "citations"]
    assert Cell("statement", None, "희토류 수입") in shown[0].cells


def test_facts_of_a_disagreement_belong_to_it(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.register("disagreements", "which", question="Which?", status="open")
        load.insert("disagreement_facts", {"fact_id": fact_id(PLEDGE), "disagreement_key": "which"})
    tables = ["disagreements", "facts", "disagreement_facts"]
    assert told(ledger.changes(first, load.run_id)) == [("+", table, "disagreements/which") for table in tables]


def test_two_plans_can_be_read_at_once(ledger: Ledger, first: int) -> None:
    at = ledger.loads[first]
    pairs = zip(changes_between(ledger.connection, None, at), changes_between(ledger.connection, None, at), strict=True)
    assert [one.path for one, other in pairs if one != other] == []


def test_reader_may_stop_early_and_go_on_with_the_transaction(ledger: Ledger, first: int) -> None:
    changes = changes_between(ledger.connection, None, ledger.loads[first])
    next(changes)
    changes.close()  # type: ignore[attr-defined]  # a generator
    assert ledger.connection.execute("SELECT count(*) FROM pg_cursors").fetchone() == (0,)


class TestByHand:
    def test_edited_row_that_a_load_changes_is_put_back(self, ledger: Ledger, first: int) -> None:
        ledger.by_hand("monetary_values", PLEDGE, amount=99)
        with ledger.load() as load:
            load.change("monetary_values", PLEDGE, amount=5)
        (change,) = ledger.changes_of(load.run_id)
        assert (change.operation, change.cells) == (Operation.RESTORE, (Cell("amount", "99", "5"),))
        assert ledger.changes(first, load.run_id)[0].operation is Operation.CHANGE

    def test_edited_row_that_a_load_retires_shows_what_goes(self, ledger: Ledger, first: int) -> None:
        del first
        ledger.by_hand("citations", PLEDGE, paragraph=3)
        with ledger.load() as load:
            load.retire(PLEDGE, "citations", "monetary_values", "facts")
        *others, change = ledger.changes_of(load.run_id)
        assert {other.operation for other in others} == {Operation.RETIRE}
        assert change.operation is Operation.RESTORE
        assert Cell("paragraph", "3", None) in change.cells

    def test_row_written_since_the_last_load_is_seen_to_go(self, ledger: Ledger, first: int) -> None:
        path = "agreements/by-hand"
        since = {"system_from": ledger.loads[first] + timedelta(minutes=30)}
        rows = Rows(ledger.connection)
        row: dict[str, Any] = {"fact_id": fact_id(path), "family": "agreements", "path": path, **FACT}
        rows.insert("facts", {**row, **since})
        with ledger.load() as load:
            load.retire(path, "facts")
        (change,) = ledger.changes_of(load.run_id)
        assert (change.operation, change.path) == (Operation.RESTORE, path)
        assert ledger.changes(first, load.run_id) == []
