"""The folder of dumps: what gets in, what goes, what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.database.recovery.dump import (
    MAGIC,
    beside,
    make_folder,
    placed,
    read_description,
    refuse_other_file,
    remove_oldest,
)
from warehouse.errors import InvalidSource, PermissionRefused, UsageError

if TYPE_CHECKING:
    from pathlib import Path

OWN = [f"warehouse-202611{day:02}T101500Z-load{load}-20261122_1210.dump" for day, load in ((1, 9), (2, 10), (10, 11))]
OTHERS = ["before-the-move.dump", "warehouse-old.dump", f"{OWN[0]}.part", "warehouse.dump", ".gitignore"]


def interrupted_while_writing(path: Path) -> None:
    path.write_bytes(b"hal")
    raise KeyboardInterrupt


def test_oldest_dumps_of_own_naming_go_and_nothing_else(tmp_path: Path) -> None:
    for name in (*OWN, *OTHERS):
        (tmp_path / name).write_text("x")
    beside(tmp_path / OWN[0]).write_text("x")
    beside(tmp_path / OWN[2]).write_text("x")
    assert [path.name for path in remove_oldest(tmp_path, 2)] == [OWN[0]]
    assert {path.name for path in tmp_path.iterdir()} == {*OWN[1:], *OTHERS, f"{OWN[2]}.json"}
    assert remove_oldest(tmp_path, 2) == []


def test_file_gets_its_name_when_it_is_whole_and_private(tmp_path: Path) -> None:
    goal = tmp_path / "a.dump"
    beside(goal).write_text("of the dump before")
    with placed(goal) as new:
        new.write_bytes(b"all of it")
        assert not goal.exists()
    assert goal.read_bytes() == b"all of it"
    assert goal.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.dump"]


def test_broken_off_file_leaves_nothing_and_what_stood_there_stays(tmp_path: Path) -> None:
    goal = tmp_path / "a.dump"
    goal.write_bytes(b"before")
    beside(goal).write_text("of it")
    with pytest.raises(KeyboardInterrupt), placed(goal) as new:
        interrupted_while_writing(new)
    assert {path.name for path in tmp_path.iterdir()} == {"a.dump", "a.dump.json"}
    assert goal.read_bytes() == b"before"


def test_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(PermissionRefused, match=r"a\.dump: No such file"), placed(tmp_path / "gone" / "a.dump"):
        pass


def test_only_a_dump_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    refuse_other_file(file)
    file.write_text("mine")
    with pytest.raises(UsageError, match="is not a dump"):
        refuse_other_file(file)
    file.write_bytes(MAGIC + b"...")
    refuse_other_file(file)


def test_folder_is_made_private_and_kept_out_of_version_control(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "backups")
    assert (tmp_path / "a" / "backups").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "a" / "backups" / ".gitignore").read_text() == "*\n"
    make_folder(tmp_path)
    assert not (tmp_path / ".gitignore").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 2}', '{"format": 1, "more": 2}'])
def test_what_is_no_description_is_said(tmp_path: Path, text: str) -> None:
    dump = tmp_path / "a.dump"
    assert read_description(dump) is None
    beside(dump).write_text(text)
    with pytest.raises(InvalidSource, match=r"a\.dump\.json"):
        read_description(dump)
