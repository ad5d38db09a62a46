"""A plan reads fact by fact, and says the same to programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import CheckFailed, InvalidSource
from warehouse.plan import Cell, Change, Counts, Operation, Plan, SavedPlan, as_json, as_lines

if TYPE_CHECKING:
    from pathlib import Path

CHANGES = (
    Change(Operation.RETIRE, "places", ("gone",), "places/gone"),
    Change(Operation.RETIRE, "facts", ("3",), "places/gone"),
    Change(
        Operation.ADD,
        "places",
        ("new",),
        "places/new",
        (Cell("name", None, "New"), Cell("iso", None, None)),
        file="x.yaml",
        line=7,
    ),
    Change(
        Operation.ADD,
        "facts",
        ("1",),
        "places/new",
        (Cell("path", None, "places/new"), Cell("rank", None, "normal"), Cell("note", None, "A new one")),
        file="x.yaml",
        line=7,
    ),
    Change(Operation.ADD, "citations", ("1", "doc", "3"), "places/new", (), file="x.yaml", line=7),
    Change(
        Operation.CHANGE,
        "places",
        ("old",),
        "places/old",
        (Cell("name", "Olt", "Old"), Cell("iso", "OL", None)),
        file="x.yaml",
        line=7,
    ),
    Change(Operation.RETIRE, "citations", ("2", "doc", "9"), "places/old"),
)
COUNTS = {"places": Counts(1, 1, 1), "facts": Counts(1, 0, 1), "citations": Counts(1, 0, 1)}
SIZES = {"places": 10, "facts": 10, "citations": 12, "units": 3}


@pytest.fixture
def plan() -> Plan:
    return Plan(COUNTS, SIZES, fact_count=10, seeds_sha256="ab", changes=CHANGES)


def of(*changes: Change, **counts: int) -> Plan:
    return Plan({"places": Counts(**counts)}, SIZES, fact_count=10, seeds_sha256="ab", changes=changes)


def saved(plan: Plan, file: Path, **changed: object) -> Path:
    document = json.loads("".join(as_json(plan)))
    file.write_text(json.dumps({**document, **changed}))
    return file


def test_facts_stand_once_with_their_cells_and_place(plan: Plan) -> None:
    assert list(as_lines(plan, seeds="seeds/")) == [
        "- places/gone",
        "+ places/new  seeds/x.yaml:7",
        "    name: New",
        "    note: A new one",
        "    + cited: doc#3",
        "~ places/old  seeds/x.yaml:7",
        "    name: Olt → Old",
        "    iso: OL → ∅",
        "    - cited: doc#9",
        "",
        "3 facts: 3 rows to add, 1 to change, 3 to retire.",
    ]


def test_rename_shows_both_paths_and_only_what_else_changes() -> None:
    rename = Change(
        Operation.RENAME,
        "places",
        ("new",),
        "places/new",
        (Cell("name", "A", "B"),),
        file="x.yaml",
        line=7,
        old_path="places/old",
    )
    cited = Change(Operation.RENAME, "citations", ("1", "doc", "3"), "places/new", (), old_path="places/old")
    assert list(as_lines(of(rename, cited, renamed=2), seeds="seeds/")) == [
        "» places/old → places/new  seeds/x.yaml:7",
        "    name: A → B",
        "",
        "1 fact: 0 rows to add, 0 to change, 0 to retire, 2 to rename.",
    ]


def test_edit_by_hand_shows_what_is_put_back() -> None:
    edited = Change(
        Operation.RESTORE, "places", ("a",), "places/a", (Cell("name", "Hand", "A"),), file="x.yaml", line=7
    )
    cited = Change(Operation.RESTORE, "citations", ("1", "doc", "3"), "places/a")
    assert list(as_lines(of(edited, cited, restored=2))) == [
        "! places/a  x.yaml:7",
        "    name: Hand → A",
        "    ! cited: doc#3",
        "",
        "1 fact: 0 rows to add, 0 to change, 0 to retire, 2 to put back.",
    ]


def test_stat_counts_rows_of_tables_that_change(plan: Plan) -> None:
    assert list(as_lines(plan, stat=True)) == [
        "places     +1 ~1 -1",
        "facts      +1 ~0 -1",
        "citations  +1 ~0 -1",
        "",
        "3 facts: 3 rows to add, 1 to change, 3 to retire.",
    ]


def test_json_holds_every_row(plan: Plan) -> None:
    document = json.loads("".join(as_json(plan)))
    assert document["summary"] == {"added": 3, "changed": 1, "retired": 3, "renamed": 0, "restored": 0}
    assert document["tables"]["citations"] == {"added": 1, "changed": 0, "retired": 1, "renamed": 0, "restored": 0}
    assert [change["operation"] for change in document["changes"]] == [
        *("retire", "retire", "add", "add", "add", "change", "retire"),
    ]
    assert document["changes"][5] == {
        "operation": "change",
        "table": "places",
        "key": ["old"],
        "path": "places/old",
        "old_path": None,
        "cells": [{"column": "name", "old": "Olt", "new": "Old"}, {"column": "iso", "old": "OL", "new": None}],
        "file": "x.yaml",
        "line": 7,
    }


def test_empty_plan_says_so() -> None:
    empty = Plan({}, {}, fact_count=173, seeds_sha256="ab")
    assert empty.is_empty
    assert list(as_lines(empty)) == ["Nothing to change: the database holds all 173 facts as the seeds say."]
    assert json.loads("".join(as_json(empty)))["changes"] == []


def test_saved_plan_holds_a_load_to_it(plan: Plan, tmp_path: Path) -> None:
    promised = SavedPlan.read(saved(plan, tmp_path / "plan.json"))
    assert promised.restores
    promised.refuse_other_seeds("ab")
    promised.refuse_other_changes(plan)
    with pytest.raises(CheckFailed, match="the seeds have changed"):
        promised.refuse_other_seeds("cd")
    with pytest.raises(CheckFailed, match="the database has changed"):
        promised.refuse_other_changes(of(CHANGES[0], retired=1))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"changes": []}, "was edited"),
        ({"changes_sha256": "0"}, "was edited"),
        ({"format": 1}, "of another version"),
        ({"changes": None}, "is not a saved plan"),
        ({"changes": [1]}, "was edited"),
    ],
)
def test_plan_that_was_altered_is_refused(plan: Plan, tmp_path: Path, changed: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidSource, match=said):
        SavedPlan.read(saved(plan, tmp_path / "plan.json", **changed))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "\x00", '"x"'])
def test_file_that_is_no_plan_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text)
    with pytest.raises(InvalidSource, match="is not a saved plan"):
        SavedPlan.read(tmp_path / "plan.json")
    with pytest.raises(InvalidSource, match="cannot be read"):
        SavedPlan.read(tmp_path / "other.json")
