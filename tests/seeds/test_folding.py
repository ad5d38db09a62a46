"""What a record hands down to its facts: short and long form are the same facts, and problems are told once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT
from tests.seeds.test_schema import as_texts, refused
from warehouse.seeds.citations import prove
from warehouse.seeds.folding import fold, unfold
from warehouse.seeds.format import format_files, formatted, seed_files
from warehouse.seeds.reader import check
from warehouse.texts import Copies
from warehouse.yamlfiles import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders import ProjectFolder
    from warehouse.seeds.reader import Seeds
    from warehouse.yamlfiles.formatting import Collection

MINE = """\
agreements:
  - key: tin-mine
    kind: joint venture
    name: Mine
    modality: planned
    cite: {cite}
    parties:
      - {{entity: tinworks, role: partner}}
    values:
      - {{kind: pledge, amount: 5 USD}}
      - {{kind: contract value, amount: 7 USD, modality: in force, cite: tin-news#4}}
    milestones:
      - {{kind: signed, date: 2030-05}}
"""
SHORT = MINE.format(cite="tin-news#1")


def rows_of(seeds: Seeds, below: str = "") -> dict[str, list[str]]:
    return {
        name: sorted(repr(sorted(row.values.items())) for row in rows if row.path.startswith(below))
        for name, rows in seeds.rows.items()
    }


def formed(text: str, shorten: Callable[[Collection], None]) -> str:
    made, problems = formatted(text.encode(), "f.yaml", shorten)
    assert problems == []
    assert made is not None
    return made.decode()


@pytest.mark.parametrize("shorten", [fold, unfold])
def test_curated_seeds_are_the_same_rows_in_either_form(tmp_path: Path, shorten: Callable[[Collection], None]) -> None:
    files, problems = format_files(seed_files(ROOT / "seeds"), ROOT, shorten)
    assert problems == []
    for file in files:
        (tmp_path / file.path.name).write_bytes(file.after)
    assert rows_of(check(tmp_path, tmp_path)) == rows_of(check(ROOT / "seeds", ROOT))
    if shorten is fold:
        assert sum(len(file.after) for file in files) < sum(len(file.before) for file in files)


@pytest.mark.parametrize("cite", ["tin-news#1", "[tin-news#2, handbook#K]"])
def test_facts_are_the_same_rows_as_if_written_out(folder: ProjectFolder, cite: str) -> None:
    text = MINE.format(cite=cite)
    folder.write(text)
    short = rows_of(folder.check(), "agreements/tin-mine")
    folder.write(formed(text, unfold))
    assert rows_of(folder.check(), "agreements/tin-mine") == short
    (folder.seeds / "extra.yaml").unlink()
    root, _ = parse(text.encode(), "f.yaml")
    assert root
    folder.write(json.dumps({"agreements": root.plain()["agreements"][0]}), "extra.jsonl")
    assert rows_of(folder.check(), "agreements/tin-mine") == short


def test_fact_takes_what_it_does_not_say(folder: ProjectFolder) -> None:
    folder.write(SHORT)
    rows = folder.check().rows
    said = {row.path: row.values["modality"] for row in rows["facts"] if row.path.startswith("agreements/tin-mine")}
    cited = {row.path: row.values["paragraph"] for row in rows["citations"]}
    assert {path.removeprefix("agreements/tin-mine"): (said[path], cited[path]) for path in said} == {
        "": ("planned", 1),
        "/parties/partner/tinworks": (None, 1),
        "/values/pledge/USD;outlook=future@tin-news": ("planned", 1),
        "/values/contract_value/USD@tin-news": ("in force", 4),
        "/milestones/signed;outlook=future@tin-news": ("planned", 1),
    }


def test_citation_that_is_handed_down_is_the_one_of_the_record(folder: ProjectFolder) -> None:
    folder.write(MINE.format(cite="[tin-news#1, tin-news#2]"))
    rows = [row for row in folder.check().rows["citations"] if row.path.startswith("agreements/tin-mine/parties")]
    assert [str(row.node.position) for row in rows] == ["seeds/extra.yaml:6:12", "seeds/extra.yaml:6:24"]
    assert [row.line for row in rows] == [6, 6]


WRONG = {
    "form of a citation": ("tin-news", "6:11 E-citation"),
    "no citation": ("[]", "6:11 E-no-citation"),
    "unknown document": ("zinc-news#1", "6:11 E-unknown-reference"),
    "paragraph that is not there": ("tin-news#13", "6:11 E-paragraph"),
    "the same twice": ("[tin-news#1, tin-news#1]", "6:24 E-duplicate-citation"),
}


@pytest.mark.parametrize(("cite", "expected"), WRONG.values(), ids=WRONG)
def test_problem_of_what_is_handed_down_is_told_once(folder: ProjectFolder, cite: str, expected: str) -> None:
    folder.write(MINE.format(cite=cite))
    assert folder.places() == [f"extra.yaml:{expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    cite: tin-news#1\n", "", ["extra.yaml:2:5 E-missing-key"]),
        ("    modality: planned\n", "", ["extra.yaml:2:5 E-missing-key"]),
        ("modality: planned", "modality: plannd", ["extra.yaml:5:15 E-unknown-word"]),
        ("modality: in force", "modality: in farce", ["extra.yaml:11:57 E-unknown-word"]),
        ("date: 2030-05}", "date: 2030-15}", ["extra.yaml:13:30 E-date"]),
    ],
)
def test_problem_stands_where_it_is_written(folder: ProjectFolder, old: str, new: str, expected: list[str]) -> None:
    folder.write(SHORT.replace(old, new))
    assert folder.places() == expected


def test_fact_of_a_record_without_modality_needs_its_own(folder: ProjectFolder) -> None:
    maker = "  - {key: maker, kind: company, name: M, cite: tin-news#1, milestones: [{kind: founded, date: 2030-05}]}\n"
    folder.write(f"entities:\n{maker}")
    assert folder.places() == ["extra.yaml:2:73 E-missing-key"]
    assert refused(as_texts(f"entities:\n{maker}")) == ["entities/0/milestones/0"]


def test_editor_takes_the_short_form_of_nested_facts_only() -> None:
    assert refused(as_texts(SHORT)) == []
    top = "monetary_values:\n  - {about: agreements/tin-deal, kind: pledge, amount: 5 USD"
    assert refused(as_texts(f"{top}, cite: a#1, modality: pledged}}\n")) == []
    assert refused(as_texts(f"{top}, cite: a#1}}\n")) == ["monetary_values/0"]
    assert refused(as_texts(f"{top}, modality: pledged}}\n")) == ["monetary_values/0"]


def test_fact_at_the_top_takes_nothing(folder: ProjectFolder) -> None:
    folder.write("monetary_values:\n  - {about: agreements/tin-deal, kind: pledge, amount: 5 USD}\n")
    assert folder.places() == ["extra.yaml:2:5 E-missing-key", "extra.yaml:2:5 E-missing-key"]


LONG = """\
agreements:
  - key: deal
    kind: supply contract
    name: Deal
    modality: planned
    cite: [a#1, b#2]
    parties:
      - {entity: x, role: buyer, modality: planned, cite: [a#1, b#2]}
    values:
      - kind: pledge
        amount: 5 USD
        modality: pledged
        cite: [a#1, b#2]  # read again
      - kind: contract value
        amount: 7 USD
        modality: planned
        cite: [a#1, b#2]
"""
FOLDED = (
    LONG.replace("modality: planned, cite: [a#1, b#2]}", "modality: planned}")
    .removesuffix("        modality: planned\n        cite: [a#1, b#2]\n")
)  # fmt: skip


def test_what_is_repeated_is_folded_and_unfolded_but_only_when_asked() -> None:
    assert formed(LONG, fold) == FOLDED
    assert formed(FOLDED, unfold) == LONG
    for text in (LONG, FOLDED):
        assert formatted(text.encode(), "f.yaml") == (text.encode(), [])
    assert formed(FOLDED, fold) == FOLDED
    assert formed(LONG, unfold) == LONG


def test_file_of_another_shape_is_folded_without_harm() -> None:
    odd = "agreements:\n  - a\n  - {cite: a#1, values: b, parties: [c, {cite: a#1}]}\nplaces: d\n"
    assert "parties: [c, {}]" in formed(odd, fold)


def test_moved_citation_is_told_once_by_verify(folder: ProjectFolder, tmp_path: Path) -> None:
    copy = tmp_path / "tin-news.txt"
    copy.write_text("one\n")
    folder.write(MINE.format(cite="tin-news#12").replace("tin-news#4", "tin-news#1"))
    (proof,) = prove(folder.check(), Copies(tmp_path, {"0" * 64: copy}, {copy: "0" * 64}))
    places: list[Any] = [problem.position for problem in proof.problems if problem.code == "E-paragraph"]
    assert len(places) == len({*places})
    assert [str(place) for place in places if place.file.endswith("extra.yaml")] == ["seeds/extra.yaml:6:11"]
