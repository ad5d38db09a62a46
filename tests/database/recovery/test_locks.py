"""Locks are seen from inside the transaction that takes them, all of them, at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.database.recovery import rehearse as locks

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.slow

MIGRATED = "UPDATE ops.alembic_version SET version_num = version_num"
VIEW = "DO $$ BEGIN EXECUTE format('CREATE VIEW mart.old AS SELECT 1 AS one'); END $$"


def held(connection: psycopg.Connection, *statements: str) -> dict[str, str]:
    locks.forget(connection)
    connection.execute(MIGRATED)  # first, so that only what is noted at the end can be all
    for statement in statements:
        connection.execute(statement.encode())
    connection.commit()
    return {name: mode for name, mode in locks.strongest(connection).items() if not name.startswith("ops.")}


def test_strongest_lock_of_each_table_and_view_is_noted(own_database: psycopg.Connection) -> None:
    locks.watch(own_database)
    assert held(own_database) == {}
    assert held(own_database, "SELECT FROM core.places", "DELETE FROM core.places WHERE false") == {
        "core.places": "RowExclusiveLock"
    }
    assert held(own_database, "CREATE INDEX ON core.places (name)", "SELECT FROM mart.dim_stage")["core.places"] == (
        "ShareLock"
    )
    changed = held(own_database, "ALTER TABLE core.places ADD extra int", "CREATE TABLE core.new_one (a int)")
    assert changed == {"core.places": "AccessExclusiveLock"}
    own_database.execute(VIEW.encode())
    own_database.commit()
    assert held(own_database, "DROP VIEW mart.old") == {"mart.old": "AccessExclusiveLock"}


def test_lock_of_a_transaction_that_was_rolled_back_does_not_count(own_database: psycopg.Connection) -> None:
    locks.watch(own_database)
    locks.forget(own_database)
    own_database.execute("LOCK TABLE core.places IN ACCESS EXCLUSIVE MODE")
    own_database.rollback()
    assert locks.strongest(own_database) == {}
