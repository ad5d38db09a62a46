"""A connection is lost: the load begins anew by itself, and what was committed is established, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.load.faults.proxy import Fault
from tests.load.faults.scene import BEFORE, NEW
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.load.faults.proxy import Proxy
    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow


def test_session_ended_while_it_writes(scene: Scene) -> None:
    with scene.holding("LOCK TABLE ops.seed_files IN SHARE MODE"):
        loader = scene.start("load")
        scene.end_session(scene.waiting())
        loader.wait_for("trying again")
    code, said = loader.ended()
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert scene.runs() == ["loaded", "failed", "loaded"]
    assert scene.loads() == [1, 3]


def test_session_ended_while_it_reads(scene: Scene) -> None:
    loader = scene.start("load", is_gated=True)
    scene.end_session(scene.staged())
    loader.open()
    code, said = loader.ended()
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert said.count("trying again") == 1
    assert scene.loads() == [1, 3]


def test_what_the_load_found_out_after_its_session_ended_is_told(scene: Scene) -> None:
    loader = scene.start("load", is_gated=True)
    scene.end_session(scene.staged())
    scene.places.write_text(BEFORE)
    loader.open()
    code, said = loader.ended()
    assert (code, "seeds/places.yaml changed while the seeds were read" in said) == (ExitCode.BUSY, True), said


def test_ledger_ended_while_the_load_goes_on(scene: Scene) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        scene.end_session(scene.ledger())
    code, said = loader.ended()
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert said.endswith("Loaded: 3 rows added, 1 changed, 0 retired; the database holds 3 facts.\n")
    assert scene.loads() == [1, 2]
    assert "Nothing to change" in scene.load()[1]
    assert scene.runs() == ["loaded", "loaded", "unchanged"]


def test_ledger_ended_while_a_load_is_taken_back(scene: Scene) -> None:
    scene.load()
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("undo", "2")
        scene.waiting()
        scene.end_session(scene.ledger())
    code, said = loader.ended()
    assert code == ExitCode.DONE, said
    assert scene.loads() == [1, 2, 3]


def test_commit_that_arrived_without_an_answer_counts(scene: Scene, proxy: Proxy) -> None:
    proxy.fault = Fault.UNANSWERED
    code, said = scene.run("load", "--lock-wait", "0", dsn=proxy.dsn)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert proxy.met.is_set()
    assert said.endswith("Loaded: 3 rows added, 1 changed, 0 retired; the database holds 3 facts.\n")
    assert (scene.loads(), scene.runs()) == ([1, 2], ["loaded", "loaded"])


def test_commit_that_never_arrived_is_made_again(scene: Scene, proxy: Proxy) -> None:
    proxy.fault = Fault.LOST
    code, said = scene.run("load", dsn=proxy.dsn)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert said.count("the connection was lost while committing; trying again") == 1
    assert (scene.loads(), scene.runs()) == ([1, 3], ["loaded", "failed", "loaded"])


def test_undo_that_was_committed_without_an_answer_is_not_tried_again(scene: Scene, proxy: Proxy) -> None:
    scene.load()
    proxy.fault = Fault.UNANSWERED
    code, said = scene.run("undo", "2", dsn=proxy.dsn)
    assert code == ExitCode.DONE, said
    assert (scene.loads(), scene.runs()) == ([1, 2, 3], ["loaded"] * 3)


@pytest.mark.parametrize("fault", [Fault.UNANSWERED, Fault.LOST])
def test_outcome_that_cannot_be_established_is_not_guessed(scene: Scene, proxy: Proxy, fault: Fault) -> None:
    proxy.fault, proxy.is_closing = fault, True
    code, said = scene.run("load", dsn=proxy.dsn)
    assert code == ExitCode.UNREACHABLE, said
    assert "Loaded" not in said
    code, said = scene.load()
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert ("Nothing to change" in said) == (fault is Fault.UNANSWERED)


def test_connection_lost_as_soon_as_it_is_made_is_no_bug(scene: Scene, proxy: Proxy) -> None:
    proxy.ends_new = True
    code, said = scene.run("load", dsn=proxy.dsn)
    assert code == ExitCode.UNREACHABLE, said
