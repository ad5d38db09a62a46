"""Many bytes are read by several processes, with the same outcome as by one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.waiting import until
from warehouse.database.embedded.process import is_running
from warehouse.load import sources
from warehouse.load.table_sql import all_table_sql

if TYPE_CHECKING:
    from pathlib import Path

    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

LAND = "places:\n  - {{key: land-{0}, kind: country, name: Land {0}, cite: tin-news#1}}\n"
ODD = 'places:\n  - {key: odd, kind: country, name: "a\\\\b", note: "c\\\\N \\\\. d", cite: tin-news#1}\n'
HELPER = """
import multiprocessing, os
from concurrent.futures import ProcessPoolExecutor
from warehouse.load.sources import _become_helper

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_become_helper) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        input()
"""


@pytest.fixture
def by_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "WORTH_HELPERS", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def state(small: Small) -> dict[str, list[tuple[object, ...]]]:
    tables = {parts.name: ", ".join([*parts.stated, "seed_file", "seed_line"]) for parts in all_table_sql()}
    return {name: sorted(small.rows(f"SELECT {names} FROM core.{name}"), key=repr) for name, names in tables.items()}


@pytest.mark.usefixtures("by_helpers")
def test_helpers_read_the_same(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        small.write(LAND.format(number), f"lands/{number}.yaml")
    small.write(ODD, "odd.yaml")
    small.write('{"places": {"key": "line", "kind": "country", "name": "L", "cite": "tin-news#1"}}\n', "more.jsonl")
    said = small("--verbose", "load")[2]
    assert "reading: 10 of 10 files, " in said
    found = state(small)
    assert len(found["places"]) == 8
    assert ("odd", "a\\b", "c\\N \\. d") in small.rows(
        "SELECT key, name, note FROM core.places JOIN core.facts USING (fact_id)"
    )
    monkeypatch.setattr(sources, "WORTH_HELPERS", 1 << 40)
    assert small.load("--reread").startswith("Nothing to change")
    assert state(small) == found


@pytest.mark.usefixtures("by_helpers")
def test_helpers_tell_the_same_problems(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write(LAND.format(1).replace("country", "contry"), "a.yaml")
    small.write(LAND.format(2).replace("tin-news#1", "tin-nws#1"), "b.yaml")
    small.write(LAND.format(2), "c.yaml")
    small.write("{", "d.jsonl")
    problems = small.refused("load")
    assert [problem.split("  ")[1] for problem in problems] == ["E-unknown-word", "E-duplicate-record", "E-json"]
    (small.seeds / "d.jsonl").unlink()
    problems = small.refused("load")
    assert [problem.split("  ")[1] for problem in problems] == [
        *("E-unknown-word", "E-unknown-reference", "E-duplicate-record"),
    ]
    monkeypatch.setattr(sources, "WORTH_HELPERS", 1 << 40)
    assert small.refused("load") == problems


@pytest.mark.usefixtures("by_helpers")
def test_large_file_is_read_in_batches(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "TOO_LARGE", 100)
    monkeypatch.setattr(sources, "BATCH_BYTES", 100)
    small.load()
    found = state(small)
    assert len(found["facts"]) == 16
    monkeypatch.undo()
    assert small.load("--reread").startswith("Nothing to change")
    assert state(small) == found
    assert small.rows("SELECT DISTINCT seed_file = '' FROM core.facts") == [(False,)]


def test_helper_ends_with_its_parent_however_that_ends(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(HELPER)
    with subprocess.Popen(
        [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        helper = int(parent.stdout.readline())
        parent.kill()
    until(lambda: not is_running(helper))
