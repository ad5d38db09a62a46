"""Which two states a user means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.history.loads import FIRST
from warehouse.errors import UsageError
from warehouse.history import parse_interval

if TYPE_CHECKING:
    from tests.history.loads import Ledger


def refused(ledger: Ledger, text: str) -> str:
    with pytest.raises(UsageError) as told:
        parse_interval(ledger.connection, text)
    assert told.value.hint
    return f"{told.value.what} | {told.value.hint}"


def test_runs_stand_for_their_instants(ledger: Ledger, first: int) -> None:
    with ledger.load() as load:
        pass
    found = parse_interval(ledger.connection, f"{first}..{load.run_id}")
    assert (found.after, found.until, found.is_single) == (FIRST, FIRST + timedelta(hours=1), False)


def test_run_alone_is_what_it_changed(ledger: Ledger, first: int) -> None:
    found = parse_interval(ledger.connection, str(first))
    assert found.after is not None
    assert found.after < found.until == FIRST
    assert (found.run_id, found.is_single) == (first, True)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2026-11-22T10:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22 10:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:01Z", datetime(2026, 11, 22, 10, 0, 1, tzinfo=UTC)),
        ("2026-11-22T10:00+09:00", datetime(2026, 11, 22, 1, tzinfo=UTC)),
    ],
)
def test_days_are_their_end_and_instants_are_in_utc_unless_they_say(
    ledger: Ledger, text: str, instant: datetime
) -> None:
    found = parse_interval(ledger.connection, f"..{text}")
    assert (found.after, found.until) == (None, instant)
    assert parse_interval(ledger.connection, f"{text}..2030-01-01").after == instant


def test_open_end_is_now_and_never_before_the_last_load(ledger: Ledger, first: int) -> None:
    late = datetime(2100, 1, 1, tzinfo=UTC)
    assert parse_interval(ledger.connection, f"{first}..").until < late
    ledger.connection.execute("INSERT INTO ops.loads VALUES (%s, %s, 0)", [ledger.run(), late])
    assert parse_interval(ledger.connection, "..").until == late


def test_backwards_is_refused_with_the_other_way_round(ledger: Ledger, first: int) -> None:
    assert f"Write 2020-01-01..{first}." in refused(ledger, f"{first}..2020-01-01")
    assert "later than now" in refused(ledger, "2999-01-01..")


def test_moment_alone_is_refused_with_both_ways_to_mean_it(ledger: Ledger) -> None:
    told = refused(ledger, "2026-11-22")
    assert "2026-11-22.." in told
    assert "..2026-11-22" in told


@pytest.mark.parametrize("text", ["", "posco", "1...", "a..b", "2026-13-01..", "2026-11-22T25:00..", "0001-1-1.."])
def test_other_words_are_refused_with_the_forms_there_are(ledger: Ledger, first: int, text: str) -> None:
    del first
    assert "A and B are runs (12)" in refused(ledger, text) or "there is no run" in refused(ledger, text)


def test_run_that_committed_nothing_is_refused_with_the_load_before_it(ledger: Ledger, first: int) -> None:
    failed, idle = ledger.run("failed"), ledger.run("unchanged")
    assert f"run {failed} committed nothing: it failed | The load before it is run {first}." in refused(
        ledger, f"{first}..{failed}"
    )
    assert "there was nothing to change" in refused(ledger, str(idle))
    assert "there is no run 12345" in refused(ledger, "12345..")
