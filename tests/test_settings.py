"""Settings: option before environment before project folder before what the package ships."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from warehouse.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder without seeds."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Make a project with folders of its own."""
    for name in ("seeds", "sql", "deep/er"):
        (tmp_path / "filled" / name).mkdir(parents=True)
    return tmp_path / "filled"


def test_without_a_project_sql_and_examples_are_what_the_package_ships(empty: Path) -> None:
    found = Settings.resolve(environ={})
    assert found.database_url is None
    assert (found.example_seeds, found.sql, found.migrations) == (ROOT / "seeds", ROOT / "sql", ROOT / "migrations")
    assert (found.project, found.home) == (empty, empty / ".warehouse")


def test_seeds_are_never_replaced_by_the_examples(empty: Path) -> None:
    assert Settings.resolve(environ={}).seeds == empty / "seeds"


def test_project_is_the_nearest_folder_upwards_that_holds_seeds(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled / "deep" / "er")
    found = Settings.resolve(environ={})
    assert (found.project, found.seeds, found.sql) == (filled, filled / "seeds", filled / "sql")


def test_migrations_are_always_those_of_this_version(filled: Path) -> None:
    (filled / "migrations").mkdir()
    assert Settings.resolve(project=filled, environ={}).migrations == ROOT / "migrations"


@pytest.mark.usefixtures("empty")
def test_environment_names_project_home_and_database(filled: Path, tmp_path: Path) -> None:
    environ = {
        "WAREHOUSE_PROJECT": str(filled),
        "WAREHOUSE_HOME": str(tmp_path / "home"),
        "WAREHOUSE_DATABASE_URL": "postgresql://host/x",
    }
    found = Settings.resolve(environ=environ)
    assert (found.project, found.home) == (filled, tmp_path / "home")
    assert found.database_url == "postgresql://host/x"


@pytest.mark.usefixtures("empty")
def test_options_go_before_the_environment(filled: Path, tmp_path: Path) -> None:
    environ = {"WAREHOUSE_PROJECT": "/elsewhere", "WAREHOUSE_DATABASE_URL": "postgresql://elsewhere/x"}
    found = Settings.resolve(
        project=filled, seeds=tmp_path / "other", database_url="postgresql://here/x", environ=environ
    )
    assert (found.project, found.seeds) == (filled, tmp_path / "other")
    assert found.database_url == "postgresql://here/x"


def test_empty_variables_count_as_unset(empty: Path) -> None:
    names = ("WAREHOUSE_PROJECT", "WAREHOUSE_HOME", "WAREHOUSE_DATABASE_URL")
    assert Settings.resolve(environ=dict.fromkeys(names, "")) == Settings.resolve(environ={})
    assert Settings.resolve(environ=dict.fromkeys(names, "")).project == empty


def test_named_seeds_are_not_replaced_when_they_are_missing(empty: Path, tmp_path: Path) -> None:
    assert Settings.resolve(project=empty, seeds=tmp_path / "gone", environ={}).seeds == tmp_path / "gone"


def test_relative_folders_become_absolute(empty: Path, filled: Path) -> None:
    found = Settings.resolve(project=empty / ".." / filled.name, environ={"WAREHOUSE_HOME": "home"})
    assert found.seeds.is_absolute()
    assert found.home == empty / "home"


def test_settings_cannot_be_changed(filled: Path) -> None:
    found = Settings.resolve(project=filled, environ={})
    with pytest.raises(FrozenInstanceError):
        found.database_url = "postgresql://other/x"  # type: ignore[misc]
