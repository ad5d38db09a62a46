"""The loader is killed: nothing is half done, the next load succeeds at once, and the ledger tells the truth."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
import pytest

from tests.load.faults.proxy import Fault
from tests.load.faults.scene import NEW
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.load.faults.proxy import Proxy
    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

CHECK: Final = """\
/* check
title: A check that can be held up
description: It reads a table that a test locks.
severity: error
hint: none
*/
SELECT problem FROM public.gate ORDER BY problem;
"""
HELD_UP: Final = {
    "comparing": "LOCK TABLE ops.table_totals IN ACCESS EXCLUSIVE MODE",
    "writing": "LOCK TABLE core.places IN SHARE MODE",
    "writing, all written but the list of files": "LOCK TABLE ops.seed_files IN SHARE MODE",
    "checking": "LOCK TABLE public.gate IN ACCESS EXCLUSIVE MODE",
}
WAITS_ONCE: Final = """
CREATE SEQUENCE public.visits;
CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('public.visits') = 1 THEN PERFORM pg_advisory_xact_lock(1); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER wait AFTER INSERT ON core.places FOR EACH STATEMENT EXECUTE FUNCTION public.wait();
"""


@pytest.fixture
def gate(scene: Scene) -> None:
    """A check that reads a table of the test's own."""
    scene.sql("CREATE TABLE public.gate (problem text)")
    scene.warehouse.add_check("gate", CHECK)


@contextmanager
def nothing_half_done(scene: Scene) -> Iterator[None]:
    """Let a load die in the block, and see that only the next one does anything."""
    before = scene.state()
    yield
    assert scene.state() == before
    code, said = scene.load()
    assert (code, scene.names(), scene.runs()) == (0, NEW, ["loaded", "died", "loaded"]), said
    assert scene.loads() == [1, 3]
    assert "Nothing to change" in scene.load()[1]


@pytest.mark.usefixtures("gate")
@pytest.mark.parametrize("phase", HELD_UP)
def test_loader_killed_while_the_server_works_for_it(scene: Scene, phase: str) -> None:
    with nothing_half_done(scene), scene.holding(HELD_UP[phase]):
        loader = scene.start("load")
        scene.waiting()
        assert loader.said().splitlines()[-1] == phase.partition(",")[0]
        loader.kill()


def test_loader_killed_while_it_reads(scene: Scene) -> None:
    with nothing_half_done(scene):
        loader = scene.start("load", is_gated=True)
        scene.staged()
        loader.kill()


def test_statement_of_a_dead_loader_does_not_keep_the_next_one_waiting(scene: Scene) -> None:
    scene.sql(WAITS_ONCE)
    with psycopg.connect(scene.database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(1)")  # to the end of the test
        with nothing_half_done(scene):
            loader = scene.start("load")
            scene.waiting()
            loader.kill()


def test_loader_killed_with_its_commit_under_way(scene: Scene, proxy: Proxy) -> None:
    proxy.fault = Fault.HELD
    with nothing_half_done(scene):
        loader = scene.start("load", dsn=proxy.dsn)
        until(proxy.met.is_set)
        loader.kill()
        proxy.let_go(arrives=False)


def test_load_committed_although_its_loader_was_killed_is_recorded_as_loaded(scene: Scene, proxy: Proxy) -> None:
    proxy.fault = Fault.HELD
    loader = scene.start("load", dsn=proxy.dsn)
    until(proxy.met.is_set)
    loader.kill()
    proxy.let_go(arrives=True)
    until(lambda: scene.names() == NEW)
    code, said = scene.load()
    assert (code, scene.runs(), scene.loads()) == (0, ["loaded", "loaded", "unchanged"], [1, 2])
    assert "Nothing to change" in said
