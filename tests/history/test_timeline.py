"""What each load did to a thing, and which one set each of its values."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import Rows
from tests.history.loads import FACT, FIRST, MONEY, fact_id
from warehouse.errors import UsageError
from warehouse.history import blame_of, render, timeline_of

if TYPE_CHECKING:
    from tests.history.loads import Ledger

pytestmark = pytest.mark.slow

DEAL, PLEDGE = "agreements/deal", "agreements/deal/pledge"


def told(ledger: Ledger, name: str) -> list[tuple[int | None, set[tuple[str, str]]]]:
    return [
        (entry.load.run_id if entry.load else None, {(change.operation.value, change.path) for change in entry.changes})
        for entry in timeline_of(ledger.connection, name).entries
    ]


def setters(ledger: Ledger, name: str) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Give run and line of each value, by table and column."""
    return {
        (row.table, owned.column): (owned.origin.load.run_id if owned.origin.load else None, owned.origin.line)
        for row in blame_of(ledger.connection, name).rows
        for owned in row.values
    }


def test_timeline_has_an_entry_for_each_load_that_touched_the_thing(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.change("monetary_values", PLEDGE, amount=6)
    with ledger.load() as third:
        third.register("places", "elsewhere", kind="country", name="ExistingKeys")
    with ledger.load() as fourth:
        fourth.retire(PLEDGE, "citations", "monetary_values", "facts")
    assert told(ledger, "deal") == [
        (fourth.run_id, {("-", PLEDGE)}),
        (second.run_id, {("~", PLEDGE)}),
        (first, {("+", DEAL), ("+", PLEDGE)}),
    ]
    assert third.run_id not in {run for run, _ in told(ledger, "deal")}
    assert told(ledger, PLEDGE)[2] == (first, {("+", PLEDGE)})


def test_key_that_begins_like_another_is_another(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.register("agreements", "deal-two", kind="partnership", name="Second")
    assert [run for run, _ in told(ledger, "deal")] == [first]


def test_timeline_goes_on_under_the_old_key(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.change("agreements", DEAL, name="협정")
    with ledger.load() as third:
        third.retire(PLEDGE, "citations", "monetary_values", "facts")
        third.rename(DEAL, "agreements/pact")
        third.register("agreements", "deal", kind="supply contract", name="Another")
    assert told(ledger, "pact") == [
        (third.run_id, {("»", "agreements/pact"), ("-", PLEDGE)}),
        (second.run_id, {("~", DEAL)}),
        (first, {("+", DEAL), ("+", PLEDGE)}),
    ]
    assert told(ledger, "deal") == [(third.run_id, {("+", DEAL)})]


def test_rows_no_load_wrote_have_an_entry_without_one(ledger: Ledger, first: int) -> None:
    path, since = "agreements/by-hand", FIRST + timedelta(minutes=30)
    rows = Rows(ledger.connection)
    row: dict[str, Any] = {"fact_id": fact_id(path), "family": "agreements", "path": path, **FACT}
    rows.insert("facts", {**row, "system_from": since})
    (entry,) = timeline_of(ledger.connection, path).entries
    assert (entry.at, entry.load) == (since, None)
    assert any(
        line.startswith("no load  2026-11-01 09:30 UTC")
        for line in render.timeline_lines(timeline_of(ledger.connection, path), seeds="seeds/")
    )
    assert first


def test_timeline_of_what_went_says_so(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.retire(PLEDGE, "citations", "monetary_values", "facts")
    lines = list(render.timeline_lines(timeline_of(ledger.connection, PLEDGE), seeds="seeds/"))
    assert lines[0] == f"{PLEDGE} (no longer exists)"
    assert lines[2:4] == [f"run {load.run_id}  2026-11-01 10:00 UTC  kim  0123456789", f"  - {PLEDGE}"]


def test_each_value_names_the_load_that_set_it(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.change("monetary_values", PLEDGE, amount=6)
    with ledger.load() as third:
        third.change("monetary_values", PLEDGE, words="여섯 달러")
    found = setters(ledger, "deal")
    assert found["monetary_values", "kind"] == (first, 8)
    assert found["monetary_values", "amount"] == (second.run_id, 1)
    assert found["monetary_values", "words"] == (third.run_id, 1)
    assert ("monetary_values", "upper_amount") not in found
    assert ("facts", "path") not in found


def test_value_that_came_back_was_set_when_it_did(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.change("monetary_values", PLEDGE, amount=6)
    with ledger.load() as load:
        load.change("monetary_values", PLEDGE, amount=5)
    with ledger.load() as last:
        last.retire(PLEDGE, "citations", "monetary_values", "facts")
    with ledger.load() as back:
        back.fact(PLEDGE, "monetary_values", "news", **MONEY)
    found = setters(ledger, PLEDGE)
    assert {run for run, _ in found.values()} == {back.run_id}
    assert first < load.run_id < last.run_id


def test_blame_goes_through_renames_of_thing_and_document(ledger: Ledger, first: int) -> None:
    with ledger.load() as second:
        second.rename(DEAL, "agreements/pact")
    with ledger.load() as third:
        third.rename("documents/news", "documents/tin-news")
    found = setters(ledger, "pact")
    assert found["agreements", "name"][0] == first
    assert found["agreements", "key"][0] == second.run_id
    assert found["monetary_values", "agreement_key"][0] == second.run_id
    assert found["monetary_values", "amount"][0] == first
    assert found["citations", "locator"][0] == first
    assert found["citations", "document_key"][0] == third.run_id


def test_new_thing_under_an_old_name_is_not_taken_for_what_had_it(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename(DEAL, "agreements/pact")
        load.register("agreements", "deal", kind="partnership", name="Deal")
    assert {run for run, _ in setters(ledger, "deal").values()} == {load.run_id}
    assert setters(ledger, "pact")["agreements", "name"][0] == first


def test_rows_come_own_first_then_by_path_with_citations_last(ledger: Ledger, first: int) -> None:
    del first
    rows = blame_of(ledger.connection, "deal").rows
    assert [(row.path, row.table) for row in rows] == [
        (DEAL, "agreements"),
        (DEAL, "facts"),
        (PLEDGE, "monetary_values"),
        (PLEDGE, "facts"),
        (PLEDGE, "citations"),
    ]


def test_row_edited_by_hand_is_marked(ledger: Ledger, first: int) -> None:
    del first
    ledger.by_hand("monetary_values", PLEDGE, amount=77)
    found = blame_of(ledger.connection, PLEDGE)
    assert [row.table for row in found.rows if row.is_by_hand] == ["monetary_values"]
    lines = list(render.blame_lines(found, seeds="seeds/"))
    assert {"    ! amount         77", "      modality       occurred", "      cited          news#1"} <= set(lines)


def test_nobody_is_blamed_for_what_stands_no_more(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.retire(PLEDGE, "citations", "monetary_values", "facts")
    with pytest.raises(UsageError, match="no longer exists") as refusal:
        blame_of(ledger.connection, PLEDGE)
    assert f"warehouse history {PLEDGE}" in refusal.value.hint


def test_involved_facts_are_blamed_on_the_disagreement(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.register("disagreements", "which", question="Which?", status="open")
        load.insert("disagreement_facts", {"fact_id": fact_id(PLEDGE), "disagreement_key": "which"})
    assert setters(ledger, "which")["disagreement_facts", "fact_id"][0] == load.run_id
    assert ("+", "disagreements/which") in told(ledger, "which")[0][1]
    assert ("disagreement_facts", "fact_id") not in setters(ledger, PLEDGE)


def test_timeline_and_blame_as_data(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        load.rename(DEAL, "agreements/pact")
    timeline = render.timeline_as_dict(timeline_of(ledger.connection, "deal"))
    assert (timeline["path"], timeline["is_standing"]) == ("agreements/pact", True)
    at = "2026-11-01T10:00:00+00:00"
    assert timeline["names"] == [
        {"path": "agreements/pact", "since": at, "until": None},
        {"path": DEAL, "since": None, "until": at},
    ]
    assert [(entry["load"]["run"], len(entry["changes"])) for entry in timeline["entries"]] == [
        (load.run_id, 5),
        (first, 5),
    ]
    blame = render.blame_as_dict(blame_of(ledger.connection, "deal"))
    assert blame["rows"][0]["values"][2] == {
        "column": "name",
        "value": "Deal",
        "at": "2026-11-01T09:00:00+00:00",
        "load": {
            "run": first,
            "loaded_at": "2026-11-01T09:00:00+00:00",
            "run_by": "kim",
            "git_revision": "0123456789abcdef",
            "is_git_dirty": False,
            "undoes": None,
        },
        "file": "deal.yaml",
        "line": 6,
    }
