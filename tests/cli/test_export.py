"""``warehouse seeds export``: the database's facts back as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    import psycopg

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow


@pytest.mark.holds("curated")
def test_exported_files_load_to_the_same_database(warehouse: Warehouse) -> None:
    goal = warehouse.project / "back" / "seeds"
    code, out, said = warehouse("seeds", "export", str(goal))
    assert (code, out) == (ExitCode.DONE, "")
    assert said.startswith("Wrote ")
    assert {path.relative_to(goal).as_posix() for path in goal.rglob("*.yaml")} >= {
        *("agreements.yaml", "documents.yaml", "mineral-lists.yaml", "registers/entities.yaml"),
    }
    code, _, said = warehouse("--seeds", str(goal), "plan", "--exit-code")
    assert (code, said) == (ExitCode.DONE, "")
    assert warehouse("seeds", "export", str(goal))[0] == ExitCode.USAGE
    assert warehouse("seeds", "export", str(goal), "--force")[0] == ExitCode.DONE


@pytest.mark.holds("curated")
def test_row_that_no_seed_can_say_is_told_and_nothing_is_written(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    with postgresql.transaction():
        postgresql.execute("UPDATE core.places SET name = ' Asia' WHERE key = 'asia'")
    code, out, said = warehouse("seeds", "export", str(warehouse.project / "back"))
    assert (code, out) == (ExitCode.FAILED, "")
    assert "registers/places.yaml:" in said
    assert not (warehouse.project / "back").exists()


@pytest.mark.holds("curated")
def test_row_that_a_load_would_change_is_exported_as_it_is(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    with postgresql.transaction():
        postgresql.execute("UPDATE core.places SET name = 'Kontinent' WHERE key = 'asia'")
    goal = warehouse.project / "back"
    assert warehouse("seeds", "export", str(goal))[0] == ExitCode.DONE
    assert "    name: Kontinent\n" in (goal / "registers" / "places.yaml").read_text()


def test_empty_database_is_told(warehouse: Warehouse) -> None:
    code, _, said = warehouse("seeds", "export", str(warehouse.project / "back"))
    assert code == ExitCode.FAILED
    assert "holds no facts" in said
    assert not (warehouse.project / "back").exists()


@pytest.mark.holds("curated")
def test_place_that_cannot_be_written_is_told(warehouse: Warehouse) -> None:
    code, _, said = warehouse("seeds", "export", "/proc/back")
    assert code == ExitCode.PERMISSION
    assert "cannot write /proc/back" in said
