"""Upgrading where something is in the way: locks, limits, tables of others, half-applied migrations, old databases."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from tests.later import HEADER, LATER, NEWEST, REVISIONS, add_column, later_version
from tests.waiting import until
from warehouse.database.migrate import ADVISORY_LOCK, Limits, MigrationOptions, Step, current, downgrade, upgrade
from warehouse.errors import ConfigurationError, DatabaseBusy, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
HOLD = "LOCK TABLE ops.migration_log IN ACCESS SHARE MODE"


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Give the migrations of a later version: the one that is pending alters ops.migration_log."""
    return later_version(tmp_path)


def revision_of(dsn: str) -> str | None:
    with psycopg.connect(dsn) as connection:
        return current(connection)


def test_migration_that_waits_for_a_lock_is_tried_again_and_says_for_whom(database_url: str, later: Path) -> None:
    said: list[str] = []
    with psycopg.connect(database_url, application_name="a report") as holder:
        holder.execute(HOLD)
        pid, user = holder.info.backend_pid, holder.info.user

        def say(text: str) -> None:
            said.append(text)
            holder.rollback()

        upgrade(database_url, later, conduct=MigrationOptions(Limits(0.1, pauses=(0.01, 0.01)), say=say))
    assert f"server process {pid}, account {user} (a report), in a transaction for " in said[0]
    assert "holds ops.migration_log. Trying again in 0.01 s." in said[0]
    assert revision_of(database_url) == LATER


def test_view_that_is_read_keeps_what_is_derived_waiting_and_is_told(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path, upgrade="SELECT 1", in_mart=False)
    add_column(tmp_path / "sql" / "mart" / "fact_money.sql", HEADER, "  v.words AS delivery_terms")
    said: list[str] = []
    with psycopg.connect(database_url, application_name="a chart") as holder:
        holder.execute("SELECT FROM as_of.fact_money")

        def say(text: str) -> None:
            said.append(text)
            holder.rollback()

        upgrade(database_url, later, conduct=MigrationOptions(Limits(0.1, pauses=(0.01, 0.01)), say=say))
    assert "(a chart)" in said[0]
    assert "as_of.fact_money" in said[0]
    assert revision_of(database_url) == LATER


def test_lock_that_stays_ends_the_upgrade_which_can_be_tried_again(database_url: str, later: Path) -> None:
    said: list[str] = []
    conduct = MigrationOptions(Limits(0.1, pauses=(0.01, 0.02)), say=said.append)
    with psycopg.connect(database_url) as holder:
        holder.execute(HOLD)
        with pytest.raises(DatabaseBusy, match="for a lock and was rolled back: server process") as caught:
            upgrade(database_url, later, conduct=conduct)
    assert caught.value.exit_code == ExitCode.BUSY
    assert [text.rpartition(" in ")[2] for text in said] == ["0.01 s.", "0.02 s."]
    assert revision_of(database_url) == NEWEST
    upgrade(database_url, later)
    assert revision_of(database_url) == LATER


def test_statement_that_takes_too_long_ends_the_upgrade(blank: str) -> None:
    with pytest.raises(DatabaseBusy, match="statement timeout") as caught:
        upgrade(blank, MIGRATIONS, conduct=MigrationOptions(Limits(statement_seconds=0.001)))
    assert caught.value.exit_code == ExitCode.BUSY


def test_upgrade_waits_for_a_load_and_says_so(database_url: str, later: Path) -> None:
    said: list[str] = []
    with psycopg.connect(database_url, application_name="warehouse") as load:
        load.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ADVISORY_LOCK])
        pid = load.info.backend_pid
        conduct = MigrationOptions(say=said.append)
        waiting = threading.Thread(target=upgrade, args=(database_url, later), kwargs={"conduct": conduct})
        waiting.start()
        until(lambda: said)
        assert revision_of(database_url) == NEWEST
        load.rollback()
        waiting.join()
    assert said[0].startswith(f"Waiting for another upgrade or a load: server process {pid}, account")
    assert revision_of(database_url) == LATER


def test_each_step_is_told(blank: str, later: Path) -> None:
    steps: list[Step] = []
    upgrade(blank, later, conduct=MigrationOptions(on_step=steps.append))
    downgrade(blank, later, NEWEST, conduct=MigrationOptions(on_step=steps.append))
    told = [(step.revision, step.direction) for step in steps]
    assert told == [*((name, "upgrade") for name in REVISIONS), (LATER, "upgrade"), (LATER, "downgrade")]
    assert all(step.seconds >= 0 for step in steps)


def test_upgrade_whose_second_migration_fails_leaves_nothing_of_the_first(blank: str, tmp_path: Path) -> None:
    steps: list[Step] = []
    with pytest.raises(psycopg.errors.DivisionByZero):
        upgrade(blank, later_version(tmp_path, upgrade="SELECT 1 / 0"), conduct=MigrationOptions(on_step=steps.append))
    assert steps == []
    assert revision_of(blank) is None
    upgrade(blank, MIGRATIONS)
    assert revision_of(blank) == NEWEST


def test_database_of_somebody_else_is_refused_until_allowed(blank: str, later: Path) -> None:
    with psycopg.connect(blank) as theirs:
        for name in ("orders", "invoices", "parts", "people"):
            theirs.execute(f"CREATE TABLE public.{name} (a int)".encode())
    with pytest.raises(ConfigurationError, match=r"somebody else: public.invoices, .* and 1 more") as caught:
        upgrade(blank, MIGRATIONS)
    assert "--into-used-database" in caught.value.hint
    assert revision_of(blank) is None
    upgrade(blank, MIGRATIONS, into_used=True)
    upgrade(blank, later)
    assert revision_of(blank) == LATER


def test_what_an_extension_brings_belongs_to_nobody_else(blank: str) -> None:
    with psycopg.connect(blank) as admin:
        admin.execute("CREATE TABLE public.of_an_extension (a int)")
        admin.execute("ALTER EXTENSION plpgsql ADD TABLE public.of_an_extension")
    upgrade(blank, MIGRATIONS)
    assert revision_of(blank) == NEWEST


HALVES = {
    "DELETE FROM ops.alembic_version": "no revision in .*: as_of, core, core_as_of, history, mart, ops",
    "DROP SCHEMA ops, mart, as_of, core_as_of CASCADE": "no revision in .*: core, history",
    f"UPDATE ops.alembic_version SET version_num = '{LATER}'": f"revision {LATER}, but .* at {NEWEST}",
    "DELETE FROM ops.migration_log": f"revision {NEWEST}, but .* at nothing",
    f"INSERT INTO ops.alembic_version VALUES ('{LATER}')": f"2 revisions: {NEWEST}, {LATER}",
}


@pytest.mark.parametrize("damage", HALVES)
def test_half_applied_migrations_are_told(
    database_url: str, own_database: psycopg.Connection, later: Path, damage: str
) -> None:
    own_database.execute(damage.encode())
    own_database.commit()
    with pytest.raises(ConfigurationError, match=HALVES[damage]) as caught:
        upgrade(database_url, later)
    assert "estore a dump" in caught.value.hint
    with pytest.raises(ConfigurationError, match=HALVES[damage]):
        downgrade(database_url, later, NEWEST)


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("29991231_2359", "29991231_2359, which this version does not know"),
        ("20261122_1200", "20261122_1200, which is older than the first of this version, 20261122_1300"),
    ],
)
def test_unknown_revision_is_refused(
    database_url: str, own_database: psycopg.Connection, revision: str, told: str
) -> None:
    own_database.execute("UPDATE ops.alembic_version SET version_num = %s", [revision])
    own_database.commit()
    with pytest.raises(ConfigurationError, match=told):
        upgrade(database_url, MIGRATIONS)
    with pytest.raises(ConfigurationError, match=told):
        downgrade(database_url, MIGRATIONS, NEWEST)


def test_database_whose_migrations_were_all_taken_back_can_be_upgraded(blank: str) -> None:
    upgrade(blank, MIGRATIONS)
    downgrade(blank, MIGRATIONS, "base")
    assert revision_of(blank) is None
    upgrade(blank, MIGRATIONS)
    assert revision_of(blank) == NEWEST
