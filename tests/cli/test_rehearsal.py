"""``warehouse db rehearse``: what is pending is tried on a copy, and the target stays as it is."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.homes import open_folder
from tests.later import LATER, NEWEST, later_version
from warehouse.database.migrate import current
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture
def scratch_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the system's folder for temporary files, of the test's own, in which nothing may be left."""
    with open_folder() as folder:
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        yield folder


@pytest.mark.holds("curated")
def test_pending_migrations_and_a_load_are_tried_and_the_target_stays(
    warehouse: Warehouse,
    scratch_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert warehouse.database_url
    folder = tmp_path_factory.mktemp("later")
    later_version(folder)
    monkeypatch.setattr("warehouse.settings.resolve._shipped", lambda: folder)
    file = next(warehouse.seeds.glob("korean-*.yaml"))
    file.write_text(file.read_text().replace("260 billion KRW", "261 billion KRW"))
    code, printed, said = warehouse("db", "rehearse")
    assert code == ExitCode.DONE, said
    lines = printed.splitlines()
    assert lines[0].split() == ["step", "seconds", "strongest", "lock"]
    assert [line.split()[0] for line in lines if not line.startswith("  ")][1:] == [
        "dump",
        "restore",
        "upgrade",
        "load",
    ]
    upgraded = next(line for line in lines if line.startswith("upgrade"))
    assert upgraded.split()[1:3] == ["to", LATER]
    assert upgraded.endswith("AccessExclusive")
    assert "readers wait for" in printed
    assert lines[-1].split()[-1] == "RowExclusive"
    with psycopg.connect(warehouse.database_url) as connection:
        assert current(connection) == NEWEST
        assert connection.execute("SELECT count(*) FROM ops.load_runs").fetchone() == (1,)
        assert connection.execute("SELECT to_regnamespace('rehearsal')").fetchone() == (None,)
    assert list(scratch_folder.iterdir()) == []


def test_failure_on_the_copy_is_told_with_its_step(warehouse: Warehouse, scratch_folder: Path) -> None:
    (warehouse.seeds / "wrong.yaml").write_text("places:\n  - {key: x}\n")
    code, printed, said = warehouse("db", "rehearse")
    assert code == ExitCode.FAILED
    assert printed.splitlines()[-1].startswith("load ")
    assert printed.splitlines()[-1].endswith("failed")
    assert "No migration is pending." in said
    assert "load failed on the copy" in said
    assert list(scratch_folder.iterdir()) == []
