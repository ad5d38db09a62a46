"""Upgrading where something is in the way: locks, limits, tables of others, half-applied migrations, old databases."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from tests.database.scratch import scratch
from warehouse.database.migrating import ADVISORY_LOCK, Conduct, Limits, Step
from warehouse.database.migration_log import applied, read_log
from warehouse.database.revisions import list_revisions
from warehouse.database.upgrade import current, downgrade, head, upgrade
from warehouse.errors import ConfigurationError, DatabaseBusy, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "migrations"
REVISIONS = [revision.name for revision in list_revisions(MIGRATIONS)]
BEFORE_DETAILS = "20261122_1210"
HOLD = "LOCK TABLE ops.migration_log IN ACCESS SHARE MODE"


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    with scratch(server_dsn) as dsn:
        yield dsn


@pytest.fixture
def old(database_url: str) -> str:
    """Give a database with one migration pending, which alters ops.migration_log."""
    downgrade(database_url, MIGRATIONS, BEFORE_DETAILS)
    return database_url


def revision_of(dsn: str) -> str | None:
    with psycopg.connect(dsn) as connection:
        return current(connection)


def test_migration_that_waits_for_a_lock_is_tried_again_and_says_for_whom(old: str) -> None:
    said: list[str] = []
    with psycopg.connect(old, application_name="a report") as holder:
        holder.execute(HOLD)
        pid, user = holder.info.backend_pid, holder.info.user

        def say(text: str) -> None:
            said.append(text)
            holder.rollback()

        upgrade(old, MIGRATIONS, conduct=Conduct(Limits(0.1, pauses=(0.01, 0.01)), say=say))
    (text,) = said
    assert f"server process {pid}, account {user} (a report), in a transaction for 0 s" in text
    assert "holds ops.migration_log. Trying again in 0.01 s." in text
    assert revision_of(old) == head(MIGRATIONS)


def test_lock_that_stays_ends_the_upgrade_which_can_be_tried_again(old: str) -> None:
    said: list[str] = []
    conduct = Conduct(Limits(0.1, pauses=(0.01, 0.02)), say=said.append)
    with psycopg.connect(old) as holder:
        holder.execute(HOLD)
        with pytest.raises(DatabaseBusy, match="for a lock and was rolled back: server process") as caught:
            upgrade(old, MIGRATIONS, conduct=conduct)
    assert caught.value.exit_code == ExitCode.BUSY
    assert [text.rpartition(" in ")[2] for text in said] == ["0.01 s.", "0.02 s."]
    assert revision_of(old) == BEFORE_DETAILS
    upgrade(old, MIGRATIONS)
    assert revision_of(old) == head(MIGRATIONS)


def test_statement_that_takes_too_long_ends_the_upgrade(blank: str) -> None:
    with pytest.raises(DatabaseBusy, match="statement timeout") as caught:
        upgrade(blank, MIGRATIONS, conduct=Conduct(Limits(statement_seconds=0.001)))
    assert caught.value.exit_code == ExitCode.BUSY


def test_upgrade_waits_for_a_load_and_says_so(old: str) -> None:
    said: list[str] = []
    with psycopg.connect(old, application_name="warehouse") as load:
        load.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ADVISORY_LOCK])
        pid = load.info.backend_pid
        conduct = Conduct(say=said.append)
        waiting = threading.Thread(target=upgrade, args=(old, MIGRATIONS), kwargs={"conduct": conduct})
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert revision_of(old) == BEFORE_DETAILS
        load.rollback()
        waiting.join()
    assert said[0].startswith(f"Waiting for another upgrade or a load: server process {pid}, account")
    assert revision_of(old) == head(MIGRATIONS)


def test_each_step_is_told(blank: str) -> None:
    steps: list[Step] = []
    upgrade(blank, MIGRATIONS, revision=REVISIONS[1], conduct=Conduct(on_step=steps.append))
    downgrade(blank, MIGRATIONS, REVISIONS[0], conduct=Conduct(on_step=steps.append))
    told = [(step.revision, step.direction) for step in steps]
    assert told == [(REVISIONS[0], "upgrade"), (REVISIONS[1], "upgrade"), (REVISIONS[1], "downgrade")]
    assert all(step.seconds >= 0 for step in steps)


@pytest.mark.holds("curated")
def test_loaded_database_of_the_release_before_is_upgraded(old: str) -> None:
    with psycopg.connect(old) as connection:
        facts = connection.execute("SELECT * FROM core.facts ORDER BY fact_id").fetchall()
        logged = [entry.revision for entry in read_log(connection)]
        assert connection.execute("SELECT * FROM ops.migration_log").description is not None
    upgrade(old, MIGRATIONS)
    with psycopg.connect(old) as connection:
        assert connection.execute("SELECT * FROM core.facts ORDER BY fact_id").fetchall() == facts
        entries = read_log(connection)
    assert [entry.revision for entry in entries[: len(logged)]] == logged
    assert {entry.file_sha256 for entry in entries[: len(logged)]} == {None}
    assert applied(entries)["20261122_1300"].file_sha256 == list_revisions(MIGRATIONS)[-1].sha256


def test_database_of_somebody_else_is_refused_until_allowed(blank: str) -> None:
    with psycopg.connect(blank) as theirs:
        for name in ("orders", "invoices", "parts", "people"):
            theirs.execute(f"CREATE TABLE public.{name} (a int)".encode())
    with pytest.raises(ConfigurationError, match=r"somebody else: public.invoices, .* and 1 more") as caught:
        upgrade(blank, MIGRATIONS)
    assert "--into-used-database" in caught.value.hint
    assert revision_of(blank) is None
    upgrade(blank, MIGRATIONS, revision=REVISIONS[0], into_used=True)
    upgrade(blank, MIGRATIONS, revision=REVISIONS[1])
    assert revision_of(blank) == REVISIONS[1]


def test_what_an_extension_brings_belongs_to_nobody_else(blank: str) -> None:
    with psycopg.connect(blank) as admin:
        admin.execute("CREATE TABLE public.of_an_extension (a int)")
        admin.execute("ALTER EXTENSION plpgsql ADD TABLE public.of_an_extension")
    upgrade(blank, MIGRATIONS, revision=REVISIONS[0])
    assert revision_of(blank) == REVISIONS[0]


HALVES = {
    "DELETE FROM ops.alembic_version": "no revision in .*: as_of, core, core_as_of, history, mart, ops",
    "DROP SCHEMA ops CASCADE; DROP SCHEMA mart, as_of, core_as_of CASCADE": "no revision in .*: core, history",
    "DELETE FROM ops.migration_log WHERE revision = '20261122_1300'": "revision 20261122_1300, but .* at 20261122_1210",
    "UPDATE ops.alembic_version SET version_num = '20261122_1200'": "revision 20261122_1200, but .* at 20261122_1300",
    "DELETE FROM ops.migration_log": "revision 20261122_1300, but .* at nothing",
    "INSERT INTO ops.alembic_version VALUES ('20261122_0900')": "2 revisions: 20261122_0900, 20261122_1300",
}


@pytest.mark.parametrize("damage", HALVES)
def test_half_applied_migrations_are_told(database_url: str, own_database: psycopg.Connection, damage: str) -> None:
    own_database.execute(damage.encode())
    own_database.commit()
    with pytest.raises(ConfigurationError, match=HALVES[damage]) as caught:
        upgrade(database_url, MIGRATIONS)
    assert "estore a dump" in caught.value.hint
    with pytest.raises(ConfigurationError, match=HALVES[damage]):
        downgrade(database_url, MIGRATIONS, BEFORE_DETAILS)


def test_downgrade_of_a_newer_database_is_refused(database_url: str, own_database: psycopg.Connection) -> None:
    own_database.execute("UPDATE ops.alembic_version SET version_num = '29991231_2359'")
    own_database.commit()
    with pytest.raises(ConfigurationError, match="29991231_2359, which this version does not know"):
        downgrade(database_url, MIGRATIONS, BEFORE_DETAILS)


def test_database_whose_migrations_were_all_taken_back_can_be_upgraded(blank: str) -> None:
    upgrade(blank, MIGRATIONS, revision=REVISIONS[0])
    downgrade(blank, MIGRATIONS, "base")
    upgrade(blank, MIGRATIONS, revision=REVISIONS[0])
    assert revision_of(blank) == REVISIONS[0]
