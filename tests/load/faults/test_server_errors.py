"""The server refuses or gives up: what can pass is tried again from the beginning, what cannot is told at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from tests.load.faults.scene import AFTER, NEW, OLD
from tests.waiting import until
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

FAULT: Final = """
CREATE SEQUENCE public.visits;
CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('public.visits') <= {times} THEN RAISE EXCEPTION 'provoked' USING ERRCODE = '{code}'; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER fail AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION public.fail();
"""
ALWAYS: Final = 1000
LOCK_TIMEOUT, SERIALISATION, DEADLOCK = "55P03", "40001", "40P01"
DISK_FULL, OUT_OF_MEMORY, INPUT_OUTPUT, CANCELED = "53100", "53200", "58030", "57014"
REFUSED_ROW, REFUSED_ACCOUNT = "23514", "42501"


def attempts(scene: Scene) -> int:
    """A sequence is not rolled back: it has counted each attempt to write."""
    return int(scene.sql("SELECT last_value FROM public.visits")[0][0])


@pytest.mark.parametrize("code", [LOCK_TIMEOUT, SERIALISATION, DEADLOCK])
def test_conflict_that_passes_is_overcome(scene: Scene, code: str) -> None:
    scene.sql(FAULT.format(times=2, code=code, table="core.places"))
    ended, said = scene.load()
    assert (ended, scene.names(), attempts(scene)) == (ExitCode.DONE, NEW, 3), said
    assert said.count("trying again") == 2
    assert scene.runs() == ["loaded", "failed", "failed", "loaded"]
    assert scene.loads() == [1, 4]


def test_conflict_at_the_end_of_the_work_is_overcome_too(scene: Scene) -> None:
    scene.sql(FAULT.format(times=1, code=SERIALISATION, table="ops.loads"))
    assert scene.load()[0] == ExitCode.DONE
    assert scene.names() == NEW


def test_conflict_that_stays_is_given_up(scene: Scene) -> None:
    before = scene.state()
    scene.sql(FAULT.format(times=ALWAYS, code=SERIALISATION, table="core.places"))
    ended, said = scene.load()
    assert (ended, attempts(scene)) == (ExitCode.BUSY, 4), said
    assert "somebody else changed the same rows: provoked" in said.splitlines()[-2]
    assert scene.state() == before
    assert scene.runs() == ["loaded", *["failed"] * 4]


@pytest.mark.parametrize(
    ("code", "table", "ended", "told"),
    [
        (DISK_FULL, "core.places", ExitCode.BUSY, "warehouse: the server is short of space or memory: provoked"),
        (DISK_FULL, "ops.loads", ExitCode.BUSY, "warehouse: the server is short of space or memory: provoked"),
        (OUT_OF_MEMORY, "core.places", ExitCode.BUSY, "warehouse: the server is short of space or memory: provoked"),
        (INPUT_OUTPUT, "core.places", ExitCode.BUSY, "warehouse: the server is short of space or memory: provoked"),
        (CANCELED, "core.places", ExitCode.BUSY, "warehouse: the database is busy: provoked"),
        (REFUSED_ROW, "core.places", ExitCode.INVALID_SOURCE, "warehouse: the database refuses a row"),
        (REFUSED_ACCOUNT, "core.places", ExitCode.PERMISSION, "warehouse: the server refuses this account: provoked"),
    ],
)
def test_what_does_not_pass_is_told_at_once(scene: Scene, code: str, table: str, ended: ExitCode, told: str) -> None:
    before = scene.state()
    scene.sql(FAULT.format(times=ALWAYS, code=code, table=table))
    found, said = scene.load()
    assert (found, attempts(scene)) == (ended, 1), said
    assert said.startswith(told)
    assert scene.state() == before
    assert scene.sql("SELECT status, error LIKE '%provoked%' FROM ops.load_runs WHERE run_id = 2") == [("failed", True)]
    scene.sql("DROP FUNCTION public.fail() CASCADE")
    assert scene.load()[0] == ExitCode.DONE
    assert scene.names() == NEW


def test_row_that_the_database_refuses_is_told_once_at_its_place(scene: Scene) -> None:
    scene.sql("ALTER TABLE core.places ADD CONSTRAINT ck_places_no_freedon CHECK (key <> 'freedon')")
    ended, said = scene.load()
    assert ended == ExitCode.INVALID_SOURCE
    assert said.startswith(f"seeds/places.yaml:{len(AFTER.splitlines())}:")
    assert scene.runs() == ["loaded", "failed"]


def test_deadlock_with_a_session_of_somebody_else_is_overcome(scene: Scene) -> None:
    with (
        ThreadPoolExecutor() as pool,
        scene.holding("LOCK TABLE ops.table_totals IN ACCESS EXCLUSIVE MODE") as gate,
        scene.holding("SET deadlock_timeout = '1h'; LOCK TABLE core.places IN SHARE MODE") as other,
    ):
        loader = scene.start("load")
        scene.waiting()
        assert scene.names() == OLD
        pid = other.info.backend_pid
        crossing = pool.submit(other.execute, b"LOCK TABLE core.facts IN ACCESS EXCLUSIVE MODE")
        until(lambda: scene.sql(f"SELECT 1 FROM pg_locks WHERE pid = {pid} AND NOT granted"))
        gate.rollback()
        loader.wait_for("deadlock detected; trying again")
        crossing.result()
        other.rollback()
        code, said = loader.ended()
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert scene.loads() == [1, 3]
