"""A database loaded once, and seeds that have changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.builders import REFERENCE, ProjectFolder
from tests.conftest import Warehouse
from tests.load.faults.proxy import Proxy
from tests.load.faults.scene import AFTER, BEFORE, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import AsLoaded


def write_seeds(project: ProjectFolder, places: str) -> None:
    """Write the seeds of a scene."""
    project.write(REFERENCE, "handbook.yaml")
    project.write(places, "places.yaml")


def changed_since(folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Scene]:
    """Give a scene on any database into which the seeds were loaded as they were before."""
    warehouse = Warehouse(folder / "project", database_url, capsys)
    write_seeds(warehouse, AFTER)
    scene = Scene(warehouse, database_url, folder, psycopg.connect(database_url, autocommit=True))
    try:
        yield scene
    finally:
        scene.close()


@pytest.fixture(scope="session")
def scene_pattern(as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = tmp_path_factory.mktemp("scene")
    write_seeds(ProjectFolder(project), BEFORE)
    with as_loaded("scene", project) as made:
        yield made


@pytest.fixture
def pattern(scene_pattern: str) -> str:
    return scene_pattern


@pytest.fixture
def scene(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Scene]:
    yield from changed_since(tmp_path, database_url, capsys)


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    made = Proxy(database_url)
    yield made
    made.close()
