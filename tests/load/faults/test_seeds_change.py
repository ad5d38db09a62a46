"""Seeds change while a load reads them: it says so and changes nothing; the next load takes them as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.load.faults.scene import AFTER, NEW
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

EXTRA = "places:\n  - {kind: country, name: Zembla, key: zembla, cite: handbook#Z}\n"


def edit(scene: Scene) -> None:
    scene.places.write_text(f"{AFTER}{EXTRA.partition(chr(10))[2]}")


def add(scene: Scene) -> None:
    (scene.warehouse.seeds / "zembla.yaml").write_text(EXTRA)


def remove(scene: Scene) -> None:
    scene.places.rename(scene.places.with_name(".places.yaml"))


def move(scene: Scene) -> None:
    scene.places.rename(scene.places.with_name("countries.yaml"))


def leave_half_written(scene: Scene) -> None:
    scene.places.write_text(AFTER[:-20])


def assert_refused_and_then_loaded(scene: Scene, change: Callable[[Scene], None], name: str, *, reads: bool) -> None:
    before = scene.state()
    if reads:
        loader = scene.start("load", is_gated=True)
        scene.staged()
        change(scene)
        loader.open()
    else:
        with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
            loader = scene.start("load")
            scene.waiting()
            change(scene)
    code, said = loader.ended()
    assert code == ExitCode.BUSY, said
    assert f"warehouse: seeds/{name} changed while the seeds were read" in said
    assert scene.state() == before
    assert scene.runs() == ["loaded", "failed"]


@pytest.mark.parametrize(
    ("change", "name", "places"),
    [
        (edit, "places.yaml", [*NEW, "Zembla"]),
        (add, "zembla.yaml", [*NEW, "Zembla"]),
        (move, "countries.yaml", NEW),
    ],
)
def test_change_while_the_load_writes(
    scene: Scene, change: Callable[[Scene], None], name: str, places: list[str]
) -> None:
    assert_refused_and_then_loaded(scene, change, name, reads=False)
    assert scene.load()[0] == ExitCode.DONE
    assert scene.names() == places


@pytest.mark.parametrize("change", [edit, remove])
def test_change_before_the_file_is_read(scene: Scene, change: Callable[[Scene], None]) -> None:
    assert_refused_and_then_loaded(scene, change, "places.yaml", reads=True)


@pytest.mark.parametrize("change", [edit, remove, leave_half_written])
def test_change_of_a_file_that_is_new(scene: Scene, change: Callable[[Scene], None]) -> None:
    """Nothing is known of its content before it is read."""
    scene.sql("DELETE FROM ops.seed_files WHERE path = 'places.yaml'")
    assert_refused_and_then_loaded(scene, change, "places.yaml", reads=True)


def test_file_that_goes_while_the_load_writes_is_missed(scene: Scene) -> None:
    assert_refused_and_then_loaded(scene, remove, "places.yaml", reads=False)
    assert scene.load("--max-retire", "100%")[0] == ExitCode.DONE
    assert scene.names() == []
