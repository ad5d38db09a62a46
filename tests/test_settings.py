"""Settings: option before environment before warehouse.toml before defaults."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from tests.conftest import ROOT
from warehouse.errors import ConfigurationError, PermissionRefused
from warehouse.settings import SETTINGS, Settings, Source

VARIABLE = re.compile(r"\bWAREHOUSE_[A-Z]+(?:_[A-Z]+)*\b")


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
    assert (found.example_seeds, found.sql, found.migrations) == (ROOT / "seeds", (ROOT / "sql",), ROOT / "migrations")
    assert (found.project, found.home) == (empty, empty / ".warehouse")


def test_seeds_are_never_replaced_by_the_examples(empty: Path) -> None:
    assert Settings.resolve(environ={}).seeds == empty / "seeds"


def test_project_is_the_nearest_folder_upwards_that_holds_seeds(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled / "deep" / "er")
    found = Settings.resolve(environ={})
    assert (found.project, found.seeds, found.sql) == (filled, filled / "seeds", (filled / "sql", ROOT / "sql"))


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


EVERYTHING = """
database = "service=minerals"
home = "own/home"
seeds = "own/seeds"
documents = "../articles"
site = "/srv/site"
lake = "own/lake"
lake-catalog = "minerals"
lock-wait = 2.5
max-retire = 30
role-prefix = "minerals"
color = "never"
"""


def shown(found: Settings) -> dict[str, tuple[str, str]]:
    return {value.setting.name: (str(value.value), str(value.origin)) for value in found.values}


def test_file_sets_everything_and_its_paths_are_relative_to_it(filled: Path) -> None:
    (filled / "warehouse.toml").write_text(EVERYTHING)
    found = Settings.resolve(project=filled, environ={})
    assert found.file == filled / "warehouse.toml"
    assert (found.home, found.seeds, found.site) == (filled / "own/home", filled / "own/seeds", Path("/srv/site"))
    assert (found.database_url, found.documents) == ("service=minerals", filled / "../articles")
    assert (found.lake, found.lake_catalog) == (str(filled / "own/lake"), "minerals")
    assert (found.lock_wait, found.max_retire, found.role_prefix, found.color) == (2.5, "30", "minerals", "never")
    lines = EVERYTHING.splitlines()
    for name, (_, origin) in shown(found).items():
        if name != "project":
            number = next(number for number, line in enumerate(lines, 1) if line.startswith(f"{name} "))
            assert origin == f"{filled / 'warehouse.toml'}:{number}"
    assert {name for name, _ in shown(found).items()} == {setting.name for setting in SETTINGS}


def test_lake_in_an_object_store_is_no_folder_of_the_project(filled: Path) -> None:
    (filled / "warehouse.toml").write_text('lake = "s3://minerals/lake"\n')
    assert Settings.resolve(project=filled, environ={}).lake == "s3://minerals/lake"


def test_each_source_goes_before_the_next(filled: Path, empty: Path) -> None:
    (filled / "warehouse.toml").write_text('seeds = "file"\ndatabase = "service=file"\ncolor = "never"\n')
    environ = {"WAREHOUSE_SEEDS": "environment", "WAREHOUSE_COLOR": "always"}
    found = Settings.resolve(project=filled, seeds=Path("option"), environ=environ)
    assert found.seeds == empty / "option"
    assert Settings.resolve(project=filled, environ=environ).seeds == empty / "environment"
    assert Settings.resolve(project=filled, environ={}).seeds == filled / "file"
    sources = {value.setting.name: value.origin.source for value in found.values}
    assert sources == dict.fromkeys(sources, Source.DEFAULT) | {
        "project": Source.OPTION,
        "seeds": Source.OPTION,
        "color": Source.ENVIRONMENT,
        "database": Source.FILE,
    }


def test_every_setting_can_come_from_the_environment(empty: Path) -> None:
    values = {
        "seconds": "3",
        "rows or share": "7%",
        "word": "never",
        "name": "mine",
        "address of a database": "service=x",
    }
    environ = {setting.variable: values.get(setting.kind, "folder") for setting in SETTINGS}
    found = shown(Settings.resolve(environ=environ))
    assert {name: origin for name, (_, origin) in found.items()} == {each.name: each.variable for each in SETTINGS}
    assert found["home"][0] == str(empty / "folder")


def test_project_is_found_upwards_by_its_file_too(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (filled / "deep" / "warehouse.toml").write_text("")
    monkeypatch.chdir(filled / "deep" / "er")
    assert Settings.resolve(environ={}).project == filled / "deep"


WRONG = {
    'sedes = "x"': '1:1: unknown setting "sedes"; did you mean "seeds"?',
    '# ours\n\n  colour = "x"': '3:3: unknown setting "colour"; did you mean "color"?',
    "seeds = 3": '1:1: "seeds" is the name of a folder, not a number',
    "seeds = true": '1:1: "seeds" is the name of a folder, not true or false',
    "seeds = 2026-01-01": '1:1: "seeds" is the name of a folder, not a date or time',
    'seeds = ""': '1:1: "seeds" is invalid: "" is not the name of a folder',
    "lock-wait = [\n  1\n]": '1:1: "lock-wait" is a number of seconds, such as 10 or 0.5, not a list',
    "lock-wait = -1": '1:1: "lock-wait" is invalid: "-1" is not a number of seconds',
    "lock-wait = nan": '1:1: "lock-wait" is invalid: "nan" is not a number of seconds',
    "max-retire = 0.5": '1:1: "max-retire" is a number of rows or a share, such as 30 or 20%, not a number',
    'max-retire = "120%"': '1:1: "max-retire" is invalid: "120%" is not a number of rows',
    'color = "red"': '1:1: "color" is invalid: "red" is not one of: auto, always, never',
    'role-prefix = "drop table"': '1:1: "role-prefix" is invalid',
    'project = "x"': '1:1: "project" cannot be set here',
    "[database]\nurl = 1": '1:1: "database" is a libpq URI or key=value pairs, not a table',
    "[server]": '1:1: "server" is a table; write settings outside tables',
    "a.b = 1": '1:1: "a" is a table',
    'seeds = "x': "1:11: not valid TOML: ",
    "seeds = ": "1:9: not valid TOML: ",
    'seeds = "a"\nseeds = "b"': "2:12: not valid TOML: Cannot overwrite a value",
    "x = " + "[" * 5000: "1:1: nested too deeply",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_in_the_file_is_told_with_its_place(filled: Path, text: str, said: str) -> None:
    (filled / "warehouse.toml").write_text(text)
    with pytest.raises(ConfigurationError) as raised:
        Settings.resolve(project=filled, environ={})
    assert f"{filled / 'warehouse.toml'}:{said}" in raised.value.what


def test_all_problems_of_the_file_are_told_at_once(filled: Path) -> None:
    (filled / "warehouse.toml").write_text('a = """\nb = 1\n"""\nlock-wait = "x"  # c = 2\r\nd = {e = 1}\n')
    with pytest.raises(ConfigurationError) as raised:
        Settings.resolve(project=filled, environ={})
    places = [line.removeprefix(str(filled)).split(": ")[0] for line in raised.value.what.splitlines()]
    assert places == ["/warehouse.toml:1:1", "/warehouse.toml:4:1", "/warehouse.toml:5:1"]


def test_a_file_that_is_no_text_or_cannot_be_read_is_said(filled: Path) -> None:
    (filled / "warehouse.toml").write_bytes(b'# ok\nseeds = "\xff"\n')
    with pytest.raises(ConfigurationError, match=r"warehouse\.toml:2:10: byte 0xff is not UTF-8"):
        Settings.resolve(project=filled, environ={})
    (filled / "warehouse.toml").unlink()
    (filled / "warehouse.toml").mkdir()
    with pytest.raises(PermissionRefused, match="cannot be read"):
        Settings.resolve(project=filled, environ={})


@pytest.mark.parametrize(
    "environ", [{"WAREHOUSE_LOCK_WAIT": "long"}, {"WAREHOUSE_COLOR": "red"}, {"WAREHOUSE_MAX_RETIRE": "all"}]
)
def test_a_variable_that_does_not_fit_is_named(filled: Path, environ: dict[str, str]) -> None:
    (name,) = environ
    with pytest.raises(ConfigurationError, match=name):
        Settings.resolve(project=filled, environ=environ)


def test_settings_do_not_show_the_address_when_they_are_printed(filled: Path) -> None:
    found = Settings.resolve(project=filled, database_url="postgresql://me:Canary-7b3f@host/x", environ={})
    assert "Canary" not in repr(found)


def test_the_page_tells_every_variable_that_the_code_reads() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    read = {name for path in (ROOT / "warehouse").rglob("*.py") for name in VARIABLE.findall(path.read_text())}
    assert {"WAREHOUSE_HOME", "WAREHOUSE_PG_BIN"} <= read
    assert {name for name in read if f"`{name}`" not in page} == set()
