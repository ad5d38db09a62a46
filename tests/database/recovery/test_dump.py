"""Who may dump, and that what was written is read back before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.database.accounts import furnished_copy
from warehouse.database.recovery import dump as dumping
from warehouse.database.recovery.dump import dump
from warehouse.database.roles import Group
from warehouse.errors import CheckFailed, PermissionRefused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow


def test_loader_may_dump_and_a_reader_may_not(
    databases: Databases, empty: str, server_dsn: str, tmp_path: Path
) -> None:
    with furnished_copy(databases, empty, server_dsn) as site:
        assert dump(site.address(Group.LOADER), tmp_path / "a.dump").description.facts == 0
        for group in (Group.READER, Group.MONITOR):
            with pytest.raises(PermissionRefused):
                dump(site.address(group), tmp_path / "b.dump")
    assert {path.name for path in tmp_path.iterdir()} == {"a.dump", "a.dump.json"}


def test_dump_that_cannot_be_read_back_gets_no_name(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dump(database_url, tmp_path / "a.dump").path.read_bytes()

    def break_off(_: str, new: Path, *__: object) -> None:
        new.write_bytes(whole[:-50_000])

    monkeypatch.setattr(dumping, "_run", break_off)
    with pytest.raises(CheckFailed, match=r"cannot be read back: .*cut short"):
        dump(database_url, tmp_path / "b.dump")
    assert {path.name for path in tmp_path.iterdir()} == {"a.dump", "a.dump.json"}
