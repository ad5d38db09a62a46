"""A database loaded once, and seeds that have changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import Warehouse
from tests.load.faults.proxy import Proxy
from tests.load.faults.scene import AFTER, BEFORE, HANDBOOK, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def first_loaded(folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Scene]:
    """Give a scene on any migrated database."""
    warehouse = Warehouse(folder / "project", database_url, capsys)
    warehouse.seeds.mkdir(parents=True)
    (warehouse.seeds / "handbook.yaml").write_text(HANDBOOK)
    (warehouse.seeds / "places.yaml").write_text(BEFORE)
    scene = Scene(warehouse, database_url, folder, psycopg.connect(database_url, autocommit=True))
    assert scene.load()[0] == 0
    scene.places.write_text(AFTER)
    try:
        yield scene
    finally:
        scene.close()


@pytest.fixture
def scene(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Iterator[Scene]:
    yield from first_loaded(tmp_path, database_url, capsys)


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    made = Proxy(database_url)
    yield made
    made.close()
