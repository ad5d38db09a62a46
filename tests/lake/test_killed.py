"""A push that is killed at any moment: readers see the load before or the load after, and the next push mends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.lake.conftest import Lake

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("WAREHOUSE_TEST_KILLS", "4"))
"""At how many moments a push is killed."""


def push(lake: Lake, last: int) -> subprocess.CompletedProcess[str]:
    """Push in a process of its own, which is killed at a step; 0: at none."""
    program = [sys.executable, str(Path(__file__).with_name("killed.py")), str(last)]
    environment = {**os.environ, "WAREHOUSE_DATABASE_URL": lake.run.database_url or "", "PYTHONPATH": str(ROOT)}
    arguments = ["--quiet", "--project", str(lake.run.project), "lake", "push"]
    return subprocess.run([*program, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_readers_see_one_load_and_the_next_push_mends_it(lake: Lake) -> None:
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    before = lake.folder.with_name("before")
    shutil.copytree(lake.folder, before)
    steps = int(push(lake, 0).stdout)
    assert steps > 200
    for number in range(1, KILLS + 1):
        shutil.rmtree(lake.folder)
        shutil.copytree(before, lake.folder)
        assert push(lake, 1 + (steps - 1) * number // KILLS).returncode == -signal.SIGKILL
        assert (lake.loads(), lake.seen()) == ([1], [{"load-1"}])
        assert [row[1] for row in lake.rows("dim_agreement")] == ["Tin deal"]
        assert "Deleted " in lake.push()
        assert (lake.loads(), lake.seen()) == ([1, 2], [{"load-1", "load-2"}])
        assert [row[1] for row in lake.rows("dim_agreement")] == ["Tin deal of May"]
        code, out, err = lake("check")
        assert (code, out, "Nothing refers" in err) == (0, "", False), err


def test_first_push_that_is_killed_leaves_no_lake_to_see(lake: Lake) -> None:
    assert push(lake, 150).returncode == -signal.SIGKILL
    assert lake.loads() == []
    assert lake.seen() == []
    assert lake("tags")[0] == 64
    lake.push()
    assert lake.loads() == [1]
    code, _, err = lake("check")
    assert (code, "Nothing refers" in err) == (0, False), err
