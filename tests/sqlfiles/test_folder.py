from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.sqlfiles import find_file, find_paths, read_files
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "/* report\ntitle: A\n*/\nSELECT 1;\n"


@pytest.fixture
def sql_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "sql"
    (folder / "reports").mkdir(parents=True)
    (folder / "reports" / "import-dependence.sql").write_text(GOOD)
    (folder / "reports" / "agreements.sql").write_text(GOOD)
    (folder / "reports" / "notes.txt").write_text("not SQL")
    return folder


def test_files_come_by_name(sql_dir: Path) -> None:
    files, problems = read_files(sql_dir, "report")
    assert [(source.name, source.file) for source in files] == [
        ("agreements", "sql/reports/agreements.sql"),
        ("import-dependence", "sql/reports/import-dependence.sql"),
    ]
    assert problems == []


def test_a_broken_file_does_not_hide_the_others(sql_dir: Path) -> None:
    (sql_dir / "reports" / "broken.sql").write_text("SELECT 1")
    files, problems = read_files(sql_dir, "report")
    assert len(files) == 2
    assert [str(problem.position) for problem in problems] == ["sql/reports/broken.sql:1:1"]
    assert find_file(sql_dir, "report", "agreements").name == "agreements"
    with pytest.raises(ProblemsFound):
        find_file(sql_dir, "report", "broken")


def test_an_unknown_name_meets_the_nearest(sql_dir: Path) -> None:
    with pytest.raises(UsageError) as raised:
        find_file(sql_dir, "report", "import-dependance")
    assert raised.value.hint == 'did you mean "import-dependence"?'


def test_where_no_name_is_near_all_are_named(sql_dir: Path) -> None:
    for number in range(30):
        (sql_dir / "reports" / f"more-{number}.sql").write_text(GOOD)
    with pytest.raises(UsageError) as raised:
        find_file(sql_dir, "report", "zzz")
    assert raised.value.hint.startswith("known are: agreements, ")
    assert "more-29" in raised.value.hint


def test_a_name_never_leaves_the_folder(sql_dir: Path) -> None:
    (sql_dir / "other.sql").write_text(GOOD)
    with pytest.raises(UsageError):
        find_file(sql_dir, "report", "../other")


def test_a_file_name_that_is_no_key_is_a_problem(sql_dir: Path) -> None:
    (sql_dir / "reports" / "My Report.sql").write_text(GOOD)
    _, problems = read_files(sql_dir, "report")
    assert [problem.code for problem in problems] == ["E-report-name"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="reports"):
        read_files(tmp_path, "report")


def test_a_folder_that_looks_like_a_file_is_said(sql_dir: Path) -> None:
    (sql_dir / "reports" / "folder.sql").mkdir()
    with pytest.raises(PermissionRefused, match=r"sql/reports/folder\.sql"):
        read_files(sql_dir, "report")


def test_of_several_folders_the_first_goes_first(sql_dir: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "sql"
    (own / "reports").mkdir(parents=True)
    (own / "reports" / "agreements.sql").write_text(GOOD.replace("SELECT 1", "SELECT 2"))
    (own / "reports" / "mine.sql").write_text(GOOD)
    folders = (own, sql_dir)
    files, problems = read_files(folders, "report")
    assert [source.name for source in files] == ["agreements", "import-dependence", "mine"]
    assert problems == []
    assert find_file(folders, "report", "agreements").statement == "SELECT 2;\n"
    assert find_file(folders, "report", "import-dependence").statement == "SELECT 1;\n"
    assert {name: len(paths) for name, paths in find_paths(folders, "report").items()} == {
        "agreements": 2,
        "import-dependence": 1,
        "mine": 1,
    }


def test_a_broken_file_is_not_replaced_by_the_one_behind_it(sql_dir: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "sql"
    (own / "reports").mkdir(parents=True)
    (own / "reports" / "agreements.sql").write_text("SELECT 1")
    with pytest.raises(ProblemsFound):
        find_file((own, sql_dir), "report", "agreements")


def test_one_folder_without_files_of_a_kind_will_do(sql_dir: Path, tmp_path: Path) -> None:
    assert len(read_files((tmp_path / "nothing", sql_dir), "report")[0]) == 2
    with pytest.raises(ConfigurationError, match="nothing"):
        read_files((tmp_path / "nothing", tmp_path / "neither"), "report")
