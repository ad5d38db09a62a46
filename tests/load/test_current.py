"""What ``core`` says is read as a whole: every table, every column, one instant."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.builders import Rows
from warehouse.load.drift import current_rows
from warehouse.model.tables import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def other(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url) as connection:
        yield connection


def test_every_column_of_every_table_is_there(postgresql: psycopg.Connection) -> None:
    Rows(postgresql).register("places", "atlantis", kind="site", name="Atlantis")
    postgresql.commit()
    found = current_rows(postgresql)
    assert list(found) == [table.name for table in LOAD_ORDER]
    (place,) = found["places"]
    assert {name: value for name, value in place.items() if name != "fact_id"} == {
        "key": "atlantis",
        "kind": "site",
        "name": "Atlantis",
        "iso_code": None,
        "parent_key": None,
    }
    assert [fact["path"] for fact in found["facts"]] == ["places/atlantis"]
    assert postgresql.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_what_others_commit_meanwhile_is_not_seen(postgresql: psycopg.Connection, other: psycopg.Connection) -> None:
    other.execute(f"LOCK TABLE core.{LOAD_ORDER[-1].name}")
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(current_rows, postgresql)
        while other.execute(WAITING).fetchone() == (0,):
            assert not reading.done()
        rows = Rows(other)
        fact = rows.register("places", "atlantis", kind="site", name="Atlantis")
        rows.register("disagreements", "where", question="Where?", status="open")
        rows.insert("disagreement_facts", {"fact_id": fact, "disagreement_key": "where"})
        other.commit()
        found = reading.result()
    assert {name for name, rows in found.items() if rows} == {"schemes", "terms"}


def test_an_open_transaction_is_not_taken_for_a_snapshot(postgresql: psycopg.Connection) -> None:
    postgresql.execute("SELECT count(*) FROM core.facts")
    with pytest.raises(psycopg.errors.ActiveSqlTransaction):
        current_rows(postgresql)
