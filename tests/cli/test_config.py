"""``warehouse config show``, and what the settings of the file do to commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import warehouse as package
from tests.conftest import ROOT
from warehouse.cli.app import run
from warehouse.errors import ExitCode
from warehouse.settings import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse


def test_every_value_is_shown_with_its_origin(offline: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    (offline.project / "warehouse.toml").write_text('\nmax-retire = "5%"\n')
    monkeypatch.setenv("WAREHOUSE_SITE", "/srv/site")
    code, out, said = offline("--color", "never", "config", "show")
    rows = {line.split("  ")[0].strip(): line for line in out.splitlines() if line}
    assert (code, said) == (ExitCode.DONE, "")
    assert rows["max-retire"].split()[1:] == ["5%", f"{offline.project}/warehouse.toml:2"]
    assert rows["site"].split()[1:] == ["/srv/site", "WAREHOUSE_SITE"]
    assert rows["color"].split()[1:] == ["never", "--color"]
    assert rows["database"].split("  ", 1)[1].split() == ["the", "embedded", "server", "default"]
    assert rows["config file"].split()[-1] == str(offline.project / "warehouse.toml")
    assert rows["migrations"].split()[-1] == str(ROOT / "migrations")
    assert rows["version"].split()[-1] == package.__version__
    assert {setting.name for setting in SETTINGS} <= set(rows)


def test_as_json_for_programs(offline: Warehouse) -> None:
    (offline.project / "warehouse.toml").write_text('database = "postgresql://me@db.example.org/x"\n')
    code, out, _ = offline("config", "show", "--format", "json")
    shown = json.loads(out)
    settings = {row["name"]: row for row in shown["settings"]}
    assert code == ExitCode.DONE
    assert settings["database"]["value"] == "postgresql://me@db.example.org/x"
    assert settings["database"]["from"] == f"{offline.project}/warehouse.toml:1"
    assert settings["database"]["source"] == "file"
    assert settings["documents"]["value"] is None
    assert (shown["embedded_home"], shown["config_file"]) == (None, str(offline.project / "warehouse.toml"))


def test_a_wrong_file_ends_every_command(offline: Warehouse) -> None:
    (offline.project / "warehouse.toml").write_text("sedes = 1\n")
    for command in (["seeds", "check"], ["config", "show"], ["load"]):
        code, out, said = offline(*command)
        assert (code, out) == (ExitCode.CONFIGURATION, "")
        assert f'{offline.project}/warehouse.toml:1:1: unknown setting "sedes"; did you mean "seeds"?' in said


def test_the_folders_of_the_file_are_used(offline: Warehouse, tmp_path: Path) -> None:
    (offline.project / "warehouse.toml").write_text('seeds = "facts"\ndocuments = "copies"\n')
    offline.seeds.rename(tmp_path / "facts")
    (tmp_path / "copies").mkdir()
    assert offline("seeds", "check")[0] == ExitCode.DONE
    code, _, said = offline("seeds", "verify")
    assert code == ExitCode.CONFIGURATION
    assert f"{tmp_path / 'copies'} holds no copy of any document" in said
    _, _, said = offline("seeds", "verify", "--documents", str(tmp_path / "gone"))
    assert f"no documents folder at {tmp_path / 'gone'}" in said


def test_the_prefix_of_the_file_names_the_groups(offline: Warehouse) -> None:
    (offline.project / "warehouse.toml").write_text('role-prefix = "minerals"\n')
    assert "minerals_reader" in offline("db", "roles")[1]
    assert "warehouse_reader" not in offline("db", "roles")[1]
    assert "other_reader" in offline("db", "roles", "--prefix", "other")[1]


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_the_guard_of_the_file_holds_a_load(warehouse: Warehouse) -> None:
    (warehouse.seeds / "disagreements.yaml").unlink()
    (warehouse.project / "warehouse.toml").write_text('max-retire = "100%"\n')
    _, _, said = warehouse("plan", "--stat")
    assert "as it stands" not in said
    (warehouse.project / "warehouse.toml").write_text("max-retire = 1\n")
    _, _, said = warehouse("plan", "--stat")
    assert "as it stands, the load would retire many rows" in said
    code, _, said = warehouse("load")
    assert code == ExitCode.FAILED, said
    assert warehouse("load", "--max-retire", "100%")[0] == ExitCode.DONE


def test_help_needs_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "warehouse.toml").write_text("sedes = 1\n")
    monkeypatch.chdir(tmp_path)
    assert run(["--help"]) == ExitCode.DONE
    assert run(["--version"]) == ExitCode.DONE
