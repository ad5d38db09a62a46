"""``warehouse docs``: what describes the mart, written where it is asked for, and known to be stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

NAMES = {"data-dictionary.md", "er-diagram.svg", "datapackage.json", "semantic-model.yaml"}


def test_files_go_to_docs_of_the_project(offline: Warehouse) -> None:
    code, out, said = offline("docs")
    folder = offline.project / "docs"
    assert (code, said) == (ExitCode.DONE, "4 written, 0 in order.\n")
    assert {path.name for path in folder.iterdir()} == NAMES
    assert set(out.splitlines()) == {str(folder / name) for name in NAMES}
    assert offline("docs") == (ExitCode.DONE, "", "0 written, 4 in order.\n")


def test_stale_file_is_named_and_left_alone(offline: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert offline("docs", str(folder), "--check")[0] == ExitCode.FAILED
    assert not folder.exists()
    assert offline("--quiet", "docs", str(folder))[0] == ExitCode.DONE
    assert offline("docs", str(folder), "--check") == (ExitCode.DONE, "", "0 not fresh, 4 in order.\n")
    (folder / "er-diagram.svg").write_text("<svg/>")
    code, out, _ = offline("docs", str(folder), "--check")
    assert (code, out) == (ExitCode.FAILED, f"{folder / 'er-diagram.svg'}\n")
    assert (folder / "er-diagram.svg").read_text() == "<svg/>"


def test_place_that_cannot_be_written_is_told(offline: Warehouse) -> None:
    code, _, said = offline("docs", "/proc/docs")
    assert code == ExitCode.PERMISSION
    assert "cannot write /proc/docs" in said


@pytest.mark.parametrize("goal", ["bundle", "bundle.zip"])
def test_bundle_for_superset_is_written_where_it_is_asked_for(offline: Warehouse, tmp_path: Path, goal: str) -> None:
    code, out, said = offline("docs", "--superset", str(tmp_path / goal), "--superset-address", "postgresql://a@b/c")
    assert (code, out) == (ExitCode.DONE, "")
    assert said.endswith(f"files to {tmp_path / goal}; docs/bi.md says how to import them.\n")
    first = (tmp_path / goal).read_bytes() if goal.endswith("zip") else (tmp_path / goal / "metadata.yaml").read_bytes()
    assert first
    assert not (offline.project / "docs").exists()


def test_source_for_dbt_is_written_where_it_is_asked_for(offline: Warehouse, tmp_path: Path) -> None:
    goal = tmp_path / "models" / "sources.yml"
    code, _, said = offline("docs", "--dbt", str(goal))
    assert (code, said) == (ExitCode.DONE, f"The mart is a source of dbt in {goal}; docs/bi.md says how to use it.\n")
    assert goal.read_text().startswith("# Written by warehouse docs --dbt")
    assert offline("docs", "--dbt", "/proc/sources.yml")[0] == ExitCode.PERMISSION


@pytest.mark.parametrize(
    "words",
    [
        ["--superset-address", "x"],
        ["somewhere", "--superset", "b"],
        ["--check", "--superset", "b"],
        ["--check", "--dbt", "b"],
    ],
)
def test_options_that_do_not_go_together_are_refused(offline: Warehouse, words: list[str]) -> None:
    assert offline("docs", *words)[0] == ExitCode.USAGE
