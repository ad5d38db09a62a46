"""Who else on the machine may read what a command writes, and whether a link laid out for it is followed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow


@pytest.fixture(params=[0o022, 0o077, 0o000])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.holds("curated")
def test_what_is_written_for_others_follows_the_umask(warehouse: Warehouse, tmp_path: Path, umask: int) -> None:
    written = [tmp_path / name for name in ("plan.json", "answer.csv", "answer.xlsx")]
    assert warehouse("plan", "--out", str(written[0]))[0] == ExitCode.DONE
    for path in written[1:]:
        assert warehouse("report", "run", "import-dependence", "-o", str(path))[0] == ExitCode.DONE
    assert warehouse("export", str(tmp_path / "mart"))[0] == ExitCode.DONE
    assert warehouse("report", "new", "mine")[0] == ExitCode.DONE
    written += [tmp_path / "mart" / "datapackage.json", tmp_path / "sql" / "reports" / "mine.sql"]
    assert [(path.name, oct(mode(path))) for path in written] == [(path.name, oct(0o666 & ~umask)) for path in written]


def test_what_holds_all_data_is_private_whatever_the_umask(warehouse: Warehouse, tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "backups"
    code, out, said = warehouse("db", "dump", str(folder))
    assert code == ExitCode.DONE, (said, umask)
    assert [oct(mode(path)) for path in folder.iterdir() if path.name.startswith(out.strip().rpartition("/")[2])]
    assert {
        oct(mode(path)) for path in folder.iterdir() if path.suffix != ".gitignore" and path.name != ".gitignore"
    } == {oct(0o600)}
    assert mode(folder) == 0o700


@pytest.mark.holds("curated")
def test_links_laid_out_where_files_are_written_beside_are_not_followed(warehouse: Warehouse, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text("untouched")
    for name in (".plan.json.new", ".answer.csv.new", ".answer.csv", ".plan.json"):
        (tmp_path / name).symlink_to(trap)
    assert warehouse("plan", "--out", str(tmp_path / "plan.json"))[0] == ExitCode.DONE
    assert warehouse("report", "run", "import-dependence", "-o", str(tmp_path / "answer.csv"))[0] == ExitCode.DONE
    assert trap.read_text() == "untouched"
    assert sorted(path.name for path in tmp_path.iterdir() if not path.is_symlink()) == [
        "answer.csv",
        "plan.json",
        "seeds",
        "trap",
    ]
