"""The JSON Schema of seed files: whatever the reader takes, an editor takes too, however it reads scalars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.builders import BASE, ProjectFolder
from tests.conftest import ROOT
from warehouse import vocabulary
from warehouse.model import amounts, editors
from warehouse.seeds.format import seed_files
from warehouse.seeds.json_schema import OwnNames, seed_schema
from warehouse.seeds.origin import ORIGIN
from warehouse.seeds.reader import FAMILIES
from warehouse.yamlfiles import parse

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = seed_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
SEEDS = seed_files(ROOT / "seeds")


class Editor(yaml.SafeLoader):
    """Reads scalars as YAML 1.2 does, which is what editors follow: numbers and truth values by their look."""


Editor.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), list(first))


def as_texts(text: str) -> Any:
    root, problems = parse(text.encode(), "f.yaml")
    assert problems == []
    assert root is not None
    return root.plain()


def as_editor(text: str) -> Any:
    return yaml.load(text, Loader=Editor)  # noqa: S506 - a subclass of the safe loader


def refused(document: Any) -> list[str]:
    found = VALIDATOR.iter_errors(document)
    return sorted("/".join(str(step) for step in error.absolute_path) for error in found)


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_curated_seeds_fit(path: Path) -> None:
    assert refused(as_texts(path.read_text())) == []
    assert refused(as_editor(path.read_text())) == []


def test_editor_of_the_test_reads_numbers_and_truth_values() -> None:
    assert as_editor("[17, true, 99.3, 2026, 2026-02-18, 2025-09, NO]") == [
        17, True, 99.3, 2026, "2026-02-18", "2025-09", "NO",
    ]  # fmt: skip


def test_families_and_fields_are_those_of_the_shapes() -> None:
    assert list(SCHEMA["properties"]) == [*FAMILIES, ORIGIN]
    for family, shape in FAMILIES.items():
        described = SCHEMA["$defs"][shape.__name__]
        assert set(described["properties"]) == set(shape.model_fields), family
        assert described["additionalProperties"] is False
        assert all("description" in field or "items" in field for field in described["properties"].values())


def test_every_word_comes_with_its_meaning() -> None:
    modality = SCHEMA["$defs"]["modality"]
    assert dict(zip(modality["enum"], modality["enumDescriptions"], strict=True)) == vocabulary.base().meanings(
        "modality"
    )
    assert SCHEMA["$defs"]["Milestone"]["properties"]["modality"]["$ref"] == "#/$defs/modality"


EXTRA = "agreements:\n  - {{key: tin-mine, kind: joint venture, name: Mine, modality: planned, {}}}\n"
WRONG = {
    "unknown family": ("countries: []\n", ""),
    "unknown key": (EXTRA.format("cite: a#1, colour: red"), "agreements/0"),
    "missing key": (EXTRA.format("note: n"), "agreements/0"),
    "unknown word": (EXTRA.format("cite: a#1").replace("planned", "plannd"), "agreements/0/modality"),
    "form of a key": (EXTRA.format("cite: a#1").replace("tin-mine", "Tin_Mine"), "agreements/0/key"),
    "form of a citation": (EXTRA.format("cite: tin-news"), "agreements/0/cite"),
    "form of an amount": (
        EXTRA.format("cite: a#1, values: [{kind: pledge, amount: a lot, modality: pledged, cite: a#1}]"),
        "agreements/0/values/0/amount",
    ),
    "empty text": (EXTRA.format("cite: a#1, note: ''"), "agreements/0/note"),
    "nothing": (EXTRA.format("cite: a#1, note: [ ]"), "agreements/0/note"),
    "fact about nothing": ("milestones:\n  - {kind: signed, modality: occurred, cite: a#1}\n", "milestones/0"),
}


@pytest.mark.parametrize(("text", "place"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_where_it_stands(text: str, place: str) -> None:
    assert refused(as_editor(text)) == [place]
    assert refused(as_texts(text)) == [place]


def test_smallest_valid_seeds_fit() -> None:
    assert refused(as_editor(BASE)) == []


@given(st.from_regex(amounts._AMOUNT, fullmatch=True))  # noqa: SLF001 - the form itself is what is compared
def test_editor_takes_every_amount_the_reader_takes(text: str) -> None:
    for read, form in ((amounts.money, editors.MONEY), (amounts.quantity, editors.QUANTITY)):
        try:
            read(text)
        except amounts.UnreadableAmountError:
            continue
        assert re.search(form["pattern"], text)


OWN_WORD = "terms:\n  - {scheme: agreement-kind, key: streaming, definition: early pay, broader: supply contract}\n"


@pytest.fixture
def own(tmp_path: Path) -> Any:
    folder = ProjectFolder(tmp_path)
    folder.write(BASE, "base.yaml")
    folder.write(OWN_WORD + "places:\n  - {key: wrong}\n")
    return seed_schema(OwnNames.of(folder.seeds, tmp_path))


def test_schema_of_a_project_lists_its_keys_and_words(own: Any) -> None:
    Draft202012Validator.check_schema(own)
    fields = own["$defs"]["Entity"]["properties"]
    assert fields["country"]["$ref"] == "#/$defs/places-key"
    assert fields["country"]["description"] == SCHEMA["$defs"]["Entity"]["properties"]["country"]["description"]
    listed, form = own["$defs"]["places-key"]["anyOf"]
    assert listed == {"enum": ["freedonia"], "enumDescriptions": ["Freedonia"]}
    assert form == SCHEMA["$defs"]["key"]
    about = own["$defs"]["AgreementParty"]["properties"]["about"]["anyOf"]
    assert about[0] == {"$ref": "#/$defs/agreements-path"}
    assert own["$defs"]["agreements-path"]["enum"] == ["agreements/tin-deal"]
    assert "streaming" in own["$defs"]["agreement-kind"]["anyOf"][0]["enum"]
    assert "streaming" not in SCHEMA["$defs"]["agreement-kind"]["anyOf"][0]["enum"]


def test_schema_of_a_project_takes_what_the_other_takes(own: Any) -> None:
    validator = Draft202012Validator(own)
    for path in SEEDS:
        assert list(validator.iter_errors(as_editor(path.read_text()))) == []
    for text, place in WRONG.values():
        found = validator.iter_errors(as_editor(text))
        assert ["/".join(str(step) for step in error.absolute_path) for error in found] == [place]


@pytest.mark.parametrize("schema", ["", "own"])
def test_marks_of_the_program_are_gone(schema: str, request: pytest.FixtureRequest) -> None:
    assert editors.POINTS_TO not in str(request.getfixturevalue(schema) if schema else SCHEMA)
