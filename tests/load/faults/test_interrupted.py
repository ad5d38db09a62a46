"""Somebody stops a load by hand, or the machine does: it ends at once, says so, and leaves nothing behind."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.load.faults.proxy import Fault
from tests.load.faults.scene import NEW
from tests.waiting import until
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.load.faults.proxy import Proxy
    from tests.load.faults.scene import Loader, Scene

pytestmark = pytest.mark.slow


def assert_interrupted(scene: Scene, loader: Loader, number: signal.Signals = signal.SIGINT) -> None:
    before = scene.state()
    loader.process.send_signal(number)
    loader.open()
    code, said = loader.ended()
    assert code == ExitCode.INTERRUPTED, said
    assert scene.state() == before
    assert scene.runs() == ["loaded", "failed"]
    assert scene.sql("SELECT error, finished_at IS NULL FROM ops.load_runs WHERE run_id = 2") == [
        ("KeyboardInterrupt", False)
    ]


def test_interrupted_while_the_server_works(scene: Scene) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        assert_interrupted(scene, loader)
    assert scene.load("--lock-wait", "0")[0] == ExitCode.DONE
    assert scene.names() == NEW


def test_interrupted_while_it_reads(scene: Scene) -> None:
    loader = scene.start("load", is_gated=True)
    scene.staged()
    assert_interrupted(scene, loader)
    assert scene.load("--lock-wait", "0")[0] == ExitCode.DONE


def test_interrupted_while_it_waits_for_another(scene: Scene) -> None:
    with scene.holding("SELECT pg_advisory_xact_lock(7362910019)"):
        loader = scene.start("load")
        scene.ledger()
        assert_interrupted(scene, loader)


def test_interruption_is_told(scene: Scene) -> None:
    loader = scene.start("load", is_gated=True)
    scene.staged()
    loader.interrupt()
    loader.open()
    assert loader.ended()[1].endswith("warehouse: interrupted\n  What was not committed was rolled back.\n")


def test_load_that_is_committed_all_the_same_is_recorded_as_loaded(scene: Scene, proxy: Proxy) -> None:
    proxy.fault = Fault.HELD
    loader = scene.start("load", dsn=proxy.dsn)
    until(proxy.met.is_set)
    loader.interrupt()
    until(proxy.canceled.is_set)  # else what it cancels might be the commit
    proxy.let_go(arrives=True)
    assert loader.ended()[0] == ExitCode.INTERRUPTED
    until(lambda: scene.names() == NEW)  # the server may still be at it
    assert "Nothing to change" in scene.load("--lock-wait", "0")[1]
    assert scene.runs() == ["loaded", "loaded", "unchanged"]


def test_ended_by_the_machine_is_as_good_as_interrupted(scene: Scene) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        assert_interrupted(scene, loader, signal.SIGTERM)
    assert scene.load()[0] == ExitCode.DONE
    assert scene.runs() == ["loaded", "failed", "loaded"]
