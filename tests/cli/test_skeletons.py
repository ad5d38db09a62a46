"""``warehouse seeds new``: skeletons that pass the check once they are filled in, for every register there is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode
from warehouse.model import REGISTERS
from warehouse.seeds.references import singular
from warehouse.seeds.templates import skeleton
from warehouse.texts import read_text
from warehouse.vocabulary import base
from warehouse.yamlfiles import parse, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

DOCUMENT = "korean-firms-us-rare-earth-push"
KEYS = {family: "xts" if family == "currencies" else "x-new" for family in REGISTERS}
OPEN = re.compile(r"(?P<comment>(?:^    # .*\n)*)^    (?P<name>\w+):$", re.MULTILINE)
FIRST_WORD = re.compile(r"one of: ([^,]+)")
TERMS = re.compile(r"warehouse seeds terms ([\w-]+)")

FITTING = {
    "cite": f"{DOCUMENT}#1",
    "code": "XTS",
    "sha256": "0" * 64,
    "facts_involved": f"[documents/{DOCUMENT}, places/south-korea]",
    "position": "99",
}
"""Values where the example is none of the curated seeds' own, or would be there twice."""


def filled(family: str, skeleton: str) -> str:
    """Fill every open key with a fitting value, its example, the first of its words, or some words."""

    def fill(match: re.Match[str]) -> str:
        name, comment = match["name"], match["comment"].replace("\n    #", "")
        words = FIRST_WORD.findall(comment) or [next(iter(base().terms[key])) for key in TERMS.findall(comment)]
        examples = REGISTERS[family].model_fields[name].examples or words or ["Some words"]
        return f"    {name}: {FITTING.get(name) or json.dumps(examples[0])}"

    return OPEN.sub(fill, skeleton)


def test_a_key_that_yaml_would_take_for_nothing_is_written_in_quotes() -> None:
    assert '  - key: "null"\n' in skeleton("places", "null")


@pytest.fixture
def begin(offline: Warehouse) -> Callable[[str], str]:
    """Give the function that prints the skeleton of a register's record."""

    def begin(family: str) -> str:
        code, out, said = offline("seeds", "new", singular(family, "-"), KEYS[family])
        assert (code, said) == (ExitCode.DONE, "")
        return out

    return begin


@pytest.mark.parametrize("family", REGISTERS)
def test_filled_skeleton_passes_the_check(family: str, begin: Callable[[str], str], offline: Warehouse) -> None:
    facts = int(offline("seeds", "check")[2].split()[2])
    offline.write(filled(family, begin(family)))
    code, out, said = offline("seeds", "check")
    assert (code, out) == (ExitCode.DONE, "")
    assert int(said.split()[2]) == facts + 1


@pytest.mark.parametrize("family", REGISTERS)
def test_every_key_left_open_is_a_problem(family: str, begin: Callable[[str], str], offline: Warehouse) -> None:
    skeleton = begin(family)
    offline.write(skeleton)
    code, out, _ = offline("seeds", "check", "-f", "json")
    assert code == ExitCode.INVALID_SOURCE
    lines = [number for number, line in enumerate(skeleton.splitlines(), start=1) if OPEN.fullmatch(line)]
    assert sorted({problem["line"] for problem in json.loads(out)}) == lines


@pytest.mark.parametrize("family", REGISTERS)
def test_skeleton_is_in_order_before_it_is_filled_in(
    family: str, begin: Callable[[str], str], offline: Warehouse
) -> None:
    path = offline.write(begin(family), "new.yaml")
    assert offline("seeds", "format", "--diff", str(path)) == (ExitCode.DONE, "", "0 files would change, 1 in order.\n")


@pytest.mark.parametrize("family", REGISTERS)
def test_every_field_of_the_shape_is_there_and_reads_as_yaml_when_let_in(
    family: str, begin: Callable[[str], str]
) -> None:
    text = re.sub(r"^    #(?! \S)", "    ", filled(family, begin(family)), flags=re.MULTILINE)
    root, problems = parse(text.encode(), "new.yaml")
    assert problems == []
    assert root is not None
    record = root.child((family, 0))
    assert isinstance(record.value, dict)
    assert next(iter(record.value)) == "key"
    assert record.value.keys() == REGISTERS[family].model_fields.keys()
    found = {problem.code for problem in validate(REGISTERS[family], record)[1]}
    assert found & {"E-unknown-key", "E-missing-key", "E-type"} == set()


def test_skeleton_says_what_each_field_is_for(begin: Callable[[str], str]) -> None:
    shown = begin("documents")
    assert "    # Kind of document: article, policy …; one of: article, company report, data set, " in shown
    assert "reference, report, transcript, web page\n    kind:\n" in shown
    assert '; "warehouse seeds terms facility-kind" lists the words\n    kind:\n' in begin("facilities")
    assert "    # Section of the publication it stands in; left out: not shown\n    #section: Politics\n" in shown
    assert "    #  - entity: posco-international  # Who plays the role; key of entities\n" in begin("agreements")
    assert max(map(len, (line for line in shown.splitlines() if line.lstrip().startswith("# ")))) <= 104


def test_value_known_already_is_never_lost() -> None:
    assert "\n    iso_code: KR\n" in skeleton("places", "korea", {"iso_code": "KR"})


def test_document_is_counted_from_its_text(offline: Warehouse, tmp_path: Path) -> None:
    copy = tmp_path / "tin.txt"
    copy.write_text("Tin\n\nwas found.\n")
    code, out, _ = offline("seeds", "new", "document", "tin-news", "--text", str(copy))
    assert code == ExitCode.DONE
    counted = f"    sha256: {read_text(copy).sha256}\n"
    assert counted in out
    assert "    characters: 16\n" in out
    assert "    paragraphs: 2\n" in out


def test_file_is_written_once_and_never_over_another(offline: Warehouse) -> None:
    path = offline.seeds / "tin.yaml"
    written = offline("seeds", "new", "document", "tin-news", "-o", str(path))
    assert written == (ExitCode.DONE, "", f"Wrote {path}. Fill in the open fields, then run: warehouse seeds check\n")
    assert path.read_text() == offline("seeds", "new", "document", "tin-news")[1]
    path.write_text("mine")
    code, _, said = offline("seeds", "new", "document", "tin-news", "-o", str(path))
    assert (code, path.read_text()) == (ExitCode.USAGE, "mine")
    assert "is there already" in said


def test_file_that_cannot_be_written(offline: Warehouse) -> None:
    code, _, said = offline("seeds", "new", "document", "tin-news", "-o", str(offline.seeds / "gone" / "tin.yaml"))
    assert code == ExitCode.PERMISSION
    assert "tin.yaml: No such file or directory" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["agreemnt", "tin-deal"], 'did you mean "agreement"?'),
        (["document", "Tin News"], '"Tin News" is not a key'),
        (["entity", "tinworks", "--text", __file__], "--text describes a document, not a record of entities"),
        (["document", "tin-news", "--text", "gone.txt"], "'gone.txt' does not exist"),
    ],
    ids=["kind", "key", "text of no document", "no text"],
)
def test_wrong_use_is_explained(offline: Warehouse, arguments: list[str], says: str) -> None:
    code, out, said = offline("seeds", "new", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert says in said


@pytest.mark.parametrize("kind", ["mineral-list", "mineral-lists", "mineral_lists"])
def test_kind_may_be_named_as_the_family_is(offline: Warehouse, kind: str) -> None:
    assert "\nmineral_lists:\n  - key: tin-list\n" in offline("seeds", "new", kind, "tin-list")[1]
