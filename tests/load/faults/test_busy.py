"""One load at a time, and none during a migration: the others wait as long as they were told, then say for whom."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.conftest import ROOT
from tests.load.faults.scene import NEW
from tests.waiting import PATIENCE, until
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

MIGRATING: Final = "SELECT pg_advisory_lock(7362910018)"
MIGRATION_WAITS: Final = """
SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objsubid = 1
    AND (classid::bigint << 32 | objid::bigint) = 7362910018
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
STAYS_WHILE_LOCKED: Final = """
CREATE FUNCTION public.stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WHILE NOT pg_try_advisory_xact_lock(1) LOOP PERFORM pg_sleep(0.01); END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER stay AFTER INSERT ON core.places FOR EACH STATEMENT EXECUTE FUNCTION public.stay();
"""
"""A load that stays at work without waiting for a lock, which would end with --lock-wait."""
FINISHED: Final = "Loaded: 3 rows added, 1 changed, 0 retired; the database holds 3 facts.\n"


def test_second_load_waits_and_finds_nothing_left_to_do(scene: Scene) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        first = scene.start("load")
        scene.waiting()
        second = scene.start("load")
        until(lambda: scene.runs() == ["loaded", "running", "running"])
    assert (first.ended()[0], second.ended()[0]) == (ExitCode.DONE, ExitCode.DONE)
    assert first.said().endswith(FINISHED)
    assert second.said().endswith("Nothing to change; the database holds 3 facts.\n")
    assert (scene.runs(), scene.loads()) == (["loaded", "loaded", "unchanged"], [1, 2])


def test_load_that_does_not_wait_says_for_whom_it_would(scene: Scene) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        first = scene.start("load")
        pid = scene.waiting()
        code, said = scene.load("--lock-wait", "0")
        assert (code, said.partition(", account")[0]) == (
            ExitCode.BUSY,
            f"warehouse: another load is running: server process {pid}",
        )
        assert scene.runs() == ["loaded", "running", "failed"], "a run that lives is not taken for dead"
    assert first.ended()[0] == ExitCode.DONE


def test_of_two_schedulers_one_loads_and_the_other_says_who_holds_the_lock(scene: Scene) -> None:
    scene.sql(STAYS_WHILE_LOCKED)
    with scene.holding("SELECT pg_advisory_xact_lock(1)"):
        loaders = [scene.start("load", "--lock-wait", "0.1") for _ in range(2)]
        pid = scene.at_work()
        until(lambda: any(loader.process.poll() is not None for loader in loaders))
        (late,) = [loader for loader in loaders if loader.process.poll() is not None]
        code, said = late.ended()
        assert (code, f"another load is running: server process {pid}, account " in said) == (ExitCode.BUSY, True)
    (first,) = [loader for loader in loaders if loader is not late]
    assert first.ended()[0] == ExitCode.DONE, first.said()
    assert scene.names() == NEW


def test_four_at_once_all_end_well(scene: Scene) -> None:
    loaders = [scene.start("load") for _ in range(4)]
    ended = [loader.ended() for loader in loaders]
    assert [code for code, _ in ended] == [ExitCode.DONE] * 4, ended
    assert sum(said.endswith(FINISHED) for _, said in ended) == 1
    assert (scene.names(), len(scene.loads())) == (NEW, 2)
    assert sorted(scene.runs()) == ["loaded", "loaded", "unchanged", "unchanged", "unchanged"]


def test_load_during_a_migration_is_put_off(scene: Scene) -> None:
    before = scene.state()
    with scene.holding(MIGRATING) as migration:
        code, said = scene.load("--lock-wait", "0")
        expected = f"warehouse: the schema is being migrated: server process {migration.info.backend_pid}"
        assert (code, said.partition(", account")[0]) == (ExitCode.BUSY, expected)
        assert scene.state() == before
        loader = scene.start("load")
        scene.at_work()
        migration.execute("SELECT pg_advisory_unlock_all()")
        assert loader.ended()[0] == ExitCode.DONE


def test_load_does_not_wait_longer_because_the_migration_has_locked_the_ledger(scene: Scene) -> None:
    with scene.holding(f"{MIGRATING}; LOCK TABLE ops.load_runs IN ACCESS EXCLUSIVE MODE"):
        code, said = scene.load("--lock-wait", "0")
    assert code == ExitCode.BUSY, said


def test_migration_waits_for_the_running_load(scene: Scene) -> None:
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    environment = os.environ | {"WAREHOUSE_DATABASE_URL": scene.database_url}
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        migration = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        until(lambda: scene.sql(MIGRATION_WAITS))
        assert loader.process.poll() is None
    assert loader.ended()[0] == ExitCode.DONE
    assert migration.wait(PATIENCE) == 0


def test_load_that_finds_the_schema_changed_while_it_waited_does_not_begin(scene: Scene) -> None:
    (revision,) = scene.sql("SELECT version_num FROM ops.alembic_version")[0]
    with scene.holding(MIGRATING) as migration:
        loader = scene.start("load")
        scene.at_work()
        scene.sql("UPDATE ops.alembic_version SET version_num = '99990101_0000'")
        migration.execute("SELECT pg_advisory_unlock_all()")
        code, said = loader.ended()
    assert (code, revision in said) == (ExitCode.CONFIGURATION, True)
    assert scene.runs() == ["loaded", "failed"]
