from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from benchmarks import generate
from benchmarks.layout import FORMS, Form
from benchmarks.records import REVISED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

FACTS = 1000


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[Form, Path]:
    made = {form: tmp_path_factory.mktemp("seeds") / form for form in FORMS}
    for form, folder in made.items():
        generate.write(folder, FACTS, form)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.mark.parametrize("form", FORMS)
def test_seeds_pass_the_checker_and_hold_the_facts_asked_for(
    folders: dict[Form, Path], form: Form, offline: Warehouse
) -> None:
    code, out, said = offline("--seeds", str(folders[form]), "seeds", "check")
    assert (code, out) == (0, "")
    assert f" {FACTS} facts" in said.replace(",", "")


def test_files_are_laid_out_as_the_house_lays_them_out(folders: dict[Form, Path], offline: Warehouse) -> None:
    code, out, _ = offline("--seeds", str(folders["yaml"]), "seeds", "format", "--check")
    assert (code, out) == (0, "")


@pytest.mark.parametrize("form", FORMS)
def test_the_same_arguments_give_the_same_bytes(folders: dict[Form, Path], form: Form, tmp_path: Path) -> None:
    generate.write(tmp_path, FACTS, form)
    assert contents(tmp_path) == contents(folders[form])


def test_both_forms_say_the_same(folders: dict[Form, Path]) -> None:
    for path in folders["yaml"].rglob("*.yaml"):
        said = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506 - texts only
        lines = (folders["jsonl"] / path.relative_to(folders["yaml"])).with_suffix(".jsonl").read_text().splitlines()
        again: dict[str, list[object]] = {}
        for line in lines:
            for family, record in json.loads(line, parse_int=str).items():
                again.setdefault(family, []).append(record)
        assert again == said


def test_a_revision_changes_one_per_cent_and_can_be_taken_back(tmp_path: Path) -> None:
    facts = 4000
    generate.write(tmp_path, facts)
    before = contents(tmp_path)
    revised = generate.revise(tmp_path, facts)
    after = contents(tmp_path)
    changed = [name for name in before if before[name] != after[name]]
    assert after.keys() == before.keys()
    assert changed == ["batches/batch-00001.yaml"]
    assert len(changed) == revised.files
    assert facts / 100 <= revised.facts < facts / 100 + 20
    assert after[changed[0]].count(f"{REVISED}\n".encode()) == revised.agreements
    generate.revise(tmp_path, facts, back=True)
    assert contents(tmp_path) == before


def test_a_revised_folder_passes_the_checker(tmp_path: Path, offline: Warehouse) -> None:
    generate.write(tmp_path / "revised", FACTS)
    generate.revise(tmp_path / "revised", FACTS)
    code, out, said = offline("--seeds", str(tmp_path / "revised"), "seeds", "check")
    assert (code, out) == (0, "")
    assert f" {FACTS} facts" in said.replace(",", "")


@pytest.mark.parametrize(("text", "facts"), [("1000", 1000), ("10k", 10_000), ("1M", 1_000_000)])
def test_a_number_of_facts_is_read(text: str, facts: int) -> None:
    assert generate.number_of_facts(text) == facts


@pytest.mark.parametrize("text", ["", "k", "1.5k", "10K", "-5", "100", "1G"])
def test_what_is_no_number_of_facts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write one like 1000, 10k or 1M"):
        generate.number_of_facts(text)
