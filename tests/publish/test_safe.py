"""A site is replaced as a whole or not at all, and nothing else is ever replaced."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publish.building import beside, built, bytes_of
from tests.waiting import until
from warehouse.errors import ExitCode, PermissionRefused
from warehouse.publish.output import Files

if TYPE_CHECKING:
    from tests.conftest import Databases, Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

FAILING = """\
/* report
title: Fails
question: What is one by nothing?
grain: [unit_key]
columns:
  unit_key: {meaning: key of the unit}
  nothing: {meaning: no number}
*/
SELECT
  u.unit_key,
  1 / (count(*) - 1) AS nothing
FROM mart.dim_unit AS u
GROUP BY u.unit_key
ORDER BY u.unit_key;
"""
ONE = "contract-values"


@pytest.fixture(scope="module")
def built_before(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish with one report, for every test to copy."""
    folder = tmp_path_factory.mktemp("safe") / "site"
    built(databases.dsn(curated), folder, ONE)
    return folder


@pytest.fixture
def site(built_before: Path, tmp_path: Path) -> Path:
    """Copy a site; give the folder."""
    return Path(shutil.copytree(built_before, tmp_path / "site-of-mine"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("thesis.txt", "years of work"),
        ("site.json", "{}"),
        ("site.json", '{"name": "critical-minerals-warehouse"}'),
        ("site.json", "[1]"),
        ("index.html", "<p>mine</p>"),
    ],
)
def test_folder_that_is_no_site_is_refused(warehouse: Warehouse, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text(text)
    code, _, said = warehouse("publish", str(tmp_path / "mine"))
    assert code == ExitCode.USAGE
    assert "is not empty, and holds no site of this warehouse" in said
    assert "Name a folder that does not exist, is empty, or holds an earlier site." in said
    assert bytes_of(tmp_path / "mine") == {name: text.encode()}
    assert beside(tmp_path / "mine") == []


def test_site_with_a_file_of_others_is_refused(warehouse: Warehouse, site: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (site / "new").mkdir()
    for name in ("notes.txt", "entities/notes.html", "new/notes.html", "linked"):
        foreign = site / name
        foreign.symlink_to(tmp_path / "precious") if name == "linked" else foreign.write_text("mine")
        before = bytes_of(site)
        code, _, said = warehouse("publish", str(site))
        assert code == ExitCode.USAGE
        assert f"holds a file that does not belong to the site: {name}" in said
        assert bytes_of(site) == before
        foreign.unlink()
    assert (tmp_path / "precious").is_dir()


def test_file_in_the_place_of_the_folder_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    code, _, said = warehouse("publish", str(tmp_path / "file"))
    assert (code, "file is not a folder" in said) == (ExitCode.USAGE, True)
    assert (tmp_path / "file").read_text() == "mine"


def test_empty_folder_and_folders_not_there_yet_are_filled(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "not" / "there"):
        assert built(str(warehouse.database_url), folder, ONE).pages > 100
        assert (folder / "index.html").is_file()


def test_report_that_fails_leaves_the_site_as_it_was(warehouse: Warehouse, site: Path) -> None:
    before = bytes_of(site)
    warehouse.add_report("fails", FAILING)
    code, _, said = warehouse("publish", str(site))
    assert code == ExitCode.INVALID_SOURCE
    assert "fails.sql" in said
    assert "division by zero" in said
    assert bytes_of(site) == before
    assert beside(site) == []


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), PermissionRefused),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
def test_failure_half_way_leaves_the_site_as_it_was(
    warehouse: Warehouse,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    expected: type[BaseException],
) -> None:
    before = bytes_of(site)
    real = Files.write

    def fail(self: Files, path: str, text: str) -> None:
        if path == "about.html":
            raise failure
        real(self, path, text)

    monkeypatch.setattr(Files, "write", fail)
    with pytest.raises(expected):
        built(str(warehouse.database_url), site, ONE)
    assert bytes_of(site) == before
    assert beside(site) == []


def test_process_that_is_killed_leaves_the_site_as_it_was(
    databases: Databases, curated: str, site: Path, warehouse: Warehouse
) -> None:
    before = bytes_of(site)
    command = [sys.executable, "-m", "warehouse", "--project", str(ROOT), "publish", str(site)]
    environment = {**os.environ, "WAREHOUSE_DATABASE_URL": databases.dsn(curated)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:

        def is_half_written() -> bool:
            assert process.poll() is None
            return any(site.parent.glob(f".{site.name}-*/new/reports/*.html"))

        until(is_half_written)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert bytes_of(site) == before
    assert len(beside(site)) == 1, "what was half written lies beside the site"
    assert built(str(warehouse.database_url), site, ONE).pages > 100, "and is not in the way"
    assert bytes_of(site) == before


@pytest.mark.parametrize("place", ["/proc/site", "/proc/self/site"])
def test_place_that_cannot_be_written_is_told(warehouse: Warehouse, place: str) -> None:
    code, _, said = warehouse("publish", place)
    assert (code, f"cannot write {place}" in said) == (ExitCode.PERMISSION, True)
    assert "Make room, or choose another folder." in said


@pytest.mark.holds("empty")
def test_nothing_loaded_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    code, _, said = warehouse("publish", str(tmp_path / "out"))
    assert code == ExitCode.FAILED
    assert "there is nothing to publish, because no load had been committed" in said
    assert '"warehouse load" makes the first' in said
    assert not (tmp_path / "out").exists()


def test_moment_before_the_first_load_is_told(warehouse: Warehouse, tmp_path: Path) -> None:
    code, _, said = warehouse("publish", str(tmp_path / "out"), "--as-of", "2001-01-01")
    assert (code, "nothing had been loaded at 2001-01-01" in said) == (ExitCode.USAGE, True)
    assert warehouse("publish", str(tmp_path / "out"), "--as-of", "soon")[0] == ExitCode.USAGE
    assert not (tmp_path / "out").exists()
