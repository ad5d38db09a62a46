"""Walking the folder: which files are read, and how their problems are told."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import InvalidSource
from warehouse.seeds.inventory import SeedFile
from warehouse.seeds.reader import read_folder
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.builders import ProjectFolder

PLACE = "places:\n  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}\n"


def test_base_folder_is_free_of_problems(folder: ProjectFolder) -> None:
    assert folder.check().fact_count == 9


def test_missing_folder_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidSource, match="no seeds folder at") as caught:
        read_folder(tmp_path / "nowhere", tmp_path)
    assert not isinstance(caught.value, ProblemsFound)


@pytest.mark.parametrize("name", ["readme.txt", ".hidden.yaml", ".git/x.yaml"])
def test_folder_without_seed_files_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "seeds" / name
    path.parent.mkdir(parents=True)
    path.write_text(PLACE)
    with pytest.raises(InvalidSource, match="holds no seed file") as caught:
        read_folder(tmp_path / "seeds", tmp_path)
    assert "would retire every fact" in caught.value.hint


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_empty_file_is_fine(folder: ProjectFolder, text: str) -> None:
    folder.write(text)
    assert len(folder.check().files) == 2


@pytest.mark.parametrize("name", ["extra.yml", "extra.YAML", "extra.YML"])
def test_file_with_another_ending_is_not_passed_over(folder: ProjectFolder, name: str) -> None:
    folder.write(PLACE, name)
    (problem,) = folder.problems()
    assert (str(problem.position), problem.code) == (f"seeds/{name}:1:1", "E-file")
    assert problem.hint == "rename it to extra.yaml"


def test_folder_named_like_a_file_is_refused(folder: ProjectFolder) -> None:
    (folder.seeds / "more.yaml").mkdir()
    assert folder.places() == ["more.yaml:1:1 E-file"]


def test_link_that_leads_nowhere_is_refused(folder: ProjectFolder) -> None:
    (folder.seeds / "more.yaml").symlink_to(folder.seeds / "gone.yaml")
    assert folder.places() == ["more.yaml:1:1 E-file"]


def test_pipe_is_refused_and_not_waited_for(folder: ProjectFolder) -> None:
    os.mkfifo(folder.seeds / "more.yaml")
    assert folder.places() == ["more.yaml:1:1 E-file"]


def test_files_are_read_from_folders_below_and_hidden_ones_are_not(folder: ProjectFolder) -> None:
    folder.write(PLACE, "deep/er/one.yaml")
    folder.write("not: [yaml", ".draft.yaml")
    folder.write("not: [yaml", ".git/x.yaml")
    assert [file.path for file in folder.check().files] == ["base.yaml", "deep/er/one.yaml"]


def test_files_carry_the_digest_of_their_bytes(folder: ProjectFolder) -> None:
    path = folder.write(PLACE)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert folder.check().files[1] == SeedFile("extra.yaml", digest)


def test_digest_of_the_folder_follows_names_and_bytes(folder: ProjectFolder) -> None:
    path = folder.write(PLACE)
    first = folder.check().sha256
    path.rename(path.with_name("other.yaml"))
    renamed = folder.check().sha256
    folder.write(f"# a remark\n{PLACE}", "other.yaml")
    assert len({first, renamed, folder.check().sha256}) == 3


def test_progress_is_told_after_each_file(folder: ProjectFolder) -> None:
    folder.write(PLACE)
    told: list[tuple[int, int]] = []
    read_folder(folder.seeds, folder.project, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_names_are_absolute_outside_the_project(folder: ProjectFolder, tmp_path: Path) -> None:
    folder.write("nonsense: []\n")
    found = read_folder(folder.seeds, tmp_path / "elsewhere").found
    assert found.problems[0].position.file == (folder.seeds / "extra.yaml").as_posix()


BAD_FILES = {
    "list instead of families": ("- a\n", "extra.yaml:1:1 E-type"),
    "text instead of families": ("hello\n", "extra.yaml:1:1 E-type"),
    "unknown family": ("\nagreement:\n  - {key: a}\n", "extra.yaml:2:1 E-unknown-family"),
    "family that holds a mapping": ("places:\n  key: a\n", "extra.yaml:2:3 E-type"),
    "family that holds nothing": ("places:\n", "extra.yaml:1:8 E-type"),
    "record that is a text": ("places:\n  - sylvania\n", "extra.yaml:2:5 E-type"),
    "same family twice": (f"{PLACE}places: []\n", "extra.yaml:3:1 E-duplicate-key"),
    "tab": ("places:\n\t- {}\n", "extra.yaml:2:1 E-tab"),
    "no YAML": ("places: [\n", "extra.yaml:2:1 E-yaml"),
    "not UTF-8": (b"places: []\n# \xff\n", "extra.yaml:2:3 E-text"),
}


@pytest.mark.parametrize(("text", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_file_is_told_at_its_place(folder: ProjectFolder, text: str | bytes, expected: str) -> None:
    folder.write(text)
    assert folder.places() == [expected]


def test_unknown_family_comes_with_the_one_meant(folder: ProjectFolder) -> None:
    folder.write("agreement: []\n")
    (problem,) = folder.problems()
    assert (problem.what, problem.hint) == ('unknown family "agreement"', 'did you mean "agreements"?')


def test_family_that_is_named_otherwise_below_a_record_comes_with_its_names(folder: ProjectFolder) -> None:
    folder.write("values: []\nparties: []\n")
    assert [problem.hint for problem in folder.problems()] == [
        "at the top level it is monetary_values",
        "at the top level it is agreement_parties or facility_parties or strategy_parties",
    ]


def test_problems_of_all_files_are_told_at_once_and_sorted(folder: ProjectFolder) -> None:
    folder.write("places:\n  - {key: Bad, kind: contry, name: x, cite: tin-news#1}\n", "b.yaml")
    folder.write("nonsense: []\nplaces:\n  - {key: a, kind: city, name: ' x', cite: []}\n", "a.yaml")
    folder.write("\tx", "c/d.yaml")
    assert folder.places() == [
        "a.yaml:1:1 E-unknown-family",
        "a.yaml:3:32 E-text",
        "a.yaml:3:44 E-no-citation",
        "b.yaml:2:11 E-key-form",
        "b.yaml:2:22 E-unknown-word",
        "c/d.yaml:1:1 E-tab",
    ]


def test_file_that_cannot_be_read_does_not_make_its_keys_unknown(folder: ProjectFolder) -> None:
    (folder.seeds / "base.yaml").write_text((folder.seeds / "base.yaml").read_text() + "\t")
    folder.write(PLACE)
    assert [found.code for found in folder.problems()] == ["E-tab"]


def test_record_with_a_problem_does_not_make_its_key_unknown(folder: ProjectFolder) -> None:
    folder.write(PLACE.replace("country", "contry").replace("}", ", parent: nowhere}"), "extra.yaml")
    folder.write("places:\n  - {key: fredonia, kind: city, name: F, parent: sylvania, cite: tin-news#1}\n", "more.yaml")
    assert folder.places() == ["extra.yaml:2:27 E-unknown-word"]


def test_linked_folder_is_told_and_not_followed(folder: ProjectFolder) -> None:
    (folder.seeds / "loop").symlink_to(folder.seeds, target_is_directory=True)
    (problem,) = folder.problems()
    assert (problem.position.file, problem.code) == ("seeds/loop", "E-file")


def test_link_to_itself_is_told(folder: ProjectFolder) -> None:
    (folder.seeds / "loop.yaml").symlink_to("loop.yaml")
    (problem,) = folder.problems()
    assert (problem.position.file, problem.code) == ("seeds/loop.yaml", "E-file")
