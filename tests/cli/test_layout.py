"""``warehouse seeds format`` and ``schema``: what is written, what is only shown, and the exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode
from warehouse.seeds.json_schema import seed_schema
from warehouse.seeds.reader import check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

UNTIDY = "places:\n- name: Atlantis # lost\n  key: 'atlantis'\n"
TIDY = "places:\n  - key: atlantis\n    name: Atlantis  # lost\n"
UNREADABLE = "places:\n\t- key: atlantis\n"


@pytest.fixture
def tidy(offline: Warehouse) -> Warehouse:
    assert offline("--quiet", "seeds", "format")[0] == ExitCode.DONE
    return offline


def test_untidy_file_is_laid_out_and_named(tidy: Warehouse) -> None:
    path = tidy.write(UNTIDY)
    code, out, said = tidy("seeds", "format")
    assert (code, out) == (ExitCode.DONE, "seeds/extra.yaml\n")
    assert said.startswith("1 file changed, ")
    assert path.read_text() == TIDY


def test_tidy_files_are_not_touched(tidy: Warehouse) -> None:
    path = tidy.write(TIDY)
    before = path.stat()
    code, out, said = tidy("seeds", "format")
    assert (code, out) == (ExitCode.DONE, "")
    assert said.startswith("0 files changed, ")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_check_names_the_file_writes_nothing_and_fails(tidy: Warehouse) -> None:
    path = tidy.write(UNTIDY)
    code, out, said = tidy("seeds", "format", "--check")
    assert (code, out) == (ExitCode.FAILED, "seeds/extra.yaml\n")
    assert said.startswith("1 file would change, ")
    assert path.read_text() == UNTIDY


def test_check_passes_where_nothing_would_change(tidy: Warehouse) -> None:
    code, out, _ = tidy("seeds", "format", "--check")
    assert (code, out) == (ExitCode.DONE, "")


def test_diff_shows_the_change_and_writes_nothing(tidy: Warehouse) -> None:
    path = tidy.write(UNTIDY)
    code, out, _ = tidy("seeds", "format", "--diff")
    assert code == ExitCode.DONE
    assert out == (
        "--- a/seeds/extra.yaml\n+++ b/seeds/extra.yaml\n@@ -1,3 +1,3 @@\n places:\n"
        "-- name: Atlantis # lost\n-  key: 'atlantis'\n+  - key: atlantis\n+    name: Atlantis  # lost\n"
    )
    assert path.read_text() == UNTIDY


def test_diff_with_check_fails(tidy: Warehouse) -> None:
    tidy.write(UNTIDY)
    code, out, _ = tidy("seeds", "format", "--check", "--diff")
    assert code == ExitCode.FAILED
    assert out.startswith("--- a/seeds/extra.yaml\n")


def test_what_is_repeated_is_folded_when_asked(tidy: Warehouse) -> None:
    names = "    cite: tin-news#1\n    names:\n      - {name: Atlantis, kind: alias"
    long, short = (f"places:\n  - key: atlantis\n{names}{cite}}}\n" for cite in (", cite: tin-news#1", ""))
    path = tidy.write(long)
    assert tidy("seeds", "format", "--check", str(path))[0] == ExitCode.DONE
    assert tidy("seeds", "format", "--check", "--fold", str(path))[0] == ExitCode.FAILED
    for option, after in (("--fold", short), ("--unfold", long)):
        assert tidy("seeds", "format", option, str(path))[0] == ExitCode.DONE
        assert path.read_text() == after


def test_only_the_named_file_is_laid_out(tidy: Warehouse) -> None:
    path, other = tidy.write(UNTIDY), tidy.write(UNTIDY, "other.yaml")
    assert tidy("seeds", "format", str(path))[:2] == (ExitCode.DONE, "seeds/extra.yaml\n")
    assert (path.read_text(), other.read_text()) == (TIDY, UNTIDY)


def test_file_with_problems_is_left_alone_and_told(tidy: Warehouse) -> None:
    path, other = tidy.write(UNREADABLE), tidy.write(UNTIDY, "other.yaml")
    code, out, said = tidy("seeds", "format")
    assert (code, out) == (ExitCode.INVALID_SOURCE, "seeds/other.yaml\n")
    assert "seeds/extra.yaml:2:1  E-tab  there is a tab; use spaces\n" in said
    assert said.endswith("warehouse: 1 file left alone because of problems\n")
    assert (path.read_text(), other.read_text()) == (UNREADABLE, TIDY)


def test_file_that_is_not_there_is_a_usage_error(tidy: Warehouse) -> None:
    assert tidy("seeds", "format", "nowhere.yaml")[0] == ExitCode.USAGE


def test_file_that_cannot_be_replaced_is_told_and_kept(tidy: Warehouse) -> None:
    longest = f"{'x' * (255 - len('.yaml'))}.yaml"
    path = tidy.write(UNTIDY, longest)
    code, _, said = tidy("seeds", "format")
    assert code == ExitCode.PERMISSION
    assert f"cannot write seeds/{longest}: " in said
    assert path.read_text() == UNTIDY


def test_curated_seeds_say_the_same_laid_out(offline: Warehouse) -> None:
    def rows() -> Mapping[str, set[str]]:
        seeds = check(offline.seeds, offline.project)
        return {table: {repr(row.values) for row in rows} for table, rows in seeds.rows.items()}

    before = rows()
    assert offline("seeds", "format")[0] == ExitCode.DONE
    assert rows() == before


def test_schema_is_printed(offline: Warehouse) -> None:
    code, out, said = offline("seeds", "schema")
    assert (code, said) == (ExitCode.DONE, "")
    assert json.loads(out) == seed_schema()


def test_schema_is_written_where_asked(offline: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "seed.schema.json"
    assert offline("seeds", "schema", "-o", str(path))[:2] == (ExitCode.DONE, "")
    assert path.read_text() == offline("seeds", "schema")[1]


def test_schema_that_cannot_be_written_is_told(offline: Warehouse, tmp_path: Path) -> None:
    code, _, said = offline("seeds", "schema", "-o", str(tmp_path / "nowhere" / "seed.schema.json"))
    assert code == ExitCode.PERMISSION
    assert "cannot write" in said
