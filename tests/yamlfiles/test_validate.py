"""Holding nodes against a shape: each misfit becomes a problem at the key or value that is wrong."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from warehouse.yamlfiles import Problem, parse, validate


def short(value: str) -> str:
    if len(value) > 5:
        raise PydanticCustomError("own", "{what}", {"what": f"{value} is long", "code": "E-long", "hint": "cut it"})
    return value


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(short)] = Field(description="What it is called", examples=["hook"])
    weight: str | None = None


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="What is printed on it")
    parts: tuple[Part, ...] = ()
    lid: Part | None = Field(None, description="What closes it")
    count: int = 0


def problems_of(text: str) -> list[Problem]:
    root, unreadable = parse(text.encode(), "f.yaml")
    assert root is not None
    assert unreadable == []
    record, problems = validate(Whole, root)
    assert (record is None) == bool(problems)
    return problems


def test_what_fits_becomes_an_instance() -> None:
    root, _ = parse(b"title: Box\nparts:\n  - name: lid\n    weight: 1.10\n", "f.yaml")
    assert root is not None
    record, problems = validate(Whole, root)
    assert problems == []
    assert record == Whole(title="Box", parts=(Part(name="lid", weight="1.10"),))


MISFITS = {
    "unknown key, with the one meant": (
        "title: a\nparst: []\n",
        (2, 1, "E-unknown-key", 'unknown key "parst"', 'did you mean "parts"?'),
    ),
    "unknown key deeper down": (
        "title: a\nparts:\n  - name: b\n    wieght: 1\n",
        (4, 5, "E-unknown-key", 'unknown key "wieght"', 'did you mean "weight"?'),
    ),
    "unknown key far from all": (
        "title: a\nlid: {name: b, qqq: 1}\n",
        (2, 16, "E-unknown-key", 'unknown key "qqq"', "known are: name, weight"),
    ),
    "missing key, with what it is for": (
        "parts: []\n",
        (1, 1, "E-missing-key", '"title" is missing', "What is printed on it"),
    ),
    "missing key of an item": (
        "title: a\nparts:\n  - weight: 1\n",
        (3, 5, "E-missing-key", '"name" is missing', "What it is called, such as: hook"),
    ),
    "list where a text belongs": (
        "title:\n  - a\n",
        (2, 3, "E-type", "this must be a single text", "What is printed on it"),
    ),
    "mapping where a text belongs": (
        "title: a\nlid: {name: {x: y}}\n",
        (2, 13, "E-type", "this must be a single text", "What it is called, such as: hook"),
    ),
    "list where a number belongs": (
        "title: a\ncount: [1]\n",
        (2, 8, "E-type", "this must be a single text", ""),
    ),
    "text where a list belongs": (
        "title: a\nparts: hook\n",
        (2, 8, "E-type", "this must be a list (lines with '- ')", ""),
    ),
    "text where a mapping belongs": (
        "title: a\nlid: hook\n",
        (2, 6, "E-type", "this must be a mapping (key: value)", "What closes it"),
    ),
    "text where an item belongs": (
        "title: a\nparts:\n  - hook\n",
        (3, 5, "E-type", "this must be a mapping (key: value)", ""),
    ),
    "value that a check refuses": (
        "title: a\nlid:\n  name: a-long-hook\n",
        (3, 9, "E-long", "a-long-hook is long", "cut it"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISFITS.values(), ids=MISFITS)
def test_misfit_is_told_at_its_place(text: str, expected: tuple[int, int, str, str, str]) -> None:
    (found,) = problems_of(text)
    assert (found.position.line, found.position.column, found.code, found.what, found.hint) == expected


def test_all_misfits_of_a_record_are_told() -> None:
    found = problems_of("parts:\n  - name: much-too-long\n    x: 1\n  - y: 2\n")
    assert [(one.position.line, one.position.column, one.code) for one in sorted(found)] == [
        (1, 1, "E-missing-key"),
        (2, 11, "E-long"),
        (3, 5, "E-unknown-key"),
        (4, 5, "E-missing-key"),
        (4, 5, "E-unknown-key"),
    ]


def test_root_of_another_kind_is_told_at_its_start() -> None:
    (found,) = problems_of("\n- a\n")
    assert (found.position.line, found.position.column, found.code) == (2, 1, "E-type")
