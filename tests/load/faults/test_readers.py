"""Readers are never blocked, and see all of a load or nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import psycopg
import pytest

from tests.load.faults.scene import NEW, OLD
from tests.waiting import PATIENCE
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

TABLES: Final = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('core', 'history')"


@pytest.fixture
def reader(scene: Scene) -> Iterator[psycopg.Connection]:
    with psycopg.connect(scene.database_url, options=f"-c statement_timeout={PATIENCE:.0f}s") as connection:
        yield connection


def read(connection: psycopg.Connection) -> list[str]:
    """Read every table; give the names of the places."""
    for (table,) in connection.execute(TABLES).fetchall():
        connection.execute(f"SELECT count(*) FROM {table}".encode())
    return [name for (name,) in connection.execute("SELECT name FROM core.places ORDER BY key")]


def test_long_reader_and_load_do_not_wait_for_each_other(scene: Scene, reader: psycopg.Connection) -> None:
    reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    assert read(reader) == OLD
    assert scene.load()[0] == ExitCode.DONE
    assert scene.load("--restore")[0] == ExitCode.DONE
    assert read(reader) == OLD
    reader.commit()
    assert read(reader) == NEW


def test_reader_who_comes_while_a_load_writes_gets_an_answer(scene: Scene, reader: psycopg.Connection) -> None:
    with scene.holding("LOCK TABLE ops.seed_files IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        assert read(reader) == OLD
        reader.commit()
    assert loader.ended()[0] == ExitCode.DONE
    assert read(reader) == NEW


def test_undo_does_not_block_readers_either(scene: Scene, reader: psycopg.Connection) -> None:
    scene.load()
    reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    assert read(reader) == NEW
    assert scene.warehouse("undo", "2")[0] == ExitCode.DONE
    assert read(reader) == NEW
    reader.commit()
    assert read(reader) == OLD
