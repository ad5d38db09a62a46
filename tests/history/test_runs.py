"""What the ledger says about runs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.history.loads import FIRST
from warehouse.errors import UsageError
from warehouse.history import Phase, find_run, list_runs, render
from warehouse.plan import Counts

if TYPE_CHECKING:
    from tests.history.loads import Ledger

LOCK = "SELECT pg_advisory_lock(7362910, %s::int)"


def test_run_tells_what_it_did(ledger: Ledger, first: int) -> None:
    ledger.connection.execute(
        "INSERT INTO ops.load_run_phases VALUES (%(run)s, 2, 'writing', 1.25), (%(run)s, 1, 'reading', 0.5)",
        {"run": first},
    )
    run = find_run(ledger.connection, first)
    assert (run.status, run.run_by, run.host, run.loaded_at, run.fact_count) == ("loaded", "kim", "desk", FIRST, 4)
    assert run.finished_at == FIRST + timedelta(seconds=1.5)
    assert run.phases == [Phase("reading", Decimal("0.5")), Phase("writing", Decimal("1.25"))]
    assert list(run.tables) == ["currencies", "documents", "agreements", "facts", "citations", "monetary_values"]
    assert run.tables["facts"] == Counts(added=4)
    assert run.total() == Counts(added=9)


def test_runs_come_newest_first_up_to_a_limit(ledger: Ledger, first: int) -> None:
    failed = ledger.run("failed", error="seeds are wrong")
    runs = list_runs(ledger.connection)
    assert [run.run_id for run in runs] == [failed, first]
    assert (runs[0].error, runs[0].loaded_at, runs[0].fact_count, runs[0].tables) == ("seeds are wrong", None, None, {})
    assert [run.run_id for run in list_runs(ledger.connection, 1)] == [failed]


def test_run_without_its_lock_has_died(ledger: Ledger) -> None:
    dead, alive = ledger.run("running", finished_at=None), ledger.run("running", finished_at=None)
    ledger.connection.execute(LOCK, [alive])
    try:
        assert {run.run_id: run.status for run in list_runs(ledger.connection)} == {dead: "died", alive: "running"}
    finally:
        ledger.connection.execute("SELECT pg_advisory_unlock(7362910, %s::int)", [alive])
    kept = ledger.connection.execute("SELECT DISTINCT status FROM ops.load_runs").fetchall()
    assert kept == [("running",)]


def test_run_that_died_after_it_had_committed_has_loaded(ledger: Ledger) -> None:
    with ledger.load(status="running", finished_at=None) as load:
        pass
    with ledger.load(status="unchanged") as idle:
        pass
    found = {run.run_id: (run.status, run.error) for run in list_runs(ledger.connection)}
    assert found == {load.run_id: ("loaded", None), idle.run_id: ("unchanged", None)}


def test_run_that_was_taken_back_names_the_load_that_did_it(ledger: Ledger, first: int) -> None:
    with ledger.load(undoes=first) as load:
        pass
    ledger.run("failed", undoes=first)
    undone, undoing = find_run(ledger.connection, first), find_run(ledger.connection, load.run_id)
    assert (list(undone.undone_by), undone.undoes) == ([load.run_id], None)
    assert (list(undoing.undone_by), undoing.undoes) == ([], first)


def test_unknown_run_is_told_with_those_that_are_known(ledger: Ledger, first: int) -> None:
    last = ledger.run("unchanged")
    with pytest.raises(UsageError) as told:
        find_run(ledger.connection, last + 40)
    assert told.value.what == f"there is no run {last + 40}"
    assert told.value.hint == f'"warehouse runs list" shows the runs, from {first} to {last}.'


def test_number_too_large_for_a_run_is_unknown_too(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="there is no run 999999999999999999") as told:
        find_run(ledger.connection, 10**18 - 1)
    assert "warehouse load" in told.value.hint


def test_run_as_data(ledger: Ledger, first: int) -> None:
    document = render.run_as_dict(find_run(ledger.connection, first))
    assert document["run"] == first
    assert document["started_at"] == "2026-11-01T09:00:00+00:00"
    assert document["tables"]["facts"] == {"added": 4, "changed": 0, "retired": 0, "renamed": 0, "restored": 0}
